// What the heap is made of: granules of eight bytes, and chunks with a header of one granule.
//
// Headers are in band, in front of each allocation, as eight bytes are all that CHERIoT RTOS
// charges for one and users' quotas are sized by that. Capabilities keep users out of them: an
// allocation is bounded to its body, and every granule that is not in a live body is painted in the
// revocation bitmap, headers included, so that not even an empty capability can rest on one.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace heap {

/// A granule's number from the heap's start. Granule 0 is never part of a chunk, so 0 means none.
using Granule = uint32_t;

inline constexpr uint32_t GranuleBytes = 8;
inline constexpr unsigned GranuleBits = 20;
/// The longest heap: what a size field counts, and more than one capability can span exactly.
inline constexpr Granule MaximumGranules = (1u << GranuleBits) - 1;
inline constexpr Granule None = 0;
/// The owner of what the allocator keeps for itself. No quota has this number.
inline constexpr Granule OwnedByAllocator = 1;
/// A header and one granule for what free and quarantined chunks keep in their bodies.
inline constexpr Granule MinimumChunk = 2;

constexpr uint32_t to_bytes(Granule granules)
{
    return granules * GranuleBytes;
}

enum class Kind : uint32_t
{
    Free,        ///< in a free list; its last granule holds its size; all else is zero
    Quarantined, ///< painted, waits for a sweep; its first granule holds the epoch it waits for
    Plain,       ///< live
    Sealed,      ///< live, and heap_free_all leaves it alone
};

/// A chunk's header. What two of the fields mean depends on the kind.
///
/// | bits   | field                                              |
/// |--------|----------------------------------------------------|
/// | 0–19   | size in granules, header included                  |
/// | 20–21  | kind                                               |
/// | 22     | the chunk before is free, so its size lies before  |
/// | 23     | the last granule is slack, not part of the body    |
/// | 24–43  | live: owner; free and quarantined: the next one    |
/// | 44–63  | live: first claim; free: the one before            |
class Header
{
public:
    constexpr explicit Header(uint64_t theBits) : bits(theBits) {}
    constexpr Header(Kind kind, Granule size, bool previousFree)
        : bits(size | uint64_t(kind) << KindAt | uint64_t(previousFree) << PreviousFreeAt)
    {}

    constexpr uint64_t raw() const { return bits; }
    constexpr Granule size() const { return field(0, GranuleBits); }
    constexpr Kind kind() const { return Kind(field(KindAt, 2)); }
    constexpr bool is_live() const { return kind() >= Kind::Plain; }
    constexpr bool is_previous_free() const { return field(PreviousFreeAt, 1) != 0; }
    constexpr bool has_slack() const { return field(SlackAt, 1) != 0; }
    /// The part of the body a user may hold, in granules.
    constexpr Granule body_size() const { return size() - 1 - has_slack(); }
    /// What a quota pays for the chunk, in bytes. Slack is nobody's fault and nobody's debt.
    constexpr uint32_t charge() const { return to_bytes(size() - has_slack()); }

    constexpr Granule owner() const { return first(); }
    constexpr Granule claims() const { return second(); }
    constexpr Granule next() const { return first(); }
    constexpr Granule previous() const { return second(); }

    constexpr Header with_previous_free(bool value) const { return with(PreviousFreeAt, 1, value); }
    constexpr Header with_slack() const { return with(SlackAt, 1, 1); }
    constexpr Header with_owner(Granule value) const { return with(FirstAt, GranuleBits, value); }
    constexpr Header with_claims(Granule value) const { return with(SecondAt, GranuleBits, value); }
    constexpr Header with_next(Granule value) const { return with_owner(value); }
    constexpr Header with_previous(Granule value) const { return with_claims(value); }

private:
    static constexpr unsigned KindAt = GranuleBits;
    static constexpr unsigned PreviousFreeAt = KindAt + 2;
    static constexpr unsigned SlackAt = PreviousFreeAt + 1;
    static constexpr unsigned FirstAt = SlackAt + 1;
    static constexpr unsigned SecondAt = FirstAt + GranuleBits;
    static_assert(SecondAt + GranuleBits == 64);

    constexpr uint32_t field(unsigned at, unsigned width) const
    {
        return uint32_t(bits >> at) & ((1u << width) - 1);
    }
    constexpr Granule first() const { return field(FirstAt, GranuleBits); }
    constexpr Granule second() const { return field(SecondAt, GranuleBits); }
    constexpr Header with(unsigned at, unsigned width, uint32_t value) const
    {
        const uint64_t mask = ((uint64_t{1} << width) - 1) << at;
        return Header((bits & ~mask) | uint64_t(value) << at);
    }

    uint64_t bits;
};

/// One quota's claims on one allocation: the only granule of a chunk's body. The chunks of an
/// allocation's claims are a list that begins in its header.
class Claim
{
public:
    constexpr explicit Claim(uint64_t theBits) : bits(theBits) {}
    constexpr Claim(Granule claimant, Granule next, uint32_t count)
        : bits(claimant | uint64_t(next) << GranuleBits | uint64_t(count) << (2 * GranuleBits))
    {}

    static constexpr uint32_t MaximumCount = (1u << (64 - 2 * GranuleBits)) - 1;

    constexpr uint64_t raw() const { return bits; }
    constexpr Granule claimant() const { return uint32_t(bits) & MaximumGranules; }
    constexpr Granule next() const { return uint32_t(bits >> GranuleBits) & MaximumGranules; }
    constexpr uint32_t count() const { return uint32_t(bits >> (2 * GranuleBits)); }
    constexpr Claim with_next(Granule value) const { return {claimant(), value, count()}; }
    constexpr Claim with_count(uint32_t value) const { return {claimant(), next(), value}; }

private:
    uint64_t bits;
};

} // namespace heap
