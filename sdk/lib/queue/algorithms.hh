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
    auto possible = [&](uint32_t ownCounter, uint32_t otherCounter) {
        return side == Side::Sender ? size - items_remaining(size, ownCounter, otherCounter)
                                    : items_remaining(size, otherCounter, ownCounter);
    };
    while (done < count) {
        uint32_t counter = counter_load(own);
        uint32_t otherWord = other.load();
        uint32_t many = possible(counter, otherWord & ~ReservedBits);
        if (many == 0) {
            if (((own.load() | otherWord) & StoppedBit) != 0) {
                return -ETIMEDOUT;
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
        if (size - possible(counter, counter_load(other)) == 0) {
            mustWake = true;
        }
    }
    return 0;
}
} // namespace queue

#endif
