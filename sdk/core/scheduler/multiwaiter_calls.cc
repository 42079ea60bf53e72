// multiwaiter.h.
//
// A multiwaiter on the heap is only the right to wait. What a waiting thread waits for is in the
// scheduler's own memory, so that the quota's owner may free the object at any time (heap_free_all)
// without the scheduler noticing.
#include "multiwaiting.hh"
#include "system.hh"
#include <errno.h>
#include <multiwaiter.h>
#include <token.h>

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
    multiwaiter_end(multiwaiter, [&] { core.cancel(multiwaiter.address(), time_now()); });
    // Who is more urgent does not wait for the allocator.
    preemption_check();
    return token_obj_destroy(heapCapability, multiwaiter_key(), mw);
}

__cheriot_minimum_stack(StackNeeded) int multiwaiter_wait(TimeoutArgument timeout,
                                                          MultiWaiter waiter,
                                                          struct EventWaiterSource *events,
                                                          size_t newEventsCount)
{
    constexpr PermissionSet Needed{Permission::Load, Permission::Store,
                                   Permission::LoadStoreCapability};
    auto multiwaiter = unseal(waiter);
    if (!multiwaiter.is_valid() || newEventsCount > MaximumEvents ||
        !check_pointer<Needed>(events, newEventsCount * sizeof(EventWaiterSource)) ||
        Capability{events}.address() % alignof(EventWaiterSource) != 0 || !timeout.is_valid())
    {
        return -EINVAL;
    }
    Blocking blocking{timeout};
    return multiwaiter_wait(
        multiwaiter, Capability{events}, newEventsCount, blocking.may_block(),
        [](void *source)->const volatile uint32_t * {
            auto *word = static_cast<uint32_t *>(source);
            return is_word<PermissionSet{Permission::Load}>(word) ? word : nullptr;
        },
        [](const volatile uint32_t *word) -> Address { return Capability{word}.address(); },
        [&](const Address *addresses, size_t count) -> WaitEnd {
            core.wait(addresses, count, multiwaiter.address(), blocking.until());
            blocking.switch_away();
            const Thread &thread = core.current_thread();
            return {thread.wakeReason, thread.fired};
        });
}
