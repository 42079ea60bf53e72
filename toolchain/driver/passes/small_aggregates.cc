// Arguments that are a structure, union or class as large as a capability and aligned like one.
//
// clang passes them by reference to a copy. Here they travel in one register, bits and tag, as
// docs/reference/abi.md has it: a class around a pointer costs no more than the pointer; a C
// transparent union is what its first field would be and C++'s union the same; and a callee of
// another compartment has the value itself, not a pointer to where its caller may change it.
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Module.h>

#include "toolchain/driver/passes/evidence.h"
#include "toolchain/driver/passes/passes.h"

namespace griotte::toolchain {

namespace {

/// The numbers of those of `count` parameters that `attributes` passes as the value of such an
/// aggregate. Arguments beyond them are variable and stay as they are.
llvm::SmallVector<unsigned> numbers_find(const llvm::AttributeList &attributes, unsigned count,
                                         const llvm::DataLayout &layout)
{
    llvm::SmallVector<unsigned> numbers;
    for (unsigned number = 0; number < count; number++) {
        llvm::Type *type = attributes.getParamByValType(number);
        const bool isFitting =
            type != nullptr && layout.getTypeAllocSize(type) == CapabilityBytes &&
            attributes.getParamAlignment(number).valueOrOne() >= llvm::Align(CapabilityBytes);
        if (isFitting) {
            numbers.push_back(number);
        }
    }
    return numbers;
}

/// Without what was said of the references.
llvm::AttributeList attributes_of_values(llvm::LLVMContext &context, llvm::AttributeList attributes,
                                         llvm::ArrayRef<unsigned> numbers)
{
    for (const unsigned number : numbers) {
        attributes = attributes.removeParamAttributes(context, number);
    }
    return attributes;
}

void call_change(llvm::CallInst &call, llvm::ArrayRef<unsigned> numbers)
{
    llvm::IRBuilder<> builder(&call);
    llvm::SmallVector<llvm::Value *> arguments(call.args());
    for (const unsigned number : numbers) {
        arguments[number] = builder.CreateAlignedLoad(builder.getPtrTy(), arguments[number],
                                                      llvm::Align(CapabilityBytes));
    }
    // A pointer was passed, a pointer is passed: the type of the call stays.
    for (const unsigned number : numbers) {
        call.setArgOperand(number, arguments[number]);
    }
    call.setAttributes(attributes_of_values(call.getContext(), call.getAttributes(), numbers));
}

void function_change(llvm::Function &function, llvm::ArrayRef<unsigned> numbers)
{
    if (!function.isDeclaration()) {
        llvm::IRBuilder<> builder(&*function.getEntryBlock().getFirstInsertionPt());
        for (const unsigned number : numbers) {
            llvm::Argument *argument = function.getArg(number);
            llvm::AllocaInst *variable = builder.CreateAlloca(function.getParamByValType(number),
                                                              nullptr, argument->getName());
            variable->setAlignment(llvm::Align(CapabilityBytes));
            argument->replaceAllUsesWith(variable);
            builder.CreateAlignedStore(argument, variable, llvm::Align(CapabilityBytes));
        }
    }
    function.setAttributes(
        attributes_of_values(function.getContext(), function.getAttributes(), numbers));
}

} // namespace

void small_aggregates_pass(llvm::Module &module)
{
    const llvm::DataLayout &layout = module.getDataLayout();
    for (llvm::Function &function : module) {
        for (llvm::Instruction &instruction :
             llvm::make_early_inc_range(llvm::instructions(function)))
        {
            auto *call = llvm::dyn_cast<llvm::CallInst>(&instruction);
            if (call == nullptr) {
                continue;
            }
            const auto numbers = numbers_find(call->getAttributes(),
                                              call->getFunctionType()->getNumParams(), layout);
            if (!numbers.empty()) {
                call_change(*call, numbers);
            }
        }
        const auto numbers = numbers_find(function.getAttributes(),
                                          static_cast<unsigned>(function.arg_size()), layout);
        if (!numbers.empty()) {
            function_change(function, numbers);
        }
    }
}

} // namespace griotte::toolchain
