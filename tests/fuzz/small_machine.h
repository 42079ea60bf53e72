// A machine small enough to reset for every input: 64 KiB of RAM, every device.
#pragma once

#include <array>
#include <cstdlib>
#include <memory>

#include "machine/board/machine.h"

namespace griotte::machine {

class SilentConsole final : public Console
{
public:
    void byte_write(uint8_t) override {}
    std::optional<uint8_t> byte_read() override { return std::nullopt; }
    bool input_wait() override { return false; }
};

inline constexpr const char *SmallBoard = R"({
    "devices": {
        "clint": { "start": 0x2000000, "length": 0x10000 },
        "plic": { "start": 0xc000000, "length": 0x400000 },
        "uart": { "start": 0x10000000, "length": 0x100 },
        "gpio": { "start": 0x10001000, "length": 0x100 },
        "entropy": { "start": 0x10002000, "length": 0x100 },
        "cycle_counter": { "start": 0x10003000, "length": 0x100 },
        "revoker": { "start": 0x10004000, "length": 0x1000 },
        "shadow": { "start": 0x11000000, "length": 0x400 }
    },
    "instruction_memory": { "start": 0x80000000, "end": 0x80010000 },
    "heap": { "end": 0x80010000 },
    "interrupts": [ { "name": "RevokerInterrupt", "number": 1, "priority": 2 } ],
    "revoker": "hardware"
})";

/// The mode and the edition that a byte of the input asks for.
inline MachineOptions options_asked(uint8_t byte)
{
    MachineOptions options;
    options.mode = static_cast<isa::Mode>(byte % 3);
    options.version = (byte & 0x80) != 0 ? IsaVersion::V0_5 : IsaVersion::V1_0;
    return options;
}

/// The same machine every time, one for each engine, as it was made.
inline Machine &small_machine(MachineOptions options, SilentConsole &console)
{
    static std::array<std::unique_ptr<Machine>, 2> machines;
    std::unique_ptr<Machine> &machine = machines[static_cast<size_t>(options.engine.kind)];
    if (machine == nullptr || machine->options().mode != options.mode ||
        machine->options().version != options.version)
    {
        const auto board = board_parse(SmallBoard, "small");
        auto created = Machine::create(board.value(), options, console);
        if (!created.has_value()) {
            std::abort();
        }
        machine = std::move(*created);
    }
    machine->reset();
    machine->memory().clear();
    return *machine;
}

/// The two engines, translating at first sight.
inline constexpr EngineOptions Interpreting = {.kind = EngineKind::Interpreter};
inline constexpr EngineOptions Translating = {.kind = EngineKind::Translator, .warmth = 1};

} // namespace griotte::machine
