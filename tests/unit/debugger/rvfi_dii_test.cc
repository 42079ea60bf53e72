// TestRIG's protocol, both formats.
#include <gtest/gtest.h>

#include "machine/debugger/rvfi_dii.h"
#include "tests/unit/cpu/encode.h"
#include "tests/unit/cpu/every_engine.h"

namespace griotte::machine {
namespace {

class SilentConsole final : public Console
{
public:
    void byte_write(uint8_t) override {}
    std::optional<uint8_t> byte_read() override { return std::nullopt; }
    bool input_wait() override { return false; }
};

class RvfiDiiTest : public EveryEngine
{
protected:
    void SetUp() override
    {
        EveryEngine::SetUp();
        machine = std::move(
            Machine::create(board_read("testrig").value(), {.engine = engine_options()}, console)
                .value());
        session = std::make_unique<RvfiDiiSession>(*machine);
    }

    std::optional<std::string> send(uint8_t command, uint32_t word)
    {
        std::string bytes(8, '\0');
        std::memcpy(bytes.data(), &word, 4);
        bytes[6] = static_cast<char>(command);
        return session->command(bytes);
    }
    template <typename T>
    static T at(const std::string &packet, size_t offset)
    {
        T value{};
        EXPECT_LE(offset + sizeof value, packet.size());
        std::memcpy(&value, packet.data() + offset, sizeof value);
        return value;
    }

    SilentConsole console;
    std::unique_ptr<Machine> machine;
    std::unique_ptr<RvfiDiiSession> session;
};
GRIOTTE_EVERY_ENGINE(RvfiDiiTest);

TEST_P(RvfiDiiTest, FirstFormatDescribesAnInstruction)
{
    const std::string packet = send(1, encode::addi(10, 0, 5)).value();
    ASSERT_EQ(packet.size(), 88u);
    EXPECT_EQ(at<uint64_t>(packet, 8), 0x80000000u);
    EXPECT_EQ(at<uint64_t>(packet, 16), 0x80000004u);
    EXPECT_EQ(at<uint64_t>(packet, 24), encode::addi(10, 0, 5));
    EXPECT_EQ(at<uint64_t>(packet, 48), 5u);
    EXPECT_EQ(at<uint8_t>(packet, 84), 10u);
    EXPECT_EQ(at<uint8_t>(packet, 85), 0u);
}

TEST_P(RvfiDiiTest, StoresAndLoadsShowTheirDataAndMasks)
{
    // Registers start as the memory root; its address is 0, so move it first.
    (void)send(1, encode::lui(11, 0x80001));
    (void)send(1, encode::cheri(0x10, 10, 10, 11)); // csetaddr
    const std::string store = send(1, encode::csw(11, 4, 10)).value();
    EXPECT_EQ(at<uint64_t>(store, 56), 0x80001004u);
    EXPECT_EQ(at<uint64_t>(store, 72), 0x80001000u);
    EXPECT_EQ(at<uint8_t>(store, 81), 0xfu);
    const std::string load = send(1, encode::clb(12, 7, 10)).value();
    EXPECT_EQ(at<uint64_t>(load, 64), 0x80u);
    EXPECT_EQ(at<uint8_t>(load, 80), 1u);
    EXPECT_EQ(at<uint64_t>(load, 48), 0xffffff80u);
}

TEST_P(RvfiDiiTest, TrapsAreMarkedAndSoIsTheNext)
{
    EXPECT_EQ(at<uint8_t>(send(1, 0xffffffff).value(), 85), 1u);
    EXPECT_EQ(at<uint8_t>(send(1, encode::addi(0, 0, 0)).value(), 87), 1u);
    EXPECT_EQ(at<uint8_t>(send(1, encode::addi(0, 0, 0)).value(), 87), 0u);
}

TEST_P(RvfiDiiTest, EndOfTraceResets)
{
    (void)send(1, encode::addi(10, 0, 5));
    const std::string halt = send(0, 0).value();
    ASSERT_EQ(halt.size(), 88u);
    EXPECT_EQ(at<uint8_t>(halt, 86), 1u);
    EXPECT_EQ(machine->hart().registers[10], Capability::root_memory());
    EXPECT_EQ(machine->hart().pc, 0x80000000u);
}

TEST_P(RvfiDiiTest, SecondFormatIsNegotiated)
{
    const std::string offer = send(0, 0x56455253).value();
    EXPECT_EQ(at<uint8_t>(offer, 86), 3u);
    const std::string answer = send('v', 2).value();
    EXPECT_EQ(answer.substr(0, 8), "version=");
    EXPECT_EQ(at<uint64_t>(answer, 8), 2u);
    const std::string packet = send(1, encode::addi(10, 0, 5)).value();
    EXPECT_EQ(packet.substr(0, 8), "trace-v2");
    ASSERT_EQ(at<uint64_t>(packet, 8), packet.size());
    EXPECT_EQ(at<uint64_t>(packet, 24), encode::addi(10, 0, 5));
    EXPECT_EQ(at<uint64_t>(packet, 40), 0x80000000u);
    EXPECT_EQ(packet.substr(64, 8), "int-data");
    EXPECT_EQ(at<uint64_t>(packet, 72), 5u);
    EXPECT_EQ(at<uint8_t>(packet, 96), 10u);
    (void)send(1, encode::lui(11, 0x80001));
    (void)send(1, encode::cheri(0x10, 12, 12, 11));
    const std::string store = send(1, encode::csc(12, 0, 12)).value();
    ASSERT_EQ(at<uint64_t>(store, 8), store.size());
    EXPECT_EQ(store.substr(104, 8), "mem-data");
    EXPECT_EQ(at<uint8_t>(store, 104 + 8 + 32 + 8), 1u); // the tag
    EXPECT_EQ(at<uint32_t>(store, 104 + 8 + 64 + 4), 0xffu);
}

TEST_P(RvfiDiiTest, LockedUpMachineGoesOnAnswering)
{
    for (int count = 0; count < 20; count++) {
        ASSERT_TRUE(send(1, 0xffffffff).has_value());
    }
}

TEST_P(RvfiDiiTest, WhatIsNoCommandEndsTheConversation)
{
    EXPECT_FALSE(send(7, 0).has_value());
    EXPECT_FALSE(send('v', 3).has_value());
    EXPECT_FALSE(session->command("short").has_value());
}

} // namespace
} // namespace griotte::machine
