// Quotas: how many bytes somebody may still hold, in a tree. A quota split off another is its child
// and takes its bytes from it. Records are in the heap; a quota's name is the granule its record is
// at.
//
// For every quota, what it was given = what remains + what it holds + what it gave its children.
#pragma once

#include "backing.hh"
#include "chunk.hh"

namespace heap {

template <Backing World>
class Quotas
{
public:
    static constexpr Granule RecordGranules = 3;
    /// How deep the tree may be, a root being at depth 0. What looks for ancestors is bounded by
    /// it.
    static constexpr uint32_t MaximumDepth = 7;

    constexpr explicit Quotas(World theWorld) : world(theWorld) {}

    /// Writes a record, of a root when `parent` is None, onto zeroed granules.
    void add(Granule quota, uint32_t bytes, Granule parent)
    {
        remaining_set(quota, bytes);
        if (parent == None) {
            return;
        }
        set(quota, Word::ParentAndState, parent | (depth(parent) + 1) << DepthAt);
        const Granule sibling = first_child(parent);
        set(quota, Word::Next, sibling);
        set(parent, Word::Child, quota);
        if (sibling != None) {
            set(sibling, Word::Previous, quota);
        }
    }

    /// Takes a quota without children out of the tree.
    void remove(Granule quota)
    {
        const Granule next = get(quota, Word::Next);
        const Granule previous = get(quota, Word::Previous);
        if (previous == None) {
            set(parent(quota), Word::Child, next);
        } else {
            set(previous, Word::Next, next);
        }
        if (next != None) {
            set(next, Word::Previous, previous);
        }
    }

    uint32_t remaining(Granule quota) const { return get(quota, Word::Remaining); }
    Granule parent(Granule quota) const
    {
        return get(quota, Word::ParentAndState) & MaximumGranules;
    }
    uint32_t depth(Granule quota) const
    {
        return get(quota, Word::ParentAndState) >> DepthAt & DepthMask;
    }
    Granule first_child(Granule quota) const { return get(quota, Word::Child); }
    /// Allocations owned, and claims.
    uint32_t holdings(Granule quota) const { return get(quota, Word::Holdings); }

    bool can_pay(Granule quota, uint32_t bytes) const { return bytes <= remaining(quota); }
    void pay(Granule quota, uint32_t bytes) { remaining_set(quota, remaining(quota) - bytes); }
    void refund(Granule quota, uint32_t bytes) { remaining_set(quota, remaining(quota) + bytes); }
    void holding_add(Granule quota) { set(quota, Word::Holdings, holdings(quota) + 1); }
    void holding_remove(Granule quota) { set(quota, Word::Holdings, holdings(quota) - 1); }

    /// Whether `quota` is `top` or was split off it, over whatever steps.
    bool is_within(Granule quota, Granule top) const
    {
        while (quota != top && quota != None) {
            quota = parent(quota);
        }
        return quota == top;
    }

    /// While a quota is being emptied, neither what was split off it nor, when it is going itself,
    /// it may take anything on.
    bool is_open(Granule quota) const
    {
        if (state(quota, Going)) {
            return false;
        }
        for (Granule above = parent(quota); above != None; above = parent(above)) {
            if (state(above, Going | Emptying)) {
                return false;
            }
        }
        return true;
    }
    bool is_emptying(Granule quota) const { return state(quota, Going | Emptying); }
    void going_set(Granule quota) { state_set(quota, Going); }
    void emptying_set(Granule quota) { state_set(quota, Emptying); }
    void emptying_clear(Granule quota)
    {
        set(quota, Word::ParentAndState, get(quota, Word::ParentAndState) & ~Emptying);
    }

private:
    enum class Word : uint32_t
    {
        Remaining,
        ParentAndState, ///< bits 0–19 parent, 20–23 depth, 24 emptying, 25 going
        Child,
        Next,
        Previous,
        Holdings,
    };
    static_assert(uint32_t(Word::Holdings) * 4 < to_bytes(RecordGranules));
    static constexpr unsigned DepthAt = GranuleBits;
    static constexpr uint32_t DepthMask = 0xf;
    static constexpr uint32_t Emptying = 1u << 24;
    static constexpr uint32_t Going = 1u << 25;

    uint32_t get(Granule quota, Word word) const
    {
        return world.load(to_bytes(quota) + uint32_t(word) * 4);
    }
    void set(Granule quota, Word word, uint32_t value)
    {
        world.store(to_bytes(quota) + uint32_t(word) * 4, value);
    }
    void remaining_set(Granule quota, uint32_t bytes) { set(quota, Word::Remaining, bytes); }
    bool state(Granule quota, uint32_t mask) const
    {
        return (get(quota, Word::ParentAndState) & mask) != 0;
    }
    void state_set(Granule quota, uint32_t mask)
    {
        set(quota, Word::ParentAndState, get(quota, Word::ParentAndState) | mask);
    }

    [[no_unique_address]] World world;
};

} // namespace heap
