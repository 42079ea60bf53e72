// Locks and the like, in library `locks`: over a word of the caller's memory and, when somebody
// must wait, a futex. All state is 0 before its first use, except where something else is said.
#ifndef LOCKS_H
#define LOCKS_H

#include <__atomic_word.h>
#include <cdefs.h>
#include <stdint.h>
#include <thread.h>
#include <timeout.h>

// A function that must wait calls the scheduler. Without stack or trusted stack for that it says
// so: -ENOTENOUGHSTACK, -ENOTENOUGHTRUSTEDSTACK, or in a function that returns nothing a trap. In
// all cases it then holds nothing, and nothing has changed for others. Locks nobody else wants need
// no such stack. Unlocking calls the scheduler if somebody waits; for want of stack it unlocks, but
// wakes nobody, so what locks at the bottom of a stack had better leave 512 bytes of it and a frame
// of trusted stack.

/// A mutex.
struct FlagLockState
{
    /// Bits 0 to 15 the owner's thread (0 where nobody lends priority), from 16 on how it is held.
    CHERIOT_ATOMIC_WORD(uint32_t) lockWord __if_cxx(= 0);
};

/// A mutex that is given to those who want it in the order in which they asked.
struct TicketLockState
{
    /// The ticket that may go on.
    CHERIOT_ATOMIC_WORD(uint32_t) current __if_cxx(= 0);
    /// The next ticket.
    CHERIOT_ATOMIC_WORD(uint32_t) next __if_cxx(= 0);
};

/// A mutex that its owner may lock again.
struct RecursiveMutexState
{
    struct FlagLockState lock;
    /// How often the owner holds it.
    uint16_t depth __if_cxx(= 0);
};

struct CountingSemaphoreState
{
    /// How many may go on; bit 31 says that some wait.
    CHERIOT_ATOMIC_WORD(uint32_t) count;
    uint32_t maxCount;
};

/// To be initialised to the number of threads that are to meet. It serves once.
struct BarrierState
{
    CHERIOT_ATOMIC_WORD(uint32_t) remaining;
};

struct ConditionVariableState
{
    /// How often it was signalled.
    CHERIOT_ATOMIC_WORD(uint32_t) sequenceCounter;
};

enum OnceStateMachineStates : uint32_t
{
    OnceStateNotRun = 0,
    OnceStateRunning = 1,
    OnceStateRun = 2
};

/// Whether a function that is to run once did.
struct OnceState
{
    CHERIOT_ATOMIC_WORD(enum OnceStateMachineStates) state __if_cxx(= OnceStateNotRun);
};

__BEGIN_DECLS

/// Locks. -ETIMEDOUT when it was not to be had in time, -ENOENT when it is about to be destroyed,
/// -EINVAL for invalid arguments; what futex_timed_wait() returns otherwise.
int __cheri_libcall flaglock_trylock(TimeoutArgument timeout, struct FlagLockState *lock);

/// As flaglock_trylock. While this waits, the owner has at least this thread's priority, if it
/// locked it through this function.
///
/// If the memory of the lock is freed meanwhile this faults. Where that must not be, claim it first
/// (heap_claim_ephemeral).
int __cheri_libcall flaglock_priority_inheriting_trylock(TimeoutArgument timeout,
                                                         struct FlagLockState *lock);

/// Locks, however long that takes. Traps if that is impossible: the lock is about to be destroyed,
/// or there is not enough stack to wait.
__always_inline static inline void flaglock_lock(struct FlagLockState *lock)
{
    Timeout t = {0, UnlimitedTimeout};
    if (flaglock_trylock(&t, lock) != 0) {
        __builtin_trap();
    }
}

/// As flaglock_lock, lending priority. It traps also when the thread holds the lock already.
__always_inline static inline void flaglock_priority_inheriting_lock(struct FlagLockState *lock)
{
    Timeout t = {0, UnlimitedTimeout};
    if (flaglock_priority_inheriting_trylock(&t, lock) != 0) {
        __builtin_trap();
    }
}

