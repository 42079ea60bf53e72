// Bytes, tags, regions, devices and the revocation bitmap.
#include <gtest/gtest.h>

#include <array>
#include <random>

#include "machine/memory/memory.h"

namespace griotte::machine {
namespace {

class FakeTarget final : public MmioTarget
{
public:
    std::optional<uint32_t> mmio_load(uint32_t offset, uint32_t size) override
    {
        return refuses ? std::nullopt : std::optional(offset * 16 + size);
    }
    bool mmio_store(uint32_t offset, uint32_t, uint32_t value) override
    {
        lastOffset = offset;
        lastValue = value;
        return !refuses;
    }
    bool refuses = false;
    uint32_t lastOffset = 0;
    uint32_t lastValue = 0;
};

class MemoryTest : public testing::Test
{
protected:
    void SetUp() override
    {
        auto created = Memory::create();
        ASSERT_TRUE(created.has_value());
        memory = std::move(*created);
        ASSERT_TRUE(memory->region_add("ram", {Ram, RamSize}, Memory::RegionKind::Ram));
    }

    static constexpr uint32_t Ram = 0x8000'0000;
    static constexpr uint32_t RamSize = 0x10000;
    std::unique_ptr<Memory> memory;
};

TEST_F(MemoryTest, StoresReadBackAtEveryAlignment)
{
    for (uint32_t offset = 0; offset < 16; offset++) {
        EXPECT_EQ(memory->store<uint32_t>(Ram + offset, 0x11223344 + offset), Access::Done);
        uint32_t word = 0;
        EXPECT_EQ(memory->load<uint32_t>(Ram + offset, word), Access::Done);
        EXPECT_EQ(word, 0x11223344 + offset);
    }
}

TEST_F(MemoryTest, OnlyCapabilityStoresSetTags)
{
    EXPECT_EQ(memory->capability_store(Ram + 8, 1, 2, true), Access::Done);
    EXPECT_TRUE(memory->tag_at(Ram + 8));
    EXPECT_FALSE(memory->tag_at(Ram));
    EXPECT_FALSE(memory->tag_at(Ram + 16));
    EXPECT_EQ(memory->store<uint8_t>(Ram + 15, 0), Access::Done);
    EXPECT_FALSE(memory->tag_at(Ram + 8));
}

TEST_F(MemoryTest, MisalignedStoreClearsTheTagsOfBothGranules)
{
    (void)memory->capability_store(Ram + 8, 1, 2, true);
    (void)memory->capability_store(Ram + 16, 1, 2, true);
    (void)memory->capability_store(Ram + 24, 1, 2, true);
    EXPECT_EQ(memory->store<uint32_t>(Ram + 14, 0), Access::Done);
    EXPECT_FALSE(memory->tag_at(Ram + 8));
    EXPECT_FALSE(memory->tag_at(Ram + 16));
    EXPECT_TRUE(memory->tag_at(Ram + 24));
}

TEST_F(MemoryTest, StoreAcrossAPageClearsTheTagsOfBothGranules)
{
    (void)memory->capability_store(Ram + PageSize - 8, 1, 2, true);
    (void)memory->capability_store(Ram + PageSize, 1, 2, true);
    EXPECT_EQ(memory->store<uint32_t>(Ram + PageSize - 2, 0xaabbccdd), Access::Done);
    EXPECT_FALSE(memory->tag_at(Ram + PageSize - 8));
    EXPECT_FALSE(memory->tag_at(Ram + PageSize));
    uint32_t word = 0;
    EXPECT_EQ(memory->load<uint32_t>(Ram + PageSize - 2, word), Access::Done);
    EXPECT_EQ(word, 0xaabbccddu);
}

TEST_F(MemoryTest, AccessesOutsideRamFault)
{
    uint32_t word = 0;
    uint8_t byte = 0;
    EXPECT_EQ(memory->load<uint32_t>(Ram - 4, word), Access::Fault);
    EXPECT_EQ(memory->load<uint32_t>(Ram - 1, word), Access::Fault);
    EXPECT_EQ(memory->load<uint32_t>(Ram + RamSize - 2, word), Access::Fault);
    EXPECT_EQ(memory->load<uint32_t>(0, word), Access::Fault);
    EXPECT_EQ(memory->load<uint32_t>(0xffff'fffc, word), Access::Fault);
    EXPECT_EQ(memory->load<uint8_t>(0xffff'ffff, byte), Access::Fault);
    EXPECT_EQ(memory->store<uint32_t>(0xffff'fffe, 1), Access::Fault);
    uint32_t high = 0;
    bool tag = false;
    EXPECT_EQ(memory->capability_load(Ram + RamSize, word, high, tag), Access::Fault);
    EXPECT_EQ(memory->capability_store(0xffff'fff8, 0, 0, true), Access::Fault);
    EXPECT_FALSE(memory->fetch(Ram + RamSize).has_value());
}

TEST_F(MemoryTest, LastByteOfTheAddressSpaceCanBeRam)
{
    ASSERT_TRUE(memory->region_add("top", {0xffff'f000, 0x1000}, Memory::RegionKind::Ram));
    uint32_t word = 0;
    EXPECT_EQ(memory->store<uint32_t>(0xffff'fffc, 7), Access::Done);
    EXPECT_EQ(memory->load<uint32_t>(0xffff'fffc, word), Access::Done);
    EXPECT_EQ(word, 7u);
    EXPECT_EQ(memory->load<uint32_t>(0xffff'fffd, word), Access::Fault);
}

TEST_F(MemoryTest, PartlyCoveredPagesWorkToTheByte)
{
    ASSERT_TRUE(memory->region_add("odd", {0x1004, 0x24}, Memory::RegionKind::Ram));
    uint32_t word = 0;
    EXPECT_EQ(memory->store<uint32_t>(0x1004, 5), Access::Done);
    EXPECT_EQ(memory->load<uint32_t>(0x1004, word), Access::Done);
    EXPECT_EQ(word, 5u);
    EXPECT_EQ(memory->load<uint32_t>(0x1000, word), Access::Fault);
    EXPECT_EQ(memory->load<uint32_t>(0x1002, word), Access::Fault);
    EXPECT_EQ(memory->load<uint32_t>(0x1024, word), Access::Done);
    EXPECT_EQ(memory->load<uint32_t>(0x1028, word), Access::Fault);
    uint32_t high = 0;
    bool tag = false;
    EXPECT_EQ(memory->capability_load(0x1000, word, high, tag), Access::Fault);
    EXPECT_EQ(memory->capability_load(0x1008, word, high, tag), Access::Done);
}

TEST_F(MemoryTest, RomCanBeReadAndFetchedButNotWritten)
{
    ASSERT_TRUE(memory->region_add("rom", {0x2000'0000, 0x1000}, Memory::RegionKind::Rom));
    const std::array<uint8_t, 4> bytes = {1, 2, 3, 4};
    ASSERT_TRUE(memory->host_write(0x2000'0000, bytes));
    uint32_t word = 0;
    EXPECT_EQ(memory->load<uint32_t>(0x2000'0000, word), Access::Done);
    EXPECT_EQ(word, 0x04030201u);
    EXPECT_EQ(memory->fetch(0x2000'0000), 0x0201);
    EXPECT_EQ(memory->store<uint8_t>(0x2000'0000, 9), Access::Fault);
    EXPECT_EQ(memory->capability_store(0x2000'0000, 0, 0, false), Access::Fault);
}

TEST_F(MemoryTest, DevicesSeeTheirOffsetsAndOnlyAlignedAccesses)
{
    FakeTarget target;
    ASSERT_TRUE(memory->device_add("device", {0x1000'0000, 0x100}, target));
    uint32_t word = 0;
    EXPECT_EQ(memory->load<uint32_t>(0x1000'0010, word), Access::DoneDevice);
    EXPECT_EQ(word, 0x104u);
    EXPECT_EQ(memory->load<uint32_t>(0x1000'0011, word), Access::Fault);
    EXPECT_EQ(memory->store<uint16_t>(0x1000'0022, 7), Access::DoneDevice);
    EXPECT_EQ(target.lastOffset, 0x22u);
    EXPECT_EQ(target.lastValue, 7u);
    EXPECT_EQ(memory->load<uint32_t>(0x1000'00fe, word), Access::Fault);
    target.refuses = true;
    EXPECT_EQ(memory->load<uint32_t>(0x1000'0010, word), Access::Fault);
    EXPECT_EQ(memory->store<uint32_t>(0x1000'0010, 1), Access::Fault);
    uint32_t high = 0;
    bool tag = false;
    EXPECT_EQ(memory->capability_load(0x1000'0010, word, high, tag), Access::Fault);
}

TEST_F(MemoryTest, OverlayAnswersForItsBytesAndNoOthers)
{
    FakeTarget target;
    ASSERT_TRUE(memory->overlay_add("htif", {Ram + 0x40, 8}, target));
    EXPECT_EQ(memory->store<uint32_t>(Ram + 0x40, 3), Access::DoneDevice);
    EXPECT_EQ(target.lastValue, 3u);
    EXPECT_EQ(memory->store<uint32_t>(Ram + 0x3c, 4), Access::Done);
    EXPECT_EQ(memory->store<uint32_t>(Ram + 0x48, 5), Access::Done);
    EXPECT_EQ(memory->store<uint32_t>(Ram + 0x3e, 6), Access::Fault); // straddles its start
    EXPECT_EQ(memory->capability_store(Ram + 0x40, 0, 0, true), Access::DoneDevice); // two words
    EXPECT_FALSE(memory->overlay_add("nowhere", {0x100, 8}, target).has_value());
}

TEST_F(MemoryTest, ImpossibleRegionsAreRefusedByName)
{
    const auto overlap =
        memory->region_add("second", {Ram + 0x8000, 0x10000}, Memory::RegionKind::Ram);
    ASSERT_FALSE(overlap.has_value());
    EXPECT_NE(overlap.error().message.find("'second'"), std::string::npos);
    EXPECT_NE(overlap.error().message.find("'ram'"), std::string::npos);
    EXPECT_FALSE(memory->region_add("empty", {0, 0}, Memory::RegionKind::Ram).has_value());
    EXPECT_FALSE(
        memory->region_add("long", {0xffff'0000, 0x20000}, Memory::RegionKind::Ram).has_value());
    FakeTarget target;
    EXPECT_TRUE(memory->device_add("one", {0x1000, 0x100}, target));
    EXPECT_FALSE(memory->device_add("two", {0x10ff, 0x100}, target).has_value());
}

TEST_F(MemoryTest, RevocationBitsAreReadFromTheBitmapInMemory)
{
    constexpr uint32_t Bitmap = Ram + 0x8000;
    ASSERT_TRUE(memory->revocation_set({Ram, 0x4000}, Bitmap));
    EXPECT_FALSE(memory->is_revoked(Ram + 0x48));
    // Granule 9: byte 1, bit 1.
    EXPECT_EQ(memory->store<uint8_t>(Bitmap + 1, 0b10), Access::Done);
    EXPECT_TRUE(memory->is_revoked(Ram + 0x48));
    EXPECT_TRUE(memory->is_revoked(Ram + 0x4f));
    EXPECT_FALSE(memory->is_revoked(Ram + 0x50));
    EXPECT_FALSE(memory->is_revoked(Ram + 0x40));
    EXPECT_FALSE(memory->is_revoked(Ram + 0x4000)); // past what the bitmap covers
    EXPECT_FALSE(memory->is_revoked(Ram - 8));
    EXPECT_FALSE(memory->revocation_set({Ram, 0x4000}, 0x100).has_value());
    EXPECT_FALSE(memory->revocation_set({Ram, 0x4000}, Ram + RamSize - 4).has_value());
}

class Listener final : public CodeListener
{
public:
    void code_changed(uint32_t address, uint32_t size) override
    {
        changes.emplace_back(address, size);
    }
    std::vector<std::pair<uint32_t, uint32_t>> changes;
};

TEST_F(MemoryTest, ListenerHearsOfStoresToWatchedPagesOnly)
{
    Listener listener;
    memory->code_listener_set(&listener);
    (void)memory->store<uint32_t>(Ram, 1);
    EXPECT_TRUE(listener.changes.empty());
    memory->code_watch(Ram);
    (void)memory->store<uint16_t>(Ram + 6, 1);
    (void)memory->capability_store(Ram + 8, 1, 2, false);
    (void)memory->store<uint32_t>(Ram + PageSize, 1);
    const std::vector<std::pair<uint32_t, uint32_t>> expected = {{Ram + 6, 2}, {Ram + 8, 8}};
    EXPECT_EQ(listener.changes, expected);
    memory->code_listener_set(nullptr);
}

TEST_F(MemoryTest, HostAccessChecksAllBeforeItWritesAny)
{
    std::vector<uint8_t> bytes(RamSize + 1, 0xee);
    EXPECT_FALSE(memory->host_write(Ram, bytes).has_value());
    uint32_t word = 1;
    (void)memory->load<uint32_t>(Ram, word);
    EXPECT_EQ(word, 0u);
    bytes.resize(RamSize);
    (void)memory->capability_store(Ram + 0x100, 0, 0, true);
    EXPECT_TRUE(memory->host_write(Ram, bytes).has_value());
    EXPECT_FALSE(memory->tag_at(Ram + 0x100));
    std::vector<uint8_t> back(RamSize);
    EXPECT_TRUE(memory->host_read(Ram, back).has_value());
    EXPECT_EQ(back, bytes);
    EXPECT_FALSE(memory->host_read(Ram + 1, back).has_value());
    EXPECT_FALSE(memory->host_read(0xffff'ffff, back).has_value());
}

class StoresSeen final : public StoreListener
{
public:
    void stored(uint32_t address, uint32_t size) override { seen.emplace_back(address, size); }
    std::vector<std::pair<uint32_t, uint32_t>> seen;
};

TEST_F(MemoryTest, TellsOfStoresToAWatchedRangeAndNoOthers)
{
    StoresSeen listener;
    memory->store_watch({Ram + 0x1100, 0x100}, &listener);
    EXPECT_EQ(memory->store<uint8_t>(Ram + 0x10ff, 1), Access::Done);
    EXPECT_EQ(memory->store<uint32_t>(Ram + 0x1100, 1), Access::Done);
    EXPECT_EQ(memory->capability_store(Ram + 0x11f8, 1, 2, true), Access::Done);
    EXPECT_EQ(memory->store<uint32_t>(Ram + 0x1200, 1), Access::Done);
    const std::array<uint8_t, 2> bytes = {1, 2};
    ASSERT_TRUE(memory->host_write(Ram + 0x10ff, bytes));
    const std::vector<std::pair<uint32_t, uint32_t>> expected = {
        {Ram + 0x1100, 4}, {Ram + 0x11f8, 8}, {Ram + 0x10ff, 2}};
    EXPECT_EQ(listener.seen, expected);
    EXPECT_TRUE(memory->tag_at(Ram + 0x11f8));

    memory->store_watch({}, nullptr);
    EXPECT_EQ(memory->store<uint32_t>(Ram + 0x1100, 2), Access::Done);
    EXPECT_EQ(listener.seen, expected);
}

} // namespace
} // namespace griotte::machine
