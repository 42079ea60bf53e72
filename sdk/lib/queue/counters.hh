// The arithmetic of a ring of messages. Each end counts modulo a multiple of the size, at least
// twice of it: equal counters are an empty queue, counters a size apart a full one. The multiple is
// as large as the word allows: a wait for a counter to change, of somebody who does not hold its
// lock, misses a whole round. Pure; the compiler checks it for small sizes below.
#ifndef QUEUE_COUNTERS_HH
#define QUEUE_COUNTERS_HH

#include <stdint.h>

namespace queue {
/// The three top bits of an end's word are its lock.
constexpr uint32_t LockBit = 1U << 31;
constexpr uint32_t WaitersBit = 1U << 30;
constexpr uint32_t StoppedBit = 1U << 29;
constexpr uint32_t ReservedBits = LockBit | WaitersBit | StoppedBit;

/// Counters are less than this, which is a multiple of the size.
constexpr uint32_t counter_limit(uint32_t size)
{
    return (~ReservedBits + 1) / size * size;
}

/// `counter` after `count` more messages, at most `size`.
constexpr uint32_t counter_advance(uint32_t size, uint32_t counter, uint32_t count)
{
    uint32_t next = counter + count;
    uint32_t limit = counter_limit(size);
    return next >= limit ? next - limit : next;
}

/// Messages in the queue.
constexpr uint32_t items_remaining(uint32_t size, uint32_t producer, uint32_t consumer)
{
    return producer >= consumer ? producer - consumer : counter_limit(size) - consumer + producer;
}

/// Where in the ring `counter` is.
constexpr uint32_t index_of(uint32_t size, uint32_t counter)
{
    return counter % size;
}

/// Whether counters for so many messages leave the lock its bits.
constexpr bool is_possible_size(uint64_t size)
{
    return 2 * size <= ~ReservedBits;
}

/// Every distance between the ends, from every place around the limit.
consteval bool is_right_for(uint32_t size)
{
    uint32_t limit = counter_limit(size);
    if (limit % size != 0 || limit < 2 * size || limit - 1 > ~ReservedBits) {
        return false;
    }
    for (uint32_t place = 0; place <= 2 * size; place++) {
        uint32_t consumer = place == 2 * size ? 0 : limit - 2 * size + place;
        uint32_t producer = consumer;
        for (uint32_t items = 0; items <= size; items++) {
            if (producer >= limit || items_remaining(size, producer, consumer) != items ||
                counter_advance(size, consumer, items) != producer ||
                index_of(size, producer) != producer % size)
            {
                return false;
            }
            producer = producer + 1 == limit ? 0 : producer + 1;
        }
    }
    return true;
}
static_assert(is_right_for(1) && is_right_for(2) && is_right_for(3) && is_right_for(17) &&
              is_right_for(32));
} // namespace queue

#endif
