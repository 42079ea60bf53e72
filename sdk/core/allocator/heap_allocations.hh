// Heap: allocations, their owners and claims. Included by heap.hh.
#pragma once

#include "heap.hh"

namespace heap {

template <Backing World>
bool Heap<World>::initialise(uint32_t bytes)
{
    // Granule 0 stays unpainted: capabilities to the whole heap have it as their base.
    const Granule reserved = 1 + Hazards<World>::granules(world.hazard_slots());
    const Granule granules = bytes / GranuleBytes;
    if (granules > MaximumGranules || granules < reserved + MinimumChunk + 1) {
        return false;
    }
    shadow.paint(1, granules);
    hazards.initialise(1);
    chunks.initialise(reserved, granules);
    return true;
}

template <Backing World>
Allocation Heap<World>::root_add(uint32_t bytes)
{
    const Granule chunk = take(Quotas<World>::RecordGranules, 1);
    if (chunk == None) {
        return {why_not(1 + Quotas<World>::RecordGranules)};
    }
    quotas.add(chunk + 1, bytes, None);
    return {Outcome::Done, to_bytes(chunk + 1), to_bytes(Quotas<World>::RecordGranules)};
}

template <Backing World>
Allocation Heap<World>::split(Granule quota, uint32_t bytes)
{
    constexpr Granule Body = Preamble + Quotas<World>::RecordGranules;
    if (!quotas.is_open(quota) || quotas.is_emptying(quota)) {
        return {Outcome::Closed};
    }
    if (quotas.depth(quota) == Quotas<World>::MaximumDepth) {
        return {Outcome::TooDeep};
    }
    if (!quotas.can_pay(quota, QuotaCost) || bytes > quotas.remaining(quota) - QuotaCost) {
        return {Outcome::QuotaExceeded};
    }
    const Granule chunk = take(Body, 1);
    if (chunk == None) {
        return {why_not(1 + Body)};
    }
    quotas.pay(quota, QuotaCost + bytes);
    // Sealed and live, for its users hold capabilities to it; the allocator's, so that nobody can
    // free it.
    const Header header = chunks.header(chunk);
    Header sealed = Header(Kind::Sealed, header.size(), header.is_previous_free());
    sealed = sealed.with_owner(OwnedByAllocator);
    chunks.header_set(chunk, header.has_slack() ? sealed.with_slack() : sealed);
    quotas.add(chunk + 1 + Preamble, bytes, quota);
    shadow.unpaint(chunk + 1, chunk + 1 + Body);
    return {Outcome::Done, to_bytes(chunk + 1), to_bytes(Body)};
}

template <Backing World>
Allocation Heap<World>::allocate(Granule quota, uint32_t bytes, Kind kind)
{
    const uint32_t exact = world.representable_length(bytes);
    const uint32_t alignment = world.representable_alignment(bytes);
    if (exact == 0 || exact > to_bytes(MaximumGranules)) {
        return {Outcome::Impossible};
    }
    // Up to 4088 bytes any multiple of eight is exact, and beyond all exact lengths are multiples.
    const Granule body = (exact + GranuleBytes - 1) / GranuleBytes;
    const Granule alignmentGranules = alignment <= GranuleBytes ? 1 : alignment / GranuleBytes;
    if (!chunks.is_possible(body, alignmentGranules)) {
        return {Outcome::Impossible};
    }
    if (!quotas.is_open(quota)) {
        return {Outcome::Closed};
    }
    if (!quotas.can_pay(quota, to_bytes(body + 1))) {
        return {Outcome::QuotaExceeded};
    }
    const Granule chunk = take(body, alignmentGranules);
    if (chunk == None) {
        return {why_not(body + 1)};
    }
    const Header header = chunks.header(chunk);
    Header live = Header(kind, header.size(), header.is_previous_free()).with_owner(quota);
    live = header.has_slack() ? live.with_slack() : live;
    chunks.header_set(chunk, live);
    quotas.pay(quota, live.charge());
    quotas.holding_add(quota);
    shadow.unpaint(chunk + 1, chunk + 1 + body);
    return {Outcome::Done, to_bytes(chunk + 1), to_bytes(body)};
}

/// A chunk from the free lists, after bringing some of what is due back to them.
template <Backing World>
Granule Heap<World>::take(Granule body, Granule alignment)
{
    hazards_recheck();
    // More than comes in with one call, so that the quarantine shrinks however the calls come.
    quarantine.drain(chunks, 4);
    return chunks.take(body, alignment);
}

template <Backing World>
Outcome Heap<World>::why_not(Granule needed)
{
    const Granule quarantined = quarantine.granules();
    if (quarantined == 0 || quarantined + chunks.free_granules() < needed) {
        return Outcome::Full;
    }
    world.sweep_start();
    return Outcome::SweepNeeded;
}

template <Backing World>
Granule Heap<World>::find(uint32_t offset) const
{
    const Granule granule = offset / GranuleBytes;
    if (granule == 0 || granule >= chunks.end_granule() || shadow.is_painted(granule)) {
        return None;
    }
    return shadow.painted_before(granule);
}

template <Backing World>
Claim Heap<World>::claim_read(Granule chunk) const
{
    return Claim(chunks.header(chunk + 1).raw());
}

template <Backing World>
void Heap<World>::claim_write(Granule chunk, Claim claim)
{
    chunks.header_set(chunk + 1, Header(claim.raw()));
}

template <Backing World>
Granule Heap<World>::claim_find(Header header, Granule quota) const
{
    Granule claim = header.claims();
    while (claim != None && claim_read(claim).claimant() != quota) {
        claim = claim_read(claim).next();
    }
    return claim;
}

template <Backing World>
Outcome Heap<World>::claim(Granule quota, Granule chunk)
{
    if (!quotas.is_open(quota)) {
        return Outcome::Closed;
    }
    Header header = chunks.header(chunk);
    const Granule mine = claim_find(header, quota);
    if (mine != None) {
        const Claim claim = claim_read(mine);
        if (claim.count() == Claim::MaximumCount) {
            return Outcome::QuotaExceeded;
        }
        claim_write(mine, claim.with_count(claim.count() + 1));
        return Outcome::Done;
    }
    const uint32_t cost = ClaimCost + (header.owner() == quota ? 0 : header.charge());
    if (!quotas.can_pay(quota, cost)) {
        return Outcome::QuotaExceeded;
    }
    // Painted as it is, no user finds it and no walk sees it. Hazards are not rechecked here: one
    // of them may be all that holds the allocation.
    quarantine.drain(chunks, 4);
    const Granule claim = chunks.take(1, 1);
    if (claim == None) {
        return Outcome::Full;
    }
    quotas.pay(quota, cost);
    quotas.holding_add(quota);
    header = chunks.header(chunk); // it may have a new neighbour
    if (header.owner() == None && header.claims() == None) {
        hazards.release(chunk);
    }
    claim_write(claim, Claim(quota, header.claims(), 1));
    chunks.header_set(chunk, header.with_claims(claim));
    return Outcome::Done;
}

template <Backing World>
bool Heap<World>::may_release(Granule quota, Granule chunk, bool isWhole) const
{
    const Header header = chunks.header(chunk);
    return (isWhole && header.owner() == quota) || claim_find(header, quota) != None;
}

template <Backing World>
bool Heap<World>::release(Granule quota, Granule chunk, bool isWhole)
{
    const Header header = chunks.header(chunk);
    const Granule mine = claim_find(header, quota);
    if (mine != None) {
        const Claim claim = claim_read(mine);
        if (claim.count() > 1) {
            claim_write(mine, claim.with_count(claim.count() - 1));
            return true;
        }
        claim_remove(chunk, mine);
    } else if (isWhole && header.owner() == quota) {
        owner_remove(chunk);
    } else {
        return false;
    }
    retire_if_nobodys(chunk);
    quarantine.drain(chunks, 3);
    if (is_sweep_worthwhile()) {
        world.sweep_start();
    }
    return true;
}

/// Ends a claim, whatever its count, and returns what its claimant gets back.
template <Backing World>
uint32_t Heap<World>::claim_remove(Granule chunk, Granule claim)
{
    const Header header = chunks.header(chunk);
    const Claim gone = claim_read(claim);
    if (header.claims() == claim) {
        chunks.header_set(chunk, header.with_claims(gone.next()));
    } else {
        Granule before = header.claims();
        while (claim_read(before).next() != claim) {
            before = claim_read(before).next();
        }
        claim_write(before, claim_read(before).with_next(gone.next()));
    }
    const uint32_t bytes = ClaimCost + (header.owner() == gone.claimant() ? 0 : header.charge());
    quotas.refund(gone.claimant(), bytes);
    quotas.holding_remove(gone.claimant());
    // No capability to it ever left this compartment, so no sweep is needed.
    claim_write(claim, Claim(0));
    chunks.give_back(claim);
    return bytes;
}

/// Ends the ownership of an allocation its owner has no claim on, and returns what it gets back.
template <Backing World>
uint32_t Heap<World>::owner_remove(Granule chunk)
{
    const Header header = chunks.header(chunk);
    quotas.refund(header.owner(), header.charge());
    quotas.holding_remove(header.owner());
    chunks.header_set(chunk, header.with_owner(None));
    return header.charge();
}

template <Backing World>
void Heap<World>::retire_if_nobodys(Granule chunk)
{
    const Header header = chunks.header(chunk);
    if (header.owner() != None || header.claims() != None) {
        return;
    }
    hazards.begin();
    held_recheck();
    if (hazards.covers(chunk, header)) {
        hazards.hold(chunk);
    } else {
        quarantine.add(chunks, chunk);
    }
    hazards.end();
}

template <Backing World>
void Heap<World>::hazards_recheck()
{
    if (!hazards.is_empty()) {
        hazards.begin();
        held_recheck();
        hazards.end();
    }
}

template <Backing World>
void Heap<World>::held_recheck()
{
    for (uint32_t index = 0; index < hazards.held_count();) {
        const Granule chunk = hazards.held_at(index);
        if (hazards.covers(chunk, chunks.header(chunk))) {
            ++index;
        } else {
            hazards.release_at(index);
            quarantine.add(chunks, chunk);
        }
    }
}

/// Sweeps cost time: one is begun early only when a quarter of what is free is waiting for it.
template <Backing World>
bool Heap<World>::is_sweep_worthwhile() const
{
    return quarantine.granules() > chunks.free_granules() / 4;
}

} // namespace heap
