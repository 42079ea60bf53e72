// The last look before the back end: nothing may be left that could lose a tag in silence. What is
// found here is a mistake of this compiler's, so it is an error, not a warning.
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/Module.h>

#include "toolchain/driver/passes/evidence.h"
#include "toolchain/driver/passes/loss.h"
#include "toolchain/driver/passes/passes.h"
#include "toolchain/driver/passes/webs.h"

namespace griotte::toolchain {

namespace {

bool is_moving_bits(const llvm::Instruction &instruction)
{
    const auto *toInteger = llvm::dyn_cast<llvm::PtrToIntInst>(&instruction);
    const auto *toPointer = llvm::dyn_cast<llvm::IntToPtrInst>(&instruction);
    return (toInteger != nullptr && !toInteger->getType()->isIntegerTy(32)) ||
           (toPointer != nullptr && !toPointer->getOperand(0)->getType()->isIntegerTy(32));
}

bool is_misaligned(const llvm::Instruction &instruction)
{
    const auto *load = llvm::dyn_cast<llvm::LoadInst>(&instruction);
    const auto *store = llvm::dyn_cast<llvm::StoreInst>(&instruction);
    return (load != nullptr && load->getType()->isPointerTy() &&
            load->getAlign() < CapabilityBytes) ||
           (store != nullptr && store->getValueOperand()->getType()->isPointerTy() &&
            store->getAlign() < CapabilityBytes);
}

bool is_vector_of_capabilities(const llvm::Instruction &instruction)
{
    const auto *vector = llvm::dyn_cast<llvm::VectorType>(instruction.getType());
    return vector != nullptr && vector->getElementType()->isPointerTy();
}

Result<void> instruction_verify(const llvm::Instruction &instruction)
{
    if (instruction.isAtomic()) {
        return tag_lost(instruction, "an atomic access was not lowered");
    }
    if (llvm::isa<llvm::VAArgInst>(instruction)) {
        return tag_lost(instruction, "a va_arg was not lowered");
    }
    if (is_moving_bits(instruction)) {
        return tag_lost(instruction,
                        "a capability's bits become an integer or the other way round");
    }
    if (is_misaligned(instruction)) {
        return tag_lost(instruction,
                        "a capability is accessed at an address that may be misaligned");
    }
    if (is_vector_of_capabilities(instruction)) {
        return tag_lost(instruction, "capabilities are in a vector");
    }
    return {};
}

} // namespace

Result<void> tags_verify(llvm::Module &module)
{
    for (llvm::Function &function : module) {
        for (llvm::Instruction &instruction : llvm::instructions(function)) {
            TRY_VOID(instruction_verify(instruction));
        }
        for (const Web &web : suspicious_webs(function)) {
            return tag_lost(*web.values.front(), "eight bytes are copied as an integer");
        }
    }
    return {};
}

} // namespace griotte::toolchain
