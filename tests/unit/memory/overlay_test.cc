// Memory::overlay_add(): a device in the middle of RAM.
#include <gtest/gtest.h>

#include "machine/memory/memory.h"

namespace griotte::machine {

namespace {

/// Two words that count how often they were touched.
class TwoWords final : public MmioTarget
{
public:
    std::optional<uint32_t> mmio_load(uint32_t offset, uint32_t) override
    {
        loads++;
        return words[offset / 4];
    }
    bool mmio_store(uint32_t offset, uint32_t, uint32_t value) override
    {
        stores++;
        words[offset / 4] = value;
        return !refuses;
    }

    uint32_t words[2] = {};
    unsigned loads = 0;
    unsigned stores = 0;
    bool refuses = false;
};

class Overlay : public ::testing::Test
{
protected:
    Overlay()
    {
        EXPECT_TRUE(memory->region_add("ram", {Ram, 0x3000}, Memory::RegionKind::Ram).has_value());
        EXPECT_TRUE(memory->overlay_add("htif", {At, 8}, target).has_value());
    }

    static constexpr uint32_t Ram = 0x8000'0000, At = Ram + 0x1010;
    std::unique_ptr<Memory> memory = std::move(*Memory::create());
    TwoWords target;
};

} // namespace

TEST_F(Overlay, RoutesExactlyItsRange)
{
    EXPECT_EQ(memory->store<uint32_t>(At, 7), Access::DoneDevice);
    EXPECT_EQ(memory->store<uint32_t>(At + 4, 8), Access::DoneDevice);
    EXPECT_EQ(memory->store<uint32_t>(At - 4, 1), Access::Done);
    EXPECT_EQ(memory->store<uint32_t>(At + 8, 2), Access::Done);
    EXPECT_EQ(target.words[0], 7u);
    EXPECT_EQ(target.words[1], 8u);
    uint32_t value = 0;
    EXPECT_EQ(memory->load(At, value), Access::DoneDevice);
    EXPECT_EQ(value, 7u);
    EXPECT_EQ(memory->load(At + 8, value), Access::Done);
    EXPECT_EQ(value, 2u);
    EXPECT_EQ(target.stores, 2u);
    EXPECT_EQ(target.loads, 1u);
}

TEST_F(Overlay, LeavesOtherPagesPlain)
{
    EXPECT_EQ(memory->store<uint32_t>(Ram, 5), Access::Done);
    EXPECT_EQ(memory->store<uint32_t>(Ram + 0x2000, 5), Access::Done);
    EXPECT_EQ(memory->device_accesses(), 0u);
}

TEST_F(Overlay, TheRestOfItsPageStillHoldsCapabilities)
{
    EXPECT_EQ(memory->capability_store(At + 8, 1, 2, true), Access::Done);
    uint32_t low = 0;
    uint32_t high = 0;
    bool tag = false;
    EXPECT_EQ(memory->capability_load(At + 8, low, high, tag), Access::Done);
    EXPECT_TRUE(tag);
    EXPECT_EQ(memory->store<uint8_t>(At + 9, 0), Access::Done);
    EXPECT_FALSE(memory->tag_at(At + 8)) << "the slow path clears tags too";
}

TEST_F(Overlay, CapabilityAccessIsTwoWordsWithoutATag)
{
    EXPECT_EQ(memory->capability_store(At, 11, 12, true), Access::DoneDevice);
    EXPECT_EQ(target.words[0], 11u);
    EXPECT_EQ(target.words[1], 12u);
    uint32_t low = 0;
    uint32_t high = 0;
    bool tag = true;
    EXPECT_EQ(memory->capability_load(At, low, high, tag), Access::DoneDevice);
    EXPECT_EQ(low, 11u);
    EXPECT_EQ(high, 12u);
    EXPECT_FALSE(tag);
    EXPECT_FALSE(memory->tag_at(At));
}

TEST_F(Overlay, CapabilityAccessHalfInsideReachesBoth)
{
    TwoWords half;
    ASSERT_TRUE(memory->overlay_add("half", {Ram + 0x2004, 8}, half).has_value());
    EXPECT_EQ(memory->capability_store(Ram + 0x2000, 21, 22, true), Access::DoneDevice);
    EXPECT_EQ(half.words[0], 22u);
    uint32_t value = 0;
    EXPECT_EQ(memory->load(Ram + 0x2000, value), Access::Done);
    EXPECT_EQ(value, 21u);
    EXPECT_FALSE(memory->tag_at(Ram + 0x2000));
}

TEST_F(Overlay, MisalignedAccessAcrossItsEdgeFaults)
{
    EXPECT_EQ(memory->store<uint32_t>(At - 2, 1), Access::Fault);
    EXPECT_EQ(memory->store<uint32_t>(At + 6, 1), Access::Fault);
    uint16_t value = 0;
    EXPECT_EQ(memory->load(At + 1, value), Access::Fault) << "misaligned inside";
    EXPECT_EQ(target.stores + target.loads, 0u);
}

TEST_F(Overlay, RefusalIsAFault)
{
    target.refuses = true;
    EXPECT_EQ(memory->store<uint32_t>(At, 1), Access::Fault);
    EXPECT_EQ(memory->capability_store(At, 1, 2, false), Access::Fault);
}

TEST_F(Overlay, InstructionsComeFromTheRamBelow)
{
    const uint8_t bytes[] = {0x13, 0x00};
    ASSERT_TRUE(memory->host_write(At, bytes).has_value());
    EXPECT_EQ(memory->fetch(At), 0x0013);
    EXPECT_EQ(target.stores, 0u) << "the host's writes pass it by";
}

TEST_F(Overlay, MustLieInMemoryAndAloneThere)
{
    TwoWords other;
    EXPECT_FALSE(memory->overlay_add("x", {0x1000, 8}, other).has_value());
    EXPECT_FALSE(memory->overlay_add("x", {Ram + 0x2ffc, 8}, other).has_value());
    EXPECT_FALSE(memory->overlay_add("x", {Ram, 0}, other).has_value());
    const auto twice = memory->overlay_add("again", {At + 4, 4}, other);
    ASSERT_FALSE(twice.has_value());
    EXPECT_NE(twice.error().message.find("overlaps 'htif'"), std::string::npos);
}

} // namespace griotte::machine
