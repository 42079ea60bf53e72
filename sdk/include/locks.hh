// The locks of locks.h as C++ classes, and a guard for them.
#ifndef LOCKS_HH
#define LOCKS_HH

#include <cdefs.h>
#include <cheriot-atomic.hh>
#include <concepts>
#include <debug.hh>
#include <errno.h>
#include <futex.h>
#include <locks.h>
#include <thread.h>

/// DEBUG_LOCKS says whether locks check how they are used.
static constexpr bool DebugLocks =
#ifdef DEBUG_LOCKS
    DEBUG_LOCKS
#else
    false
#endif
    ;
using LockDebug = ConditionalDebug<DebugLocks, "Locking">;

/// A mutex. Whoever waits for one that is `IsPriorityInherited` lends the owner its priority.
template <bool IsPriorityInherited>
class FlagLockGeneric
{
    FlagLockState state;

    __always_inline int try_lock_internal(TimeoutArgument timeout)
    {
        if constexpr (IsPriorityInherited) {
            return flaglock_priority_inheriting_trylock(timeout, &state);
        } else {
            return flaglock_trylock(timeout, &state);
        }
    }

public:
    /// Whether it could be locked in time.
    __always_inline bool try_lock(TimeoutArgument timeout)
    {
        return try_lock_internal(timeout) == 0;
    }
    /// Whether it could be locked at once.
    __always_inline bool try_lock()
    {
        Timeout t{0};
        return try_lock(&t);
    }
    /// Locks; traps if that is impossible: it is about to be destroyed, or there is not enough
    /// stack to wait.
    __always_inline void lock()
    {
        Timeout t{UnlimitedTimeout};
        auto result = try_lock_internal(&t);
        LockDebug::Invariant(result == 0, "FlagLock lock() failed: {}", result);
    }
    __always_inline void unlock() { flaglock_unlock(&state); }
    /// As flaglock_upgrade_for_destruction().
    __always_inline void upgrade_for_destruction() { flaglock_upgrade_for_destruction(&state); }
    /// As flaglock_priority_inheriting_get_owner_thread_id().
    __always_inline uint16_t get_owner_thread_id()
        requires(IsPriorityInherited)
    {
        return flaglock_priority_inheriting_get_owner_thread_id(&state);
    }
};

using FlagLock = FlagLockGeneric<false>;
using FlagLockPriorityInherited = FlagLockGeneric<true>;

/// A mutex that its owner may lock again; lends priority.
class RecursiveMutex
{
    RecursiveMutexState state;

public:
    __always_inline bool try_lock(TimeoutArgument timeout)
    {
        return recursivemutex_trylock(timeout, &state) == 0;
    }
    __always_inline bool try_lock()
    {
        Timeout t{0};
        return try_lock(&t);
    }
    /// As FlagLockGeneric's; traps also when it is held too often.
    __always_inline void lock()
    {
        Timeout t{UnlimitedTimeout};
        auto result = recursivemutex_trylock(&t, &state);
        LockDebug::Invariant(result == 0, "RecursiveMutex lock() failed: {}", result);
    }
    __always_inline void unlock() { recursivemutex_unlock(&state); }
    __always_inline void upgrade_for_destruction()
    {
        flaglock_upgrade_for_destruction(&state.lock);
    }
};

/// A mutex for those who want it in the order in which they asked.
class TicketLock
{
    TicketLockState state;

public:
    /// As ticketlock_lock(), traps among it.
    __always_inline void lock() { ticketlock_lock(&state); }
    __always_inline void unlock() { ticketlock_unlock(&state); }
};

/// What is always to be had: for templates over a lock that is not needed.
class NoLock
{
public:
    bool try_lock(TimeoutArgument) { return true; }
    bool try_lock() { return true; }
    void lock() {}
    void unlock() {}
};

template <typename T>
concept Lockable = requires(T l) {
    { l.lock() };
    { l.unlock() };
};

template <typename T>
concept TryLockable = Lockable<T> && requires(T l, TimeoutArgument t) {
    { l.try_lock(t) } -> std::same_as<bool>;
};

static_assert(TryLockable<NoLock>);
static_assert(TryLockable<FlagLock>);
static_assert(TryLockable<FlagLockPriorityInherited>);
static_assert(Lockable<TicketLock>);

/// Holds a lock as long as it lives. As `bool`: whether it does.
template <typename Lock>
class LockGuard
{
    Lock *wrappedLock;
    bool isOwned;

public:
    [[nodiscard]] explicit LockGuard(Lock &lock) : wrappedLock(&lock), isOwned(true)
    {
        wrappedLock->lock();
    }

    /// Locks if that is possible in time.
    [[nodiscard]] explicit LockGuard(Lock &lock, TimeoutArgument timeout)
        requires(TryLockable<Lock>)
        : wrappedLock(&lock), isOwned(false)
    {
        try_lock(timeout);
    }

    [[nodiscard]] explicit LockGuard(LockGuard &&guard)
        : wrappedLock(guard.wrappedLock), isOwned(guard.isOwned)
    {
        guard.release();
    }

    ~LockGuard()
    {
        if (isOwned) {
            wrappedLock->unlock();
        }
    }

    void lock()
    {
        LockDebug::Assert(!isOwned, "Locking a lock that this guard holds");
        wrappedLock->lock();
        isOwned = true;
    }

    void unlock()
    {
        LockDebug::Assert(isOwned, "Unlocking a lock that this guard does not hold");
        wrappedLock->unlock();
        isOwned = false;
    }

    /// Lets the lock be: whoever called this unlocks it.
    void release()
    {
        wrappedLock = nullptr;
        isOwned = false;
    }

    bool try_lock(TimeoutArgument timeout)
        requires(TryLockable<Lock>)
    {
        LockDebug::Assert(!isOwned, "Locking a lock that this guard holds");
        isOwned = wrappedLock->try_lock(timeout);
        return isOwned;
    }

    operator bool() { return isOwned; }

    /// Lets others have the lock for at least `ticks`, then takes it again. Whether it could, which
    /// is 1 or 0, or the negative error of thread_sleep().
    int yield(TimeoutArgument t, uint32_t ticks = 1)
    {
        unlock();
        Timeout pause{ticks};
        if (int result = thread_sleep(&pause); result < 0) {
            return result;
        }
        t.elapse_from(pause);
        return try_lock(t);
    }
};

class ConditionVariable
{
    ConditionVariableState state;

public:
    /// Wakes one that waits. What futex_wake() returns.
    int signal() { return condition_variable_notify(&state, 1); }
    /// Wakes all that wait.
    int broadcast() { return condition_variable_notify(&state, UINT32_MAX); }

    /// As condition_variable_wait(). A mutex that takes no timeouts is waited for as long as it
    /// takes.
    template <Lockable Mutex>
    int wait(TimeoutArgument t, Mutex &mutex)
    {
        auto lock = [](TimeoutArgument timeout, void *theMutex) {
            if constexpr (TryLockable<Mutex>) {
                return static_cast<Mutex *>(theMutex)->try_lock(timeout) ? 0 : -ETIMEDOUT;
            } else {
                static_cast<Mutex *>(theMutex)->lock();
                return 0;
            }
        };
        auto unlock = [](void *theMutex) {
            static_cast<Mutex *>(theMutex)->unlock();
            return 0;
        };
        return condition_variable_wait(t, &state, &mutex, lock, unlock);
    }
};

#endif
