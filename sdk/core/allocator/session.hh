// What every entry point of the allocator does first and last: taking the lock, making the heap
// ready, finding the quota an allocator capability is for; and the one way to wait.
//
// Of their arguments, callers control everything but the tags. A capability that was valid when a
// call began may be revoked whenever the lock is not held, so after each wait all begins anew: a
// register that was loaded since has no tag then, and one that was not is of a thread that nobody
// else ran beside.
#pragma once

#include "capability_world.hh"
#include "heap.hh"

#include <allocator.h>
#include <errno.h>
#include <locks.hh>
#include <switcher.h>

namespace heap {

using Core = Heap<CapabilityWorld>;

/// Granules zeroed, and chunks visited in emptying a quota, before the lock is let go of.
inline constexpr Granule WashSlice = 512;
inline constexpr unsigned EmptySlice = 16;

/// The stack entry points ask for, in bytes: their own and what calling the scheduler takes. With
/// less, the caller gets -ENOTENOUGHSTACK instead of a fault in here at a place it chose.
inline constexpr size_t AllocateStack = 0x280;
inline constexpr size_t FreeStack = 0x280;
inline constexpr size_t TokenStack = 0x2c0;

/// The state of an allocator capability as the allocator uses it. For quotas of the heap only this
/// much of it exists.
struct CapabilityState
{
    uint32_t bytes; ///< of a static one, the quota
    Granule quota;  ///< its record; None before a static one is first used
};
static_assert(sizeof(CapabilityState) <= sizeof(AllocatorCapabilityState));

/// The time in which a call holds the lock.
class Session
{
public:
    /// Whether there is room on the trusted stack for calls to the scheduler. Entry points return
    /// -ENOTENOUGHTRUSTEDSTACK without: a caller that left none could neither wait for the lock,
    /// and would go on without it, nor wake those who wait.
    __always_inline static bool may_begin() { return trusted_stack_has_space(1); }

    /// Takes the lock. Its holders hold it for bounded times and inherit priorities, so this is no
    /// matter of the caller's timeout. Only where may_begin().
    Session();
    Session(const Session &) = delete;
    Session &operator=(const Session &) = delete;
    ~Session();

    /// The heap. Only while the lock is held.
    static Core core;

    /// Lets others have the lock, those of higher priority at once.
    void pause();

    /// Says that memory or quota was given back, and zeroes what is to be zeroed, in slices.
    void freed();

    /// What an allocator capability with these permissions is sealed over, or null.
    static CapabilityState *state_get(AllocatorCapability capability, int permissions);

    /// Calls `attempt` with the quota of `capability` until it succeeds, cannot, or nothing may be
    /// waited for any longer. The result's `outcome` is only Done or not; 0 or a negated errno is
    /// in `error`.
    template <typename Attempt>
    Allocation attempt_repeat(TimeoutArgument timeout, AllocatorCapability capability,
                              uint32_t flags, int &error, Attempt attempt)
    {
        while (true) {
            CapabilityState *const state = state_get(capability, AllocatorPermitAllocate);
            if (state == nullptr) {
                error = -EPERM;
                return {Outcome::Closed};
            }
            Allocation got = root_ensure(*state);
            if (got.outcome == Outcome::Done) {
                got = attempt(state->quota);
            }
            if (got.outcome == Outcome::Done) {
                error = 0;
                return got;
            }
            error = wait(timeout, flags, got.outcome);
            if (error != 0) {
                return got;
            }
        }
    }

    /// Waits until everything freed before is free again. 0 or -ETIMEDOUT.
    int flush(TimeoutArgument timeout);

private:
    static Allocation root_ensure(CapabilityState &state);
    int wait(TimeoutArgument timeout, uint32_t flags, Outcome why);
    int wait_for_sweep(TimeoutArgument timeout, uint32_t due);
    int wait_for_free(TimeoutArgument timeout);
    bool reclaim();
};

} // namespace heap
