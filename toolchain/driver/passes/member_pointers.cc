// C++ pointers to member functions.
//
// Clang gives them two address-sized integers: a function's address, or one more than an offset in
// the virtual table; and the adjustment of `this`. Its sizes are fixed in places no embedder
// reaches, so the first word stays an integer and becomes the address of a *slot*: an eight-byte
// constant, one for each function in the program, that holds the function's capability. A call
// loads that through PCC. So the pointer called has a tag, its own bounds and permissions, whoever
// made it - an import, a sentry - and no integer becomes one.
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Module.h>

#include "toolchain/driver/attributes.h"
#include "toolchain/driver/passes/constants.h"
#include "toolchain/driver/passes/passes.h"

namespace griotte::toolchain {

namespace {

constexpr llvm::StringRef SlotPrefix = "__griotte_member_";
/// What clang calls the function it made of the integer.
constexpr llvm::StringRef CalleeName = "memptr.nonvirtualfn";

/// The member function whose address, as an integer, `expression` is.
llvm::Function *method_of(const llvm::ConstantExpr &expression)
{
    if (expression.getOpcode() != llvm::Instruction::PtrToInt) {
        return nullptr;
    }
    auto *function = llvm::dyn_cast<llvm::Function>(expression.getOperand(0)->stripPointerCasts());
    return function != nullptr && function->hasFnAttribute(MethodAttribute) ? function : nullptr;
}

/// The slot of a function: the same object in every file, so that pointers compare as C++ says.
llvm::GlobalVariable *slot_get(llvm::Module &module, llvm::Function &function)
{
    const std::string name = (SlotPrefix + function.getName()).str();
    if (llvm::GlobalVariable *known = module.getNamedGlobal(name)) {
        return known;
    }
    const bool isLocal = function.hasLocalLinkage();
    auto *slot = new llvm::GlobalVariable(
        module, llvm::PointerType::get(module.getContext(), 0), true,
        isLocal ? llvm::GlobalValue::InternalLinkage : llvm::GlobalValue::LinkOnceODRLinkage,
        &function, name);
    slot->setAlignment(llvm::Align(8));
    slot->setDSOLocal(true);
    if (!isLocal) {
        slot->setVisibility(llvm::GlobalValue::HiddenVisibility);
        slot->setComdat(module.getOrInsertComdat(name));
    }
    return slot;
}

/// The capability in the slot whose address is `address`.
llvm::Value *callee_load(llvm::Module &module, llvm::Instruction &before, llvm::Value *address)
{
    llvm::IRBuilder<> builder(&before);
    llvm::Type *pointer = builder.getPtrTy();
    const auto pcc = module.getOrInsertFunction("cheriot.program_counter_get",
                                                llvm::FunctionType::get(pointer, false));
    const auto set = module.getOrInsertFunction(
        "cheriot.address_set",
        llvm::FunctionType::get(pointer, {pointer, builder.getInt32Ty()}, false));
    for (llvm::FunctionCallee callee : {pcc, set}) {
        auto *function = llvm::cast<llvm::Function>(callee.getCallee());
        function->setMemoryEffects(llvm::MemoryEffects::none());
        function->setDoesNotThrow();
        function->setWillReturn();
    }
    llvm::Value *slot = builder.CreateCall(
        set, {builder.CreateCall(pcc), builder.CreateZExtOrTrunc(address, builder.getInt32Ty())});
    return builder.CreateAlignedLoad(pointer, slot, llvm::Align(8), "member");
}

} // namespace

void member_pointers_lower(llvm::Module &module)
{
    llvm::SmallVector<llvm::IntToPtrInst *> callees;
    for (llvm::Function &function : module) {
        for (llvm::Instruction &instruction : llvm::instructions(function)) {
            auto *cast = llvm::dyn_cast<llvm::IntToPtrInst>(&instruction);
            if (cast != nullptr && cast->getName().starts_with(CalleeName)) {
                callees.push_back(cast);
            }
        }
    }
    for (llvm::IntToPtrInst *cast : callees) {
        cast->replaceAllUsesWith(callee_load(module, *cast, cast->getOperand(0)));
        cast->eraseFromParent();
    }
    constants_rewrite(module, [&](llvm::ConstantExpr &expression) -> llvm::Constant * {
        // A call through a pointer known here needs no slot.
        if (expression.getOpcode() == llvm::Instruction::IntToPtr) {
            auto *inner = llvm::dyn_cast<llvm::ConstantExpr>(expression.getOperand(0));
            return inner == nullptr ? nullptr : method_of(*inner);
        }
        llvm::Function *method = method_of(expression);
        return method == nullptr ? nullptr
                                 : llvm::ConstantExpr::getPtrToInt(slot_get(module, *method),
                                                                   expression.getType());
    });
    for (llvm::Function &function : module) {
        function.removeFnAttr(MethodAttribute);
    }
}

} // namespace griotte::toolchain
