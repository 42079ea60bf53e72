// How the locks work, over any kind of word: std::atomic<uint32_t> here, one that a test schedules
// on the host. A Word has std::atomic's load, store, exchange, compare_exchange_strong, fetch_*,
// and
//
//     int wait(timeout, old, flags)   futex_timed_wait()
//     int/void notify_all()           futex_wake() for all
//
// and a timeout `may_block()`. Each wait is for a value that was seen, so a change between seeing
// and waiting is never missed; each return from one looks again.
#ifndef LOCKS_ALGORITHMS_HH
#define LOCKS_ALGORITHMS_HH

#include <errno.h>
#include <stdint.h>

namespace locks {
/// A flag lock's word: the owner's thread in the low half, these above.
enum Flag : uint32_t
{
    Unlocked = 0,
    Locked = 1 << 16,
    /// Locked, and some wait.
    LockedWithWaiters = 1 << 17,
    /// Nobody is to get it any more.
    Destroyed = 1 << 18,
    OwnerMask = 0xffff,
};

/// Locks for `thread`.
template <typename Word, typename Timeout, typename Flags>
int flag_lock(Word &word, Timeout timeout, uint32_t thread, Flags flags)
{
    while (true) {
        uint32_t seen = Unlocked;
        if (word.compare_exchange_strong(seen, Locked | thread)) {
            return 0;
        }
        if ((seen & Destroyed) != 0) {
            return -ENOENT;
        }
        if (!timeout.may_block()) {
            return -ETIMEDOUT;
        }
        if ((seen & LockedWithWaiters) == 0) {
            // The owner stays in the word: it is whom the scheduler lends this thread's priority.
            uint32_t withWaiters = LockedWithWaiters | (seen & OwnerMask);
            if (!word.compare_exchange_strong(seen, withWaiters)) {
                continue;
            }
            seen = withWaiters;
        }
        if (int result = word.wait(timeout, seen, flags); result != 0) {
            return result;
        }
    }
}

template <typename Word>
void flag_unlock(Word &word)
{
    // Who waits sees an unlocked word and is one of those who try; all are woken, as only those who
    // fail again say that they wait.
    if ((word.fetch_and(Destroyed) & LockedWithWaiters) != 0) {
        word.notify_all();
    }
}

template <typename Word>
void flag_destroy(Word &word)
{
    // One that has not seen this bit when it begins to wait does not wait: the word is another.
    if ((word.fetch_or(Destroyed) & LockedWithWaiters) != 0) {
        word.notify_all();
    }
}

template <typename Word>
bool flag_is_destroyed(Word &word)
{
    return (word.load() & Destroyed) != 0;
}

template <typename Word, typename Timeout, typename Flags>
int recursive_lock(Word &word, uint16_t &depth, Timeout timeout, uint16_t thread, Flags flags)
{
    // Only this thread can have made itself the owner, so the answer cannot change meanwhile.
    if ((word.load() & OwnerMask) == thread) {
        if (depth == UINT16_MAX) {
            return -EOVERFLOW;
        }
        depth++;
        return 0;
    }
    int result = flag_lock(word, timeout, thread, flags);
    if (result == 0) {
        depth = 1;
    }
    return result;
}

template <typename Word>
void recursive_unlock(Word &word, uint16_t &depth)
{
    if (--depth == 0) {
        flag_unlock(word);
    }
}

/// `timeout` is one that does not end, `yield()` lets equals run. 0, or why the thread cannot wait
/// here where it would have to, say for want of stack: then it has drawn no ticket. A ticket that
/// is drawn must be called, or those behind it never are.
template <typename Word, typename Timeout, typename Flags, typename Yield>
int ticket_lock(Word &current, Word &next, Timeout timeout, Flags flags, Yield yield)
{
    uint32_t ticket = next.load();
    while (true) {
        uint32_t seen = current.load();
        // A wait for a value that is not there is over at once, if there can be one.
        if (seen != ticket) {
            if (int result = current.wait(timeout, seen - 1, flags); result != 0) {
                return result;
            }
        }
        if (next.compare_exchange_strong(ticket, ticket + 1)) {
            break;
        }
    }
    uint32_t seen;
    while ((seen = current.load()) != ticket) {
        // It was possible a moment ago. Should it fail all the same, there is only looking again.
        if (current.wait(timeout, seen, flags) != 0) {
            yield();
        }
    }
    return 0;
}

template <typename Word>
void ticket_unlock(Word &current, Word &next)
{
    uint32_t ticket = current.fetch_add(1);
    // One who draws a ticket after this looks at `current` after that, and need not be woken.
    if (next.load() != ticket + 1) {
        current.notify_all();
    }
}

/// In a semaphore's count: some wait.
constexpr uint32_t SemaphoreWaiters = 1U << 31;

template <typename Word, typename Timeout, typename Flags>
int semaphore_get(Word &count, Timeout timeout, Flags flags)
{
    while (true) {
        uint32_t seen = count.load();
        if ((seen & ~SemaphoreWaiters) != 0) {
            if (count.compare_exchange_strong(seen, seen - 1)) {
                return 0;
            }
            continue;
        }
        if ((seen & SemaphoreWaiters) == 0) {
            if (!count.compare_exchange_strong(seen, seen | SemaphoreWaiters)) {
                continue;
            }
        }
        if (int result = count.wait(timeout, seen | SemaphoreWaiters, flags); result != 0) {
            return result;
        }
    }
}

template <typename Word>
int semaphore_put(Word &count, uint32_t maximum)
{
    uint32_t seen = count.load();
    uint32_t available;
    do {
        available = seen & ~SemaphoreWaiters;
        if (available == maximum) {
            return -EINVAL;
        }
    } while (!count.compare_exchange_strong(seen, available + 1));
    if ((seen & SemaphoreWaiters) != 0) {
        count.notify_all();
    }
    return 0;
}

template <typename Word, typename Timeout, typename Flags>
int barrier_wait(Word &remaining, Timeout timeout, Flags flags)
{
    uint32_t left = remaining.fetch_sub(1) - 1;
    if (left == 0) {
        remaining.notify_all();
        return 0;
    }
    while (left != 0) {
        if (int result = remaining.wait(timeout, left, flags); result != 0) {
            return result;
        }
        left = remaining.load();
    }
    return 1;
}

/// `lock` and `unlock` return 0 or an error.
template <typename Word, typename Timeout, typename Flags, typename Lock, typename Unlock>
int condition_wait(Word &sequence, Timeout timeout, Flags flags, Lock lock, Unlock unlock)
{
    uint32_t seen = sequence.load();
    if (int result = unlock(); result != 0) {
        return result;
    }
    if (int result = sequence.wait(timeout, seen, flags); result != 0) {
        return result;
    }
    return lock();
}

/// `state` goes from `notRun` by `running` to `run`; `timeout` is one that does not end. 0 when the
/// callback has returned, or why this cannot wait for the thread that calls it.
template <typename Word, typename State, typename Timeout, typename Flags, typename Callback>
int run_once(Word &state, State notRun, State running, State run, Timeout timeout, Flags flags,
             Callback callback)
{
    State seen = notRun;
    if (state.compare_exchange_strong(seen, running)) {
        callback();
        state.store(run);
        state.notify_all();
        return 0;
    }
    while (seen == running) {
        if (int result = state.wait(timeout, running, flags); result != 0) {
            return result;
        }
        seen = state.load();
    }
    return 0;
}
} // namespace locks

#endif
