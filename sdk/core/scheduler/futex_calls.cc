// futex.h.
#include "system.hh"
#include <errno.h>
#include <futex.h>

using namespace scheduler;
using CHERI::Capability;
using CHERI::Permission;
using CHERI::PermissionSet;

__cheriot_minimum_stack(StackNeeded) int futex_timed_wait(TimeoutArgument timeout,
                                                          const volatile uint32_t *address,
                                                          uint32_t expected, uint32_t flags)
{
    if (!timeout.is_valid() || !is_word<PermissionSet{Permission::Load}>(address)) {
        return -EINVAL;
    }
    const uint32_t value = *address;
    if (value != expected) {
        return 0;
    }
    const bool isInheriting = (flags & FutexPriorityInheritance) != 0;
    const uint16_t holder = static_cast<uint16_t>(value);
    if (isInheriting && (holder == NoThread || holder > ThreadCount || holder == core.current())) {
        return -EINVAL;
    }
    Blocking blocking{timeout};
    if (!blocking.may_block()) {
        return -ETIMEDOUT;
    }
    const Address event = Capability{address}.address();
    if (isInheriting) {
        core.wait_for_holder(event, static_cast<ThreadNumber>(holder), blocking.until());
    } else {
        core.wait(&event, 1, 0, blocking.until());
    }
    blocking.switch_away();
    if (core.current_thread().wakeReason == WakeReason::Timeout) {
        return -ETIMEDOUT;
    }
    return Capability{address}.is_valid_temporal() ? 0 : -EINVAL;
}

__cheriot_minimum_stack(StackNeeded) int futex_wake(const volatile uint32_t *address,
                                                    uint32_t count)
{
    if (!is_word<PermissionSet{}>(address)) {
        return -EINVAL;
    }
    const uint32_t woken = core.wake(Capability{address}.address(), count, time_now());
    preemption_check();
    return static_cast<int>(woken);
}
