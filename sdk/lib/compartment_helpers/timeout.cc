// What timeout.h leaves to a library.
#include <allocator.h>
#include <cheri.hh>
#include <timeout.h>

bool check_timeout_pointer(const struct Timeout *timeout)
{
    // Not on the heap, so it cannot be freed while its owner is blocked. It may be on the stack,
    // and below what this compartment uses of that: it is the caller's to lend.
    return !heap_address_is_valid(timeout) &&
           CHERI::check_pointer<
               CHERI::PermissionSet{CHERI::Permission::Load, CHERI::Permission::Store}, false>(
               timeout) &&
           CHERI::Capability{timeout}.address() % alignof(Timeout) == 0;
}

bool timeout_is_valid(TimeoutArgument timeout)
{
    return !timeout_is_relative(timeout) || check_timeout_pointer(timeout.relativeTimeout);
}

bool timeout_has_expired(TimeoutArgument timeout)
{
    if (timeout_is_relative(timeout)) {
        return timeout.relativeTimeout->remaining == 0;
    }
    return timeout.absoluteTimeout <= platform_monotonic_time_read();
}

void timeout_elapse(TimeoutArgument timeout, Ticks ticks)
{
    if (timeout_is_relative(timeout)) {
        timeout.relativeTimeout->elapse(ticks);
    }
}
