// The arithmetic of a ring of messages. Each end counts modulo twice the size: equal counters are
// an empty queue, counters a size apart a full one. Pure; the compiler checks it for small sizes
// below.
#ifndef QUEUE_COUNTERS_HH
#define QUEUE_COUNTERS_HH

#include <stdint.h>

namespace queue {
/// The three top bits of an end's word are its lock.
constexpr uint32_t LockBit = 1U << 31;
constexpr uint32_t WaitersBit = 1U << 30;
constexpr uint32_t StoppedBit = 1U << 29;
constexpr uint32_t ReservedBits = LockBit | WaitersBit | StoppedBit;

/// `counter` after `count` more messages, at most `size`.
constexpr uint32_t counter_advance(uint32_t size, uint32_t counter, uint32_t count)
{
    uint32_t next = counter + count;
    return next >= 2 * size ? next - 2 * size : next;
}

/// Messages in the queue.
constexpr uint32_t items_remaining(uint32_t size, uint32_t producer, uint32_t consumer)
{
    return producer >= consumer ? producer - consumer : 2 * size - consumer + producer;
}

/// Where in the ring `counter` is.
constexpr uint32_t index_of(uint32_t size, uint32_t counter)
{
    return counter >= size ? counter - size : counter;
}

/// Whether counters for so many messages leave the lock its bits.
constexpr bool is_possible_size(uint64_t size)
{
    return 2 * size <= ~ReservedBits;
}

/// Every distance between the ends, from every place.
consteval bool is_right_for(uint32_t size)
{
    for (uint32_t consumer = 0; consumer < 2 * size; consumer++) {
        uint32_t producer = consumer;
        for (uint32_t items = 0; items <= size; items++) {
            if (producer >= 2 * size || items_remaining(size, producer, consumer) != items ||
                counter_advance(size, consumer, items) != producer ||
                index_of(size, producer) != producer % size)
            {
                return false;
            }
            producer = producer + 1 == 2 * size ? 0 : producer + 1;
        }
    }
    return true;
}
static_assert(is_right_for(1) && is_right_for(2) && is_right_for(3) && is_right_for(17) &&
              is_right_for(32));
} // namespace queue

#endif
