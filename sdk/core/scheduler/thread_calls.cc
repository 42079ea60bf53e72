// thread.h, and deadline.h beside it.
#include "system.hh"
#include <deadline.h>
#include <errno.h>
#include <thread.h>
#include <token.h>

using namespace scheduler;

__cheriot_minimum_stack(StackNeeded) SystickReturn thread_systemtick_get()
{
    const uint64_t ticks = core.ticks(time_now());
    return {.lo = static_cast<uint32_t>(ticks), .hi = static_cast<uint32_t>(ticks >> 32)};
}

__cheriot_minimum_stack(StackNeeded) int thread_sleep(TimeoutArgument timeout, uint32_t flags)
{
    if (!timeout.is_valid()) {
        return -EINVAL;
    }
    Blocking blocking{timeout};
    if (blocking.may_block()) {
        core.sleep(blocking.until(), (flags & ThreadSleepNoEarlyWake) == 0);
    }
    blocking.switch_away();
    return 0;
}

uint16_t thread_count()
{
    return ThreadCount;
}

uint64_t thread_elapsed_cycles_idle()
{
    return core.thread(Idle).cycles;
}

uint64_t thread_elapsed_cycles_current()
{
    return cycles_current();
}

namespace {

/// What a capability is about; null if it is not one of ours.
const DeadlineCapabilityState *unseal(DeadlineCapability sealed)
{
    return static_cast<const DeadlineCapabilityState *>(
        token_obj_unseal_static(STATIC_SEALING_TYPE(DeadlineKey), sealed));
}

bool is_thread(uint16_t number)
{
    return number != Idle && number <= ThreadCount;
}

} // namespace

__cheriot_minimum_stack(StackNeeded) int deadline_begin(DeadlineCapability capability)
{
    const DeadlineCapabilityState *state = unseal(capability);
    if (state == nullptr || !state->mayBegin) {
        return -EPERM;
    }
    if (!is_thread(state->thread)) {
        return -EINVAL;
    }
    core.deadline_set(static_cast<ThreadNumber>(state->thread), state->deadline);
    return 0;
}

__cheriot_minimum_stack(StackNeeded) int deadline_statistics_get(DeadlineCapability capability,
                                                                 struct DeadlineStatistics *result)
{
    const DeadlineCapabilityState *state = unseal(capability);
    if (state == nullptr) {
        return -EPERM;
    }
    if (!is_thread(state->thread) ||
        !CHERI::check_pointer<CHERI::PermissionSet{CHERI::Permission::Store}>(result) ||
        CHERI::Capability{result}.address() % alignof(DeadlineStatistics) != 0)
    {
        return -EINVAL;
    }
    const Latency &latency = core.thread(static_cast<ThreadNumber>(state->thread)).latency;
    *result = {.deadline = latency.deadline,
               .wakes = latency.wakes,
               .missed = latency.missed,
               .worstLatency = latency.worst};
    return 0;
}
