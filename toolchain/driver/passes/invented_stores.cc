// See invented_stores.h.
#include "toolchain/driver/passes/invented_stores.h"

#include <llvm/Analysis/AliasAnalysis.h>
#include <llvm/Analysis/LoopInfo.h>
#include <llvm/Analysis/ValueTracking.h>
#include <llvm/IR/DataLayout.h>
#include <llvm/IR/Function.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/PassInstrumentation.h>

#include "toolchain/driver/passes/evidence.h"

namespace griotte::toolchain {

namespace {

/// Whether a variable of `type` may hold a capability somewhere in the eight-byte granules that
/// [first, end) touches. Clang gives a union the type of its most aligned member, so what may be a
/// capability is of a type of eight bytes, or raw bytes.
bool type_may_hold_capability(llvm::Type *type, uint64_t offset, uint64_t first, uint64_t end,
                              const llvm::DataLayout &layout)
{
    const uint64_t size = layout.getTypeAllocSize(type).getFixedValue();
    if (size == 0 || offset >= llvm::alignTo(end, CapabilityBytes) ||
        offset + size <= llvm::alignDown(first, CapabilityBytes))
    {
        return false;
    }
    if (auto *structure = llvm::dyn_cast<llvm::StructType>(type)) {
        const llvm::StructLayout *places = layout.getStructLayout(structure);
        for (unsigned i = 0; i < structure->getNumElements(); i++) {
            if (type_may_hold_capability(structure->getElementType(i),
                                         offset + places->getElementOffset(i), first, end, layout))
            {
                return true;
            }
        }
        return false;
    }
    if (auto *array = llvm::dyn_cast<llvm::ArrayType>(type)) {
        llvm::Type *element = array->getElementType();
        if (!element->isAggregateType()) {
            return element->isIntegerTy(8) || layout.getTypeAllocSize(element) >= CapabilityBytes;
        }
        const uint64_t step = layout.getTypeAllocSize(element).getFixedValue();
        for (uint64_t at = offset; step != 0 && at < offset + size; at += step) {
            if (type_may_hold_capability(element, at, first, end, layout)) {
                return true;
            }
        }
        return false;
    }
    return type->isPointerTy() || size >= CapabilityBytes;
}

/// The type of a local variable, or of one that the caller gives this function alone.
llvm::Type *declared_type(const llvm::Value *object)
{
    if (const auto *variable = llvm::dyn_cast<llvm::AllocaInst>(object)) {
        return variable->isArrayAllocation() ? nullptr : variable->getAllocatedType();
    }
    const auto *argument = llvm::dyn_cast<llvm::Argument>(object);
    return argument == nullptr ? nullptr : argument->getPointeeInMemoryValueType();
}

/// Whether LLVM could store a number back to where `store` stores one, and a capability be there.
bool is_delicate(const llvm::StoreInst &store)
{
    if (!store.isSimple() || store.getValueOperand()->getType()->isPointerTy()) {
        return false;
    }
    const llvm::Value *object = llvm::getUnderlyingObject(store.getPointerOperand());
    bool isOnlyIfDereferenceable = false;
    if (!llvm::isWritableObject(object, isOnlyIfDereferenceable)) {
        return false;
    }
    llvm::Type *type = declared_type(object);
    if (type == nullptr) {
        return true;
    }
    const llvm::DataLayout &layout = store.getDataLayout();
    llvm::APInt offset(layout.getIndexTypeSizeInBits(store.getPointerOperandType()), 0);
    const llvm::Value *base =
        store.getPointerOperand()->stripAndAccumulateConstantOffsets(layout, offset, true);
    const uint64_t first = base == object ? offset.getZExtValue() : 0;
    const uint64_t end =
        base == object
            ? first + layout.getTypeStoreSize(store.getValueOperand()->getType()).getFixedValue()
            : layout.getTypeAllocSize(type).getFixedValue();
    return type_may_hold_capability(type, 0, first, end, layout);
}

/// Whether `address` is the same in every round, once what can be moved out of the loop is.
bool is_invariant(const llvm::Value *address, const llvm::Loop &loop)
{
    const auto *instruction = llvm::dyn_cast<llvm::Instruction>(address);
    if (instruction == nullptr || !loop.contains(instruction)) {
        return true;
    }
    if (instruction->mayReadOrWriteMemory() || llvm::isa<llvm::PHINode>(instruction)) {
        return false;
    }
    return llvm::all_of(instruction->operands(), [&](const llvm::Use &operand) {
        return is_invariant(operand.get(), loop);
    });
}

/// LICM keeps a memory location in a register throughout the loop and stores it at the exits: also
/// when the loop stored nothing. What the header stores is always stored.
bool is_delicate(const llvm::Loop &loop)
{
    for (const llvm::BasicBlock *block : loop.blocks()) {
        if (block == loop.getHeader()) {
            continue;
        }
        for (const llvm::Instruction &instruction : *block) {
            const auto *store = llvm::dyn_cast<llvm::StoreInst>(&instruction);
            if (store != nullptr && is_delicate(*store) &&
                is_invariant(store->getPointerOperand(), loop))
            {
                return true;
            }
        }
    }
    return false;
}

/// SimplifyCFG makes a conditional store unconditional when the location was loaded before.
bool is_delicate(const llvm::Function &function)
{
    for (const llvm::Instruction &instruction : llvm::instructions(function)) {
        const auto *store = llvm::dyn_cast<llvm::StoreInst>(&instruction);
        if (store == nullptr || store->getParent()->isEntryBlock() || !is_delicate(*store)) {
            continue;
        }
        for (const llvm::User *user : store->getPointerOperand()->users()) {
            const auto *load = llvm::dyn_cast<llvm::LoadInst>(user);
            if (load != nullptr && load->getType() == store->getValueOperand()->getType() &&
                load->getParent() != store->getParent())
            {
                return true;
            }
        }
    }
    return false;
}

bool is_to_run(llvm::StringRef pass, const llvm::Any &unit)
{
    if (pass == "LICMPass" || pass == "LNICMPass") {
        const auto *const *loop = llvm::any_cast<const llvm::Loop *>(&unit);
        return loop == nullptr || !is_delicate(**loop);
    }
    if (pass == "SimplifyCFGPass") {
        const auto *const *function = llvm::any_cast<const llvm::Function *>(&unit);
        return function == nullptr || !is_delicate(**function);
    }
    return true;
}

} // namespace

void invented_stores_prevent(llvm::PassInstrumentationCallbacks &callbacks)
{
    callbacks.registerShouldRunOptionalPassCallback(
        [](llvm::StringRef pass, llvm::Any unit) { return is_to_run(pass, unit); });
}

} // namespace griotte::toolchain
