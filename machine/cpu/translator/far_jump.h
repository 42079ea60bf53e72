// Jumps from one context to another, remembered: calls and returns between compartments.
#pragma once

#include "machine/cpu/translator/context.h"

namespace griotte::machine::translator {

/// What of a CJALR in `context` decides, with its target, whether it may be taken and what becomes
/// of the interrupts. 0: one that is not to be remembered.
uint32_t jump_form(const Operands &operands, const Context &context);

/// Takes the jump of `site` if it is known where it leads: the link, PCC and the interrupt posture
/// are the hart's then, and the code to go on with is returned. Null: nothing was done.
__attribute__((preserve_most)) const uint8_t *far_jump(uint64_t, uint64_t, const SlowSite *site,
                                                       Hart *hart);

/// Remembers that the jump of `site` to `target` led to `code` in `context`.
void far_jump_note(State &state, const SlowSite &site, const Capability &target,
                   const Context &context, const uint8_t *code);

} // namespace griotte::machine::translator
