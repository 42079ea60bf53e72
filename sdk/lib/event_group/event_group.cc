// Library `event_group` (event.h).
#include "../locks/algorithms.hh"
#include "algorithms.hh"
#include <allocator.h>
#include <atomic>
#include <cheri.hh>
#include <errno.h>
#include <event.h>
#include <futex.h>
#include <locks.h>
#include <thread.h>

namespace {
/// The group's lock, as the algorithms know one.
struct GroupLock
{
    FlagLockState state;

    int lock(TimeoutArgument timeout) { return flaglock_trylock(timeout, &state); }
    void unlock() { flaglock_unlock(&state); }
    void destroy() { flaglock_upgrade_for_destruction(&state); }
    bool is_destroyed() { return locks::flag_is_destroyed(state.lockWord); }
};
} // namespace

struct EventGroup
{
    GroupLock lock;
    std::atomic<uint32_t> bits;
    size_t waiterCount;
    events::Waiter<std::atomic<uint32_t>> waiters[];
};

int eventgroup_create(TimeoutArgument timeout, AllocatorCapability heapCapability,
                      EventGroup **outGroup)
{
    uint16_t threads = thread_count();
    if (threads == UINT16_MAX) {
        return -ENOTENOUGHTRUSTEDSTACK;
    }
    // From the heap it is zero, which is how everything here begins.
    CHERI::Capability<void> memory{heap_allocate(
        timeout, heapCapability, sizeof(EventGroup) + threads * sizeof(EventGroup::waiters[0]))};
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
    if (bitsWanted == 0 || (bitsWanted & ~events::BitsMask) != 0) {
        return -ERANGE;
    }
    return events::wait(*group, group->waiters[thread_id_get() - 1], timeout, FutexNone, *outBits,
                        {bitsWanted, waitForAll, clearOnExit});
}

int eventgroup_clear(TimeoutArgument timeout, EventGroup *group, uint32_t *outBits,
                     uint32_t bitsToClear)
{
    return events::clear(*group, timeout, *outBits, bitsToClear);
}

int eventgroup_set(TimeoutArgument timeout, EventGroup *group, uint32_t *outBits,
                   uint32_t bitsToSet)
{
    return events::set(*group, timeout, *outBits, bitsToSet);
}

int eventgroup_get(EventGroup *group, uint32_t *outBits)
{
    *outBits = group->bits;
    return 0;
}

int eventgroup_destroy_force(AllocatorCapability heapCapability, EventGroup *group)
{
    if (int result = heap_can_free(heapCapability, group); result != 0) {
        return result;
    }
    events::destroy(*group);
    return heap_free(heapCapability, group);
}

int eventgroup_destroy(AllocatorCapability heapCapability, EventGroup *group)
{
    if (int result = heap_can_free(heapCapability, group); result != 0) {
        return result;
    }
    // Whoever sets bits just now goes on to the end.
    if (int result = group->lock.lock(TimeoutWaitForever); result != 0) {
        return result;
    }
    return eventgroup_destroy_force(heapCapability, group);
}
