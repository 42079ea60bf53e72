#include "machine/devices/uart_wire.h"

#include <algorithm>
#include <utility>

namespace griotte::machine {

void UartWire::reset()
{
    isLoopedBack = isOverrun = false;
    received.clear();
    message.reset();
}

void UartWire::send(uint8_t byte)
{
    if (isLoopedBack) {
        if (received.size() < depth) {
            received.push_back(byte);
        } else {
            isOverrun = true;
        }
        return;
    }
    if (message.byte_see(byte)) {
        return;
    }
    if (exitsOnHighByte && byte >= FirstExitByte) {
        exitPort.exit_request(byte & 0x7f, "uart");
        return;
    }
    console.byte_write(byte);
}

void UartWire::fill(size_t level)
{
    while (!isLoopedBack && received.size() < std::min(level, depth)) {
        const auto byte = console.byte_read();
        if (!byte.has_value()) {
            return;
        }
        received.push_back(*byte);
    }
}

std::optional<uint8_t> UartWire::take()
{
    fill();
    if (received.empty()) {
        return std::nullopt;
    }
    const uint8_t byte = received.front();
    received.pop_front();
    return byte;
}

bool UartWire::overrun_take()
{
    return std::exchange(isOverrun, false);
}

} // namespace griotte::machine
