// Heap: emptying quotas. Included by heap.hh.
//
// A walk over the bitmap finds all that is live, in steps. Its position is only a number, so it
// stays good whatever happens between steps. Meanwhile the quotas in question take nothing on
// (is_open), so what the walk has passed stays passed; the check of `holdings` before a quota goes
// does not rely on that.
#pragma once

#include "heap.hh"

namespace heap {

template <Backing World>
Emptying Heap<World>::empty_begin(Granule quota)
{
    quotas.emptying_set(quota);
    return {quota, quota, chunks.first_granule(), 0};
}

template <Backing World>
Emptying Heap<World>::recover_begin(Granule quota)
{
    quotas.going_set(quota);
    return {quota, quotas.parent(quota), chunks.first_granule(), 0};
}

template <Backing World>
bool Heap<World>::empty_step(Emptying &emptying, unsigned budget)
{
    const Granule end = chunks.end_granule();
    if (quotas.holdings(emptying.top) == 0 && quotas.first_child(emptying.top) == None) {
        emptying.position = end;
    }
    while (emptying.position < end) {
        if (budget == 0) {
            return false;
        }
        --budget;
        // About as long a stretch of the bitmap as a chunk takes time.
        constexpr Granule Stretch = 512;
        const Granule limit = end - emptying.position < Stretch ? end : emptying.position + Stretch;
        const Granule found = shadow.clear_from(emptying.position, limit);
        emptying.position = found;
        if (found != limit) {
            const Granule chunk = shadow.painted_before(found);
            emptying.position = chunk + chunks.header(chunk).size();
            allocation_empty(emptying, chunk);
        }
    }
    if (!children_recover(emptying, budget)) {
        return false;
    }
    if (emptying.heir == emptying.top) {
        quotas.emptying_clear(emptying.top);
    } else if (quotas.holdings(emptying.top) != 0) {
        emptying.position = chunks.first_granule();
        return false;
    } else {
        emptying.bytes = quotas.remaining(emptying.top) + QuotaCost;
        child_fold(emptying.top);
    }
    return true;
}

/// Drops the claims and, unless it must be inherited, the ownership of whom is being emptied.
template <Backing World>
void Heap<World>::allocation_empty(Emptying &emptying, Granule chunk)
{
    const Granule top = emptying.top;
    const Granule heir = emptying.heir;
    bool isReleased = false;
    Granule claim = chunks.header(chunk).claims();
    while (claim != None) {
        const Claim current = claim_read(claim);
        if (quotas.is_within(current.claimant(), top)) {
            const uint32_t bytes = claim_remove(chunk, claim);
            emptying.bytes += current.claimant() == top ? bytes : 0;
            isReleased = true;
        }
        claim = current.next();
    }
    const Header header = chunks.header(chunk);
    const Granule owner = header.owner();
    if (owner != None && owner != OwnedByAllocator && quotas.is_within(owner, top)) {
        if (header.kind() == Kind::Plain) {
            const uint32_t bytes = owner_remove(chunk);
            emptying.bytes += owner == top ? bytes : 0;
            isReleased = true;
        } else if (owner != heir) {
            // What it cost goes with it: the heir's bytes were in the owner's. If the heir claims
            // it already, it paid for it as a stranger, which it no longer is.
            if (claim_find(header, heir) != None) {
                quotas.refund(heir, header.charge());
            }
            quotas.holding_remove(owner);
            quotas.holding_add(heir);
            chunks.header_set(chunk, header.with_owner(heir));
        }
    }
    // Not otherwise: what a hazard holds is nobody's, and held already.
    if (isReleased) {
        retire_if_nobodys(chunk);
    }
}

/// Recovers the quotas below `emptying.top`, leaves first; false when the budget is used up or
/// one of them turns out to hold something, after which the walk begins again.
template <Backing World>
bool Heap<World>::children_recover(Emptying &emptying, unsigned &budget)
{
    while (quotas.first_child(emptying.top) != None) {
        if (budget == 0) {
            return false;
        }
        --budget;
        Granule leaf = quotas.first_child(emptying.top);
        while (quotas.first_child(leaf) != None) {
            leaf = quotas.first_child(leaf);
        }
        if (quotas.holdings(leaf) != 0) {
            emptying.position = chunks.first_granule();
            return false;
        }
        // What was theirs is counted when it becomes this quota's.
        if (quotas.parent(leaf) == emptying.top) {
            emptying.bytes += quotas.remaining(leaf) + QuotaCost;
        }
        child_fold(leaf);
    }
    return true;
}

/// Ends a quota that holds nothing; its parent gets what remains of it and what it cost.
template <Backing World>
void Heap<World>::child_fold(Granule child)
{
    const uint32_t bytes = quotas.remaining(child) + QuotaCost;
    quotas.refund(quotas.parent(child), bytes);
    quotas.remove(child);
    // Sealed capabilities to it are about, so it goes the way of all allocations. Hazards do not
    // hold what is sealed.
    quarantine.add(chunks, child - Preamble - 1);
}

} // namespace heap
