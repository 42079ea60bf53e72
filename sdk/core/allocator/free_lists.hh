// Free chunks by size: two-level segregated fit. Eight lists to a power of two, so a chunk that
// surely fits is found by two bit scans and the heap wastes at most an eighth of a request by
// looking in a larger list. Chunks of under sixteen granules have a list a size.
#pragma once

#include "backing.hh"
#include "chunk.hh"

namespace heap {

inline constexpr unsigned ListsLog2 = 3;
inline constexpr unsigned ListsPerPower = 1u << ListsLog2;
inline constexpr unsigned ListCount = (GranuleBits - ListsLog2 + 1) * ListsPerPower;

/// The list of chunks of `size` granules. Lists are in the order of sizes.
constexpr unsigned list_of(Granule size)
{
    if (size < ListsPerPower) {
        return size;
    }
    const unsigned shift = (31 - __builtin_clz(size)) - ListsLog2;
    return shift * ListsPerPower + (size >> shift);
}

/// The first list whose every chunk has at least `size` granules.
constexpr unsigned list_from(Granule size)
{
    return list_of(size - 1) + 1;
}
static_assert(list_of(MaximumGranules) == ListCount - 1);
static_assert(list_of(15) + 1 == list_of(16) && list_of(16) == list_of(17));
static_assert(list_from(16) == list_of(16) && list_from(17) == list_of(16) + 1);

template <Backing World>
class FreeLists
{
public:
    constexpr explicit FreeLists(World theWorld) : world(theWorld) {}

    Granule first(unsigned list) const { return heads[list]; }

    /// The first list from `list` on that has chunks in it; ListCount when there is none.
    unsigned occupied_from(unsigned list) const
    {
        for (; list < ListCount; list = (list / WordBits + 1) * WordBits) {
            const uint32_t later = occupied[list / WordBits] & ~0u << list % WordBits;
            if (later != 0) {
                return list / WordBits * WordBits + __builtin_ctz(later);
            }
        }
        return ListCount;
    }

    /// Makes the zeroed granules [chunk, chunk + size) a free chunk, first in its list.
    void insert(Granule chunk, Granule size, bool previousFree)
    {
        const unsigned list = list_of(size);
        const Granule next = heads[list];
        header_write(chunk, Header(Kind::Free, size, previousFree).with_next(next));
        world.store(to_bytes(chunk + size - 1), size);
        if (next != None) {
            header_write(next, header_read(next).with_previous(chunk));
        }
        heads[list] = chunk;
        occupied[list / WordBits] |= 1u << list % WordBits;
    }

    /// Takes a free chunk out of its list and makes its granules zero again.
    void remove(Granule chunk)
    {
        const Header header = header_read(chunk);
        const unsigned list = list_of(header.size());
        if (header.next() != None) {
            const Header next = header_read(header.next());
            header_write(header.next(), next.with_previous(header.previous()));
        }
        if (header.previous() != None) {
            const Header previous = header_read(header.previous());
            header_write(header.previous(), previous.with_next(header.next()));
        } else {
            heads[list] = header.next();
            if (header.next() == None) {
                occupied[list / WordBits] &= ~(1u << list % WordBits);
            }
        }
        header_write(chunk, Header(0));
        world.store(to_bytes(chunk + header.size() - 1), 0);
    }

    Header header_read(Granule chunk) const
    {
        const uint32_t low = world.load(to_bytes(chunk));
        return Header(low | uint64_t(world.load(to_bytes(chunk) + 4)) << 32);
    }
    void header_write(Granule chunk, Header header)
    {
        world.store(to_bytes(chunk), uint32_t(header.raw()));
        world.store(to_bytes(chunk) + 4, uint32_t(header.raw() >> 32));
    }

private:
    static constexpr uint32_t WordBits = 32;

    [[no_unique_address]] World world;
    Granule heads[ListCount] = {};
    uint32_t occupied[(ListCount + WordBits - 1) / WordBits] = {};
};

} // namespace heap
