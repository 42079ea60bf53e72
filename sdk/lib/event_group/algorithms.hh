// How event groups work, over any kind of word and lock, as sdk/lib/locks/algorithms.hh does it for
// locks. A group has
//
//     lock              int lock(timeout), 0 or an error; void unlock(); void destroy(), after
//                       which nobody gets it, with -ENOENT; bool is_destroyed()
//     bits              a word
//     waiterCount       how many
//     waiters[]         of type Waiter
//
// Each thread of the firmware has a place among the waiters, so waiting needs no memory. Its
// `state` is the futex it waits on, and who changes it from Waiting decides what happened: a thread
// that sets bits (Triggered, and the bits), the thread itself when its time is over, or who
// destroys the group. The rest of a place, and the group's bits, are the lock's.
#ifndef EVENT_GROUP_ALGORITHMS_HH
#define EVENT_GROUP_ALGORITHMS_HH

#include <errno.h>
#include <stddef.h>
#include <stdint.h>

namespace events {
/// The bits there are.
constexpr uint32_t BitsMask = 0x00ff'ffff;
/// States of a waiter.
constexpr uint32_t Waiting = 1U << 31;
constexpr uint32_t Triggered = 1U << 30;

struct Wish
{
    uint32_t bits;
    bool waitForAll;
    bool clearOnExit;

    [[nodiscard]] bool is_granted_by(uint32_t theBits) const
    {
        return waitForAll ? (theBits & bits) == bits : (theBits & bits) != 0;
    }
};

template <typename Word>
struct Waiter
{
    Word state;
    Wish wish;
};

/// Waits at a place, which is the calling thread's. 0 when the wish was granted, by `outBits`; else
/// what the lock or a wait says, or -ENOENT if the group was destroyed meanwhile.
template <typename Group, typename Place, typename Timeout, typename Flags>
int wait(Group &group, Place &place, Timeout timeout, Flags flags, uint32_t &outBits, Wish wish)
{
    if (int result = group.lock.lock(timeout); result != 0) {
        outBits = group.bits;
        return result;
    }
    uint32_t bits = group.bits;
    bool isGranted = wish.is_granted_by(bits);
    if (isGranted) {
        if (wish.clearOnExit) {
            group.bits = bits & ~wish.bits;
        }
    } else {
        place.wish = wish;
        place.state = Waiting;
    }
    group.lock.unlock();
    if (isGranted) {
        outBits = bits;
        return 0;
    }
    // Who destroys the group by force does not wait for the lock. It looks for waiters after it has
    // destroyed that, so either it finds this one or this one finds out.
    int result = group.lock.is_destroyed() ? -ENOENT : 0;
    uint32_t state;
    while (((state = place.state.load()) & Waiting) != 0) {
        if (result != 0 && place.state.compare_exchange_strong(state, 0)) {
            outBits = group.bits;
            return result;
        }
        result = place.state.wait(timeout, Waiting, flags);
    }
    if ((state & Triggered) == 0) {
        return -ENOENT;
    }
    outBits = state & BitsMask;
    return 0;
}

/// 0, or what the lock says.
template <typename Group, typename Timeout>
int clear(Group &group, Timeout timeout, uint32_t &outBits, uint32_t bitsToClear)
{
    int result = group.lock.lock(timeout);
    if (result == 0) {
        group.bits = group.bits & ~bitsToClear;
    }
    outBits = group.bits;
    if (result == 0) {
        group.lock.unlock();
    }
    return result;
}

/// Sets bits and grants all the wishes they make true; then clears those that are to be cleared. 0,
/// or what the lock says.
template <typename Group, typename Timeout>
int set(Group &group, Timeout timeout, uint32_t &outBits, uint32_t bitsToSet)
{
    if (int result = group.lock.lock(timeout); result != 0) {
        outBits = group.bits;
        return result;
    }
    uint32_t bits = group.bits | (bitsToSet & BitsMask);
    uint32_t bitsToClear = 0;
    for (size_t i = 0; i < group.waiterCount; i++) {
        auto &waiter = group.waiters[i];
        uint32_t state = Waiting;
        if (waiter.state == Waiting && waiter.wish.is_granted_by(bits) &&
            waiter.state.compare_exchange_strong(state, Triggered | bits))
        {
            bitsToClear |= waiter.wish.clearOnExit ? waiter.wish.bits : 0;
            waiter.state.notify_all();
        }
    }
    bits &= ~bitsToClear;
    group.bits = bits;
    outBits = bits;
    group.lock.unlock();
    return 0;
}

/// Ends all waits whose wishes were not granted, and all to come. The caller need not hold the
/// lock.
template <typename Group>
void destroy(Group &group)
{
    group.lock.destroy();
    for (size_t i = 0; i < group.waiterCount; i++) {
        auto &waiter = group.waiters[i];
        uint32_t state = Waiting;
        if (waiter.state.compare_exchange_strong(state, 0)) {
            waiter.state.notify_all();
        }
    }
}
} // namespace events

#endif
