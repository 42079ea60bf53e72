// Two small machines that differ in nothing but their engine, with the same random program in
// them: whatever is done to both must come to the same.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "machine/board/lockstep.h"
#include "tests/unit/cpu/random_program.h"
#include "tests/unit/translator/looping_program.h"

namespace griotte::machine {

class MachinePair
{
public:
    static constexpr uint32_t Ram = 0x8000'0000;
    static constexpr uint32_t RamSize = 0x10000;
    static constexpr uint32_t Handler = Ram + 0x800;
    static constexpr uint32_t Code = Ram + 0x1000;
    static constexpr uint32_t CodeSize = 2 * 4 * LoopingProgram::Words;
    static constexpr uint32_t Data = Ram + 0x4000;
    static constexpr uint32_t Bitmap = 0x1100'0000;

    /// A machine and what it prints to.
    struct Side
    {
        class Printer final : public Console
        {
        public:
            void byte_write(uint8_t byte) override { output += static_cast<char>(byte); }
            std::optional<uint8_t> byte_read() override { return std::nullopt; }
            bool input_wait() override { return false; }
            std::string output;
        };
        Printer console;
        std::unique_ptr<Machine> machine;
    };

    MachinePair()
    {
        make(subject, EngineKind::Translator);
        make(reference, EngineKind::Interpreter);
    }

    Side subject;
    Side reference;
    std::array<Side *, 2> sides() { return {&subject, &reference}; }

    /// Power on, with the program of `seed`: it loops, traps, writes to its own code, and goes on
    /// after whatever happens.
    void begin(uint64_t seed)
    {
        for (Side *side : sides()) {
            side->machine->memory().clear();
            side->console.output.clear();
            reset(*side, seed);
        }
    }
    /// Power on again, with what memory holds.
    static void reset(Side &side, uint64_t seed)
    {
        Machine &machine = *side.machine;
        machine.reset();
        place(machine, Handler, RandomProgram(1, Code).handler());
        LoopingProgram program(seed, isa::Mode::Cheriot);
        for (const uint32_t address : {Code, Code + 4 * LoopingProgram::Words}) {
            place(machine, address, program.body(address));
        }
        Hart &hart = machine.hart();
        hart.pc = Code;
        hart.mtcc = Capability::root_executable().with_address(Handler);
        hart.mshwmb = Data;
        hart.mshwm = Data + 0x1800;
        std::mt19937_64 random(seed);
        for (unsigned index = 1; index < 16; index++) {
            hart.registers[index] = value(random);
        }
    }

    /// Something for a register.
    static Capability value(std::mt19937_64 &random)
    {
        const auto offset = static_cast<uint32_t>(random() % 0x2000 & ~uint64_t{7});
        const auto data = Capability::root_memory().with_address(Data + offset);
        switch (random() % 8) {
        case 0:
            return Capability::from_integer(static_cast<uint32_t>(random()));
        case 1:
            return data.with_address(Code + offset % CodeSize);
        case 2:
            return Capability::root_executable().with_address(Code + offset % CodeSize);
        case 3:
            return data.with_bounds(static_cast<uint32_t>(random() % 2048));
        default:
            return data.with_bounds(0x1000);
        }
    }

    /// In what the machines differ; nothing when they agree.
    std::optional<std::string> difference()
    {
        auto found = hart_difference(subject.machine->hart(), reference.machine->hart());
        if (!found.has_value()) {
            found = memory_difference(subject.machine->memory(), reference.machine->memory());
        }
        if (!found.has_value() && subject.console.output != reference.console.output) {
            found = "what they printed";
        }
        return found.has_value() ? found : explanations_difference();
    }

private:
    /// Why registers have no tags is nothing a guest could see, but users are told.
    std::optional<std::string> explanations_difference()
    {
        const Hart &left = subject.machine->hart();
        const Hart &right = reference.machine->hart();
        for (unsigned index = 1; index < 16; index++) {
            if (left.registers[index].is_tagged()) {
                continue;
            }
            const auto one = left.tagLosses.find(left.registers[index]);
            const auto other = right.tagLosses.find(right.registers[index]);
            const bool isSame =
                one.has_value() == other.has_value() &&
                (!one.has_value() || (one->reason == other->reason && one->pc == other->pc &&
                                      one->before == other->before && one->after == other->after &&
                                      one->location == other->location));
            if (!isSame) {
                return std::string("why ") + register_name(index) + " has no tag";
            }
        }
        return std::nullopt;
    }

    static constexpr const char *Board = R"({
        "devices": {
            "clint": { "start": 0x2000000, "length": 0x10000 },
            "uart": { "start": 0x10000000, "length": 0x100 },
            "shadow": { "start": 0x11000000, "length": 0x400 }
        },
        "instruction_memory": { "start": 0x80000000, "end": 0x80010000 },
        "heap": { "end": 0x80010000 }
    })";

    static void make(Side &side, EngineKind kind)
    {
        auto created = Machine::create(board_parse(Board, "pair").value(),
                                       {.engine = {.kind = kind, .warmth = 1}}, side.console);
        side.machine = std::move(created.value());
    }
    static void place(Machine &machine, uint32_t address, const std::vector<uint32_t> &words)
    {
        const auto bytes = std::as_bytes(std::span(words));
        EXPECT_TRUE(machine.memory().host_write(
            address, {reinterpret_cast<const uint8_t *>(bytes.data()), bytes.size()}));
    }
};

} // namespace griotte::machine
