// Functions translated code calls in mid-block, that change one register and can do nothing else.
//
// They preserve nearly all of the host's registers, so that a call of them costs little; all the
// same on every host. Their first two parameters are not used: on x86-64 those arrive in registers
// that hold guest registers, and calling would have to move them away.
#pragma once

#include "machine/cpu/translator/state.h"

namespace griotte::machine::translator {

using QuickFunction = void(__attribute__((preserve_most)) *)(uint64_t, uint64_t,
                                                             const SlowSite *site, Hart *hart);

/// Executes the instruction of the site: one whose semantic function can only fall through. The
/// addresses of its source registers must be in their slots. Null for any other opcode.
QuickFunction quick_function(isa::Mode mode, isa::Opcode opcode);

/// The rest of CLC when State::loaded had its tag.
__attribute__((preserve_most)) void capability_loaded(uint64_t, uint64_t, const SlowSite *site,
                                                      Hart *hart);

/// CSpecialRW with Access System Registers and a special register there is.
__attribute__((preserve_most)) void special_register_access(uint64_t, uint64_t,
                                                            const SlowSite *site, Hart *hart);

/// Brings the slots up to date after the interpreter's function of `site` was executed on the
/// hart's registers, and the window that the access at `accessed`, if it was one, went through.
void slots_update(const SlowSite &site, uint32_t accessed, Hart &hart);

} // namespace griotte::machine::translator
