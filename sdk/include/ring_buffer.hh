// A ring of messages between threads of one compartment, without calls to others but to wait and to
// wake.
#ifndef RING_BUFFER_HH
#define RING_BUFFER_HH

#include <array>
#include <cheriot-atomic.hh>
#include <locks.hh>
#include <utils.hh>

/// `BufferSize` messages, a power of two. One thread may push and one pop; with locks, of which
/// PushLock is held while pushing and PopLock while popping, several may.
template <typename Message, size_t BufferSize, typename PushLock = NoLock,
          typename PopLock = NoLock>
class RingBuffer
{
    std::array<Message, BufferSize> ring;
    [[no_unique_address]] PushLock pushLock;
    [[no_unique_address]] PopLock popLock;
    // How many were pushed and popped since the beginning; only their difference counts, so they
    // may overflow.
    cheriot::atomic<uint32_t> producer;
    cheriot::atomic<uint32_t> consumer;

    static_assert(BufferSize < UINT32_MAX / 2, "differences of the counters must be unambiguous");
    static_assert(size_t{1} << utils::log2<BufferSize>() == BufferSize);

public:
    /// Appends a message; waits for room. A message with a capability that is not global faults.
    void push(Message &&message)
    {
        bool wasEmpty;
        {
            LockGuard guard{pushLock};
            uint32_t at = producer;
            uint32_t popped;
            while (at - (popped = consumer) == BufferSize) {
                consumer.wait(popped);
            }
            ring[at % BufferSize] = std::move(message);
            producer = at + 1;
            // Looked at after the message is there: a reader that popped the one before it
            // meanwhile may have begun to wait.
            wasEmpty = consumer == at;
        }
        if (wasEmpty) {
            producer.notify_all();
        }
    }

    /// Takes the oldest message; waits for one.
    Message pop()
    {
        Message result;
        bool wasFull;
        {
            LockGuard guard{popLock};
            uint32_t at = consumer;
            while (producer == at) {
                producer.wait(at);
            }
            result = std::move(ring[at % BufferSize]);
            consumer = at + 1;
            wasFull = producer - at == BufferSize;
        }
        if (wasFull) {
            consumer.notify_all();
        }
        return result;
    }
};

static_assert(sizeof(RingBuffer<uint32_t, 2>) == 16, "locks that are not needed take no room");

#endif
