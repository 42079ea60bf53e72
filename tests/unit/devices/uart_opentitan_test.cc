#include "tests/unit/devices/device_bench.h"

namespace griotte::machine {

namespace {

class OpenTitanUartTest : public DeviceBench
{
protected:
    OpenTitanUartTest()
    {
        device_make("uart_opentitan", {.name = "uart", .range = {}, .exitsOnHighByte = false});
    }

    void send(std::string_view text)
    {
        for (const char letter : text) {
            store(WriteData, static_cast<uint8_t>(letter));
        }
    }

    static constexpr uint32_t State = 0x00, Enable = 0x04, Test = 0x08, Control = 0x10,
                              Status = 0x14, ReadData = 0x18, WriteData = 0x1c, FifoControl = 0x20,
                              FifoStatus = 0x24;
    static constexpr uint32_t SendOn = 1, ReceiveOn = 2, Loopback = 1u << 4;
    static constexpr uint32_t ReceiveEmpty = 1u << 5, ReceiveFull = 1u << 1;
};

} // namespace

TEST_F(OpenTitanUartTest, SendsOnlyWhenEnabled)
{
    send("no");
    store(Control, SendOn);
    send("yes");
    EXPECT_EQ(console.output, "yes");
    EXPECT_EQ(load(Status), 0x3cu) << "empty, idle, idle, nothing received";
    EXPECT_EQ(load(FifoStatus), 0u);
}

TEST_F(OpenTitanUartTest, ReceivesOnlyWhenEnabled)
{
    console.type("ab");
    EXPECT_EQ(load(Status) & ReceiveEmpty, ReceiveEmpty);
    EXPECT_EQ(load(ReadData), 0u);
    store(Control, ReceiveOn);
    EXPECT_EQ(load(Status) & ReceiveEmpty, 0u);
    EXPECT_EQ(load(ReadData), uint32_t{'a'});
    EXPECT_EQ(load(ReadData), uint32_t{'b'});
    EXPECT_EQ(load(ReadData), 0u);
}

TEST_F(OpenTitanUartTest, InterruptsAtTheReceiveLevel)
{
    store(Control, ReceiveOn);
    store(FifoControl, 2u << 2); // four bytes
    store(Enable, 2);
    console.type("abc");
    pass(1);
    EXPECT_FALSE(interrupt.isLit);
    console.type("d");
    pass(1);
    EXPECT_TRUE(interrupt.isLit);
    EXPECT_EQ(load(FifoStatus), 4u << 16);
    EXPECT_EQ(load(State) & 2, 2u);
    load(ReadData);
    EXPECT_FALSE(interrupt.isLit);
}

TEST_F(OpenTitanUartTest, DoneIsAnEventAndEmptyIsAState)
{
    store(Control, SendOn);
    store(Enable, 1u << 2);
    EXPECT_FALSE(interrupt.isLit);
    send("x");
    EXPECT_TRUE(interrupt.isLit);
    store(State, 0x1ff);
    EXPECT_FALSE(interrupt.isLit);
    EXPECT_EQ(load(State), 0x101u) << "the queue is still low and empty";
}

TEST_F(OpenTitanUartTest, TestRegisterRaisesEvents)
{
    store(Enable, 1u << 5);
    store(Test, 0x1ff);
    EXPECT_TRUE(interrupt.isLit);
    EXPECT_EQ(load(State), 0x1fdu) << "all but the receive level, which is a state";
}

TEST_F(OpenTitanUartTest, LoopbackFillsTheQueueAndOverflows)
{
    store(Control, SendOn | ReceiveOn | Loopback);
    send(std::string(64, 'x'));
    EXPECT_EQ(load(Status) & ReceiveFull, ReceiveFull);
    EXPECT_EQ(load(State) & 8, 0u);
    send("y");
    EXPECT_EQ(load(State) & 8, 8u);
    EXPECT_EQ(load(FifoStatus), 64u << 16);
    store(FifoControl, 1);
    EXPECT_EQ(load(FifoStatus), 0u);
    EXPECT_EQ(console.output, "");
}

TEST_F(OpenTitanUartTest, MagicStringEndsTheRun)
{
    store(Control, SendOn);
    send("Safe to exit simulator.\xd8\xaf\xfb\xa0\xc7\xe1\xa9\xd7");
    ASSERT_EQ(exitPort.requests.size(), 1u);
    EXPECT_EQ(exitPort.requests[0].second, "message");
}

TEST_F(OpenTitanUartTest, NarrowAccessesFault)
{
    EXPECT_FALSE(device->mmio_load(Status, 1).has_value());
    EXPECT_FALSE(device->mmio_store(WriteData, 1, 'x'));
    EXPECT_EQ(load(0x28), 0u);
    store(0x30, 1);
}

} // namespace griotte::machine
