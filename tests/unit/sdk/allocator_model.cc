#include "tests/unit/sdk/allocator_model.h"

#include <algorithm>

#include <fmt/format.h>

namespace griotte::test {

using heap::Granule;
using heap::GranuleBytes;
using heap::Header;
using heap::Kind;
using heap::Outcome;

namespace {

constexpr Granule RecordBody =
    heap::Heap<HeapWorld &>::Preamble + heap::Quotas<HeapWorld &>::RecordGranules;

uint64_t pattern(Granule granule)
{
    return 0xa5a5'0000'0000'0000 | granule;
}

} // namespace

HeapDriver::HeapDriver(Setting theSetting, Choose theChoose)
    : setting(std::move(theSetting)), choose(std::move(theChoose)),
      world(setting.start, setting.bytes, setting.originGranules, setting.hazardSlots), core(world)
{
    expect(core.initialise(setting.bytes), "the heap is refused");
    for (const uint32_t bytes : setting.roots) {
        const heap::Allocation record = core.root_add(bytes);
        outcome_expect(Outcome::Done, record.outcome, "root_add");
        quotas[nextQuota++] = {record.offset / GranuleBytes, Nobody, bytes, 0};
    }
    world.use_begin();
    availableAtFirst = core.available();
    check();
}

// Operations.

void HeapDriver::step()
{
    ++steps;
    const uint32_t what = choose(100);
    if (what < 28) {
        allocate();
    } else if (what < 56) {
        release();
    } else if (what < 66) {
        claim();
    } else if (what < 72) {
        hazard_change();
    } else if (what < 75) {
        world.sweep_start();
    } else if (what < 79) {
        world.sweep_end();
    } else if (what < 83) {
        core.wash(choose(200));
    } else if (what < 85) {
        core.drain(choose(6));
    } else if (what < 89) {
        split();
    } else if (what < 91) {
        emptying_begin();
    } else if (what < 97) {
        emptying_step();
    } else if (what < 98) {
        core.hazards_recheck();
        held_recheck();
    } else {
        probe();
    }
}

void HeapDriver::allocate()
{
    const int quota = quota_choose();
    static constexpr uint32_t Limits[] = {40, 40, 200, 600};
    const uint32_t scale = choose(6);
    uint32_t wanted = choose(scale < 4 ? Limits[scale] : setting.largest);
    if (wanted == 0) {
        wanted = choose(4) == 0 ? choose(0xffff'ffff) : 0;
    }
    const bool isSealed = choose(5) == 0;
    const heap::Allocation got =
        core.allocate(quotas[quota].name, wanted, isSealed ? Kind::Sealed : Kind::Plain);

    const uint64_t exact =
        (uint64_t{machine::representable_length(wanted)} + GranuleBytes - 1) & ~uint64_t{7};
    const uint32_t alignment = std::max(machine::representable_alignment(wanted), GranuleBytes);
    if (wanted == 0 || exact == 0 || exact > setting.bytes - 3 * GranuleBytes) {
        outcome_expect(Outcome::Impossible, got.outcome, "allocate what cannot be");
        return;
    }
    if (got.outcome == Outcome::Impossible) {
        expect(alignment > GranuleBytes || exact + 200 > setting.bytes,
               "allocate: called impossible");
        return;
    }
    if (!is_open(quota)) {
        outcome_expect(Outcome::Closed, got.outcome, "allocate");
        return;
    }
    if (exact + Heap::AllocationCost > remaining(quota)) {
        outcome_expect(Outcome::QuotaExceeded, got.outcome, "allocate");
        return;
    }
    held_recheck();
    if (got.outcome != Outcome::Done) {
        failure_judge(got.outcome, uint32_t(exact), alignment);
        return;
    }
    allocation_judge(got, wanted);
    ++allocationsMade;
    allocations[got.offset] = {got.bytes, quota, isSealed, steps, {}};
    for (Granule granule = got.offset / 8; granule != (got.offset + got.bytes) / 8; ++granule) {
        world.granule_write(granule, pattern(granule));
    }
}

void HeapDriver::release()
{
    const auto allocation = allocation_choose();
    if (allocation == allocations.end()) {
        return;
    }
    auto &[offset, it] = *allocation;
    int quota = quota_choose();
    const uint32_t who = choose(8);
    if (who < 5 && it.owner != Nobody) {
        quota = it.owner;
    } else if (who < 7 && !it.claims.empty()) {
        quota = std::next(it.claims.begin(), choose(uint32_t(it.claims.size())))->first;
    }
    const bool isWhole = choose(8) != 0;
    const bool isOwner = isWhole && it.owner == quota;
    const bool isClaimant = it.claims.contains(quota);
    const Granule chunk = core.find(offset);
    expect(core.may_release(quotas[quota].name, chunk, isWhole) == (isOwner || isClaimant),
           "may_release is wrong");
    expect(core.release(quotas[quota].name, chunk, isWhole) == (isOwner || isClaimant),
           "release is wrong about who may");
    if (isClaimant) {
        if (--it.claims[quota].count == 0) {
            it.claims.erase(quota);
        } else {
            return;
        }
    } else if (isOwner) {
        it.owner = Nobody;
    } else {
        return;
    }
    retire_if_nobodys(allocation);
}

void HeapDriver::claim()
{
    const auto allocation = allocation_choose();
    if (allocation == allocations.end()) {
        return;
    }
    auto &[offset, it] = *allocation;
    const int quota = quota_choose();
    const Outcome outcome = core.claim(quotas[quota].name, core.find(offset));
    if (!is_open(quota)) {
        outcome_expect(Outcome::Closed, outcome, "claim");
    } else if (it.claims.contains(quota)) {
        outcome_expect(Outcome::Done, outcome, "claim again");
        ++it.claims[quota].count;
    } else if (Heap::ClaimCost + (it.owner == quota ? 0 : it.charge()) > remaining(quota)) {
        outcome_expect(Outcome::QuotaExceeded, outcome, "claim");
    } else if (outcome == Outcome::Full) {
        failure_judge(outcome, GranuleBytes, GranuleBytes);
    } else {
        outcome_expect(Outcome::Done, outcome, "claim");
        it.claims[quota] = {1, steps};
    }
}

void HeapDriver::hazard_change()
{
    if (world.hazards.empty()) {
        return;
    }
    uint32_t &slot = world.hazards[choose(uint32_t(world.hazards.size()))];
    const auto allocation = allocation_choose();
    slot = choose(3) == 0 || allocation == allocations.end()
               ? 0
               : allocation->first + choose(allocation->second.bytes);
}

void HeapDriver::split()
{
    const int parent = quota_choose();
    const uint32_t bytes = choose(2000);
    const heap::Allocation got = core.split(quotas[parent].name, bytes);
    const Quota &above = quotas[parent];
    if (!is_open(parent) || above.isEmptying || above.isGoing) {
        outcome_expect(Outcome::Closed, got.outcome, "split");
        return;
    }
    if (above.depth == heap::Quotas<HeapWorld &>::MaximumDepth) {
        outcome_expect(Outcome::TooDeep, got.outcome, "split");
        return;
    }
    if (Heap::QuotaCost + bytes > remaining(parent)) {
        outcome_expect(Outcome::QuotaExceeded, got.outcome, "split");
        return;
    }
    held_recheck();
    if (got.outcome != Outcome::Done) {
        failure_judge(got.outcome, heap::to_bytes(RecordBody), GranuleBytes);
        return;
    }
    memory_take(got.offset, Heap::Preamble * GranuleBytes);
    const Granule name = Heap::quota_at(got);
    expect(core.parent(name) == above.name, "split: the child has another parent");
    quotas[nextQuota++] = {name, parent, bytes, above.depth + 1};
}

void HeapDriver::emptying_begin()
{
    if (emptyings.size() == 2) {
        return;
    }
    const int quota = quota_choose();
    Quota &it = quotas[quota];
    if (it.parent != Nobody && choose(3) != 0) {
        it.isGoing = true;
        emptyings.push_back({core.recover_begin(it.name), steps});
    } else {
        it.isEmptying = true;
        emptyings.push_back({core.empty_begin(it.name), steps});
    }
}

void HeapDriver::emptying_step()
{
    if (emptyings.empty()) {
        return;
    }
    const size_t index = choose(uint32_t(emptyings.size()));
    Begun &begun = emptyings[index];
    if (quota_of(begun.emptying.top) == Nobody) { // recovered by the other one, or with its parent
        emptyings.erase(emptyings.begin() + ptrdiff_t(index));
        return;
    }
    const bool isDone = core.empty_step(begun.emptying, 1 + choose(8));
    reread(begun.emptying);
    if (isDone) {
        emptied_expect(begun);
        emptyings.erase(emptyings.begin() + ptrdiff_t(index));
    }
}

void HeapDriver::probe()
{
    const uint32_t offset = choose(setting.bytes + 64);
    Granule expected = heap::None;
    const auto after = allocations.upper_bound(offset);
    if (after != allocations.begin()) {
        const auto &[start, it] = *std::prev(after);
        expected = offset < start + it.bytes ? start / GranuleBytes - 1 : heap::None;
    }
    const Granule found = core.find(offset);
    const bool isQuota = std::ranges::any_of(quotas, [&](const auto &entry) {
        return found != heap::None && entry.second.name == found + 1 + Heap::Preamble;
    });
    expect(found == expected || isQuota, "find: not the allocation that is there");
}

// Judging.

void HeapDriver::fail(std::string what)
{
    if (problem.empty()) {
        problem = fmt::format("step {}: {}", steps, what);
    }
}

void HeapDriver::expect(bool isTrue, const char *what)
{
    if (!isTrue) {
        fail(what);
    }
}

void HeapDriver::outcome_expect(Outcome expected, Outcome got, const char *what)
{
    if (expected != got) {
        fail(fmt::format("{}: outcome {} instead of {}", what, int(got), int(expected)));
    }
}

/// There must be no chunk that would have done wherever it lies, however its list is rounded.
void HeapDriver::failure_judge(Outcome outcome, uint32_t bytes, uint32_t alignment)
{
    expect(outcome == Outcome::SweepNeeded || outcome == Outcome::Full,
           "no memory, but that is not the reason given");
    const Granule needed = bytes / GranuleBytes + 1;
    const Granule ample =
        alignment == GranuleBytes ? needed : needed + alignment / GranuleBytes + 1;
    Granule largest = 0;
    core.chunks_visit([&](Granule, Header header) {
        if (header.kind() == Kind::Free) {
            largest = std::max(largest, header.size());
        }
    });
    expect(largest < ample || heap::list_of(largest) < heap::list_from(ample),
           "no memory, but a free chunk would do");
}

void HeapDriver::allocation_judge(heap::Allocation got, uint32_t wanted)
{
    expect(got.bytes >= wanted && got.bytes % GranuleBytes == 0, "allocate: too short");
    expect(got.bytes - wanted < std::max(machine::representable_alignment(wanted), GranuleBytes),
           "allocate: rounded up too far");
    const auto set = machine::bounds_set(setting.start + got.offset, got.bytes);
    expect(set.isExact, "allocate: bounds are not exact");
    memory_take(got.offset, got.bytes);
}

/// [offset, offset + bytes) leaves the heap: it must be zero and nobody's.
void HeapDriver::memory_take(uint32_t offset, uint32_t bytes)
{
    const auto after = allocations.lower_bound(offset);
    expect(after == allocations.end() || after->first >= offset + bytes + GranuleBytes,
           "overlaps the allocation after it");
    if (after != allocations.begin()) {
        const auto &[start, it] = *std::prev(after);
        expect(start + it.bytes + GranuleBytes <= offset, "overlaps the allocation before it");
    }
    for (Granule granule = offset / 8; granule != (offset + bytes) / 8; ++granule) {
        expect(world.granule_read(granule) == 0, "reused without being zeroed");
        expect(!world.is_painted(granule), "allocated but painted");
    }
}

void HeapDriver::painted_expect(uint32_t offset, uint32_t bytes)
{
    for (Granule granule = offset / 8; granule != (offset + bytes) / 8; ++granule) {
        expect(world.is_painted(granule), "freed but not painted");
    }
}

bool HeapDriver::is_covered(uint32_t offset, uint32_t bytes) const
{
    return std::ranges::any_of(world.hazards, [&](uint32_t hazard) {
        return hazard >= offset && hazard < offset + bytes;
    });
}

void HeapDriver::held_recheck()
{
    for (auto allocation = allocations.begin(); allocation != allocations.end();) {
        const auto current = allocation++;
        if (current->second.is_nobodys() && !is_covered(current->first, current->second.bytes)) {
            die(current);
        }
    }
}

void HeapDriver::die(Allocations::iterator allocation)
{
    painted_expect(allocation->first, allocation->second.bytes);
    allocations.erase(allocation);
}

void HeapDriver::retire_if_nobodys(Allocations::iterator allocation)
{
    if (allocation->second.is_nobodys()) {
        held_recheck();
    }
}

/// What a step of emptying did to an allocation, from its header; only some changes are right.
void HeapDriver::allocation_reread(Allocations::iterator allocation, const heap::Emptying &emptying)
{
    auto &[offset, it] = *allocation;
    const int top = quota_of(emptying.top);
    const int heir = quota_of(emptying.heir);
    const Header header = header_of(offset);
    const bool isGone = header.kind() == Kind::Quarantined;
    std::vector<int> still;
    for (Granule claim = isGone ? heap::None : header.claims(); claim != heap::None;) {
        const heap::Claim node(world.granule_read(claim + 1));
        still.push_back(quota_of(node.claimant()));
        claim = node.next();
    }
    std::erase_if(it.claims, [&](const auto &entry) {
        const bool isDropped = std::ranges::find(still, entry.first) == still.end();
        expect(!isDropped || is_within(entry.first, top), "emptying drops another's claim");
        return isDropped;
    });
    const int owner = isGone || header.owner() == heap::None ? Nobody : quota_of(header.owner());
    if (owner != it.owner) {
        expect(is_within(it.owner, top), "emptying changes another's allocation");
        expect(owner == (it.isSealed ? heir : Nobody), "emptying gives to the wrong one");
        for (int loser = it.owner; owner != Nobody && loser != heir;) {
            quotas[loser].given -= it.charge();
            loser = quotas[loser].parent;
        }
        it.owner = owner;
    }
    if (isGone) {
        expect(it.is_nobodys(), "emptying frees what is somebody's");
        expect(!is_covered(offset, it.bytes), "emptying frees what a hazard holds");
        die(allocation);
    }
}

void HeapDriver::reread(const heap::Emptying &emptying)
{
    for (auto allocation = allocations.begin(); allocation != allocations.end();) {
        allocation_reread(allocation++, emptying);
    }
    // Children come after their parents.
    std::vector<int> gone;
    for (auto &[number, quota] : quotas) {
        const uint32_t body = (quota.name - Heap::Preamble) * GranuleBytes;
        if (quota.parent == Nobody || header_of(body).kind() != Kind::Quarantined) {
            continue;
        }
        gone.push_back(number);
        expect(std::ranges::none_of(allocations,
                                    [&, id = number](const auto &entry) {
                                        return entry.second.owner == id ||
                                               entry.second.claims.contains(id);
                                    }),
               "a quota went that holds something");
        painted_expect(body, heap::to_bytes(RecordBody));
    }
    for (auto number = gone.rbegin(); number != gone.rend(); ++number) {
        expect(quotas[*number].name != emptying.top ||
                   emptying.bytes == remaining(*number) + Heap::QuotaCost,
               "recovering returns another sum than what was left");
        quotas.erase(*number);
    }
    for (const auto &[number, quota] : quotas) {
        expect(quota.parent == Nobody || quotas.contains(quota.parent), "a quota lost its parent");
    }
}

void HeapDriver::emptied_expect(const Begun &begun)
{
    const int top = quota_of(begun.emptying.top);
    const bool isGone = begun.emptying.heir != begun.emptying.top;
    expect((top == Nobody) == isGone, "emptied, but the quota is or is not gone");
    if (isGone || top == Nobody) {
        return;
    }
    quotas[top].isEmptying = false;
    for (const auto &[offset, it] : allocations) {
        // The quota itself may be used meanwhile.
        expect(it.owner != top || it.isSealed || it.born >= begun.born,
               "emptied, but an allocation is left");
        const auto claim = it.claims.find(top);
        expect(claim == it.claims.end() || claim->second.born >= begun.born,
               "emptied, but a claim is left");
    }
    for (const auto &[number, quota] : quotas) {
        expect(quota.parent != top, "emptied, but a child is left");
    }
}

// Choosing and adding up.

int HeapDriver::quota_choose()
{
    return std::next(quotas.begin(), choose(uint32_t(quotas.size())))->first;
}

HeapDriver::Allocations::iterator HeapDriver::allocation_choose()
{
    if (allocations.empty()) {
        return allocations.end();
    }
    const auto found = allocations.lower_bound(choose(setting.bytes));
    return found == allocations.end() ? allocations.begin() : found;
}

int HeapDriver::quota_of(Granule name) const
{
    const auto found =
        std::ranges::find_if(quotas, [&](const auto &entry) { return entry.second.name == name; });
    return found == quotas.end() ? Nobody : found->first;
}

bool HeapDriver::is_within(int quota, int top) const
{
    while (quota != Nobody && quota != top) {
        quota = quotas.at(quota).parent;
    }
    return quota != Nobody;
}

bool HeapDriver::is_open(int quota) const
{
    if (quotas.at(quota).isGoing) {
        return false;
    }
    for (int above = quotas.at(quota).parent; above != Nobody; above = quotas.at(above).parent) {
        if (quotas.at(above).isEmptying || quotas.at(above).isGoing) {
            return false;
        }
    }
    return true;
}

uint64_t HeapDriver::remaining(int quota) const
{
    uint64_t held = 0;
    for (const auto &[offset, it] : allocations) {
        held += it.owner == quota ? it.charge() : 0;
        if (it.claims.contains(quota)) {
            held += Heap::ClaimCost + (it.owner == quota ? 0 : it.charge());
        }
    }
    for (const auto &[number, child] : quotas) {
        held += child.parent == quota ? child.given + Heap::QuotaCost : 0;
    }
    const uint64_t given = quotas.at(quota).given;
    return held <= given ? given - held : 0;
}

// Comparing everything.

void HeapDriver::check()
{
    chunks_check();
    bitmap_check();
    quotas_check();
    patterns_check();
}

void HeapDriver::chunks_check()
{
    bool isPreviousFree = false;
    uint32_t freeBytes = 0;
    size_t internal = 0;
    size_t records = 0;
    size_t live = 0;
    Granule reached = 0;
    core.chunks_visit([&](Granule chunk, Header header) {
        expect(header.size() >= heap::MinimumChunk, "a chunk is too small");
        expect(header.is_previous_free() == isPreviousFree,
               "a chunk is wrong about the one before");
        reached = chunk + header.size();
        const bool isFree = header.kind() == Kind::Free;
        expect(!isFree || !isPreviousFree, "two free neighbours");
        isPreviousFree = isFree;
        if (isFree) {
            freeBytes += heap::to_bytes(header.size());
            expect(world.granule_read(reached - 1) == header.size(), "a free chunk has no size");
            for (Granule granule = chunk + 1; granule + 1 < reached; ++granule) {
                expect(world.granule_read(granule) == 0, "free but not zero");
            }
        } else if (header.is_live() && header.owner() == heap::OwnedByAllocator) {
            (header.kind() == Kind::Plain ? internal : records) += 1;
        } else if (header.is_live()) {
            ++live;
            const auto found = allocations.find(heap::to_bytes(chunk + 1));
            expect(found != allocations.end(), "a live chunk the model does not know");
            expect(found == allocations.end() ||
                       found->second.bytes == heap::to_bytes(header.body_size()),
                   "a live chunk of another length than the model's");
        }
    });
    expect(reached == world.granules() - 1, "chunks do not reach the end");
    expect(freeBytes == core.available(), "available() is not the sum of what is free");
    expect(live == allocations.size(), "the heap lost an allocation");
    size_t claims = 0;
    for (const auto &[offset, it] : allocations) {
        claims += it.claims.size();
    }
    expect(internal == setting.roots.size() + claims, "chunks of the allocator's leak");
    expect(records == quotas.size() - setting.roots.size(), "chunks of quotas leak");
}

void HeapDriver::bitmap_check()
{
    std::vector<bool> painted(world.granules(), true);
    painted[0] = false;
    for (const auto &[offset, it] : allocations) {
        for (Granule granule = offset / 8; granule != (offset + it.bytes) / 8; ++granule) {
            painted[granule] = false;
        }
    }
    for (const auto &[number, quota] : quotas) {
        for (Granule granule = 0; quota.parent != Nobody && granule != RecordBody; ++granule) {
            painted[quota.name - Heap::Preamble + granule] = false;
        }
    }
    for (Granule granule = 0; granule != world.granules(); ++granule) {
        expect(world.is_painted(granule) == painted[granule], "the bitmap is wrong");
    }
}

void HeapDriver::quotas_check()
{
    for (const auto &[number, quota] : quotas) {
        if (core.remaining(quota.name) != remaining(number)) {
            fail(fmt::format("quota {}: {} remain, not {}", number, core.remaining(quota.name),
                             remaining(number)));
        }
    }
}

void HeapDriver::patterns_check()
{
    for (const auto &[offset, it] : allocations) {
        for (Granule granule = offset / 8; granule != (offset + it.bytes) / 8; ++granule) {
            expect(world.granule_read(granule) == pattern(granule), "an allocation was written to");
        }
    }
}

void HeapDriver::finish()
{
    check();
    std::ranges::fill(world.hazards, 0);
    core.hazards_recheck();
    held_recheck();
    emptyings.clear();
    for (int root = 0; root != int(setting.roots.size()); ++root) {
        quotas[root].isEmptying = true;
        Begun begun{core.empty_begin(quotas[root].name), ++steps};
        bool isDone = false;
        while (!isDone && problem.empty()) {
            isDone = core.empty_step(begun.emptying, 3);
            reread(begun.emptying);
        }
        emptied_expect(begun);
    }
    while (!allocations.empty() && problem.empty()) { // sealed ones, now the roots'
        const auto allocation = allocations.begin();
        const int owner = allocation->second.owner;
        expect(owner != Nobody && quotas[owner].parent == Nobody, "left, but not a root's");
        expect(owner != Nobody &&
                   core.release(quotas[owner].name, core.find(allocation->first), true),
               "an owner may not release");
        allocation->second.owner = Nobody;
        retire_if_nobodys(allocation);
    }
    core.wash(world.granules());
    expect(!core.is_dirty(), "not all is washed");
    world.sweep();
    while (core.drain(5)) {
    }
    check();
    expect(core.is_quarantine_empty(), "the quarantine does not empty");
    expect(core.available() == availableAtFirst, "memory leaked");
    for (int root = 0; root != int(setting.roots.size()); ++root) {
        expect(core.remaining(quotas[root].name) == setting.roots[root], "quota leaked");
    }
}

} // namespace griotte::test
