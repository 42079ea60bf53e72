// A world of arrays for the heap's core to stand on (sdk/core/allocator/backing.hh). It refuses
// what the compartment's capabilities would refuse, and sweeps when it is told to.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "machine/capability/bounds.h"
#include "sdk/core/allocator/heap.hh"

namespace griotte::test {

class HeapWorld
{
public:
    /// A heap of `bytes` at `theStart`, with the bitmap beginning `originGranules` before it.
    HeapWorld(uint32_t theStart, uint32_t bytes, uint32_t originGranules, uint32_t hazardSlots)
        : hazards(hazardSlots, 0), memory(bytes / 4), heapStart(theStart), origin(originGranules),
          bitmap((originGranules + bytes / heap::GranuleBytes + 31) / 32),
          clearAfter(bitmap.size() * 32)
    {}

    // Backing.

    uint32_t start() const { return heapStart; }
    uint32_t load(uint32_t offset) const
    {
        require(offset % 4 == 0 && offset / 4 < memory.size(), "load", offset);
        return memory[offset / 4];
    }
    void store(uint32_t offset, uint32_t value)
    {
        require(offset % 4 == 0 && offset / 4 < memory.size(), "store", offset);
        memory[offset / 4] = value;
    }
    void zero(uint32_t offset, uint32_t bytes)
    {
        require(offset % 8 == 0 && bytes % 8 == 0 && bytes != 0, "zero", offset);
        require((offset + bytes) / 4 <= memory.size(), "zero", offset);
        for (uint32_t word = offset / 4; word != (offset + bytes) / 4; ++word) {
            memory[word] = 0;
        }
    }
    uint32_t bitmap_load(uint32_t word) const
    {
        require(word < bitmap.size(), "bitmap load", word);
        return bitmap[word];
    }
    void bitmap_store(uint32_t word, uint32_t value)
    {
        require(word < bitmap.size(), "bitmap store", word);
        for (uint32_t bit = 0; bit != 32; ++bit) {
            const uint32_t mask = 1u << bit;
            uint64_t &sweep = clearAfter[word * 32 + bit];
            if ((value & mask) > (bitmap[word] & mask)) {
                sweep = isUsed ? sweepsBegun + 1 : 0;
            } else if ((value & mask) < (bitmap[word] & mask)) {
                require(sweep <= sweepsEnded, "reused before a sweep that began later", word);
            }
        }
        bitmap[word] = value;
    }
    uint32_t bitmap_origin() const { return origin; }
    uint32_t epoch() const { return epochNow; }
    void sweep_start()
    {
        if (epochNow % 2 == 0) {
            ++epochNow;
            ++sweepsBegun;
        }
    }
    void hazards_freeze()
    {
        require(!isFrozen, "freeze while frozen", 0);
        isFrozen = true;
    }
    void hazards_thaw()
    {
        require(isFrozen, "thaw while not frozen", 0);
        isFrozen = false;
    }
    uint32_t hazard_slots() const { return uint32_t(hazards.size()); }
    uint32_t hazard(uint32_t slot) const
    {
        require(isFrozen, "hazard read while not frozen", slot);
        return hazards[slot];
    }
    static uint32_t representable_length(uint32_t length)
    {
        return machine::representable_length(length);
    }
    static uint32_t representable_alignment(uint32_t length)
    {
        return machine::representable_alignment(length);
    }

    // What the tests do to it and ask of it.

    /// From now on what is painted may have had users: it is not cleared again without a sweep.
    void use_begin() { isUsed = true; }

    void sweep_end()
    {
        if (epochNow % 2 == 1) {
            ++epochNow;
            sweepsEnded = sweepsBegun;
        }
    }
    void sweep() // a whole one, after the one that may be running
    {
        sweep_end();
        sweep_start();
        sweep_end();
    }
    bool is_painted(uint32_t granule) const
    {
        const uint32_t bit = granule + origin;
        return (bitmap[bit / 32] >> (bit % 32) & 1) != 0;
    }
    uint64_t granule_read(uint32_t granule) const
    {
        return memory[granule * 2] | uint64_t{memory[granule * 2 + 1]} << 32;
    }
    void granule_write(uint32_t granule, uint64_t value)
    {
        memory[granule * 2] = uint32_t(value);
        memory[granule * 2 + 1] = uint32_t(value >> 32);
    }
    uint32_t granules() const { return uint32_t(memory.size() / 2); }

    std::vector<uint32_t> hazards; ///< offsets, 0 for none
    uint64_t sweepsBegun = 0;
    uint64_t sweepsEnded = 0;

private:
    static void require(bool isTrue, const char *what, uint32_t where)
    {
        if (!isTrue) {
            std::fprintf(stderr, "the heap's core: %s at %#x\n", what, where);
            std::abort();
        }
    }

    std::vector<uint32_t> memory;
    uint32_t heapStart;
    uint32_t origin;
    std::vector<uint32_t> bitmap;
    /// For each bit of it, the number of the sweep that must have ended before it is cleared.
    std::vector<uint64_t> clearAfter;
    bool isUsed = false;
    uint32_t epochNow = 0;
    bool isFrozen = false;
};
static_assert(heap::Backing<HeapWorld &>);

} // namespace griotte::test
