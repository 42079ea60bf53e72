// The heap: allocations, quotas, claims and their end. It knows nothing of capabilities, devices,
// locks or time; whoever calls it holds the allocator's lock.
//
// An allocation lives while a quota owns it or claims it. Then, unless a hazard holds it, it is
// painted, zeroed, and reused after a sweep (quarantine.hh). What takes long is done in steps by
// the caller, who may let go of the lock between them: wash(), drain(), and emptying quotas.
#pragma once

#include "chunks.hh"
#include "hazards.hh"
#include "quarantine.hh"
#include "quotas.hh"
#include "shadow_map.hh"

namespace heap {

enum class Outcome
{
    Done,
    Impossible,    ///< the heap could not do it if it were empty
    QuotaExceeded, ///< less remains of the quota than it costs
    SweepNeeded,   ///< enough waits for a sweep, or to be zeroed
    Full,          ///< others must free something first
    Closed,        ///< the quota is being emptied or recovered
    TooDeep,       ///< a quota of this depth has no children
};

/// What allocate() and split() return.
struct Allocation
{
    Outcome outcome;
    uint32_t offset = 0; ///< of the body, in bytes
    uint32_t bytes = 0;  ///< the body's length: what was asked for, rounded up to be exact
};

/// The state of emptying a quota, kept by the caller between steps.
struct Emptying
{
    Granule top;      ///< this quota and what was split off it
    Granule heir;     ///< owns what cannot be freed: `top`, or its parent when `top` itself goes
    Granule position; ///< the walk has passed all below
    uint32_t bytes;   ///< given back so far
};

template <Backing World>
class Heap
{
public:
    /// Granules at the start of a child quota's body that are the caller's, before its record.
    static constexpr Granule Preamble = 2;
    /// What a quota split off another costs that one besides its bytes.
    static constexpr uint32_t QuotaCost = to_bytes(1 + Preamble + Quotas<World>::RecordGranules);
    /// What a claim costs, besides the allocation's size for all but its owner.
    static constexpr uint32_t ClaimCost = to_bytes(MinimumChunk);
    /// What an allocation costs besides its length.
    static constexpr uint32_t AllocationCost = GranuleBytes;

    constexpr explicit Heap(World theWorld)
        : world(theWorld), chunks(theWorld), shadow(theWorld), quarantine(theWorld),
          quotas(theWorld), hazards(theWorld)
    {}

    /// Takes over `bytes` of zeroed memory. False if that is too little, or more than a heap can
    /// be.
    bool initialise(uint32_t bytes);

    // Quotas. Root quotas stay; others end by being recovered.

    Allocation root_add(uint32_t bytes);
    /// Splits `bytes` off `quota`. The body returned is Preamble granules for the caller and the
    /// new quota's record.
    Allocation split(Granule quota, uint32_t bytes);
    static Granule quota_at(Allocation body) { return body.offset / GranuleBytes + Preamble; }
    uint32_t remaining(Granule quota) const { return quotas.remaining(quota); }
    Granule parent(Granule quota) const { return quotas.parent(quota); }

    // Allocations.

    Allocation allocate(Granule quota, uint32_t bytes, Kind kind);
    /// The live allocation whose body `offset` is in, or None.
    Granule find(uint32_t offset) const;
    uint32_t body_offset(Granule chunk) const { return to_bytes(chunk + 1); }
    uint32_t body_bytes(Granule chunk) const { return to_bytes(chunks.header(chunk).body_size()); }
    /// Done, QuotaExceeded, Closed, or Full when there is no memory for the claim itself.
    Outcome claim(Granule quota, Granule chunk);
    /// Whether release() would do anything.
    bool may_release(Granule quota, Granule chunk, bool isWhole) const;
    /// Drops a claim of `quota`, or, without one and if `isWhole`, its ownership.
    bool release(Granule quota, Granule chunk, bool isWhole);

    // Emptying: heap_free_all of a quota, and recovering one.

    /// Frees what `quota` and the quotas split off it hold, and recovers the latter. Sealed
    /// allocations of theirs become `quota`'s; those it owned it keeps.
    Emptying empty_begin(Granule quota);
    /// As above, and gives what is left to its parent, which inherits the sealed allocations.
    Emptying recover_begin(Granule quota);
    /// Goes on for about `budget` chunks; true when all is done. `emptying.top` must still exist.
    bool empty_step(Emptying &emptying, unsigned budget);

    // Memory on its way back.

    bool is_dirty() const { return quarantine.is_dirty(); }
    void wash(Granule granules) { quarantine.wash(chunks, granules); }
    bool drain(unsigned limit) { return quarantine.drain(chunks, limit); }
    uint32_t first_due() const { return quarantine.first_due(); }
    uint32_t last_due() const { return quarantine.last_due(); }
    bool is_past(uint32_t due) const { return quarantine.is_past(due); }
    bool is_quarantine_empty() const { return quarantine.granules() == 0; }
    /// Lets go of what hazards held and do no longer.
    void hazards_recheck();
    bool is_any_held() const { return !hazards.is_empty(); }
    /// Free memory in bytes, headers included, whatever the quotas say.
    uint32_t available() const { return to_bytes(chunks.free_granules()); }

    /// For each chunk, in order of addresses: its first granule and its header.
    template <typename Visitor>
    void chunks_visit(Visitor visitor) const
    {
        for (Granule chunk = chunks.first_granule(); chunk != chunks.end_granule();) {
            const Header header = chunks.header(chunk);
            visitor(chunk, header);
            chunk += header.size();
        }
    }

private:
    Granule take(Granule body, Granule alignment);
    Outcome why_not(Granule needed);
    bool is_sweep_worthwhile() const;
    Claim claim_read(Granule chunk) const;
    void claim_write(Granule chunk, Claim claim);
    Granule claim_find(Header header, Granule quota) const;
    uint32_t claim_remove(Granule chunk, Granule claim);
    uint32_t owner_remove(Granule chunk);
    void retire_if_nobodys(Granule chunk);
    void held_recheck();
    void allocation_empty(Emptying &emptying, Granule chunk);
    bool children_recover(Emptying &emptying, unsigned &budget);
    void child_fold(Granule child);

    [[no_unique_address]] World world;
    Chunks<World> chunks;
    [[no_unique_address]] ShadowMap<World> shadow;
    Quarantine<World> quarantine;
    [[no_unique_address]] Quotas<World> quotas;
    Hazards<World> hazards;
};

} // namespace heap

#include "heap_allocations.hh"
#include "heap_emptying.hh"
