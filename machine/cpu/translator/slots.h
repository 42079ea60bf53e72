// Registers as capabilities and as slots, and the way from one to the other.
#pragma once

#include "machine/cpu/translator/state.h"

namespace griotte::machine::translator {

/// Gives register `index` its slot, in CHERIoT mode.
void slot_read(Hart &hart, unsigned index);
/// Gives slot `index` its register, in CHERIoT mode.
void slot_write(Hart &hart, unsigned index);

/// slot_read() of all registers, in the mode of the hart: before translated code runs.
void slots_read(Hart &hart);
/// slot_write() of all, in the mode of the hart: after it ran.
void slots_write(Hart &hart);

/// The place of the decoded form of the tagged `value`, worked out now if need be. A window that
/// must be part of the bounds only is that around `address`.
uint32_t decoded_find(Hart &hart, const Capability &value, uint32_t address);

} // namespace griotte::machine::translator
