// Ephemeral claims. A thread names what it is using in its two hazard slots; what is freed
// meanwhile is held, live but nobody's, until no slot names it any more.
//
// The slots are read once, with the hazards frozen, and all decisions are taken on that copy: each
// allocation held then has a slot of its own, so there are never more than slots.
#pragma once

#include "backing.hh"
#include "chunk.hh"

namespace heap {

template <Backing World>
class Hazards
{
public:
    constexpr explicit Hazards(World theWorld) : world(theWorld) {}

    /// The granules that initialise() needs.
    static Granule granules(uint32_t slots)
    {
        return (slots * 2 * 4 + GranuleBytes - 1) / GranuleBytes;
    }

    /// Keeps its lists in the granules from `first` on.
    void initialise(Granule first)
    {
        copies = to_bytes(first);
        held = copies + world.hazard_slots() * 4;
    }

    bool is_empty() const { return count == 0; }

    /// Freezes the hazards and copies the slots.
    void begin()
    {
        world.hazards_freeze();
        for (uint32_t slot = 0; slot < world.hazard_slots(); ++slot) {
            world.store(copies + slot * 4, world.hazard(slot));
        }
    }
    void end() { world.hazards_thaw(); }

    /// Whether a slot, as copied, names something in the body of `chunk`.
    bool covers(Granule chunk, Header header) const
    {
        const uint32_t from = to_bytes(chunk + 1);
        const uint32_t length = to_bytes(header.body_size());
        for (uint32_t slot = 0; slot < world.hazard_slots(); ++slot) {
            if (world.load(copies + slot * 4) - from < length) {
                return true;
            }
        }
        return false;
    }

    void hold(Granule chunk) { world.store(held + count++ * 4, chunk); }

    Granule held_at(uint32_t index) const { return world.load(held + index * 4); }
    uint32_t held_count() const { return count; }
    void release_at(uint32_t index) { world.store(held + index * 4, held_at(--count)); }
    /// Forgets `chunk`: somebody claimed it.
    void release(Granule chunk)
    {
        for (uint32_t index = 0; index < count; ++index) {
            if (held_at(index) == chunk) {
                release_at(index);
                return;
            }
        }
    }

private:
    [[no_unique_address]] World world;
    uint32_t copies = 0;
    uint32_t held = 0;
    uint32_t count = 0;
};

} // namespace heap
