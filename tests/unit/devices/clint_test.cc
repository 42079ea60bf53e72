#include "tests/unit/devices/device_bench.h"

namespace griotte::machine {

namespace {

constexpr uint64_t High = uint64_t{1} << 32;

class CheriotSafeClint : public DeviceBench
{
protected:
    CheriotSafeClint() { device_make("clint"); }

    static constexpr uint32_t Msip = 0x0, Time = 0x10, TimeHigh = 0x14, Compare = 0x18,
                              CompareHigh = 0x1c;
};

class SiFiveClint : public DeviceBench
{
protected:
    SiFiveClint()
    {
        device_make("clint_sifive", {.name = "clint", .range = {}, .cyclesPerTick = 100});
    }

    static constexpr uint32_t Compare = 0x4000, CompareHigh = 0x4004, Time = 0xbff8;
};

} // namespace

TEST_F(CheriotSafeClint, CountsCycles)
{
    EXPECT_EQ(load(Time), 0u);
    pass(High + 5);
    EXPECT_EQ(load(Time), 5u);
    EXPECT_EQ(load(TimeHigh), 1u);
}

TEST_F(CheriotSafeClint, TimerIsPendingStrictlyAfterTheComparison)
{
    store(Compare, 100);
    EXPECT_FALSE(timer.isLit);
    EXPECT_EQ(pass(100), 101u) << "the next event is the cycle after the comparison";
    EXPECT_FALSE(timer.isLit) << "mtime == mtimecmp is not pending";
    pass(1);
    EXPECT_TRUE(timer.isLit);
}

TEST_F(CheriotSafeClint, TimerIsPendingFromTheFirstCycleUntilAComparisonIsSet)
{
    EXPECT_FALSE(timer.isLit);
    pass(1);
    EXPECT_TRUE(timer.isLit);
    store(CompareHigh, 1);
    EXPECT_FALSE(timer.isLit);
}

TEST_F(CheriotSafeClint, SoftwareInterruptIsALevel)
{
    store(Msip, 1);
    EXPECT_TRUE(software.isLit);
    EXPECT_EQ(load(Msip), 1u);
    store(Msip, 2);
    EXPECT_FALSE(software.isLit);
}

TEST_F(CheriotSafeClint, TimeMayBeWritten)
{
    pass(1000);
    store(Time, 5);
    store(TimeHigh, 7);
    pass(10);
    EXPECT_EQ(load(Time), 15u);
    EXPECT_EQ(load(TimeHigh), 7u);
}

TEST_F(CheriotSafeClint, ReadsZeroWhereItHasNoRegister)
{
    EXPECT_EQ(load(0x20), 0u);
    store(0x20, 1);
}

TEST_F(CheriotSafeClint, ReadsPartOfARegister)
{
    store(Compare, 0x1234'5678);
    EXPECT_EQ(load(Compare + 1, 1), 0x56u);
    EXPECT_EQ(load(Compare + 2, 2), 0x1234u);
    EXPECT_FALSE(device->mmio_store(Compare, 1, 0)) << "but does not write one";
}

TEST_F(CheriotSafeClint, NeverExpiresWhenTheComparisonIsAllOnes)
{
    store(CompareHigh, ~0u);
    store(Compare, ~0u);
    EXPECT_EQ(pass(1000), Device::Never);
    EXPECT_FALSE(timer.isLit);
}

TEST_F(CheriotSafeClint, ResetForgetsEverything)
{
    store(Msip, 1);
    store(TimeHigh, 9);
    store(Compare, 77);
    clock.reset();
    device->reset();
    EXPECT_FALSE(software.isLit);
    EXPECT_EQ(load(Msip), 0u);
    EXPECT_EQ(load(Compare), 0u);
    EXPECT_EQ(load(TimeHigh), 0u);
}

TEST_F(SiFiveClint, TicksOnceInItsCycles)
{
    pass(99);
    EXPECT_EQ(load(Time), 0u);
    pass(1);
    EXPECT_EQ(load(Time), 1u);
}

TEST_F(SiFiveClint, TimerIsPendingAtTheComparison)
{
    store(Compare, 3);
    EXPECT_EQ(pass(50), 300u);
    pass(249);
    EXPECT_FALSE(timer.isLit);
    EXPECT_EQ(pass(1), Device::Never);
    EXPECT_TRUE(timer.isLit);
}

TEST_F(SiFiveClint, EventFollowsAWriteOfTheTime)
{
    store(Compare, 1000);
    pass(50);
    store(Time, 990);
    EXPECT_EQ(device->update(), 1000u) << "ten ticks left, the first of them half over";
    pass(949);
    EXPECT_FALSE(timer.isLit);
    pass(1);
    EXPECT_TRUE(timer.isLit);
}

TEST_F(SiFiveClint, FarComparisonsAreNeverAndDoNotWrap)
{
    store(CompareHigh, ~0u);
    EXPECT_EQ(pass(1), Device::Never);
    store(CompareHigh, 0x0100'0000);
    EXPECT_EQ(pass(1), (uint64_t{0x0100'0000} << 32) * 100);
    store(CompareHigh, 0x1000'0000);
    EXPECT_EQ(pass(1), Device::Never) << "the cycle would not fit in 64 bits";
}

TEST_F(SiFiveClint, FaultsWhereItHasNoRegisterLikeSail)
{
    EXPECT_FALSE(device->mmio_load(0x4008, 4).has_value());
    EXPECT_FALSE(device->mmio_store(0x4, 4, 0));
    EXPECT_FALSE(device->mmio_load(Time, 2).has_value());
}

TEST_F(SiFiveClint, UpdateAtOneTimeIsIdempotent)
{
    store(Compare, 10);
    const uint64_t first = pass(500);
    EXPECT_EQ(device->update(), first);
    EXPECT_EQ(timer.rises, 1u) << "raised once: before the comparison was set";
}

} // namespace griotte::machine
