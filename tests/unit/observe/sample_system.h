// A machine in the state that a running firmware leaves it in, made by hand: thread 1 of
// firmware_sample.h, in a call that vault makes of itself.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cstring>

#include "machine/observe/program.h"
#include "tests/unit/image/firmware_sample.h"

namespace griotte::machine {

class SampleSystem : public testing::Test
{
protected:
    // Where firmware_sample.h has them.
    static constexpr uint32_t SwitcherCall = 0x8000'0010;
    static constexpr uint32_t SwitcherOther = 0x8000'0100;
    static constexpr uint32_t VaultOpen = 0x8000'1040;
    static constexpr uint32_t VaultHandler = 0x8000'1100;
    static constexpr uint32_t VaultExports = 0x8000'2000;
    static constexpr uint32_t TrustedStack = 0x8000'3400;
    static constexpr uint32_t StackTop = 0x8000'4400;
    static constexpr uint32_t Heap = 0x8000'5800;
    /// Of a caller, above what the switcher spilled there.
    static constexpr uint32_t Spills = 0x8000'4200;

    class SilentConsole final : public Console
    {
    public:
        void byte_write(uint8_t) override {}
        std::optional<uint8_t> byte_read() override { return std::nullopt; }
        bool input_wait() override { return false; }
    };

    void SetUp() override
    {
        auto board = board_read("griotte");
        ASSERT_TRUE(board.has_value()) << board.error().message;
        auto created = Machine::create(*board, {}, console);
        ASSERT_TRUE(created.has_value()) << created.error().message;
        machine = std::move(*created);
        auto facts = FirmwareFacts::parse(FirmwareSample);
        ASSERT_TRUE(facts.has_value()) << facts.error().message;
        program.firmware = *std::move(facts);
        thread_run();
        depth_set(1);
    }

    void word_write(uint32_t address, uint32_t value)
    {
        ASSERT_EQ(machine->memory().store<uint32_t>(address, value), Access::Done);
    }
    void capability_write(uint32_t address, const Capability &value)
    {
        ASSERT_EQ(machine->memory().capability_store(address, value.address(), value.metadata(),
                                                     value.is_tagged()),
                  Access::Done);
    }
    static Capability stack_at(uint32_t address)
    {
        return Capability::root_memory()
            .with_address(0x8000'4000)
            .with_bounds(0x400)
            .with_address(address);
    }
    static Capability return_sentry(uint32_t address)
    {
        return Capability::root_executable().with_address(address).sealed_as(
            ObjectType::ReturnSentryEnable);
    }

    /// It is thread 1's turn.
    void thread_run()
    {
        machine->hart().mtdc = Capability::root_memory().with_address(TrustedStack);
    }
    /// Thread 1 is in `depth` calls of vault, each made by the one before from 0x80001204.
    void depth_set(uint32_t depth)
    {
        for (uint32_t index = 0; index < depth; index++) {
            const uint32_t frame = TrustedStack + 168 + index * 24;
            capability_write(frame, stack_at(Spills));
            word_write(frame + 8, VaultExports);
        }
        capability_write(Spills + 24, return_sentry(0x8000'1204));
        word_write(TrustedStack + 136, TrustedStack + 168 + (depth - 1) * 24);
    }

    SilentConsole console;
    std::unique_ptr<Machine> machine;
    Program program;
};

} // namespace griotte::machine
