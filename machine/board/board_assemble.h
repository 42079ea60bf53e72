// From a board's description to memory regions and wired devices.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "machine/board/board_description.h"
#include "machine/cpu/hart.h"
#include "machine/devices/device.h"

namespace griotte::machine {

struct NamedDevice
{
    std::string name;
    std::unique_ptr<Device> device;
};

/// Adds the board's memory to `hart`'s, sets up revocation, creates the devices, maps them and
/// connects their interrupts: through the PLIC where the board has one, and the CLINT's directly.
/// The devices must not outlive any of the arguments.
Result<std::vector<NamedDevice>> board_assemble(const BoardDescription &board, Hart &hart,
                                                Console &console, ExitPort &exitPort);

} // namespace griotte::machine
