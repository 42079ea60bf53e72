// The compartment around the core: what its entry points share. Guest only.
//
// An attacker controls every argument of every entry point, when it is called and with how much
// stack, but nothing in here. Interrupts are off throughout, so what was checked stays true until
// the calling thread is switched away from.
#pragma once

#include "core.hh"
#include <cdefs.h>
#include <cheri.hh>
#include <debug.hh>
#include <timeout.h>

namespace scheduler {

#ifdef DEBUG_SCHEDULER
using Debug = ConditionalDebug<DEBUG_SCHEDULER, "Scheduler">;
#else
using Debug = ConditionalDebug<false, "Scheduler">;
#endif

/// The stack every entry point asks for, in bytes: the deepest chain of calls from one. With less a
/// caller could have the scheduler fault halfway through a change.
inline constexpr unsigned StackNeeded = 320;

extern Core core;

/// The present, of the board's timer.
Time time_now();

/// A caller's timeout for one call that may block.
class Blocking
{
public:
    /// `timeout` is valid.
    explicit Blocking(TimeoutArgument timeout);

    /// Until when; not after the present if the call may not block.
    [[nodiscard]] Time until() const { return end; }
    [[nodiscard]] bool may_block() const { return end > start; }

    /// Lets others run, after the core was told what the running thread does, and counts in the
    /// timeout what time went by. What the caller passed may have been freed when this returns.
    void switch_away();

private:
    TimeoutArgument timeout;
    Time start;
    Time end;
};

/// After something made threads ready: lets one that ought to run do so, or sees to it that the
/// timer lets it in time. The running thread keeps its turn.
void preemption_check();

/// Cycles the running thread has had.
uint64_t cycles_current();

/// Whether a word can be loaded or waited for at an address; alignment included.
template <CHERI::PermissionSet Permissions>
bool is_word(const volatile uint32_t *word)
{
    return CHERI::check_pointer<Permissions>(word) &&
           CHERI::Capability{word}.address() % sizeof(uint32_t) == 0;
}

} // namespace scheduler
