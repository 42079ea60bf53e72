// What a board file leaves to be concluded. Private to board/.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "machine/board/board_description.h"

namespace griotte::machine {

/// Fills in `board.memory` where the file has no list of its own: instruction memory, data memory,
/// the rest of the heap, and the revocation bitmap unless it lies in one of these.
void board_memory_derive(BoardDescription &board);

/// Sets what the bitmap covers, from `revocableStart` or by the official build system's rule: the
/// start of data memory, else of instruction memory.
void board_revocable_derive(BoardDescription &board, std::optional<uint32_t> revocableStart);

/// The model that answers for `device` on `board`; empty when none fits its name.
std::string board_model_guess(const BoardDescription &board,
                              const BoardDescription::DeviceEntry &device);

/// The interrupt whose name says it is `device`'s, or null: "RevokerInterrupt" for "revoker",
/// "UARTInterrupt" or "Uart0Interrupt" for "uart".
const BoardDescription::InterruptEntry *board_interrupt_guess(const BoardDescription &board,
                                                              std::string_view device);

} // namespace griotte::machine
