// The magic string that ends a run on Sonata-style boards: text, then eight bytes no text contains.
#pragma once

#include <cstdint>
#include <string_view>

#include "machine/devices/device.h"

namespace griotte::machine {

/// Watches what a UART sends.
class ExitMessage
{
public:
    explicit ExitMessage(ExitPort &exitPort) : exitPort(exitPort) {}

    /// Looks at the next byte sent; ends the run with code 0 when it completes the string. True
    /// when the byte belongs to the unprintable tail of a string begun, and so is no exit code.
    bool byte_see(uint8_t byte);
    void reset() { matched = 0; }

private:
    static constexpr std::string_view TextPart = "Safe to exit simulator.";
    static constexpr std::string_view Whole =
        "Safe to exit simulator.\xd8\xaf\xfb\xa0\xc7\xe1\xa9\xd7";

    ExitPort &exitPort;
    size_t matched = 0;
};

} // namespace griotte::machine
