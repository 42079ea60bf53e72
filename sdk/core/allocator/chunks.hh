// The heap as a row of chunks: taking one off the free lists, splitting what is too long, and
// joining what comes back with its neighbours. Every step here takes constant time, but for a
// search of at most SearchLimit chunks.
//
// Invariants: chunks tile the heap up to its last granule, a header that never goes; no two
// neighbours are both free; memory of free chunks is zero but for headers and sizes.
#pragma once

#include "free_lists.hh"

namespace heap {

template <Backing World>
class Chunks
{
public:
    /// How many chunks of a list that may or may not fit are looked at.
    static constexpr unsigned SearchLimit = 32;

    constexpr explicit Chunks(World theWorld) : world(theWorld), lists(theWorld) {}

    /// One free chunk from `first` to the last granule of `granules`. The memory must be zero.
    void initialise(Granule first, Granule granules)
    {
        end = granules - 1;
        begin = first;
        lists.insert(first, end - first, false);
        lists.header_write(end, Header(Kind::Plain, 0, true).with_owner(OwnedByAllocator));
        freeGranules = end - first;
    }

    Header header(Granule chunk) const { return lists.header_read(chunk); }
    void header_set(Granule chunk, Header value) { lists.header_write(chunk, value); }

    /// The first granule of any chunk, and the one after the last.
    Granule first_granule() const { return begin; }
    Granule end_granule() const { return end; }
    Granule free_granules() const { return freeGranules; }

    /// Whether a body of `body` granules, aligned to `alignment` granules, fits in an empty heap.
    bool is_possible(Granule body, Granule alignment) const
    {
        return body < end - begin && fit(begin, end - begin, body + 1, alignment).fits;
    }

    /// A chunk with a zeroed body of `body` granules that begins at a multiple of `alignment`
    /// granules, the allocator's own; or None. Succeeds if some free chunk has an eighth more than
    /// `body` and twice the alignment need.
    Granule take(Granule body, Granule alignment)
    {
        const Granule needed = body + 1;
        const Granule chunk = find(needed, alignment);
        return chunk == None ? None : carve(chunk, needed, alignment);
    }

    /// Makes a chunk free: its body must be zero, and nobody may hold a capability to it.
    void give_back(Granule chunk)
    {
        const Header header = lists.header_read(chunk);
        Granule size = header.size();
        freeGranules += size;
        lists.header_write(chunk, Header(0));
        if (header.is_previous_free()) {
            const Granule previousSize = world.load(to_bytes(chunk - 1));
            chunk -= previousSize;
            size += previousSize;
            lists.remove(chunk);
        }
        const Granule after = chunk + size;
        const Header next = lists.header_read(after);
        if (next.kind() == Kind::Free) {
            lists.remove(after);
            size += next.size();
        } else {
            lists.header_write(after, next.with_previous_free(true));
        }
        // What is before it is not free, or the two were neighbours.
        lists.insert(chunk, size, false);
    }

private:
    struct Fit
    {
        bool fits;
        Granule gap; ///< granules before the chunk, that stay free: 0 or at least MinimumChunk
    };

    Fit fit(Granule chunk, Granule size, Granule needed, Granule alignment) const
    {
        const Granule body = chunk + 1 + world.start() / GranuleBytes;
        Granule gap = (0 - body) & (alignment - 1);
        if (gap != 0 && gap < MinimumChunk) {
            gap += alignment;
        }
        return {gap < size && needed <= size - gap, gap};
    }

    Granule find(Granule needed, Granule alignment) const
    {
        // With this many granules a chunk fits wherever it lies.
        const Granule ample = alignment == 1 ? needed : needed + alignment + 1;
        const unsigned sure = list_from(ample);
        unsigned looks = SearchLimit;
        unsigned list = lists.occupied_from(list_of(needed));
        for (; list < sure && looks != 0; list = lists.occupied_from(list + 1)) {
            Granule chunk = lists.first(list);
            for (; chunk != None && looks != 0; --looks) {
                const Header header = lists.header_read(chunk);
                if (fit(chunk, header.size(), needed, alignment).fits) {
                    return chunk;
                }
                chunk = header.next();
            }
        }
        list = lists.occupied_from(sure);
        return list == ListCount ? None : lists.first(list);
    }

    Granule carve(Granule chunk, Granule needed, Granule alignment)
    {
        const Header header = lists.header_read(chunk);
        const Granule gap = fit(chunk, header.size(), needed, alignment).gap;
        const Granule rest = header.size() - gap - needed;
        bool previousFree = header.is_previous_free();
        lists.remove(chunk);
        if (gap != 0) {
            lists.insert(chunk, gap, previousFree);
            chunk += gap;
            previousFree = true;
        }
        const bool slack = rest != 0 && rest < MinimumChunk;
        const Granule size = slack ? needed + rest : needed;
        Header taken = Header(Kind::Plain, size, previousFree).with_owner(OwnedByAllocator);
        lists.header_write(chunk, slack ? taken.with_slack() : taken);
        if (rest >= MinimumChunk) {
            lists.insert(chunk + size, rest, false);
        } else {
            const Header next = lists.header_read(chunk + size);
            lists.header_write(chunk + size, next.with_previous_free(false));
        }
        freeGranules -= size;
        return chunk;
    }

    [[no_unique_address]] World world;
    FreeLists<World> lists;
    Granule begin = 0;
    Granule end = 0;
    Granule freeGranules = 0;
};

} // namespace heap
