// How queues work, over any kind of word and copy, as sdk/lib/locks/algorithms.hh does it for
// locks.
//
// An end's word is its counter and its lock. A sender holds the producer's lock and waits, if the
// queue is full, for the consumer's word to change; a receiver the other way round. Whoever changes
// a counter looks afterwards whether the other side may be waiting: it may only if the queue was
// full, or empty, as seen with the counter from before. A side that has not begun to wait by then
// does not, as the word is another.
#ifndef QUEUE_ALGORITHMS_HH
#define QUEUE_ALGORITHMS_HH

#include "counters.hh"
#include <errno.h>

namespace queue {
template <typename Word>
uint32_t counter_load(Word &word)
{
    return word.load() & ~ReservedBits;
}

/// Sets the counter; others may change the lock's bits meanwhile.
template <typename Word>
void counter_store(Word &word, uint32_t counter)
{
    uint32_t seen = word.load();
    while (!word.compare_exchange_strong(seen, (seen & ReservedBits) | counter)) {
    }
}

/// 0, or -ETIMEDOUT also for a queue that was stopped, or what a wait says else.
template <typename Word, typename Timeout, typename Flags>
int end_lock(Word &word, Timeout timeout, Flags flags)
{
    uint32_t seen = word.load();
    while (true) {
        if ((seen & StoppedBit) != 0) {
            return -ETIMEDOUT;
        }
        if ((seen & LockBit) == 0) {
            if (word.compare_exchange_strong(seen, seen | LockBit)) {
                return 0;
            }
            continue;
        }
        if ((seen & WaitersBit) == 0) {
            if (!word.compare_exchange_strong(seen, seen | WaitersBit)) {
                continue;
            }
            seen |= WaitersBit;
        }
        if (int result = word.wait(timeout, seen, flags); result != 0) {
            return result;
        }
        seen = word.load();
    }
}

template <typename Word>
void end_unlock(Word &word)
{
    if ((word.fetch_and(~(LockBit | WaitersBit)) & WaitersBit) != 0) {
        word.notify_all();
    }
}

/// Nobody gets this lock any more, nor waits for this word.
template <typename Word>
void end_stop(Word &word)
{
    word.fetch_or(StoppedBit);
    word.notify_all();
}

/// Which side of the queue moves messages. A sender has room for what is not in the queue, a
/// receiver messages that are.
enum class Side
{
    Sender,
    Receiver,
};

/// How many messages a side can move, with its own counter and the other side's.
template <Side side>
uint32_t possible(uint32_t size, uint32_t own, uint32_t other)
{
    return side == Side::Sender ? size - items_remaining(size, own, other)
                                : items_remaining(size, other, own);
}

/// Moves up to `count` messages while `own` is locked; `copy(index, done, many)` moves `many` of
/// them to or from the ring at `index`, the caller having moved `done` before. `done` says how many
/// at any time, `mustWake` whether the other side may wait for `own`: both also when `copy` does
/// not return.
///
/// 0 when all were moved, else why not.
template <Side side, typename Word, typename Timeout, typename Flags, typename Copy>
int move_locked(Word &own, Word &other, uint32_t size, uint32_t count, Timeout timeout, Flags flags,
                volatile uint32_t &done, volatile bool &mustWake, Copy copy)
{
    while (done < count) {
        uint32_t counter = counter_load(own);
        uint32_t otherWord = other.load();
        uint32_t many = possible<side>(size, counter, otherWord & ~ReservedBits);
        if (many == 0) {
            if (((own.load() | otherWord) & StoppedBit) != 0) {
                return -ETIMEDOUT;
            }
            // The other side may wait for what was moved so far, and this one for it.
            if (mustWake) {
                mustWake = false;
                own.notify_all();
            }
            if (int result = other.wait(timeout, otherWord, flags); result != 0) {
                return result;
            }
            continue;
        }
        uint32_t index = index_of(size, counter);
        many = many < count - done ? many : count - done;
        many = many < size - index ? many : size - index;
        copy(index, done, many);
        done = done + many;
        counter_store(own, counter_advance(size, counter, many));
        // With the counter from before, nothing to do for the other side: then it may wait. (What
        // is nothing for the one is everything for the other.)
        if (size - possible<side>(size, counter, counter_load(other)) == 0) {
            mustWake = true;
        }
    }
    return 0;
}

/// Locks an end, moves messages as move_locked() does, unlocks. `guarded(function)` calls the
/// function and says whether it returned: `copy` may fault, because of a caller's pointer or
/// because the queue is freed meanwhile. The counter is changed after it, so what it has not moved
/// stays as it was.
///
/// How many messages were moved, or the error that kept it from moving the first: -EPERM for a
/// fault.
template <Side side, typename Word, typename Timeout, typename Flags, typename Copy,
          typename Guarded>
int move(Word &own, Word &other, uint32_t size, uint32_t count, Timeout timeout, Flags flags,
         Copy copy, Guarded guarded)
{
    if (int result = end_lock(own, timeout, flags); result != 0) {
        return result;
    }
    volatile uint32_t done = 0;
    volatile bool mustWake = false;
    volatile int result = 0;
    if (!guarded([&] {
            result =
                move_locked<side>(own, other, size, count, timeout, flags, done, mustWake, copy);
        }))
    {
        result = -EPERM;
    }
    end_unlock(own);
    if (mustWake) {
        own.notify_all();
    }
    return done != 0 ? static_cast<int>(done) : static_cast<int>(result);
}

/// Forgets all messages: receives them without looking. So it never holds one end while it waits
/// for the other, as whoever holds that one may wait for something to be sent.
///
/// 0, or as end_lock().
template <typename Word, typename Timeout, typename Flags>
int reset(Word &producer, Word &consumer, Timeout timeout, Flags flags)
{
    // A receiver that waits for a message has the lock, but then there is nothing to forget. In
    // this order they are equal only if there was a moment at which they were.
    uint32_t received = counter_load(consumer);
    if (counter_load(producer) == received) {
        return 0;
    }
    if (int result = end_lock(consumer, timeout, flags); result != 0) {
        return result;
    }
    counter_store(consumer, counter_load(producer));
    end_unlock(consumer);
    // Some may wait for room, of which there is plenty now.
    consumer.notify_all();
    return 0;
}

/// What `other` must not be any more for a side to have something to move: for a wait that holds no
/// lock. Something `other` is not, if there is something now or the queue was stopped.
template <Side side, typename Word>
uint32_t value_blocked(Word &own, Word &other, uint32_t size)
{
    // First the word that is waited for. As long as it is this, the other side has done nothing,
    // so that what this side could do then it can do still; the other way round the two would not
    // belong together.
    uint32_t word = other.load();
    uint32_t ownWord = own.load();
    bool isBlocked = possible<side>(size, ownWord & ~ReservedBits, word & ~ReservedBits) == 0;
    return isBlocked && ((ownWord | word) & StoppedBit) == 0 ? word : ~word;
}
} // namespace queue

#endif
