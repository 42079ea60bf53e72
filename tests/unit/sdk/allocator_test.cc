// The heap's core, sdk/core/allocator: what it promises one at a time, and random operations
// against a model. GRIOTTE_HEAP_STEPS sets how many; ten million have been run before a release.
#include <cstdlib>

#include <gtest/gtest.h>

#include "tests/unit/sdk/allocator_model.h"
#include "tests/unit/sdk/guest.h"

namespace griotte::test {

using heap::Allocation;
using heap::Granule;
using heap::Kind;
using heap::Outcome;

namespace {

constexpr uint32_t Start = 0x8000'4000;

class HeapTest : public testing::Test
{
protected:
    using Heap = heap::Heap<HeapWorld &>;

    HeapTest()
    {
        EXPECT_TRUE(core.initialise(world.granules() * heap::GranuleBytes));
        quota = root(4096);
        other = root(4096);
        world.use_begin();
    }

    Granule root(uint32_t bytes) { return core.root_add(bytes).offset / heap::GranuleBytes; }
    Allocation allocate(uint32_t bytes, Kind kind = Kind::Plain)
    {
        const Allocation allocation = core.allocate(quota, bytes, kind);
        EXPECT_EQ(allocation.outcome, Outcome::Done);
        return allocation;
    }
    Granule split(Granule parent, uint32_t bytes)
    {
        const Allocation body = core.split(parent, bytes);
        EXPECT_EQ(body.outcome, Outcome::Done);
        return Heap::quota_at(body);
    }
    bool release(Granule who, Allocation what, bool isWhole = true)
    {
        const Granule chunk = core.find(what.offset);
        return chunk != heap::None && core.release(who, chunk, isWhole);
    }
    bool is_live(Allocation what) const { return core.find(what.offset) != heap::None; }
    void finish(heap::Emptying emptying)
    {
        while (!core.empty_step(emptying, 1)) {
        }
        given = emptying.bytes;
    }
    void recycle()
    {
        core.wash(world.granules());
        world.sweep();
        while (core.drain(1)) {
        }
    }

