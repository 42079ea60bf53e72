// GPIO, the cycle counter, entropy and the stand-in.
#include <set>

#include "tests/unit/devices/device_bench.h"

namespace griotte::machine {

namespace {

class SimpleDevices : public DeviceBench
{};

} // namespace

TEST_F(SimpleDevices, GpioKeepsOutputsAndReadsNoInput)
{
    device_make("gpio");
    store(4, 0xaaaa'5555);
    store(8, 0xff);
    store(0, 1);
    EXPECT_EQ(load(0), 0u);
    EXPECT_EQ(load(4), 0xaaaa'5555u);
    EXPECT_EQ(load(8), 0xffu);
    EXPECT_FALSE(device->mmio_load(4, 1).has_value());
    EXPECT_FALSE(device->mmio_store(4, 1, 0));
    device->reset();
    EXPECT_EQ(load(4), 0u);
}

TEST_F(SimpleDevices, CycleCounterIsTheLowWordOfTheCycles)
{
    device_make("cycle_counter");
    EXPECT_EQ(load(0x14), 0u);
    pass((uint64_t{3} << 32) + 7);
    EXPECT_EQ(load(0x14), 7u);
    EXPECT_EQ(load(0), 0u);
    EXPECT_FALSE(device->mmio_load(0x14, 2).has_value());
}

TEST_F(SimpleDevices, CycleCounterMayBeSet)
{
    device_make("cycle_counter");
    pass(1000);
    store(0x14, 0xffff'fffe);
    pass(5);
    EXPECT_EQ(load(0x14), 3u);
    store(0, 9);
    EXPECT_EQ(load(0x14), 3u);
}

TEST_F(SimpleDevices, EntropyFollowsFromTheSeedAlone)
{
    const auto draw = [this](uint64_t seed) {
        device_make("entropy", {.name = "entropy", .range = {}, .seed = seed});
        return std::array{load(0), load(0), load(4)};
    };
    const auto first = draw(1);
    pass(1000);
    EXPECT_EQ(draw(1), first);
    EXPECT_NE(draw(2), first);
    const auto before = draw(0);
    device->reset();
    EXPECT_EQ((std::array{load(0), load(0), load(4)}), before) << "a reset starts it again";
}

TEST_F(SimpleDevices, EntropyDoesNotRepeatSoon)
{
    device_make("entropy");
    std::set<uint32_t> seen;
    for (int count = 0; count < 1000; count++) {
        seen.insert(load(0));
    }
    EXPECT_GT(seen.size(), 995u);
    store(0, 1);
    EXPECT_LT(load(0, 1), 0x100u);
}

TEST_F(SimpleDevices, ZeroAnswersAndForgets)
{
    device_make("zero");
    store(0x10, ~0u);
    store(0x11, 1, 1);
    EXPECT_EQ(load(0x10), 0u);
    EXPECT_EQ(load(0x13, 1), 0u);
}

} // namespace griotte::machine
