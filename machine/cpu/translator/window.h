// Works windows out of capabilities.
#pragma once

#include "machine/cpu/translator/state.h"

namespace griotte::machine::translator {

/// The window of `authority` around `address`: what it allows, as far as that is plain RAM.
Window window_make(const Capability &authority, uint32_t address, const State &state,
                   const Memory &memory);

/// All of `range`, for modes without capabilities.
Window window_of_range(const PlainRange &range);

} // namespace griotte::machine::translator
