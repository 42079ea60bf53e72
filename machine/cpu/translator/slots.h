// Registers as capabilities and as slots, and the way from one to the other.
#pragma once

#include "machine/cpu/translator/state.h"

namespace griotte::machine::translator {

/// Gives slot `index` what register `index` has.
void slot_write(Hart &hart, unsigned index);
/// Gives register `index` what slot `index` has.
void register_write(Hart &hart, unsigned index);

/// slot_write() of all: before translated code runs.
void slots_write(Hart &hart);
/// register_write() of all: after it ran.
void registers_write(Hart &hart);

/// The place of the decoded form of the tagged `value`, worked out now if need be. A window that
/// must be part of the bounds only is that around `address`.
uint32_t decoded_find(Hart &hart, const Capability &value, uint32_t address);

} // namespace griotte::machine::translator
