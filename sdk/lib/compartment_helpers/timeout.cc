// Library `compartment_helpers`: questions about timeouts of either kind.
#include <allocator.h>
#include <cheri.hh>
#include <platform-time.h>
#include <timeout.h>

using namespace CHERI;

bool timeout_is_valid(TimeoutArgument timeout)
{
    if (!timeout.is_relative()) {
        return true;
    }
    // Time is counted in it for as long as the call lasts. In the stack below the caller's it would
    // be counted in the frames of whoever was called.
    constexpr PermissionSet Needed{Permission::Load, Permission::Store};
    return !heap_address_is_valid(timeout.relativeTimeout) &&
           check_pointer<Needed>(timeout.relativeTimeout);
}

bool timeout_has_expired(TimeoutArgument timeout)
{
    if (timeout.is_relative()) {
        return timeout.relativeTimeout->remaining == 0;
    }
    return timeout.absoluteTimeout < platform_monotonic_time_read();
}

void timeout_elapse(TimeoutArgument timeout, Ticks ticks)
{
    if (timeout.is_relative()) {
        timeout.relativeTimeout->elapse(ticks);
    }
}
