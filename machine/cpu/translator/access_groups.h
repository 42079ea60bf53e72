// Accesses of a block that need not be checked one by one.
//
// Loads through one register, and stores through it, form a group as long as the register is not
// written: the first of them asks whether all bytes of the group are in the window, and the others
// need not ask. A group is only ever a shortcut: where its question is answered with no, the block
// is left for one without groups (Block::hasGroups).
#pragma once

#include <vector>

#include "machine/cpu/translator/block.h"

namespace griotte::machine::translator {

/// What an access has to ask.
struct AccessCheck
{
    enum class Kind : uint8_t
    {
        /// For itself.
        Alone,
        /// For its group.
        First,
        /// Nothing: the first of the group did.
        Covered,
    };
    Kind kind = Kind::Alone;
    /// Of the first: the bytes of the group, as offsets from the register.
    int32_t low = 0;
    int32_t end = 0;
    /// Of the first: what the register must be a multiple of. For stores and capabilities, which
    /// must not leave a granule.
    uint32_t alignment = 1;
};

/// The checks of the block's instructions, in their order.
std::vector<AccessCheck> accesses_group(const Block &block);

/// How many bytes a load or store accesses; 0 for other opcodes.
uint32_t access_size(isa::Opcode opcode);

} // namespace griotte::machine::translator
