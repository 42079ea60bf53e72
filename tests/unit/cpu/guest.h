// A bare hart with some RAM, for tests of single instructions and small programs.
#pragma once

#include <gtest/gtest.h>

#include <initializer_list>
#include <memory>
#include <span>
#include <vector>

#include "machine/cpu/interpreter/interpreter.h"
#include "tests/unit/cpu/encode.h"

namespace griotte::machine {

class Guest
{
public:
    static constexpr uint32_t Ram = 0x8000'0000;
    static constexpr uint32_t RamSize = 0x10000;
    static constexpr uint32_t Code = Ram + 0x1000;
    static constexpr uint32_t Handler = Ram + 0x800;
    static constexpr uint32_t Data = Ram + 0x4000;
    static constexpr uint32_t Bitmap = Ram + 0x8000;

    explicit Guest(HartConfiguration configuration = {}, EngineKind kind = EngineKind::Interpreter)
        : memory(std::move(Memory::create().value()))
    {
        configuration.resetPc = Code;
        EXPECT_TRUE(memory->region_add("ram", {Ram, RamSize}, Memory::RegionKind::Ram));
        EXPECT_TRUE(memory->revocation_set({Ram, RamSize / 2}, Bitmap));
        hart = std::make_unique<Hart>(*memory, configuration);
        engine = engine_make({.kind = kind, .warmth = 1}, *hart);
        hart->mtcc = Capability::root_executable().with_address(Handler);
        hart->mtvec = Handler;
    }

    Capability &c(unsigned index) { return hart->registers[index]; }
    uint32_t x(unsigned index) { return hart->registers[index].address(); }
    void x_set(unsigned index, uint32_t value)
    {
        hart->registers[index] = Capability::from_integer(value);
    }

    void code_place(uint32_t address, std::span<const uint32_t> words)
    {
        const auto bytes = std::as_bytes(words);
        EXPECT_TRUE(memory->host_write(
            address, {reinterpret_cast<const uint8_t *>(bytes.data()), bytes.size()}));
    }

    /// Executes one instruction placed at the program counter.
    void execute(uint32_t word)
    {
        code_place(hart->pc, std::array{word});
        step();
    }
    void step()
    {
        hart->clock.slice_begin(1);
        if (hart->is_interrupt_due()) {
            hart->interrupt_take();
            hart->clock.slice_remaining_set(0);
        } else {
            engine->step(std::nullopt);
        }
        hart->clock.slice_begin(0);
    }
    /// Runs `count` steps in the fast engine, and takes the interrupts that are due.
    void run(uint64_t count)
    {
        const uint64_t end = hart->clock.steps() + count;
        while (hart->clock.steps() < end && !hart->isLockedUp) {
            if (hart->is_interrupt_due()) {
                step();
            } else {
                engine->run(end - hart->clock.steps());
            }
        }
    }

    [[nodiscard]] bool has_trapped() const { return hart->lastTrap.count != 0; }
    void expect_no_trap() const
    {
        EXPECT_FALSE(has_trapped())
            << cause_describe(hart->mcause) << " " << cheri_cause_describe(hart->mtval);
    }
    void expect_trap(Cause cause, uint32_t mtval) const
    {
        ASSERT_TRUE(has_trapped());
        EXPECT_EQ(hart->mcause, static_cast<uint32_t>(cause));
        EXPECT_EQ(hart->mtval, mtval);
        EXPECT_EQ(hart->pc, Handler);
        EXPECT_FALSE(hart->interruptsEnabled);
    }
    void expect_cheri(CheriCause cause, uint32_t theRegister) const
    {
        expect_trap(Cause::Cheri, cheri_mtval(cause, theRegister));
    }

    std::unique_ptr<Memory> memory;
    std::unique_ptr<Hart> hart;
    std::unique_ptr<Engine> engine;
};

} // namespace griotte::machine
