// Multiwaiters: wait for the first of several futexes. A multiwaiter is the right to do so, made
// for a number of events at most and paid for by its creator's quota. A wait names its events anew
// each time and allocates nothing.
#ifndef MULTIWAITER_H
#define MULTIWAITER_H

#include <cdefs.h>
#include <compartment.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <timeout.h>

/// One event to wait for, and after the wait whether it was what ended it.
struct EventWaiterSource
{
    /// The futex word (`uint32_t *`).
    void *eventSource;
    /// The value the word must have for the wait to begin; afterwards 1 if the word had another or
    /// was woken, else 0.
    uint32_t value;
};

struct MultiWaiterInternal;

/// A multiwaiter; only the scheduler can look inside.
typedef CHERI_SEALED(struct MultiWaiterInternal *) MultiWaiter;

__BEGIN_DECLS

/// Makes a multiwaiter for up to `maxItems` events (8 at most) and puts it in `*ret`.
/// 0, -EINVAL, or -ENOMEM when the quota or the memory did not suffice within the timeout.
int __cheri_compartment("scheduler") __cheriot_interrupt_state(disabled)
    multiwaiter_create(TimeoutArgument timeout, AllocatorCapability heapCapability,
                       MultiWaiter *ret, size_t maxItems);

/// Frees a multiwaiter with the quota it was made with. A thread that waits with it returns with
/// -EINVAL. 0, -EINVAL, or what the allocator says.
int __cheri_compartment("scheduler") __cheriot_interrupt_state(disabled)
    multiwaiter_delete(AllocatorCapability heapCapability, MultiWaiter mw);

/// Waits until one of the events happens; their `value`s then say which ones did.
///
///  * 0: at least one did;
///  * -ETIMEDOUT: none did within the timeout;
///  * -EBUSY: another thread waits with this multiwaiter;
///  * -EINVAL: an argument was invalid, there were too many events, or the multiwaiter or the
///    array was freed meanwhile.
int __cheri_compartment("scheduler") __cheriot_interrupt_state(disabled)
    multiwaiter_wait(TimeoutArgument timeout, MultiWaiter waiter, struct EventWaiterSource *events,
                     size_t newEventsCount);

__END_DECLS

#endif
