// The heap as the revocation bitmap tells of it.
#include "machine/observe/heap_history.h"
#include "tests/unit/observe/sample_system.h"

namespace griotte::machine {
namespace {

class HeapHistoryTest : public SampleSystem
{
protected:
    void SetUp() override
    {
        SampleSystem::SetUp();
        depth_set(2);
        program.firmware_watch(*machine);
        ASSERT_NE(program.heap, nullptr);
        bits_set(Heap, HeapSize, true); // as the allocator begins
    }
    static constexpr uint32_t HeapSize = 0x2800;

    /// Paints or clears the granules of a range, the last first, a word of the bitmap a store.
    void bits_set(uint32_t start, uint32_t size, bool isPainted)
    {
        Memory &memory = machine->memory();
        const uint32_t origin = memory.revocation_covered().start;
        const uint32_t firstBit = (start - origin) / GranuleSize;
        for (uint32_t end = firstBit + size / GranuleSize; end > firstBit;) {
            const uint32_t first = std::max(firstBit, (end - 1) / 32 * 32);
            const uint32_t address = memory.revocation_bitmap() + (end - 1) / 32 * 4;
            uint32_t word = 0;
            ASSERT_EQ(memory.load<uint32_t>(address, word), Access::Done);
            for (uint32_t bit = first; bit < end; bit++) {
                const uint32_t mask = 1u << bit % 32;
                word = isPainted ? word | mask : word & ~mask;
            }
            ASSERT_EQ(memory.store<uint32_t>(address, word), Access::Done);
            end = first;
        }
    }
    void allocate(uint32_t start, uint32_t size) { bits_set(start, size, false); }
    void release(uint32_t start, uint32_t size) { bits_set(start, size, true); }
};

TEST_F(HeapHistoryTest, SeesWhoAllocatedAndWhoFreed)
{
    EXPECT_EQ(program.heap->find(Heap + 0x10), nullptr);
    allocate(Heap + 0x10, 16);
    const HeapObject *object = program.heap->find(Heap + 0x18);
    ASSERT_NE(object, nullptr);
    EXPECT_EQ(object->range, (AddressRange{Heap + 0x10, 16}));
    EXPECT_EQ(object->allocated.thread, 1u);
    EXPECT_EQ(object->allocated.compartment->name, "vault");
    EXPECT_EQ(object->allocated.returnAddress, 0x8000'1204u);
    EXPECT_FALSE(object->freed.has_value());
    EXPECT_EQ(program.heap->find(Heap + 0x20), nullptr);

    capability_write(Spills + 24, return_sentry(0x8000'1308));
    release(Heap + 0x10, 16);
    object = program.heap->find(Heap + 0x10);
    ASSERT_NE(object, nullptr);
    ASSERT_TRUE(object->freed.has_value());
    EXPECT_EQ(object->freed->returnAddress, 0x8000'1308u);
    EXPECT_EQ(object->allocated.returnAddress, 0x8000'1204u);
}

TEST_F(HeapHistoryTest, TakesSeveralStoresForOneAllocation)
{
    allocate(Heap + 0x100, 0x1000);
    EXPECT_EQ(program.heap->counts().allocations, 1u);
    EXPECT_EQ(program.heap->counts().liveBytes, 0x1000u);
    EXPECT_EQ(program.heap->find(Heap + 0x100)->range, (AddressRange{Heap + 0x100, 0x1000}));
    EXPECT_EQ(program.heap->find(Heap + 0x10ff), program.heap->find(Heap + 0x100));
    release(Heap + 0x100, 0x1000);
    EXPECT_EQ(program.heap->counts().frees, 1u);
    EXPECT_EQ(program.heap->counts().liveBytes, 0u);
    EXPECT_EQ(program.heap->counts().peakBytes, 0x1000u);
    EXPECT_EQ(program.heap->find(Heap + 0x10ff)->range, (AddressRange{Heap + 0x100, 0x1000}));
}

TEST_F(HeapHistoryTest, KeepsNeighboursApartByTheirHeaders)
{
    allocate(Heap + 0x10, 8);
    allocate(Heap + 0x20, 8);
    EXPECT_EQ(program.heap->counts().allocations, 2u);
    EXPECT_EQ(program.heap->find(Heap + 0x18), nullptr);
    release(Heap + 0x10, 8);
    EXPECT_TRUE(program.heap->find(Heap + 0x10)->freed.has_value());
    EXPECT_FALSE(program.heap->find(Heap + 0x20)->freed.has_value());
}

TEST_F(HeapHistoryTest, PrefersWhatLivesAndThenWhatWasFreedLast)
{
    allocate(Heap + 0x10, 16);
    release(Heap + 0x10, 16);
    allocate(Heap + 0x10, 32);
    EXPECT_FALSE(program.heap->find(Heap + 0x10)->freed.has_value());
    EXPECT_EQ(program.heap->find(Heap + 0x10)->range.length, 32u);
    release(Heap + 0x10, 32);
    EXPECT_TRUE(program.heap->find(Heap + 0x10)->freed.has_value());
    EXPECT_EQ(program.heap->find(Heap + 0x10)->range.length, 32u);
}

TEST_F(HeapHistoryTest, ForgetsTheOldestOfTooMany)
{
    allocate(Heap + 0x10, 16);
    release(Heap + 0x10, 16);
    for (int count = 0; count < 5000; count++) {
        allocate(Heap + 0x40, 16);
        release(Heap + 0x40, 16);
    }
    EXPECT_EQ(program.heap->find(Heap + 0x10), nullptr);
    EXPECT_NE(program.heap->find(Heap + 0x40), nullptr);
    EXPECT_EQ(program.heap->counts().allocations, 5001u);
}

TEST_F(HeapHistoryTest, HasWordsForIt)
{
    allocate(Heap + 0x10, 16);
    EXPECT_EQ(address_describe(Heap + 0x18, machine->hart(), program),
              "heap object of 16 bytes, + 0x8");
    EXPECT_EQ(heap_actor_describe(program.heap->find(Heap + 0x10)->allocated, program),
              "vault: 0x80001202, on thread 1 (vault.run)");
    release(Heap + 0x10, 16);
    EXPECT_EQ(address_describe(Heap + 0x10, machine->hart(), program),
              "freed heap object of 16 bytes");
    EXPECT_EQ(address_describe(Heap + 0x80, machine->hart(), program),
              "heap memory that is no object's");
}

} // namespace
} // namespace griotte::machine
