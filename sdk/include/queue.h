// Message queues: fixed-size messages between threads, in order, any number of senders and
// receivers.
//
// Library `message_queue_library` is for threads of one compartment: it calls others only to wait
// and to wake. Compartment `message_queue` has the same for compartments that do not trust each
// other: its queues are sealed, and each handle allows sending, receiving, destroying, or some of
// these. Neither lends priority to whoever holds a queue up.
#ifndef QUEUE_H
#define QUEUE_H

#include <__atomic_word.h>
#include <allocator.h>
#include <cdefs.h>
#include <multiwaiter.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <timeout.h>
#include <token.h>

/// A queue; the messages follow it in memory.
struct MessageQueue
{
    /// The bytes of a message, and how many there is room for; fixed.
    size_t elementSize;
    size_t queueSize;
    /// How many messages were sent and received, modulo a multiple of the queue's size; bits 29 to
    /// 31 are a lock of that end.
    CHERIOT_ATOMIC_WORD(uint32_t) producer;
    CHERIOT_ATOMIC_WORD(uint32_t) consumer;

#ifdef __cplusplus
    MessageQueue(size_t theElementSize, size_t theQueueSize)
        : elementSize(theElementSize), queueSize(theQueueSize), producer(0), consumer(0)
    {}
#endif
};
_Static_assert(sizeof(struct MessageQueue) % sizeof(void *) == 0,
               "messages after a queue may hold capabilities");

/// What a sealed queue's handle is good for.
enum __attribute__((__flag_enum__)) MessageQueuePermission
{
    MessageQueuePermitSend = 1 << 0,
    MessageQueuePermitReceive = 1 << 1,
    MessageQueuePermitDestroy = 1 << 2,
};

__BEGIN_DECLS

/// The bytes of a queue and its messages: for one whose memory the caller provides. -EINVAL if
/// there is no such number.
ssize_t __cheri_libcall queue_allocation_size(size_t elementSize, size_t elementCount);

/// Makes a queue and puts it into `*outQueue`. -ENOMEM without memory in time, -EINVAL for sizes
/// there cannot be.
int __cheri_libcall queue_create(TimeoutArgument timeout, AllocatorCapability heapCapability,
                                 struct MessageQueue **outQueue, size_t elementSize,
                                 size_t elementCount);

/// Before a queue's memory goes: everyone who waits in it stops, nobody can send or receive. For
/// queues in memory of the caller's own; queue_destroy() does this too. 0.
int __cheri_libcall queue_stop(struct MessageQueue *handle);

/// Stops a queue and frees it. What heap_can_free() says against that, and then nothing happened.
int __cheri_libcall queue_destroy(AllocatorCapability heapCapability, struct MessageQueue *handle);

/// Sends the message at `src`. 0; -ETIMEDOUT when there was no room in time, or the queue was
/// stopped; -EPERM when `src` cannot be read; -EINVAL for an invalid timeout. The queue itself is
/// trusted.
int __cheri_libcall queue_send(TimeoutArgument timeout, struct MessageQueue *handle,
                               const void *src);

/// Sends up to `count` messages, as many as there is time for; how many, or the error that kept it
/// from sending the first.
int __cheri_libcall queue_send_multiple(TimeoutArgument timeout, struct MessageQueue *handle,
                                        const void *src, size_t count);

/// Receives a message into `dst`. 0, or errors as of queue_send().
int __cheri_libcall queue_receive(TimeoutArgument timeout, struct MessageQueue *handle, void *dst);

/// Receives up to `count` messages, as many as come in time; how many, or the error that kept it
/// from receiving the first.
int __cheri_libcall queue_receive_multiple(TimeoutArgument timeout, struct MessageQueue *handle,
                                           void *dst, size_t count);

/// How many messages there are to receive, which may be out of date at once. 0.
int __cheri_libcall queue_items_remaining(struct MessageQueue *handle, size_t *items);

/// Forgets all messages. 0, or -ETIMEDOUT when receivers did not let it in time, or the queue was
/// stopped.
int __cheri_libcall queue_reset(TimeoutArgument timeout, struct MessageQueue *queue);

