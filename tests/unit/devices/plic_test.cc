#include "machine/devices/interrupt_source.h"
#include "tests/unit/devices/device_bench.h"

namespace griotte::machine {

namespace {

class PlicTest : public DeviceBench
{
protected:
    PlicTest() { plic_make("plic"); }

    void plic_make(std::string_view model)
    {
        wires = dynamic_cast<InterruptController *>(&device_make(model));
    }
    static uint32_t priority(uint32_t source) { return 4 * source; }
    /// Enables `source` with `level` of priority.
    void source_enable(uint32_t source, uint32_t level)
    {
        store(priority(source), level);
        store(Enable, load(Enable) | (1u << source));
    }
    void pulse(uint32_t source)
    {
        wires->source_set(source, true);
        wires->source_set(source, false);
    }

    static constexpr uint32_t Edge = 0, Pending = 0x1000, Enable = 0x2000, Threshold = 0x20'0000,
                              Claim = 0x20'0004;
    InterruptController *wires = nullptr;
};

} // namespace

TEST_F(PlicTest, RaisesTheHartsLineForAnEnabledSourceAboveTheThreshold)
{
    source_enable(3, 2);
    wires->source_set(3, true);
    EXPECT_TRUE(external.isLit);
    store(Threshold, 2);
    EXPECT_FALSE(external.isLit) << "priority must be higher than the threshold";
    store(Threshold, 1);
    EXPECT_TRUE(external.isLit);
    store(Enable, 0);
    EXPECT_FALSE(external.isLit);
}

TEST_F(PlicTest, PriorityZeroNeverInterrupts)
{
    source_enable(3, 0);
    wires->source_set(3, true);
    EXPECT_FALSE(external.isLit);
    EXPECT_EQ(load(Claim), 0u);
}

TEST_F(PlicTest, ClaimsTheHighestPriorityAndOfEqualsTheLowestNumber)
{
    source_enable(2, 1);
    source_enable(5, 3);
    source_enable(7, 3);
    for (const uint32_t source : {2u, 5u, 7u}) {
        wires->source_set(source, true);
    }
    EXPECT_EQ(load(Claim), 5u);
    EXPECT_EQ(load(Claim), 7u);
    EXPECT_EQ(load(Claim), 2u);
    EXPECT_EQ(load(Claim), 0u);
    EXPECT_FALSE(external.isLit);
}

TEST_F(PlicTest, ClaimDisregardsTheThreshold)
{
    source_enable(4, 1);
    store(Threshold, 7);
    wires->source_set(4, true);
    EXPECT_FALSE(external.isLit);
    EXPECT_EQ(load(Claim), 4u);
}

TEST_F(PlicTest, KeepsAPulseUntilItIsClaimed)
{
    pulse(1);
    EXPECT_EQ(load(Pending), 1u << 1) << "kept even before anybody enabled it";
    source_enable(1, 2);
    EXPECT_TRUE(external.isLit);
    EXPECT_EQ(load(Claim), 1u);
    EXPECT_FALSE(external.isLit);
    store(Claim, 1);
    EXPECT_FALSE(external.isLit) << "the wire fell long ago";
}

TEST_F(PlicTest, LevelSourceIsPendingAgainWhenCompletedWithItsWireUp)
{
    source_enable(2, 2);
    wires->source_set(2, true);
    EXPECT_EQ(load(Claim), 2u);
    EXPECT_FALSE(external.isLit);
    store(Claim, 2);
    EXPECT_TRUE(external.isLit);
}

TEST_F(PlicTest, EdgeSourceWaitsForTheNextRise)
{
    store(Edge, 1u << 2);
    source_enable(2, 2);
    wires->source_set(2, true);
    EXPECT_EQ(load(Claim), 2u);
    store(Claim, 2);
    EXPECT_FALSE(external.isLit);
    wires->source_set(2, true);
    EXPECT_FALSE(external.isLit) << "no rise: the wire was up";
    wires->source_set(2, false);
    wires->source_set(2, true);
    EXPECT_TRUE(external.isLit);
}

TEST_F(PlicTest, LosesAPulseBetweenClaimAndCompletionAsTheHardwareDoes)
{
    source_enable(1, 2);
    pulse(1);
    EXPECT_EQ(load(Claim), 1u);
    pulse(1);
    EXPECT_EQ(load(Pending), 0u);
    store(Claim, 1);
    EXPECT_FALSE(external.isLit);
    pulse(1);
    EXPECT_TRUE(external.isLit);
}

TEST_F(PlicTest, MakingARaisedSourceLevelTriggeredMakesItPending)
{
    store(Edge, 1u << 2);
    source_enable(2, 2);
    wires->source_set(2, true);
    EXPECT_EQ(load(Claim), 2u);
    store(Claim, 2);
    store(Edge, 0);
    EXPECT_TRUE(external.isLit);
}

TEST_F(PlicTest, RegistersKeepTheirBitsAndNoMore)
{
    store(priority(31), 0xff);
    EXPECT_EQ(load(priority(31)), 7u);
    store(Enable, ~0u);
    EXPECT_EQ(load(Enable), ~1u) << "there is no source 0";
    store(Threshold, 0xff);
    EXPECT_EQ(load(Threshold), 7u);
    EXPECT_EQ(load(0x3000), 0u);
    store(Claim, 0);
    store(Claim, 1000);
    EXPECT_FALSE(device->mmio_load(Enable, 1).has_value());
    EXPECT_FALSE(device->mmio_store(Enable, 2, 0));
}

TEST_F(PlicTest, NumbersEnableAndEdgeBitsFromSourceOneIn2023)
{
    plic_make("plic_2023");
    store(priority(1), 2);
    store(Enable, 1u << 0);
    EXPECT_EQ(load(Enable), 1u);
    pulse(1);
    EXPECT_TRUE(external.isLit);
    EXPECT_EQ(load(Claim), 1u);
    store(Edge, 1u << 1);
    EXPECT_EQ(load(Edge), 1u << 1);
    wires->source_set(2, true);
    store(priority(2), 2);
    store(Enable, 1u << 1);
    EXPECT_EQ(load(Claim), 2u);
    store(Claim, 2);
    EXPECT_FALSE(external.isLit) << "source 2 is edge-triggered";
}

TEST_F(PlicTest, ResetForgetsWiresAndSettings)
{
    source_enable(2, 2);
    wires->source_set(2, true);
    device->reset();
    EXPECT_FALSE(external.isLit);
    EXPECT_EQ(load(Enable), 0u);
    EXPECT_EQ(load(Pending), 0u);
    source_enable(2, 2);
    wires->source_set(2, true);
    EXPECT_TRUE(external.isLit) << "the device's first word after reset is a rise";
}

} // namespace griotte::machine
