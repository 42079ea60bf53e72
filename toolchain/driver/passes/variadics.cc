// va_arg, va_copy and va_end: docs/reference/abi.md, "Calls". A va_list is a capability to the next
// slot; a slot has four or eight bytes and is aligned to its size.
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/IntrinsicInst.h>
#include <llvm/IR/Module.h>

#include "toolchain/driver/passes/passes.h"

namespace griotte::toolchain {

namespace {

void argument_lower(llvm::VAArgInst &instruction)
{
    llvm::IRBuilder<> builder(&instruction);
    const llvm::DataLayout &layout = instruction.getDataLayout();
    const unsigned slotSize =
        layout.getTypeAllocSize(instruction.getType()).getFixedValue() > 4 ? 8 : 4;
    llvm::Type *pointer = builder.getPtrTy();
    llvm::Value *list = instruction.getPointerOperand();
    llvm::Value *slot = builder.CreateAlignedLoad(pointer, list, llvm::Align(8), "va.next");
    if (slotSize == 8) {
        // Up to the next multiple of eight, moving the capability.
        llvm::Value *address = builder.CreatePtrToInt(slot, builder.getInt32Ty());
        llvm::Value *missing = builder.CreateAnd(builder.CreateNeg(address), 7);
        slot = builder.CreatePtrAdd(slot, missing, "va.slot");
    }
    builder.CreateAlignedStore(builder.CreatePtrAdd(slot, builder.getInt32(slotSize)), list,
                               llvm::Align(8));
    llvm::Value *value =
        builder.CreateAlignedLoad(instruction.getType(), slot, llvm::Align(slotSize));
    value->takeName(&instruction);
    instruction.replaceAllUsesWith(value);
    instruction.eraseFromParent();
}

void list_copy(llvm::VACopyInst &instruction)
{
    llvm::IRBuilder<> builder(&instruction);
    builder.CreateAlignedStore(
        builder.CreateAlignedLoad(builder.getPtrTy(), instruction.getSrc(), llvm::Align(8)),
        instruction.getDest(), llvm::Align(8));
    instruction.eraseFromParent();
}

} // namespace

void variadics_lower(llvm::Module &module)
{
    for (llvm::Function &function : module) {
        for (llvm::Instruction &instruction :
             llvm::make_early_inc_range(llvm::instructions(function)))
        {
            if (auto *argument = llvm::dyn_cast<llvm::VAArgInst>(&instruction)) {
                argument_lower(*argument);
            } else if (auto *copy = llvm::dyn_cast<llvm::VACopyInst>(&instruction)) {
                list_copy(*copy);
            } else if (auto *end = llvm::dyn_cast<llvm::VAEndInst>(&instruction)) {
                end->eraseFromParent();
            }
        }
    }
}

} // namespace griotte::toolchain