/// Makes `source` wait until there is something to receive, or room to send. Another thread may be
/// quicker.
void __cheri_libcall multiwaiter_queue_receive_init(struct EventWaiterSource *source,
                                                    struct MessageQueue *handle);
void __cheri_libcall multiwaiter_queue_send_init(struct EventWaiterSource *source,
                                                 struct MessageQueue *handle);

// The same through compartment `message_queue`. In addition they return -EPERM when the handle does
// not allow it, -EINVAL when it is none or an argument is invalid, -ECOMPARTMENTFAIL when the queue
// is destroyed meanwhile, -ENOTENOUGHSTACK and -ENOTENOUGHTRUSTEDSTACK before anything is done.

/// The handle in `*outQueue` allows everything.
int __cheri_compartment("message_queue")
    queue_create_sealed(TimeoutArgument timeout, AllocatorCapability heapCapability,
                        CHERI_SEALED(struct MessageQueue *) * outQueue, size_t elementSize,
                        size_t elementCount);
int __cheri_compartment("message_queue")
    queue_destroy_sealed(TimeoutArgument timeout, AllocatorCapability heapCapability,
                         CHERI_SEALED(struct MessageQueue *) queueHandle);
int __cheri_compartment("message_queue")
    queue_send_sealed(TimeoutArgument timeout, CHERI_SEALED(struct MessageQueue *) handle,
                      const void *src);
int __cheri_compartment("message_queue")
    queue_send_multiple_sealed(TimeoutArgument timeout, CHERI_SEALED(struct MessageQueue *) handle,
                               const void *src, size_t count);
int __cheri_compartment("message_queue")
    queue_receive_sealed(TimeoutArgument timeout, CHERI_SEALED(struct MessageQueue *) handle,
                         void *dst);
int __cheri_compartment("message_queue")
    queue_receive_multiple_sealed(TimeoutArgument timeout,
                                  CHERI_SEALED(struct MessageQueue *) handle, void *dst,
                                  size_t count);
int __cheri_compartment("message_queue")
    queue_items_remaining_sealed(CHERI_SEALED(struct MessageQueue *) handle, size_t *items);
int __cheri_compartment("message_queue")
    multiwaiter_queue_receive_init_sealed(struct EventWaiterSource *source,
                                          CHERI_SEALED(struct MessageQueue *) handle);
int __cheri_compartment("message_queue")
    multiwaiter_queue_send_init_sealed(struct EventWaiterSource *source,
                                       CHERI_SEALED(struct MessageQueue *) handle);

/// What a handle allows, of MessageQueuePermission.
static inline int queue_permissions(CHERI_SEALED(struct MessageQueue *) handle)
{
    return token_permissions_get(handle);
}

/// The same handle, allowing no more than `permissions`.
static inline CHERI_SEALED(struct MessageQueue *)
    queue_permissions_and(CHERI_SEALED(struct MessageQueue *) handle, int permissions)
{
    return token_permissions_and(handle, permissions);
}

/// A handle to receive only; 0.
__attribute__((__deprecated__("use queue_permissions_and"))) static inline int
queue_receive_handle_create_sealed(TimeoutArgument timeout, AllocatorCapability heapCapability,
                                   CHERI_SEALED(struct MessageQueue *) handle,
                                   CHERI_SEALED(struct MessageQueue *) * outHandle)
{
    (void)timeout;
    (void)heapCapability;
    *outHandle = queue_permissions_and(handle, MessageQueuePermitReceive);
    return 0;
}

/// A handle to send only; 0.
__attribute__((__deprecated__("use queue_permissions_and"))) static inline int
queue_send_handle_create_sealed(TimeoutArgument timeout, AllocatorCapability heapCapability,
                                CHERI_SEALED(struct MessageQueue *) handle,
                                CHERI_SEALED(struct MessageQueue *) * outHandle)
{
    (void)timeout;
    (void)heapCapability;
    *outHandle = queue_permissions_and(handle, MessageQueuePermitSend);
    return 0;
}

__END_DECLS

#endif
