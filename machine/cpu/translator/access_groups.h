// Accesses of a block that need not be checked one by one.
//
// Accesses through one register form a group as long as the register is not written: the first of
// them asks whether all bytes of the group are in the window, and the others need not ask. Where
// the register was derived from another by moving its address, that instruction asks already,
// instead of whether the address may be moved so far. A group is only ever a shortcut: where its
// question is answered with no, the block is left for one without groups (BlockStart::hasGroups).
#pragma once

#include <array>
#include <vector>

#include "machine/cpu/translator/block.h"

namespace griotte::machine::translator {

/// What accesses ask for.
enum class AccessKind : uint8_t
{
    Load,
    /// That loaded capabilities stay as they are, but for revocation.
    CapabilityLoad,
    Store,
    CapabilityStore,
};
AccessKind access_kind(isa::Opcode opcode);

/// What an instruction has to ask.
struct AccessCheck
{
    /// Bytes, as offsets from the address of a register, and what is asked of all of them.
    struct Range
    {
        AccessKind kind = AccessKind::Load;
        int32_t low = 0;
        int32_t end = 0;
        [[nodiscard]] bool is_empty() const { return low == end; }
    };
    enum class Role : uint8_t
    {
        /// For itself.
        Alone,
        /// For its group.
        First,
        /// Nothing: the first of the group did.
        Covered,
    };
    Role role = Role::Alone;
    /// Of the first: the bytes of the group that are loaded, that data are stored to, and
    /// capabilities.
    static constexpr size_t RangeCount = 3;
    std::array<Range, RangeCount> ranges;
    /// Of the first: what the register must be a multiple of. For stores and capabilities, which
    /// must not leave a granule.
    uint32_t alignment = 1;
};

/// The checks of the block's instructions, in their order.
std::vector<AccessCheck> accesses_group(const Block &block);

/// How many bytes a load or store accesses; 0 for other opcodes.
uint32_t access_size(isa::Opcode opcode);

} // namespace griotte::machine::translator
