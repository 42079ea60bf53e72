// Local variables that optimisation cut out of larger ones; docs/design/tag-preservation.md.
//
// SROA splits a variable where it is accessed in parts, and a part may begin in the middle of eight
// bytes: what was at offset 12 is then at offset 0 of a variable of its own. Copies between it and
// the original would have their capabilities at another place relative to multiples of eight, where
// there are no tags. So such a part is put that far behind a multiple of eight again.
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/IntrinsicInst.h>
#include <llvm/IR/Module.h>

#include "toolchain/driver/passes/evidence.h"
#include "toolchain/driver/passes/loss.h"
#include "toolchain/driver/passes/passes.h"

namespace griotte::toolchain {

namespace {

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

/// The variables of one function, put right copy by copy.
class SlotRepair
{
public:
    explicit SlotRepair(llvm::Function &theFunction)
        : function(theFunction), layout(theFunction.getDataLayout())
    {}

    Result<void> run()
    {
        llvm::SmallVector<llvm::MemTransferInst *> copies;
        for (llvm::Instruction &instruction : llvm::instructions(function)) {
            auto *copy = llvm::dyn_cast<llvm::MemTransferInst>(&instruction);
            if (copy != nullptr && !is_copy_without_capabilities(*copy)) {
                copies.push_back(copy);
            }
        }
        for (llvm::MemTransferInst *copy : copies) {
            for (const unsigned side : {0U, 1U}) {
                TRY_VOID(side_repair(*copy, side));
            }
        }
        return {};
    }

private:
    static llvm::Value *side_of(llvm::MemTransferInst &copy, unsigned side)
    {
        return side == 0 ? copy.getDest() : copy.getSource();
    }

    /// A variable aligned before optimisation is where its author had it; one that is not was cut.
    /// Once a copy has said where it belongs, others must agree.
    Result<void> side_repair(llvm::MemTransferInst &copy, unsigned side)
    {
        const std::optional<Slot> slot = slot_of(side_of(copy, side), layout);
        if (!slot.has_value()) {
            return {};
        }
        const bool isSettled = settled.contains(slot->variable);
        if (!isSettled && slot->variable->getAlign() >= CapabilityBytes) {
            return {};
        }
        const std::optional<int64_t> other = phase_of(side_of(copy, 1 - side), layout);
        if (!isSettled) {
            slot->variable->setAlignment(llvm::Align(CapabilityBytes));
        }
        const std::optional<int64_t> own = phase_of(side_of(copy, side), layout);
        if (!other.has_value() || other == own) {
            settled.insert(slot->variable);
            return {};
        }
        if (isSettled || !slot->variable->isStaticAlloca()) {
            return tag_lost(copy, "a copy goes through a local variable at another alignment");
        }
        variable_shift(*slot->variable, (*other - *own) & (CapabilityBytes - 1));
        return {};
    }

    void variable_shift(llvm::AllocaInst &variable, uint64_t distance)
    {
        llvm::IRBuilder<> builder(&variable);
        const uint64_t size = variable.getAllocationSize(layout)->getFixedValue();
        llvm::AllocaInst *shifted = builder.CreateAlloca(
            llvm::ArrayType::get(builder.getInt8Ty(), size + distance), nullptr);
        shifted->setAlignment(llvm::Align(CapabilityBytes));
        llvm::Value *place = builder.CreateInBoundsPtrAdd(
            shifted, builder.getInt32(static_cast<uint32_t>(distance)));
        place->takeName(&variable);
        // Lifetimes are of variables, not of places in them.
        for (llvm::User *user : llvm::make_early_inc_range(variable.users())) {
            auto *call = llvm::dyn_cast<llvm::IntrinsicInst>(user);
            if (call != nullptr && call->isLifetimeStartOrEnd()) {
                call->replaceUsesOfWith(&variable, shifted);
            }
        }
        variable.replaceAllUsesWith(place);
        variable.eraseFromParent();
        settled.insert(shifted);
    }

    llvm::Function &function;
    const llvm::DataLayout &layout;
    llvm::SmallPtrSet<llvm::AllocaInst *, 8> settled;
};

} // namespace

Result<void> slots_repair(llvm::Module &module)
{
    for (llvm::Function &function : module) {
        TRY_VOID(SlotRepair(function).run());
    }
    return {};
}

} // namespace griotte::toolchain
