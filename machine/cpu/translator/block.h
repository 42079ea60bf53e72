// A piece of guest code to translate, and what is known about it before it is.
//
// A block begins where a jump led and goes on past branches that may fall through, along jumps
// whose target is known, and back along returns to a call the block itself made: it is one way
// through the code. It ends at the first jump that could lead anywhere, or where it gets too long.
#pragma once

#include <optional>
#include <vector>

#include "machine/cpu/interpreter/flow.h"
#include "machine/cpu/translator/context.h"

namespace griotte::machine::translator {

struct GuestInstruction
{
    Operands operands;
    uint32_t pc = 0;
    /// A jump whose target is the next instruction of the block.
    bool isFollowed = false;
};

struct Block
{
    static constexpr size_t Longest = 64;

    BlockStart start;
    std::vector<GuestInstruction> instructions;
    /// Where it goes on when the last instruction falls through.
    uint32_t end = 0;
    /// The bytes it was made from.
    std::vector<AddressRange> ranges;
};

/// The block that begins as `start` says. Nothing when its first instruction cannot be fetched: the
/// interpreter takes that trap.
std::optional<Block> block_read(const BlockStart &start, const Memory &memory);

/// Whether the instruction never falls through.
bool is_transfer(isa::Opcode opcode);
/// Whether it is a conditional branch.
bool is_branch(isa::Opcode opcode);
/// Whether it reads or writes a CSR.
bool is_csr_access(isa::Opcode opcode);

} // namespace griotte::machine::translator
