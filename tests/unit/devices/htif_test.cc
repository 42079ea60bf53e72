#include "machine/devices/htif.h"

#include "tests/unit/devices/device_bench.h"

namespace griotte::machine {

namespace {

class HtifTest : public DeviceBench
{
protected:
    HtifTest() { device = std::make_unique<Htif>(console, exitPort); }

    static constexpr uint32_t Low = 0, High = 4;
};

} // namespace

TEST_F(HtifTest, ExitsWithTheCodeWhenBothWordsAreWritten)
{
    store(Low, 42u << 1 | 1);
    EXPECT_TRUE(exitPort.requests.empty()) << "the high word may still say something else";
    store(High, 0);
    ASSERT_EQ(exitPort.requests.size(), 1u);
    EXPECT_EQ(exitPort.requests[0].first, 42);
    EXPECT_EQ(exitPort.requests[0].second, "htif");
}

TEST_F(HtifTest, ExitsWithCodeZero)
{
    store(Low, 1);
    store(High, 0);
    ASSERT_EQ(exitPort.requests.size(), 1u);
    EXPECT_EQ(exitPort.requests[0].first, 0);
}

TEST_F(HtifTest, ExitsWhenTheLowWordIsInsistedOn)
{
    store(Low, 3);
    store(Low, 3);
    EXPECT_TRUE(exitPort.requests.empty());
    store(Low, 3);
    ASSERT_EQ(exitPort.requests.size(), 1u);
    EXPECT_EQ(exitPort.requests[0].first, 1);
}

TEST_F(HtifTest, ChangingTheLowWordIsNoInsisting)
{
    for (const uint32_t value : {1u, 3u, 1u, 3u}) {
        store(Low, value);
    }
    EXPECT_TRUE(exitPort.requests.empty());
}

TEST_F(HtifTest, PrintsAndAcknowledges)
{
    for (const char letter : {'H', 'i'}) {
        store(Low, static_cast<uint8_t>(letter));
        store(High, 0x0101'0000);
        EXPECT_EQ(load(Low), 0u);
        EXPECT_EQ(load(High), 0u);
    }
    EXPECT_EQ(console.output, "Hi");
}

TEST_F(HtifTest, ClearingTheVariableDoesNothing)
{
    store(Low, 0);
    store(High, 0);
    for (uint32_t byte = 0; byte < 8; byte++) {
        store(byte, 0, 1);
    }
    EXPECT_TRUE(exitPort.requests.empty());
    EXPECT_TRUE(console.output.empty());
}

TEST_F(HtifTest, AfterClearingBothWordsAnExitNeedsOnlyTheLowOne)
{
    // As in the Sail model: that the high word was written is remembered.
    store(Low, 0);
    store(High, 0);
    store(Low, 7u << 1 | 1);
    ASSERT_EQ(exitPort.requests.size(), 1u);
    EXPECT_EQ(exitPort.requests[0].first, 7);
}

TEST_F(HtifTest, NarrowStoresChangeBytesAndCommandNothing)
{
    store(Low, 0x0a0b'0c0d);
    store(2, 0xff, 1);
    EXPECT_EQ(load(Low), 0x0aff'0c0du);
    EXPECT_EQ(load(1, 1), 0x0cu);
    EXPECT_EQ(load(2, 2), 0x0affu);
    store(4, 0xffff, 2);
    EXPECT_EQ(load(High), 0xffffu);
    EXPECT_TRUE(exitPort.requests.empty());
}

TEST_F(HtifTest, UnknownDevicesAndCommandsAreIgnored)
{
    store(Low, 1);
    store(High, 0x0200'0000);
    EXPECT_TRUE(exitPort.requests.empty());
    device->reset();
    store(Low, 'x');
    store(High, 0x0100'0000);
    EXPECT_TRUE(console.output.empty());
}

} // namespace griotte::machine
