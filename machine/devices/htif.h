// The host-target interface: a doubleword in RAM, usually the symbol `tohost`, that the host watches.
//
//  device 0 (the high word's top byte 0): low word `code << 1 | 1` ends the run with `code`
//  device 1, command 1: the low byte is printed
//
// Thirty-two-bit programs write the low word, then the high; the command is complete with the high
// word. One that only ever writes the low word means an exit when it says the same again.
#pragma once

#include "machine/devices/device.h"

namespace griotte::machine {

class Htif final : public Device
{
  public:
    static constexpr uint64_t Size = 8;

    Htif(Console &console, ExitPort &exitPort) : console(console), exitPort(exitPort) {}

    void reset() override { low = high = lowWrites = 0; }
    std::optional<uint32_t> mmio_load(uint32_t offset, uint32_t size) override;
    bool mmio_store(uint32_t offset, uint32_t size, uint32_t value) override;

  private:
    void command_execute();

    Console &console;
    ExitPort &exitPort;
    uint32_t low = 0;
    uint32_t high = 0;
    uint32_t lowWrites = 0;
};

} // namespace griotte::machine
