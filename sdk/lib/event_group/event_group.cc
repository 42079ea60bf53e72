// Library `event_group` (event.h).
//
// Each thread of the firmware has a place in a group, so waiting needs no memory. Its `state` is
// the futex it waits on, and who changes it from Waiting decides what happened: a thread that sets
// bits (Triggered, and the bits), the thread itself when its time is over, or who destroys the
// group. The rest of a place, and the group's bits, are the lock's.
#include <atomic>
#include <cheri.hh>
#include <errno.h>
#include <event.h>
#include <locks.hh>
#include <thread.h>

namespace {
constexpr uint32_t BitsMask = 0x00ff'ffff;
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

struct Waiter
{
    std::atomic<uint32_t> state;
    Wish wish;
};
} // namespace

struct EventGroup
{
    FlagLock lock;
    std::atomic<uint32_t> bits;
    size_t waiterCount;
    Waiter waiters[];
};

int eventgroup_create(TimeoutArgument timeout, AllocatorCapability heapCapability,
                      EventGroup **outGroup)
{
    uint16_t threads = thread_count();
    if (threads == UINT16_MAX) {
        return -ENOTENOUGHTRUSTEDSTACK;
    }
    // From the heap it is zero, which is how everything here begins.
    CHERI::Capability<void> memory{
        heap_allocate(timeout, heapCapability, sizeof(EventGroup) + threads * sizeof(Waiter))};
    if (!memory.is_valid()) {
        return -ENOMEM;
    }
    auto *group = static_cast<EventGroup *>(memory.get());
    group->waiterCount = threads;
    *outGroup = group;
    return 0;
}

int eventgroup_wait(TimeoutArgument timeout, EventGroup *group, uint32_t *outBits,
                    uint32_t bitsWanted, bool waitForAll, bool clearOnExit)
{
    if (bitsWanted == 0 || (bitsWanted & ~BitsMask) != 0) {
        return -ERANGE;
    }
    Waiter &waiter = group->waiters[thread_id_get() - 1];
    if (LockGuard guard{group->lock, timeout}) {
        Wish wish{bitsWanted, waitForAll, clearOnExit};
        uint32_t bits = group->bits;
        if (wish.is_granted_by(bits)) {
            if (clearOnExit) {
                group->bits = bits & ~bitsWanted;
            }
            *outBits = bits;
            return 0;
        }
        waiter.wish = wish;
        waiter.state = Waiting;
    } else {
        *outBits = group->bits;
        return -ETIMEDOUT;
    }
    int result = 0;
    uint32_t state;
    while (((state = waiter.state.load()) & Waiting) != 0) {
        if (result != 0 && waiter.state.compare_exchange_strong(state, 0)) {
            *outBits = group->bits;
            return result;
        }
        result = waiter.state.wait(timeout, Waiting);
    }
    if ((state & Triggered) == 0) {
        return -ENOENT;
    }
    *outBits = state & BitsMask;
    return 0;
}

int eventgroup_clear(TimeoutArgument timeout, EventGroup *group, uint32_t *outBits,
                     uint32_t bitsToClear)
{
    LockGuard guard{group->lock, timeout};
    if (guard) {
        group->bits &= ~bitsToClear;
    }
    *outBits = group->bits;
    return guard ? 0 : -ETIMEDOUT;
}

int eventgroup_set(TimeoutArgument timeout, EventGroup *group, uint32_t *outBits,
                   uint32_t bitsToSet)
{
    LockGuard guard{group->lock, timeout};
    if (!guard) {
        *outBits = group->bits;
        return -ETIMEDOUT;
    }
    uint32_t bits = group->bits | (bitsToSet & BitsMask);
    uint32_t bitsToClear = 0;
    for (size_t i = 0; i < group->waiterCount; i++) {
        Waiter &waiter = group->waiters[i];
        uint32_t state = Waiting;
        if (waiter.state == Waiting && waiter.wish.is_granted_by(bits) &&
            waiter.state.compare_exchange_strong(state, Triggered | bits))
        {
            bitsToClear |= waiter.wish.clearOnExit ? waiter.wish.bits : 0;
            waiter.state.notify_all();
        }
    }
    group->bits = bits & ~bitsToClear;
    *outBits = group->bits;
    return 0;
}

int eventgroup_get(EventGroup *group, uint32_t *outBits)
{
    *outBits = group->bits;
    return 0;
}

int eventgroup_destroy_force(AllocatorCapability heapCapability, EventGroup *group)
{
    group->lock.upgrade_for_destruction();
    for (size_t i = 0; i < group->waiterCount; i++) {
        if (group->waiters[i].state.exchange(0) == Waiting) {
            group->waiters[i].state.notify_all();
        }
    }
    return heap_free(heapCapability, group);
}

int eventgroup_destroy(AllocatorCapability heapCapability, EventGroup *group)
{
    // Whoever sets bits just now goes on to the end.
    Timeout forever{UnlimitedTimeout};
    LockGuard guard{group->lock, &forever};
    guard.release();
    return eventgroup_destroy_force(heapCapability, group);
}
