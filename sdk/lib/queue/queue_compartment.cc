// Compartment `message_queue`: queues between compartments that trust neither each other nor what
// they are handed (queue.h). Callers choose handle, timeout and pointers: a pointer that is no good
// faults in the library's copy, which is -EPERM. One into the stack below the caller's would not
// fault: a copy would show the caller our frames, or let it write them.
#include <allocator.h>
#include <cheri.hh>
#include <compartment.h>
#include <errno.h>
#include <new>
#include <queue.h>
#include <switcher.h>
#include <token.h>

using CHERI::Permission;
using CHERI::PermissionSet;

namespace {
TokenKey handle_key()
{
    return STATIC_SEALING_TYPE(MessageQueueHandle);
}

/// The stack entry points ask for, in bytes: with what they call, down to the allocator or the
/// scheduler. With less a caller could make them fault, or fail to wake, with an end locked.
constexpr size_t AllocatingStack = 0x380;
constexpr size_t MovingStack = 0x340;

/// Calls `function` with the queue behind `handle` if that allows `permissions`.
int with_queue(CHERI_SEALED(MessageQueue *) handle, int permissions, auto &&function)
{
    if ((queue_permissions(handle) & permissions) != permissions) {
        return -EPERM;
    }
    auto *queue = token_unseal(handle_key(), Sealed<MessageQueue>{handle});
    if (!cheri_is_valid(queue)) {
        return -EINVAL;
    }
    return function(queue);
}

/// Whether a caller's pointer is into this compartment's part of the stack.
bool is_in_stack(const CHERI::Capability<const void> pointer)
{
    const CHERI::Capability<void> stack{__builtin_cheri_stack_get()};
    return pointer.top() > stack.base() && pointer.base() < stack.top();
}

/// As above, for what may block and moves messages from or to `buffer`.
int with_queue(TimeoutArgument timeout, CHERI_SEALED(MessageQueue *) handle, int permissions,
               const void *buffer, auto &&function)
{
    // For waiting and waking.
    if (!trusted_stack_has_space(1)) {
        return -ENOTENOUGHTRUSTEDSTACK;
    }
    if (!timeout.is_valid()) {
        return -EINVAL;
    }
    return is_in_stack(buffer) ? -EPERM : with_queue(handle, permissions, function);
}
} // namespace

__cheriot_minimum_stack(AllocatingStack) int queue_create_sealed(
    TimeoutArgument timeout, AllocatorCapability heapCapability,
    CHERI_SEALED(MessageQueue *) * outQueue, size_t elementSize, size_t elementCount)
{
    ssize_t size = queue_allocation_size(elementSize, elementCount);
    if (size < 0 || !timeout.is_valid() ||
        !CHERI::check_pointer<PermissionSet{Permission::Store, Permission::LoadStoreCapability}>(
            outQueue))
    {
        return -EINVAL;
    }
    void *unsealed = nullptr;
    auto sealed =
        token_sealed_unsealed_alloc(timeout, heapCapability, handle_key(), size, &unsealed);
    if (!cheri_is_valid(unsealed)) {
        return -ENOMEM;
    }
    new (unsealed) MessageQueue(elementSize, elementCount);
    *outQueue = sealed;
    return 0;
}

__cheriot_minimum_stack(AllocatingStack) int queue_destroy_sealed(
    TimeoutArgument timeout, AllocatorCapability heapCapability,
    CHERI_SEALED(MessageQueue *) queueHandle)
{
    (void)timeout;
    // The allocator, and the scheduler for it.
    if (!trusted_stack_has_space(2)) {
        return -ENOTENOUGHTRUSTEDSTACK;
    }
    return with_queue(queueHandle, MessageQueuePermitDestroy, [&](MessageQueue *queue) {
        if (token_obj_can_destroy(heapCapability, handle_key(), queueHandle) != 0) {
            return -EPERM;
        }
        queue_stop(queue);
        return token_obj_destroy(heapCapability, handle_key(), queueHandle);
    });
}

__cheriot_minimum_stack(MovingStack) int queue_send_sealed(TimeoutArgument timeout,
                                                           CHERI_SEALED(MessageQueue *) handle,
                                                           const void *src)
{
    return with_queue(timeout, handle, MessageQueuePermitSend, src,
                      [&](MessageQueue *queue) { return queue_send(timeout, queue, src); });
}

__cheriot_minimum_stack(MovingStack) int queue_send_multiple_sealed(TimeoutArgument timeout,
                                                                    CHERI_SEALED(MessageQueue *)
                                                                        handle,
                                                                    const void *src, size_t count)
{
    return with_queue(timeout, handle, MessageQueuePermitSend, src, [&](MessageQueue *queue) {
        return queue_send_multiple(timeout, queue, src, count);
    });
}

__cheriot_minimum_stack(MovingStack) int queue_receive_sealed(TimeoutArgument timeout,
                                                              CHERI_SEALED(MessageQueue *) handle,
                                                              void *dst)
{
    return with_queue(timeout, handle, MessageQueuePermitReceive, dst,
                      [&](MessageQueue *queue) { return queue_receive(timeout, queue, dst); });
}

__cheriot_minimum_stack(MovingStack) int queue_receive_multiple_sealed(TimeoutArgument timeout,
                                                                       CHERI_SEALED(MessageQueue *)
                                                                           handle,
                                                                       void *dst, size_t count)
{
    return with_queue(timeout, handle, MessageQueuePermitReceive, dst, [&](MessageQueue *queue) {
        return queue_receive_multiple(timeout, queue, dst, count);
    });
}

int queue_items_remaining_sealed(CHERI_SEALED(MessageQueue *) handle, size_t *items)
{
    if (!CHERI::check_pointer<PermissionSet{Permission::Store}>(items)) {
        return -EINVAL;
    }
    // Who may do either may know.
    if ((queue_permissions(handle) & (MessageQueuePermitSend | MessageQueuePermitReceive)) == 0) {
        return -EPERM;
    }
    return with_queue(handle, 0,
                      [&](MessageQueue *queue) { return queue_items_remaining(queue, items); });
}

int multiwaiter_queue_receive_init_sealed(EventWaiterSource *source,
                                          CHERI_SEALED(MessageQueue *) handle)
{
    if (!CHERI::check_pointer<PermissionSet{Permission::Store, Permission::LoadStoreCapability}>(
            source))
    {
        return -EINVAL;
    }
    return with_queue(handle, MessageQueuePermitReceive, [&](MessageQueue *queue) {
        multiwaiter_queue_receive_init(source, queue);
        return 0;
    });
}

int multiwaiter_queue_send_init_sealed(EventWaiterSource *source,
                                       CHERI_SEALED(MessageQueue *) handle)
{
    if (!CHERI::check_pointer<PermissionSet{Permission::Store, Permission::LoadStoreCapability}>(
            source))
    {
        return -EINVAL;
    }
    return with_queue(handle, MessageQueuePermitSend, [&](MessageQueue *queue) {
        multiwaiter_queue_send_init(source, queue);
        return 0;
    });
}
