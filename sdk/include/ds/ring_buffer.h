// The two ends of a ring buffer, without the buffer.
#ifndef DS_RING_BUFFER_H
#define DS_RING_BUFFER_H

#include <cdefs.h>
#include <cstddef>
#include <type_traits>

namespace ds::ring_buffer {
/// Where to take from (head) and where was put last (tail), in a ring of `Capacity`. `Debug` is a
/// ConditionalDebug.
template <typename Debug, std::size_t Capacity, typename IxTy = std::size_t>
class Cursors
{
    static_assert(std::is_arithmetic_v<IxTy> && std::is_unsigned_v<IxTy>, "an index is unsigned");
    static_assert(Capacity > 0);

    template <typename... Args>
    using Assert = typename Debug::template Assert<Args...>;

public:
    using Ix = IxTy;

private:
    Ix head;
    Ix tail;
    bool empty;

    /// Downwards: what comes before 0 is the end.
    static Ix advance(Ix index) { return index == 0 ? static_cast<Ix>(Capacity - 1) : index - 1; }

public:
    /// Makes it empty; to be called before anything else.
    void reset()
    {
        tail = 0;
        head = advance(tail);
        empty = true;
    }

    __always_inline bool is_empty() { return empty; }

    /// The index to take from; false if there is nothing.
    bool head_get(Ix &v)
    {
        if (empty) {
            return false;
        }
        v = head;
        return true;
    }
    Ix head_get_unsafe() { return head; }
    /// What was at the head has been taken.
    __always_inline void head_advance()
    {
        Assert<>(!empty, "Taking from an empty ring buffer");
        empty = head == tail;
        head = advance(head);
    }

    /// The index of what was put last; false if there is nothing.
    bool tail_get(Ix &v)
    {
        if (empty) {
            return false;
        }
        v = tail;
        return true;
    }
    /// The index to put to; false if there is no room.
    bool tail_next(Ix &v)
    {
        Ix next = advance(tail);
        if (!empty && head == next) {
            return false;
        }
        v = next;
        return true;
    }
    /// Something was put to tail_next().
    __always_inline void tail_advance()
    {
        Assert<>(empty || head != advance(tail), "Putting into a full ring buffer");
        tail = advance(tail);
        empty = false;
    }
};
} // namespace ds::ring_buffer

#endif