    HeapWorld world{Start, 64 * 1024, 0, 4};
    Heap core{world};
    Granule quota = heap::None;
    Granule other = heap::None;
    uint32_t given = 0;
};

} // namespace

TEST_F(HeapTest, RefusesMemoryThatIsTooLittleOrTooMuch)
{
    HeapWorld small(Start, 64, 0, 4);
    EXPECT_FALSE(Heap(small).initialise(32));
    EXPECT_TRUE(Heap(small).initialise(64));
    EXPECT_FALSE(Heap(small).initialise(8 << 20));
}

TEST_F(HeapTest, ChargesTheRoundedLengthAndEightBytes)
{
    EXPECT_EQ(allocate(1).bytes, 8u);
    EXPECT_EQ(core.remaining(quota), 4096u - 16);
    EXPECT_EQ(allocate(42).bytes, 48u);
    EXPECT_EQ(core.remaining(quota), 4096u - 16 - 56);
}

TEST_F(HeapTest, SlackIsNotChargedAndNotHandedOut)
{
    // Between two live neighbours, 40 bytes: a chunk of 32 leaves 8 that can be no chunk.
    const Allocation hole = allocate(32);
    const Allocation next = allocate(8);
    release(quota, hole);
    recycle();
    // The list of 40-byte chunks has this one, that of 32 has none.
    const uint32_t before = core.remaining(quota);
    const Allocation inside = allocate(24);
    EXPECT_EQ(inside.offset, hole.offset);
    EXPECT_EQ(inside.bytes, 24u);
    EXPECT_EQ(core.remaining(quota), before - 32);
    EXPECT_EQ(core.find(inside.offset + 24), heap::None);
    release(quota, inside);
    EXPECT_EQ(core.remaining(quota), before);
    EXPECT_TRUE(is_live(next));
}

TEST_F(HeapTest, LongAllocationsAreAlignedForExactBounds)
{
    const Granule large = root(60'000);
    const Allocation allocation = core.allocate(large, 20'001, Kind::Plain);
    ASSERT_EQ(allocation.outcome, Outcome::Done);
    EXPECT_EQ(allocation.bytes, machine::representable_length(20'001));
    EXPECT_TRUE(machine::bounds_set(Start + allocation.offset, allocation.bytes).isExact);
}

TEST_F(HeapTest, SaysWhyNot)
{
    const Granule large = root(1'000'000);
    EXPECT_EQ(core.allocate(quota, 0, Kind::Plain).outcome, Outcome::Impossible);
    EXPECT_EQ(core.allocate(quota, 65'536, Kind::Plain).outcome, Outcome::Impossible);
    EXPECT_EQ(core.allocate(quota, 0xffff'ffff, Kind::Plain).outcome, Outcome::Impossible);
    EXPECT_EQ(core.allocate(quota, 4089, Kind::Plain).outcome, Outcome::QuotaExceeded);
    const Allocation most = core.allocate(large, 40'000, Kind::Plain);
    ASSERT_EQ(most.outcome, Outcome::Done);
    EXPECT_EQ(core.allocate(large, 40'000, Kind::Plain).outcome, Outcome::Full);
    EXPECT_EQ(world.epoch(), 0u);
    release(large, most);
    EXPECT_EQ(core.allocate(large, 40'000, Kind::Plain).outcome, Outcome::SweepNeeded);
    EXPECT_EQ(world.epoch(), 1u) << "a sweep was not begun";
}

TEST_F(HeapTest, ReusesMemoryOnlyAfterASweepThatBeganLater)
{
    const Granule large = root(1'000'000);
    const Allocation most = core.allocate(large, 40'000, Kind::Plain);
    world.sweep_start();
    release(large, most);
    core.wash(world.granules());
    world.sweep_end(); // began before
    EXPECT_FALSE(core.drain(1));
    world.sweep_start();
    EXPECT_FALSE(core.drain(1));
    world.sweep_end();
    EXPECT_TRUE(core.drain(1));
    EXPECT_EQ(core.allocate(large, 40'000, Kind::Plain).outcome, Outcome::Done);
}

TEST_F(HeapTest, WhatIsNotZeroedIsNotReused)
{
    const Allocation allocation = allocate(800);
    release(quota, allocation);
    world.sweep();
    core.wash(98);
    EXPECT_TRUE(core.is_dirty());
    EXPECT_FALSE(core.drain(1));
    core.wash(1);
    EXPECT_FALSE(core.is_dirty());
    EXPECT_TRUE(core.drain(1));
}

TEST_F(HeapTest, FindsAnAllocationFromInside)
{
    const Allocation allocation = allocate(1000);
    const Granule chunk = core.find(allocation.offset);
    EXPECT_EQ(core.body_offset(chunk), allocation.offset);
    EXPECT_EQ(core.body_bytes(chunk), 1000u);
    EXPECT_EQ(core.find(allocation.offset + 999), chunk);
    EXPECT_EQ(core.find(allocation.offset + 1000), heap::None);
    EXPECT_EQ(core.find(allocation.offset - 1), heap::None);
    EXPECT_EQ(core.find(0), heap::None);
    EXPECT_EQ(core.find(0xffff'fff8), heap::None);
}

TEST_F(HeapTest, AClaimKeepsAnAllocationAndIsPaidFor)
{
    const Allocation allocation = allocate(128);
    const Granule chunk = core.find(allocation.offset);
    EXPECT_EQ(core.claim(other, chunk), Outcome::Done);
    EXPECT_EQ(core.remaining(other), 4096u - 136 - Heap::ClaimCost);
    EXPECT_EQ(core.claim(other, chunk), Outcome::Done);
    EXPECT_EQ(core.remaining(other), 4096u - 136 - Heap::ClaimCost);
    EXPECT_TRUE(release(quota, allocation));
    EXPECT_EQ(core.remaining(quota), 4096u);
    EXPECT_FALSE(release(quota, allocation)) << "freed twice";
    EXPECT_TRUE(release(other, allocation, false));
    EXPECT_TRUE(is_live(allocation));
    EXPECT_TRUE(release(other, allocation, false));
    EXPECT_FALSE(is_live(allocation));
    EXPECT_EQ(core.remaining(other), 4096u);
}

TEST_F(HeapTest, AnOwnersClaimCostsOnlyItself)
{
    const Allocation allocation = allocate(128);
    EXPECT_EQ(core.claim(quota, core.find(allocation.offset)), Outcome::Done);
    EXPECT_EQ(core.remaining(quota), 4096u - 136 - Heap::ClaimCost);
    EXPECT_TRUE(release(quota, allocation));
    EXPECT_TRUE(is_live(allocation));
    EXPECT_FALSE(release(quota, allocation, false)) << "a part is not the whole";
    EXPECT_TRUE(release(quota, allocation));
    EXPECT_EQ(core.remaining(quota), 4096u);
}

TEST_F(HeapTest, AHazardDelaysTheEndAndAClaimCanStillSaveIt)
{
    const Allocation lost = allocate(16);
    const Allocation saved = allocate(16);
    world.hazards[1] = lost.offset + 8;
    world.hazards[2] = saved.offset;
    EXPECT_TRUE(release(quota, lost));
    EXPECT_TRUE(release(quota, saved));
    EXPECT_EQ(core.remaining(quota), 4096u);
    EXPECT_TRUE(is_live(lost));
    EXPECT_FALSE(release(quota, lost)) << "freed twice";
    EXPECT_EQ(core.claim(other, core.find(saved.offset)), Outcome::Done);
    world.hazards.assign(4, 0);
    core.hazards_recheck();
    EXPECT_FALSE(is_live(lost));
    EXPECT_TRUE(is_live(saved));
    EXPECT_TRUE(release(other, saved));
    EXPECT_FALSE(is_live(saved));
}

TEST_F(HeapTest, EmptyingLeavesSealedAllocationsAndOthersClaims)
{
    const Allocation plain = allocate(100);
    const Allocation sealed = allocate(100, Kind::Sealed);
    const Allocation shared = allocate(100);
    EXPECT_EQ(core.claim(quota, core.find(plain.offset)), Outcome::Done);
    EXPECT_EQ(core.claim(other, core.find(shared.offset)), Outcome::Done);
    finish(core.empty_begin(quota));
    EXPECT_EQ(given, 112u + 112 + Heap::ClaimCost);
    EXPECT_FALSE(is_live(plain));
    EXPECT_TRUE(is_live(sealed));
    EXPECT_TRUE(is_live(shared));
    EXPECT_EQ(core.remaining(quota), 4096u - 112);
    finish(core.empty_begin(quota));
    EXPECT_EQ(given, 0u);
}

TEST_F(HeapTest, AQuotaSplitOffIsPaidByItsParentAndComesBack)
{
    const Granule child = split(quota, 1000);
    EXPECT_EQ(core.remaining(child), 1000u);
    EXPECT_EQ(core.remaining(quota), 4096u - 1000 - Heap::QuotaCost);
    EXPECT_EQ(core.allocate(child, 1000, Kind::Plain).outcome, Outcome::QuotaExceeded);
    const Allocation allocation = core.allocate(child, 992, Kind::Plain);
    EXPECT_EQ(allocation.outcome, Outcome::Done);
    EXPECT_FALSE(release(quota, allocation)) << "a parent is not its child";
    finish(core.recover_begin(child));
    EXPECT_EQ(given, 1000 + Heap::QuotaCost);
    EXPECT_FALSE(is_live(allocation));
    EXPECT_EQ(core.remaining(quota), 4096u);
}

TEST_F(HeapTest, QuotasNestSoFarAndNoFarther)
{
    Granule deepest = quota;
    for (unsigned depth = 0; depth != heap::Quotas<HeapWorld &>::MaximumDepth; ++depth) {
        deepest = split(deepest, core.remaining(deepest) - Heap::QuotaCost);
    }
    EXPECT_EQ(core.split(deepest, 0).outcome, Outcome::TooDeep);
    EXPECT_EQ(core.remaining(deepest), 4096u - 7 * Heap::QuotaCost);
    EXPECT_EQ(core.allocate(deepest, 100, Kind::Plain).outcome, Outcome::Done);
    finish(core.empty_begin(quota));
    EXPECT_EQ(core.remaining(quota), 4096u);
}

TEST_F(HeapTest, RecoveringInheritsWhatIsSealed)
{
    const Granule child = split(quota, 1000);
    const Granule grandchild = split(child, 500);
    const Allocation sealed = core.allocate(grandchild, 100, Kind::Sealed);
    ASSERT_EQ(sealed.outcome, Outcome::Done);
    // Even if the heir claims it already: it is charged once.
    ASSERT_EQ(core.claim(quota, core.find(sealed.offset)), Outcome::Done);
    finish(core.recover_begin(child));
    EXPECT_TRUE(is_live(sealed));
    EXPECT_EQ(core.remaining(quota), 4096u - 112 - Heap::ClaimCost);
    EXPECT_TRUE(release(quota, sealed));
    EXPECT_TRUE(release(quota, sealed));
    EXPECT_EQ(core.remaining(quota), 4096u);
}

TEST_F(HeapTest, NothingNewUnderAQuotaThatIsBeingEmptied)
{
    const Granule child = split(quota, 1000);
    const Granule grandchild = split(child, 500);
    const Allocation kept = allocate(8);
    const heap::Emptying emptying = core.recover_begin(child);
    EXPECT_EQ(core.allocate(child, 8, Kind::Plain).outcome, Outcome::Closed);
    EXPECT_EQ(core.allocate(grandchild, 8, Kind::Plain).outcome, Outcome::Closed);
    EXPECT_EQ(core.claim(grandchild, core.find(kept.offset)), Outcome::Closed);
    EXPECT_EQ(core.split(grandchild, 8).outcome, Outcome::Closed);
    EXPECT_EQ(core.allocate(quota, 8, Kind::Plain).outcome, Outcome::Done);
    finish(emptying);
}

TEST_F(HeapTest, FreeMemoryJoinsItsNeighbours)
{
    const uint32_t before = core.available();
    std::vector<Allocation> pieces;
    for (int count = 0; count != 40; ++count) {
        pieces.push_back(allocate(40));
    }
    for (const size_t first : {1, 0, 2}) {
        for (size_t piece = first; piece < pieces.size(); piece += 3) {
            release(quota, pieces[piece]);
        }
        recycle();
    }
    unsigned freeChunks = 0;
    core.chunks_visit(
        [&](Granule, heap::Header header) { freeChunks += header.kind() == Kind::Free; });
    EXPECT_EQ(freeChunks, 1u);
    EXPECT_EQ(core.available(), before);
}

TEST(ShadowMap, FindsWhatALoopOverBitsFinds)
{
    constexpr Granule Granules = 400;
    Random random(3);
    HeapWorld world(Start, Granules * heap::GranuleBytes, 13, 0);
    heap::ShadowMap<HeapWorld &> map(world);
    std::vector<bool> painted(Granules);
    for (int round = 0; round != 20'000; ++round) {
        const Granule first = 1 + Granule(random.below(Granules - 1));
        const Granule end = first + Granule(random.below(Granules - first + 1));
        const bool isPaint = random.below(2) == 0;
        isPaint ? map.paint(first, end) : map.unpaint(first, end);
        std::fill(painted.begin() + first, painted.begin() + end, isPaint);

        const Granule from = Granule(random.below(Granules));
        Granule before = from;
        while (before != 0 && !painted[--before]) {
        }
        ASSERT_EQ(map.painted_before(from), before) << "round " << round;
        const Granule limit = from + Granule(random.below(Granules - from + 1));
        Granule clear = from;
        while (clear < limit && painted[clear]) {
            ++clear;
        }
        ASSERT_EQ(map.clear_from(from, limit), clear) << "round " << round;
        ASSERT_EQ(map.is_painted(from), painted[from]) << "round " << round;
    }
}

TEST(FreeLists, EverySizeHasAListAndListsAreInOrder)
{
    for (Granule size = 1; size < heap::MaximumGranules; ++size) {
        const unsigned list = heap::list_of(size);
        const unsigned after = heap::list_of(size + 1);
        ASSERT_TRUE(after == list || after == list + 1) << size;
        ASSERT_EQ(heap::list_from(size + 1), after == list ? list + 1 : after) << size;
    }
}

namespace {

uint64_t steps_wanted()
{
    const char *text = std::getenv("GRIOTTE_HEAP_STEPS");
    return text == nullptr ? 200'000 : std::strtoull(text, nullptr, 10);
}

/// Runs one sequence; the whole heap is compared every `period` steps.
void random_run(HeapDriver::Setting setting, uint64_t seed, uint64_t steps, uint64_t period)
{
    Random random(seed);
    HeapDriver driver(std::move(setting),
                      [&](uint32_t limit) { return uint32_t(random.below(limit)); });
    for (uint64_t step = 0; step != steps && driver.failure().empty(); ++step) {
        driver.step();
        if (step % period == 0) {
            driver.check();
        }
    }
    driver.finish();
    ASSERT_EQ(driver.failure(), "") << "seed " << seed;
    ASSERT_GT(driver.allocations_made(), steps / 50) << "seed " << seed << ": little was allocated";
}

} // namespace

TEST(HeapModel, AgreesOnManySmallHeaps)
{
    const uint64_t steps = steps_wanted() / 2;
    for (uint64_t seed = 0; seed != 50; ++seed) {
        random_run({.bytes = uint32_t(4096 + seed * 256), .hazardSlots = uint32_t(seed % 7)}, seed,
                   steps / 50, 16);
    }
}

TEST(HeapModel, AgreesOverALongLife)
{
    random_run({}, 1000, steps_wanted() / 4, 64);
}

TEST(HeapModel, AgreesOnAlignedAllocations)
{
    random_run({.start = 0x8000'1238,
                .bytes = 256 * 1024,
                .originGranules = 7,
                .largest = 60'000,
                .roots = {200'000, 0x7fff'ffff}},
               2000, steps_wanted() / 4, 512);
}

} // namespace griotte::test
