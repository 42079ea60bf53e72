// multiwaiter.h.
//
// A multiwaiter on the heap is only the right to wait. What a waiting thread waits for is in the
// scheduler's own memory, so that the quota's owner may free the object at any time (heap_free_all)
// without the scheduler noticing.
#include "system.hh"
#include <errno.h>
#include <multiwaiter.h>
#include <token.h>

/// What is on the heap.
struct MultiWaiterInternal
{
    uint8_t capacity;
    /// A thread waits with it.
    bool isBusy;
    /// It is being deleted.
    bool isDead;
};

using namespace scheduler;
using CHERI::Capability;
using CHERI::check_pointer;
using CHERI::Permission;
using CHERI::PermissionSet;

namespace {

/// The stack creating and deleting take, in bytes: the allocator's and some.
constexpr unsigned AllocatingStack = 0x380;

TokenKey multiwaiter_key()
{
    return STATIC_SEALING_TYPE(MultiWaiterKey);
}

/// The multiwaiter; untagged if this is none.
Capability<MultiWaiterInternal> unseal(MultiWaiter sealed)
{
    return static_cast<MultiWaiterInternal *>(token_obj_unseal_dynamic(multiwaiter_key(), sealed));
}

/// Reads a caller's events: the addresses, and a bit for each that happened already. False if a
/// word cannot be read. The caller checked the array.
bool events_read(const EventWaiterSource *events, size_t count, Address *addresses, uint8_t &fired)
{
    for (size_t index = 0; index < count; index++) {
        auto *word = static_cast<uint32_t *>(events[index].eventSource);
        if (!is_word<PermissionSet{Permission::Load}>(word)) {
            return false;
        }
        addresses[index] = Capability{word}.address();
        const bool hasHappened = *const_cast<volatile uint32_t *>(word) != events[index].value;
        fired |= static_cast<uint8_t>(hasHappened << index);
    }
    return true;
}

} // namespace

__cheriot_minimum_stack(AllocatingStack) int multiwaiter_create(TimeoutArgument timeout,
                                                                AllocatorCapability heapCapability,
                                                                MultiWaiter *ret, size_t maxItems)
{
    constexpr PermissionSet Needed{Permission::Store, Permission::LoadStoreCapability};
    if (maxItems > MaximumEvents || !check_pointer<Needed>(ret) ||
        Capability{ret}.address() % alignof(MultiWaiter) != 0)
    {
        return -EINVAL;
    }
    void *memory = nullptr;
    auto sealed = token_sealed_unsealed_alloc(timeout, heapCapability, multiwaiter_key(),
                                              sizeof(MultiWaiterInternal), &memory);
    if (!Capability{memory}.is_valid()) {
        return -ENOMEM;
    }
    *static_cast<MultiWaiterInternal *>(memory) = {
        .capacity = static_cast<uint8_t>(maxItems), .isBusy = false, .isDead = false};
    // The allocator may have had to wait.
    if (!Capability{ret}.is_valid_temporal()) {
        (void)token_obj_destroy(heapCapability, multiwaiter_key(), sealed);
        return -EINVAL;
    }
    *ret = reinterpret_cast<MultiWaiter>(sealed);
    return 0;
}

__cheriot_minimum_stack(AllocatingStack) int multiwaiter_delete(AllocatorCapability heapCapability,
                                                                MultiWaiter mw)
{
    if (!unseal(mw).is_valid()) {
        return -EINVAL;
    }
    const int permitted = token_obj_can_destroy(heapCapability, multiwaiter_key(), mw);
    if (permitted != 0) {
        return permitted;
    }
    // Another thread may have been quicker while the allocator was busy.
    auto multiwaiter = unseal(mw);
    if (!multiwaiter.is_valid()) {
        return -EINVAL;
    }
    // From here on nobody begins to wait, so that freeing it leaves nobody behind.
    multiwaiter->isDead = true;
    core.cancel(multiwaiter.address(), time_now());
    const int result = token_obj_destroy(heapCapability, multiwaiter_key(), mw);
    preemption_check();
    return result;
}

__cheriot_minimum_stack(StackNeeded) int multiwaiter_wait(TimeoutArgument timeout,
                                                          MultiWaiter waiter,
                                                          struct EventWaiterSource *events,
                                                          size_t newEventsCount)
{
    constexpr PermissionSet Needed{Permission::Load, Permission::Store,
                                   Permission::LoadStoreCapability};
    auto multiwaiter = unseal(waiter);
    if (!multiwaiter.is_valid() || multiwaiter->isDead || newEventsCount > multiwaiter->capacity ||
        !check_pointer<Needed>(events, newEventsCount * sizeof(EventWaiterSource)) ||
        Capability{events}.address() % alignof(EventWaiterSource) != 0 || !timeout.is_valid())
    {
        return -EINVAL;
    }
    if (multiwaiter->isBusy) {
        return -EBUSY;
    }
    Address addresses[MaximumEvents];
    uint8_t fired = 0;
    if (!events_read(events, newEventsCount, addresses, fired)) {
        return -EINVAL;
    }
    Blocking blocking{timeout};
    if (fired == 0 && blocking.may_block()) {
        multiwaiter->isBusy = true;
        core.wait(addresses, newEventsCount, multiwaiter.address(), blocking.until());
        blocking.switch_away();
        const Thread &thread = core.current_thread();
        if (multiwaiter.is_valid_temporal()) {
            multiwaiter->isBusy = false;
        }
        if (!multiwaiter.is_valid_temporal() || !Capability{events}.is_valid_temporal() ||
            thread.wakeReason == WakeReason::Cancelled)
        {
            return -EINVAL;
        }
        fired = thread.wakeReason == WakeReason::Event ? thread.fired : 0;
    }
    for (size_t index = 0; index < newEventsCount; index++) {
        events[index].value = fired >> index & 1;
    }
    return fired != 0 ? 0 : -ETIMEDOUT;
}
