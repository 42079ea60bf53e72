#include "machine/devices/exit_message.h"

namespace griotte::machine {

bool ExitMessage::byte_see(uint8_t byte)
{
    // The first letter occurs nowhere else in the string, so a mismatch restarts at most there.
    if (static_cast<uint8_t>(Whole[matched]) == byte) {
        matched++;
    } else {
        matched = static_cast<uint8_t>(Whole[0]) == byte ? 1 : 0;
    }
    const bool isTail = matched > TextPart.size();
    if (matched == Whole.size()) {
        matched = 0;
        exitPort.exit_request(0, "message");
    }
    return isTail;
}

} // namespace griotte::machine
