// A board's memory as linkers see it: what a description of a machine says of places.
#pragma once

#include "machine/board/board_description.h"
#include "toolchain/link/firmware.h"

namespace griotte::cli {

/// The board's memory and devices, for a firmware and for a bare-metal program alike.
link::FirmwareMemory board_memory(const machine::BoardDescription &board);

} // namespace griotte::cli
