// Library `compartment_helpers`: questions about timeouts of either kind.
#include <platform-time.h>
#include <timeout.h>

bool timeout_is_valid(TimeoutArgument timeout)
{
    return !timeout.is_relative() || check_timeout_pointer(timeout.relativeTimeout);
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
