#include "tests/unit/devices/device_bench.h"

namespace griotte::machine {

namespace {

class UartBench : public DeviceBench
{
protected:
    void send(std::string_view text)
    {
        for (const char letter : text) {
            store(Data, static_cast<uint8_t>(letter));
        }
    }

    static constexpr uint32_t Data = 0x00, InterruptEnable = 0x04, Identify = 0x08,
                              FifoControl = 0x08, LineControl = 0x0c, ModemControl = 0x10,
                              LineStatus = 0x14, ModemStatus = 0x18, Scratch = 0x1c, Control = 0x20,
                              Fraction = 0x24, FractionAgain = 0xc0;
    static constexpr uint32_t DivisorSelect = 0x80, Idle = 0x60, Ready = 0x61;
};

class CheriotSafeUart : public UartBench
{
protected:
    CheriotSafeUart() { device_make("uart", {.name = "uart"}); }
};

class ClassicUart : public UartBench
{
protected:
    ClassicUart() { device_make("uart_16550", {.name = "uart1"}); }

    static constexpr uint32_t LoopbackBit = 1u << 4;
};

/// Claims that hold for both flavours.
class AnyUart : public UartBench, public ::testing::WithParamInterface<const char *>
{
protected:
    AnyUart() { device_make(GetParam(), {.name = "uart"}); }
};

constexpr std::string_view ExitText = "Safe to exit simulator.";
constexpr std::string_view ExitTail = "\xd8\xaf\xfb\xa0\xc7\xe1\xa9\xd7";

} // namespace

INSTANTIATE_TEST_SUITE_P(Flavours, AnyUart, ::testing::Values("uart", "uart_16550"));

TEST_P(AnyUart, PrintsWhatIsSentAndIsAlwaysIdle)
{
    EXPECT_EQ(load(LineStatus), Idle);
    send("hello\n");
    EXPECT_EQ(load(LineStatus), Idle);
    EXPECT_EQ(console.output, "hello\n");
}

TEST_P(AnyUart, WritesOfTheDivisorDoNotPrint)
{
    store(LineControl, DivisorSelect | 3);
    store(Data, 10);
    store(InterruptEnable, 2);
    EXPECT_EQ(load(Data), 10u);
    EXPECT_EQ(load(InterruptEnable), 2u);
    EXPECT_EQ(console.output, "");
    store(LineControl, 3);
    EXPECT_EQ(load(InterruptEnable), 0u);
    store(Data, ' ');
    EXPECT_EQ(console.output, " ");
}

TEST_P(AnyUart, ReceivesInOrder)
{
    EXPECT_EQ(load(Data), 0u) << "nothing there reads as 0";
    console.type("ab");
    EXPECT_EQ(load(LineStatus), Ready);
    EXPECT_EQ(load(LineStatus), Ready) << "looking does not take";
    EXPECT_EQ(load(Data), uint32_t{'a'});
    EXPECT_EQ(load(Data), uint32_t{'b'});
    EXPECT_EQ(load(LineStatus), Idle);
}

TEST_P(AnyUart, LeavesInputAloneUntilSoftwareLooks)
{
    console.type("ab");
    pass(1000);
    EXPECT_EQ(console.input.size(), 2u);
}

TEST_P(AnyUart, InterruptsWhileAByteWaitsAndTheInterruptIsEnabled)
{
    console.type("x");
    device->update();
    EXPECT_FALSE(interrupt.isLit);
    store(InterruptEnable, 1);
    EXPECT_TRUE(interrupt.isLit);
    load(Data);
    EXPECT_FALSE(interrupt.isLit);
    console.type("y");
    pass(1);
    EXPECT_TRUE(interrupt.isLit);
}

TEST_P(AnyUart, AsksForTheWireOfItsOwnName)
{
    EXPECT_EQ(interruptName, "uart");
}

TEST_P(AnyUart, HighByteEndsTheRun)
{
    send("x\x80");
    send("\xc1");
    ASSERT_EQ(exitPort.requests.size(), 2u);
    EXPECT_EQ(exitPort.requests[0], std::pair(0, std::string("uart")));
    EXPECT_EQ(exitPort.requests[1].first, 0x41);
    EXPECT_EQ(console.output, "x");
}

TEST_P(AnyUart, HighBytePrintsWhereTheBoardSaysSo)
{
    device_make(GetParam(), {.name = "uart", .range = {}, .exitsOnHighByte = false});
    send("\xc3\xa9");
    EXPECT_EQ(console.output, "\xc3\xa9");
    EXPECT_TRUE(exitPort.requests.empty());
}

TEST_P(AnyUart, MagicStringEndsTheRunWhateverHighBytesMean)
{
    for (const bool exitsOnHighByte : {true, false}) {
        device_make(GetParam(), {.name = "uart", .range = {}, .exitsOnHighByte = exitsOnHighByte});
        exitPort.requests.clear();
        console.output.clear();
        send(ExitText);
        EXPECT_TRUE(exitPort.requests.empty());
        send(ExitTail);
        ASSERT_EQ(exitPort.requests.size(), 1u);
        EXPECT_EQ(exitPort.requests[0], std::pair(0, std::string("message")));
        EXPECT_EQ(console.output, ExitText);
    }
}

TEST_P(AnyUart, MagicStringMustBeWholeAndMayBeginAnywhere)
{
    send("Safe to Safe to exit simulator!");
    send(ExitTail.substr(1, 1));
    EXPECT_EQ(exitPort.requests.size(), 1u) << "a high byte alone is an exit code";
    exitPort.requests.clear();
    send("SSafe to exit simulator.");
    send(ExitTail);
    ASSERT_EQ(exitPort.requests.size(), 1u);
    EXPECT_EQ(exitPort.requests[0].second, "message");
}

TEST_P(AnyUart, ScratchKeepsAByteAndResetClearsIt)
{
    store(Scratch, 0x1a5);
    EXPECT_EQ(load(Scratch), 0xa5u);
    device->reset();
    EXPECT_EQ(load(Scratch), 0u);
    EXPECT_EQ(load(0x40), 0u) << "no register there";
}

TEST_P(AnyUart, NarrowAccessesWork)
{
    store(Data, 'n', 1);
    EXPECT_EQ(load(LineStatus, 1), Idle);
    EXPECT_EQ(console.output, "n");
}

TEST_F(CheriotSafeUart, LoopbackReturnsWhatIsSent)
{
    store(Control, 1);
    send("ab");
    EXPECT_EQ(console.output, "");
    EXPECT_EQ(load(LineStatus), Ready);
    EXPECT_EQ(load(Data), uint32_t{'a'});
    EXPECT_EQ(load(Data), uint32_t{'b'});
}

TEST_F(CheriotSafeUart, LoopbackOverrunIsToldOnce)
{
    store(Control, 1);
    send("0123456789abcdefX");
    store(InterruptEnable, 4);
    EXPECT_TRUE(interrupt.isLit);
    EXPECT_EQ(load(LineStatus), Ready | 2);
    EXPECT_EQ(load(LineStatus), Ready);
    EXPECT_FALSE(interrupt.isLit);
    for (const char expected : {'0', '1'}) {
        EXPECT_EQ(load(Data), static_cast<uint32_t>(expected));
    }
}

TEST_F(CheriotSafeUart, LoopbackShutsTheConsoleOut)
{
    console.type("x");
    store(Control, 1);
    EXPECT_EQ(load(LineStatus), Idle);
    store(Control, 0);
    EXPECT_EQ(load(LineStatus), Ready);
}

TEST_F(CheriotSafeUart, HasADivisorFractionOfFourBitsTwice)
{
    store(Fraction, 0x1d);
    EXPECT_EQ(load(FractionAgain), 0xdu);
    store(FractionAgain, 3);
    EXPECT_EQ(load(Fraction), 3u);
}

TEST_F(CheriotSafeUart, TransmitterInterruptIsALevel)
{
    store(InterruptEnable, 2);
    EXPECT_TRUE(interrupt.isLit);
    EXPECT_EQ(load(Identify), 0xc3u);
    EXPECT_TRUE(interrupt.isLit);
    EXPECT_EQ(load(ModemStatus), 0u);
}

TEST_F(ClassicUart, TransmitterInterruptIsToldOnce)
{
    EXPECT_EQ(load(Identify), 1u);
    store(InterruptEnable, 2);
    EXPECT_TRUE(interrupt.isLit);
    EXPECT_EQ(load(Identify), 2u);
    EXPECT_FALSE(interrupt.isLit);
    EXPECT_EQ(load(Identify), 1u);
    store(Data, 'x');
    EXPECT_TRUE(interrupt.isLit) << "sent again, empty again";
}

TEST_F(ClassicUart, EnablingTheTransmitterInterruptAgainRaisesItAgain)
{
    store(InterruptEnable, 2);
    load(Identify);
    store(InterruptEnable, 0);
    store(InterruptEnable, 2);
    EXPECT_TRUE(interrupt.isLit);
}

TEST_F(ClassicUart, IdentifiesByPriority)
{
    store(ModemControl, LoopbackBit);
    store(InterruptEnable, 7);
    send("0123456789abcdefX");
    EXPECT_EQ(load(Identify), 6u);
    load(LineStatus);
    EXPECT_EQ(load(Identify), 4u);
    store(FifoControl, 3);
    EXPECT_EQ(load(Identify), 0xc2u) << "queues on and emptied";
    EXPECT_EQ(load(Identify), 0xc1u);
}

TEST_F(ClassicUart, LoopbackIsInTheModemControl)
{
    store(Control, 1);
    store(Fraction, 5);
    EXPECT_EQ(load(Control), 0u);
    EXPECT_EQ(load(Fraction), 0u);
    EXPECT_EQ(load(ModemStatus), 0xb0u);
    store(ModemControl, LoopbackBit | 1);
    EXPECT_EQ(load(ModemStatus), 0x20u);
    store(ModemControl, LoopbackBit | 0xe);
    EXPECT_EQ(load(ModemStatus), 0xd0u);
    send("q");
    EXPECT_EQ(load(Data), uint32_t{'q'});
    EXPECT_EQ(console.output, "");
}

} // namespace griotte::machine
