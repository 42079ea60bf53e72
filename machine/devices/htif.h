// The host-target interface: a doubleword in RAM, usually the symbol `tohost`, that the host
// watches.
//
//  device 0 (the high word's top byte 0): payload `code << 1 | 1` ends the run with `code`
//  device 1, command 1: the payload's low byte is printed; the doubleword then reads 0
//
// Thirty-two-bit programs write the low word, then the high; the command is carried out with the
// high word. A program that never writes the high word means an exit when it has written the same
// low word three times (riscv_platform.sail, "htif_store").
#pragma once

#include "machine/devices/device.h"

namespace griotte::machine {

class Htif final : public Device
{
public:
    static constexpr uint64_t Size = 8;

    Htif(Console &console, ExitPort &exitPort) : console(console), exitPort(exitPort) {}

    void reset() override;
    std::optional<uint32_t> mmio_load(uint32_t offset, uint32_t size) override;
    /// A word gives a command or part of one. Narrower stores only change the bytes, so that
    /// start-up code may clear the variable in any way.
    bool mmio_store(uint32_t offset, uint32_t size, uint32_t value) override;

private:
    void command_execute();

    Console &console;
    ExitPort &exitPort;
    uint32_t low = 0;
    uint32_t high = 0;
    /// How often in a row the same word was written.
    unsigned repeats = 0;
    bool isHighWritten = false;
};

} // namespace griotte::machine
