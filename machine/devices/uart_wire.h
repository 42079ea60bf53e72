// What a UART's wires lead to: the console, the exit protocols and, looped back, its own receiver.
//
// Sending takes no time. Receiving takes a byte from the console when software could see it, so no
// input is lost however long software leaves it alone. The UART models differ only in registers.
#pragma once

#include <cstdint>
#include <deque>

#include "machine/devices/device.h"
#include "machine/devices/exit_message.h"

namespace griotte::machine {

class UartWire
{
public:
    /// `depth`: bytes the receive queue holds.
    UartWire(size_t depth, const DeviceParameters &parameters, const DeviceContext &context)
        : depth(depth), console(context.console), exitPort(context.exitPort),
          exitsOnHighByte(parameters.exitsOnHighByte), message(context.exitPort)
    {}

    void reset();

    /// Prints `byte`, unless it belongs to an exit protocol or is looped back.
    void send(uint8_t byte);
    void loopback_set(bool isLooped) { isLoopedBack = isLooped; }

    /// Takes console input until the queue holds `level` bytes or there is no more.
    void fill(size_t level = 1);
    /// Bytes in the queue, after fill().
    [[nodiscard]] size_t level() const { return received.size(); }
    [[nodiscard]] size_t capacity() const { return depth; }
    /// The oldest byte; nothing when the queue is empty, after fill().
    std::optional<uint8_t> take();
    void received_clear() { received.clear(); }
    /// Whether a byte arrived at a full queue since the last call. Only looped-back bytes can.
    bool overrun_take();

private:
    /// Bytes of this value and above mean "exit with the low seven bits" (cheriot-safe).
    static constexpr uint8_t FirstExitByte = 0x80;

    size_t depth;
    Console &console;
    ExitPort &exitPort;
    bool exitsOnHighByte;
    ExitMessage message;
    bool isLoopedBack = false;
    bool isOverrun = false;
    std::deque<uint8_t> received;
};

} // namespace griotte::machine
