#include "session.hh"

#include <debug.hh>
#include <futex.h>

namespace heap {

namespace {

using Debug = ConditionalDebug<false, "Allocator">;

constinit FlagLockPriorityInherited lock;
bool isReady;

/// Counts what was given back. Those who wait for it wait for a change.
uint32_t frees;
/// How many do.
uint32_t waiters;

void ready_ensure()
{
    if (isReady) {
        return;
    }
    CapabilityWorld::revoker.init();
    Debug::Invariant(Session::core.initialise(CapabilityWorld::length()),
                     "a heap of {} bytes is too small or too large", CapabilityWorld::length());
    isReady = true;
}

} // namespace

constinit Core Session::core{CapabilityWorld{}};

Session::Session()
{
    lock.lock();
    ready_ensure();
}

Session::~Session()
{
    lock.unlock();
}

void Session::pause()
{
    lock.unlock();
    lock.lock();
}

void Session::freed()
{
    frees = frees + 1;
    if (waiters != 0) {
        (void)futex_wake(&frees, waiters);
    }
    core.wash(WashSlice);
    while (core.is_dirty()) {
        pause();
        core.wash(WashSlice);
    }
}

CapabilityState *Session::state_get(AllocatorCapability capability, int permissions)
{
    if ((allocator_permissions(capability) & permissions) != permissions) {
        return nullptr;
    }
    return static_cast<CapabilityState *>(
        token_obj_unseal(STATIC_SEALING_TYPE(MallocKey), capability));
}

/// Static allocator capabilities get their records when they are first used. Nobody pays for those.
Allocation Session::root_ensure(CapabilityState &state)
{
    if (state.quota != None) {
        return {Outcome::Done};
    }
    const Allocation record = core.root_add(state.bytes);
    state.quota = record.offset / GranuleBytes;
    return record;
}

/// 0 to try again, or why not.
int Session::wait(TimeoutArgument timeout, uint32_t flags, Outcome why)
{
    switch (why) {
    case Outcome::SweepNeeded:
        if (reclaim()) {
            return 0;
        }
        if ((flags & AllocateWaitRevocationNeeded) == 0) {
            return -EAGAIN;
        }
        return wait_for_sweep(timeout, core.first_due());
    case Outcome::QuotaExceeded:
        return (flags & AllocateWaitQuotaExceeded) != 0 ? wait_for_free(timeout) : -ENOMEM;
    case Outcome::Full:
        return (flags & AllocateWaitHeapFull) != 0 ? wait_for_free(timeout) : -ENOMEM;
    case Outcome::Closed:
        return -EBUSY;
    case Outcome::TooDeep:
        return -EMLINK;
    case Outcome::Impossible:
    case Outcome::Done:
        break;
    }
    return -EINVAL;
}

/// Does some of the work on freed memory that does not wait for a sweep; false if there is none.
bool Session::reclaim()
{
    const bool wasDirty = core.is_dirty();
    core.wash(WashSlice);
    const bool isAny = core.drain(4);
    if (wasDirty && !isAny) {
        pause();
    }
    return wasDirty || isAny;
}

int Session::wait_for_sweep(TimeoutArgument timeout, uint32_t due)
{
    if (!timeout.may_block()) {
        return -ETIMEDOUT;
    }
    lock.unlock();
    const bool isOver = CapabilityWorld::revoker.wait_for_completion(timeout, due);
    lock.lock();
    return isOver ? 0 : -ETIMEDOUT;
}

int Session::wait_for_free(TimeoutArgument timeout)
{
    if (!timeout.may_block()) {
        return -ETIMEDOUT;
    }
    const uint32_t seen = frees;
    ++waiters;
    // Nobody tells when a hazard goes: look again after a tick.
    const bool isHazard = core.is_any_held();
    lock.unlock();
    if (isHazard) {
        Timeout tick{1};
        (void)futex_timed_wait(&tick, &frees, seen);
        timeout.elapse_from(tick);
    } else {
        (void)futex_timed_wait(timeout, &frees, seen);
    }
    lock.lock();
    --waiters;
    return 0;
}

int Session::flush(TimeoutArgument timeout)
{
    core.hazards_recheck();
    const uint32_t due = core.last_due();
    while (core.is_dirty()) {
        core.wash(WashSlice);
        pause();
    }
    while (!core.is_past(due)) {
        const int error = wait_for_sweep(timeout, due);
        if (error != 0) {
            return error;
        }
    }
    while (!core.is_quarantine_empty() && core.drain(4)) {
        pause();
    }
    return 0;
}

} // namespace heap
