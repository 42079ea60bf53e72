// What every device implements, and what a device may use of the machine around it.
//
// A device is one file: a register table, mmio_load(), mmio_store() and update(). It registers a
// factory under its board-file name (device_registry.h), and adding one touches no other file.
// Devices see virtual time only.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"
#include "machine/cpu/clock.h"
#include "machine/memory/memory.h"

namespace griotte::machine {

/// The machine's text channel: what UARTs print to and read from.
class Console
{
public:
    virtual ~Console() = default;
    virtual void byte_write(uint8_t byte) = 0;
    /// The next input byte without waiting; nothing when there is none now.
    virtual std::optional<uint8_t> byte_read() = 0;
    /// Waits until byte_read() has something; false when it never will again. Only called while the
    /// machine sleeps with no event to come.
    virtual bool input_wait() = 0;
};

/// How a device ends the run. The first request counts.
class ExitPort
{
public:
    virtual ~ExitPort() = default;
    /// The guest asked to stop with `code` through `protocol` ("htif", "uart", "message").
    virtual void exit_request(int code, std::string_view protocol) = 0;
};

/// An interrupt wire: set to a level. Edge-triggered receivers latch the rise.
using InterruptLine = std::function<void(bool isRaised)>;

/// What a device is given to work with. All of it outlives the device.
struct DeviceContext
{
    const Clock &clock;
    Memory &memory;
    Console &console;
    ExitPort &exitPort;
    /// The hart's own three lines.
    InterruptLine softwareLine;
    InterruptLine timerLine;
    InterruptLine externalLine;
    /// The wire from the device called `name` in the board file to the interrupt controller; does
    /// nothing when the board gives it no interrupt (docs/reference/boards.md, "Interrupts").
    std::function<InterruptLine(std::string_view name)> interruptLine;
};

/// What the board file says of one device.
struct DeviceParameters
{
    /// As in the board file: "uart0".
    std::string name;
    AddressRange range{};
    /// Cycles per tick of the CLINT's mtime.
    uint64_t cyclesPerTick = 1;
    /// Seed of the entropy source.
    uint64_t seed = 0;
    /// A byte of 0x80 or more sent by a UART ends the run.
    bool exitsOnHighByte = true;
};

class Device : public MmioTarget
{
public:
    /// No event to come.
    static constexpr uint64_t Never = std::numeric_limits<uint64_t>::max();

    /// Power-on state; lowers every line.
    virtual void reset() = 0;
    /// Brings the device to the present (the context's clock): moves its work forward and sets its
    /// lines. Called after every device access, at the cycle returned last, and whenever time has
    /// passed. Returns the cycle at which something next happens by itself, or Never. Must be
    /// idempotent at one time.
    virtual uint64_t update() { return Never; }
};

} // namespace griotte::machine
