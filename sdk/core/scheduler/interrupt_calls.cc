// interrupt.h.
#include "interrupt_futexes.hh"
#include "system.hh"
#include <errno.h>
#include <interrupt.h>
#include <token.h>

namespace scheduler {

constinit Interrupts<BoardController, sizeof(BoardInterrupts) / sizeof(BoardInterrupts[0])>
    interrupts{BoardInterrupts};

namespace {

/// What a capability allows; null if it is not one of ours.
const InterruptCapabilityState *unseal(InterruptCapability sealed)
{
    return static_cast<const InterruptCapabilityState *>(
        token_obj_unseal_static(STATIC_SEALING_TYPE(InterruptKey), sealed));
}

} // namespace
} // namespace scheduler

using namespace scheduler;

__cheriot_minimum_stack(StackNeeded) const uint32_t *interrupt_futex_get(
    InterruptCapability interruptCapability)
{
    const InterruptCapabilityState *state = unseal(interruptCapability);
    if (state == nullptr || !state->mayWait) {
        return nullptr;
    }
    CHERI::Capability<uint32_t> word{interrupts.word(state->interruptNumber)};
    if (!word.is_valid()) {
        return nullptr;
    }
    word.bounds() = sizeof(uint32_t);
    word.permissions() &= {CHERI::Permission::Load, CHERI::Permission::Global};
    return word.get();
}

__cheriot_minimum_stack(StackNeeded) int interrupt_complete(InterruptCapability interruptCapability)
{
    const InterruptCapabilityState *state = unseal(interruptCapability);
    if (state == nullptr || !state->mayComplete) {
        return -EPERM;
    }
    interrupts.complete(state->interruptNumber);
    return 0;
}
