// The last look before the back end: nothing may be left that could lose a tag in silence. What is
// found here is a mistake of this compiler's, so it is an error, not a warning.
#include <llvm/Analysis/ValueTracking.h>
#include <llvm/IR/DebugInfoMetadata.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/IntrinsicInst.h>
#include <llvm/IR/Module.h>

#include "toolchain/driver/passes/evidence.h"
#include "toolchain/driver/passes/passes.h"
#include "toolchain/driver/passes/webs.h"

namespace griotte::toolchain {

namespace {

/// "file:line: in 'function': " as far as debug information tells.
std::string place_of(const llvm::Instruction &instruction)
{
    std::string result;
    if (const llvm::DILocation *location = instruction.getDebugLoc()) {
        result =
            fmt::format("{}:{}: ", std::string_view(location->getFilename()), location->getLine());
    }
    return fmt::format("{}in '{}': ", result,
                       std::string_view(instruction.getFunction()->getName()));
}

std::unexpected<Error> tag_lost(const llvm::Instruction &instruction, const char *what)
{
    return fail("{}{}; a capability's tag could be lost here, so no code is written. This is a "
                "mistake of griotte's: please report it with the source. Meanwhile compile this "
                "file with -O0",
                place_of(instruction), what);
}

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

/// A side of a copy that is in a local variable: which one, and where in it.
struct Slot
{
    llvm::AllocaInst *variable;
    int64_t offset;
};

std::optional<Slot> slot_of(llvm::Value *side, const llvm::DataLayout &layout)
{
    llvm::APInt offset(layout.getIndexTypeSizeInBits(side->getType()), 0);
    llvm::Value *base = side->stripAndAccumulateConstantOffsets(layout, offset, true);
    auto *variable = llvm::dyn_cast<llvm::AllocaInst>(base);
    return variable == nullptr ? std::nullopt
                               : std::optional<Slot>({variable, offset.getSExtValue()});
}

/// Where `side` is relative to a multiple of eight, when its base is known to be one.
std::optional<int64_t> phase_of(llvm::Value *side, const llvm::DataLayout &layout)
{
    llvm::APInt offset(layout.getIndexTypeSizeInBits(side->getType()), 0);
    const llvm::Value *base = side->stripAndAccumulateConstantOffsets(layout, offset, true);
    if (base->getPointerAlignment(layout) < CapabilityBytes) {
        return std::nullopt;
    }
    return offset.getSExtValue() & static_cast<int64_t>(CapabilityBytes - 1);
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

/// A copy LLVM made or cut, one side of which is a local variable: the variable is aligned so that
/// capabilities are where they can be held, or there is no such alignment.
Result<void> copy_repair(llvm::MemTransferInst &copy)
{
    if (is_copy_without_capabilities(copy)) {
        return {};
    }
    const llvm::DataLayout &layout = copy.getDataLayout();
    llvm::Value *const sides[] = {copy.getDest(), copy.getSource()};
    for (unsigned i = 0; i < 2; i++) {
        const std::optional<Slot> slot = slot_of(sides[i], layout);
        if (!slot.has_value() || slot->variable->getAlign() >= CapabilityBytes) {
            continue;
        }
        slot->variable->setAlignment(llvm::Align(CapabilityBytes));
        const std::optional<int64_t> other = phase_of(sides[1 - i], layout);
        if (other.has_value() && *other != phase_of(sides[i], layout)) {
            return tag_lost(copy, "a copy goes through a local variable at another alignment");
        }
    }
    return {};
}

} // namespace

Result<void> slots_repair(llvm::Module &module)
{
    for (llvm::Function &function : module) {
        for (llvm::Instruction &instruction : llvm::instructions(function)) {
            if (auto *copy = llvm::dyn_cast<llvm::MemTransferInst>(&instruction)) {
                TRY_VOID(copy_repair(*copy));
            }
        }
    }
    return {};
}

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
