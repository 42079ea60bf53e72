// Library `message_queue_library`: queues for the threads of a compartment (queue.h).
#include "algorithms.hh"
#include <algorithm>
#include <cheri.hh>
#include <errno.h>
#include <futex.h>
#include <new>
#include <queue.h>
#include <string.h>
#include <unwind.h>

namespace {
/// The messages from `index` on.
char *message_at(MessageQueue *queue, uint32_t index)
{
    CHERI::Capability<MessageQueue> pointer{queue};
    pointer.address() += sizeof(MessageQueue) + index * queue->elementSize;
    return pointer.cast<void>().cast<char>().get();
}

/// As queue::move(), with the compartment's error handler.
template <queue::Side side, typename Copy>
int messages_move(std::atomic<uint32_t> &own, std::atomic<uint32_t> &other, uint32_t size,
                  size_t count, TimeoutArgument timeout, Copy copy)
{
    return queue::move<side>(own, other, size, static_cast<uint32_t>(count), timeout, FutexNone,
                             copy, [](auto &&function) {
                                 volatile bool hasReturned = true;
                                 on_error(function, [&] { hasReturned = false; });
                                 return static_cast<bool>(hasReturned);
                             });
}
} // namespace

ssize_t queue_allocation_size(size_t elementSize, size_t elementCount)
{
    size_t bytes;
    if (__builtin_mul_overflow(elementSize, elementCount, &bytes) ||
        __builtin_add_overflow(bytes, sizeof(MessageQueue), &bytes) || bytes > PTRDIFF_MAX ||
        !queue::is_possible_size(elementCount))
    {
        return -EINVAL;
    }
    return static_cast<ssize_t>(bytes);
}

int queue_create(TimeoutArgument timeout, AllocatorCapability heapCapability,
                 MessageQueue **outQueue, size_t elementSize, size_t elementCount)
{
    ssize_t size = queue_allocation_size(elementSize, elementCount);
    if (size < 0) {
        return static_cast<int>(size);
    }
    CHERI::Capability<void> memory{
        heap_allocate(timeout, heapCapability, static_cast<size_t>(size))};
    if (!memory.is_valid()) {
        return -ENOMEM;
    }
    *outQueue = new (memory.get()) MessageQueue(elementSize, elementCount);
    return 0;
}

int queue_stop(MessageQueue *handle)
{
    queue::end_stop(handle->producer);
    queue::end_stop(handle->consumer);
    return 0;
}

int queue_destroy(AllocatorCapability heapCapability, MessageQueue *handle)
{
    if (int result = heap_can_free(heapCapability, handle); result != 0) {
        return result;
    }
    queue_stop(handle);
    return heap_free(heapCapability, handle);
}

int queue_send_multiple(TimeoutArgument timeout, MessageQueue *handle, const void *src,
                        size_t count)
{
    return messages_move<queue::Side::Sender>(
        handle->producer, handle->consumer, handle->queueSize, count, timeout,
        [&](uint32_t index, uint32_t done, uint32_t many) {
            memcpy(message_at(handle, index),
                   static_cast<const char *>(src) + done * handle->elementSize,
                   many * handle->elementSize);
        });
}

int queue_send(TimeoutArgument timeout, MessageQueue *handle, const void *src)
{
    return std::min(0, queue_send_multiple(timeout, handle, src, 1));
}

int queue_receive_multiple(TimeoutArgument timeout, MessageQueue *handle, void *dst, size_t count)
{
    return messages_move<queue::Side::Receiver>(
        handle->consumer, handle->producer, handle->queueSize, count, timeout,
        [&](uint32_t index, uint32_t done, uint32_t many) {
            memcpy(static_cast<char *>(dst) + done * handle->elementSize, message_at(handle, index),
                   many * handle->elementSize);
        });
}

int queue_receive(TimeoutArgument timeout, MessageQueue *handle, void *dst)
{
    return std::min(0, queue_receive_multiple(timeout, handle, dst, 1));
}

int queue_items_remaining(MessageQueue *handle, size_t *items)
{
    uint32_t producer = queue::counter_load(handle->producer);
    uint32_t consumer = queue::counter_load(handle->consumer);
    *items = queue::items_remaining(handle->queueSize, producer, consumer);
    return 0;
}

int queue_reset(TimeoutArgument timeout, MessageQueue *queue)
{
    return queue::reset(queue->producer, queue->consumer, timeout, FutexNone);
}

namespace {
/// `source` waits for `word` to change from `value`. It gets no more of the queue than the word, to
/// read: the holder of a sealed queue is given it.
void source_init(EventWaiterSource *source, std::atomic<uint32_t> &word, uint32_t value)
{
    CHERI::Capability<void> address{&word};
    address.bounds() = sizeof(uint32_t);
    address.permissions() &=
        CHERI::PermissionSet{CHERI::Permission::Global, CHERI::Permission::Load};
    source->eventSource = address;
    source->value = value;
}
} // namespace

void multiwaiter_queue_send_init(EventWaiterSource *source, MessageQueue *handle)
{
    source_init(source, handle->consumer,
                queue::value_blocked<queue::Side::Sender>(handle->producer, handle->consumer,
                                                          handle->queueSize));
}

void multiwaiter_queue_receive_init(EventWaiterSource *source, MessageQueue *handle)
{
    source_init(source, handle->producer,
                queue::value_blocked<queue::Side::Receiver>(handle->consumer, handle->producer,
                                                            handle->queueSize));
}
