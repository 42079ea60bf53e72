// Futexes: wait until a word changes, without missing the change. The waker writes the word, then
// wakes; the waiter names the value it saw, and does not wait if there is another by now. Locks,
// queues and interrupts are made of this.
#ifndef FUTEX_H
#define FUTEX_H

#include <cdefs.h>
#include <stdint.h>
#include <timeout.h>

enum __attribute__((__flag_enum__)) FutexWaitFlags
{
    FutexNone = 0,
    /// The low 16 bits of the word are the number of the thread that holds what it stands for
    /// (thread_id_get()). While this wait lasts that thread runs with at least the waiter's
    /// priority, and so does whomever it waits for in this way itself.
    FutexPriorityInheritance = 1 << 0
};

__BEGIN_DECLS

/// Waits until futex_wake() on `address`, if the word there is `expected`. Needs permission to load
/// the word, which must be aligned. A wait with FutexPriorityInheritance also tells the scheduler
/// who holds the word now, for all who wait there in that way.
///
///  * 0: the word is something else, or was woken; look at it again;
///  * -ETIMEDOUT: neither within the timeout;
///  * -EINVAL: timeout, address, or holder (no thread, or the caller itself) invalid; or the memory
///    of the word was freed meanwhile.
int __cheri_compartment("scheduler") __cheriot_interrupt_state(disabled)
    futex_timed_wait(TimeoutArgument timeout, const volatile uint32_t *address, uint32_t expected,
                     uint32_t flags __if_cxx(= FutexNone));

/// Waits for as long as it takes. 0 or -EINVAL, as futex_timed_wait().
__always_inline static inline int futex_wait(const volatile uint32_t *address, uint32_t expected)
{
    return futex_timed_wait(TimeoutWaitForever, address, expected, FutexNone);
}

/// Wakes up to `count` threads that wait on `address`, those of the highest priority first. The
/// caller no longer holds the word, as far as inheritance through it goes. The address must be that
/// of a whole word in bounds, without any permission: a scheduler gone bad could wake whomever it
/// likes, but not give away a lock.
///
/// How many were woken, or -EINVAL. If one of them has a higher priority, it runs before this
/// returns.
int __cheri_compartment("scheduler") __cheriot_interrupt_state(disabled)
    futex_wake(const volatile uint32_t *address, uint32_t count);

__END_DECLS

#endif
