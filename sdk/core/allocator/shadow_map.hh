// The revocation bitmap as the heap uses it: a granule's bit is clear exactly while the granule is
// in the body of a live allocation (and for granule 0, on which the allocator's own capability to
// the heap rests). So the bitmap is also the map of what is live: an interior pointer's header is
// the first painted granule before it, and a walk over all that is live needs no headers.
#pragma once

#include "backing.hh"
#include "chunk.hh"

namespace heap {

template <Backing World>
class ShadowMap
{
public:
    constexpr explicit ShadowMap(World theWorld) : world(theWorld) {}

    bool is_painted(Granule granule) const
    {
        const uint32_t bit = granule + world.bitmap_origin();
        return (world.bitmap_load(bit / WordBits) >> (bit % WordBits) & 1) != 0;
    }

    /// Paints [first, end), last granules first: while it goes on, what is clear has nothing
    /// painted between it and its header.
    void paint(Granule first, Granule end)
    {
        range_do(first, end, [](uint32_t word, uint32_t mask) { return word | mask; });
    }
    void unpaint(Granule first, Granule end)
    {
        range_do(first, end, [](uint32_t word, uint32_t mask) { return word & ~mask; });
    }

    /// The last painted granule before `granule`, or None: a word of the bitmap, 32 granules, a
    /// step.
    Granule painted_before(Granule granule) const
    {
        const uint32_t origin = world.bitmap_origin();
        uint32_t bit = granule + origin;
        uint32_t word = world.bitmap_load(bit / WordBits) & ((1u << bit % WordBits) - 1);
        while (word == 0) {
            bit = bit / WordBits * WordBits;
            if (bit <= origin) {
                return None;
            }
            word = world.bitmap_load(--bit / WordBits);
        }
        const uint32_t found = bit / WordBits * WordBits + (WordBits - 1 - __builtin_clz(word));
        return found > origin ? found - origin : None;
    }

    /// The first clear granule in [first, end), or `end`.
    Granule clear_from(Granule first, Granule end) const
    {
        const uint32_t origin = world.bitmap_origin();
        const uint32_t endBit = end + origin;
        for (uint32_t bit = first + origin; bit < endBit; bit = (bit / WordBits + 1) * WordBits) {
            const uint32_t clear = ~world.bitmap_load(bit / WordBits) & ~0u << bit % WordBits;
            if (clear != 0) {
                const uint32_t found = bit / WordBits * WordBits + __builtin_ctz(clear);
                return found < endBit ? found - origin : end;
            }
        }
        return end;
    }

private:
    static constexpr uint32_t WordBits = 32;

    template <typename Change>
    void range_do(Granule first, Granule end, Change change)
    {
        const uint32_t firstBit = first + world.bitmap_origin();
        uint32_t endBit = end + world.bitmap_origin();
        while (endBit > firstBit) {
            const uint32_t word = (endBit - 1) / WordBits;
            uint32_t mask = ~0u >> (WordBits - 1 - (endBit - 1) % WordBits);
            if (word == firstBit / WordBits) {
                mask &= ~0u << firstBit % WordBits;
                endBit = firstBit;
            } else {
                endBit = word * WordBits;
            }
            world.bitmap_store(word, change(mask == ~0u ? 0 : world.bitmap_load(word), mask));
        }
    }

    [[no_unique_address]] World world;
};

} // namespace heap