/// Unlocks, after either kind of locking.
void __cheri_libcall flaglock_unlock(struct FlagLockState *lock);

/// Before the lock's memory is freed: nobody gets it from now on, and those who wait stop, with
/// -ENOENT. The caller need not hold it, so that an error handler can do this.
void __cheri_libcall flaglock_upgrade_for_destruction(struct FlagLockState *lock);

/// The thread that holds a lock taken by a priority-inheriting function; 0 if none does, or it was
/// taken by another. It may be out of date at once, unless the answer is the asking thread: an
/// error handler can find out so what it must unlock.
__always_inline static inline uint16_t
flaglock_priority_inheriting_get_owner_thread_id(struct FlagLockState *lock)
{
    return (uint16_t)(*(const volatile uint32_t *)&lock->lockWord & 0xffff);
}

/// Locks, or locks once more, lending priority. Errors as of flaglock_trylock; -EOVERFLOW when it
/// is held 65535 times.
int __cheri_libcall recursivemutex_trylock(TimeoutArgument timeout,
                                           struct RecursiveMutexState *lock);

/// Undoes one recursivemutex_trylock. Always 0; whether the caller holds it is not checked.
int __cheri_libcall recursivemutex_unlock(struct RecursiveMutexState *mutex);

/// Locks, however long that takes: who has drawn a ticket must wait until it is called. Nobody
/// lends priority. Traps, without a ticket, if it must wait and there is not enough stack for that.
void __cheri_libcall ticketlock_lock(struct TicketLockState *lock);
void __cheri_libcall ticketlock_unlock(struct TicketLockState *lock);

/// Takes one. -ETIMEDOUT when there was none in time, -EINVAL for invalid arguments; what
/// futex_timed_wait() returns otherwise.
int __cheri_libcall semaphore_get(TimeoutArgument timeout,
                                  struct CountingSemaphoreState *semaphore);
/// Puts one back. -EINVAL when that would be more than `maxCount`.
int __cheri_libcall semaphore_put(struct CountingSemaphoreState *semaphore);

/// Waits until all have come. 0 for the last of them, 1 for the others; -ETIMEDOUT when they had
/// not come in time, after which one has still come; what futex_timed_wait() returns otherwise.
int __cheri_libcall barrier_timed_wait(TimeoutArgument timeout, struct BarrierState *barrier);

/// Waits until all have come, however long that takes.
static inline int barrier_wait(struct BarrierState *barrier)
{
    Timeout t = {0, UnlimitedTimeout};
    return barrier_timed_wait(&t, barrier);
}

/// Wakes up to `waiters` threads. What futex_wake() returns.
int __cheri_libcall condition_variable_notify(struct ConditionVariableState *conditionVariable,
                                              uint32_t waiters);

/// Unlocks `mutex` by `mutexUnlock`, waits for a signal, locks it again by `mutexLock`; no signal
/// between is missed, unless there are 2^32 of them. 0, or -ETIMEDOUT, or what one of the functions
/// returned that is not 0. After -ETIMEDOUT the mutex is not locked (in POSIX it would be).
int __cheri_libcall condition_variable_wait(TimeoutArgument t,
                                            struct ConditionVariableState *conditionVariable,
                                            void *mutex, int (*mutexLock)(TimeoutArgument, void *),
                                            int (*mutexUnlock)(void *));

/// The part of run_once that is not inline.
int __cheri_libcall run_once_slow_path(struct OnceState *state, void (*callback)(__if_c(void)));

/// Calls `callback` unless it was called before; returns 0 when it has returned, whoever called it.
/// What futex_timed_wait() returns if this cannot wait for who does.
__always_inline static inline int run_once(struct OnceState *state, void (*callback)(__if_c(void)))
{
#ifdef __cplusplus
    if (state->state.load(std::memory_order_relaxed) == OnceStateRun) {
#else
    if (atomic_load_explicit(&state->state, memory_order_relaxed) == OnceStateRun) {
#endif
        return 0;
    }
    return run_once_slow_path(state, callback);
}

__END_DECLS

#endif
