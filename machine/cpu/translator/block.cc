#include "machine/cpu/translator/block.h"

#include <algorithm>

#include "machine/cpu/interpreter/interpreter.h"

namespace griotte::machine::translator {

namespace {

using isa::Opcode;

/// The instruction at `pc`; nothing when it cannot be fetched there.
std::optional<Operands> operands_read(uint32_t pc, const Context &context, const Memory &memory)
{
    const auto is_allowed = [&context](uint32_t address) {
        return !context.is_cheriot() || context.pcc.contains(address, 2);
    };
    const auto low = memory.fetch(pc);
    if (!is_allowed(pc) || !low.has_value()) {
        return std::nullopt;
    }
    if ((*low & 3) != 3) {
        return Interpreter::operands_of(*low, context.mode);
    }
    const auto high = memory.fetch(pc + 2);
    if (!is_allowed(pc + 2) || !high.has_value()) {
        return std::nullopt;
    }
    return Interpreter::operands_of(*low | (uint32_t{*high} << 16), context.mode);
}

/// Reads one block; keeps what must be known to follow jumps.
class Reader
{
public:
    Reader(Block &theBlock, const Memory &theMemory) : block(theBlock), memory(theMemory) {}

    void read()
    {
        uint32_t pc = block.start.pc;
        while (block.instructions.size() < Block::Longest) {
            const auto operands = operands_read(pc, *block.start.context, memory);
            if (!operands.has_value() || is_seen(pc)) {
                break;
            }
            block.instructions.push_back({*operands, pc, false});
            covers(pc, operands->length);
            const uint32_t next = pc + operands->length;
            const auto target = target_known(*operands, pc);
            if (target.has_value() && !is_seen(*target)) {
                block.instructions.back().isFollowed = true;
                link_note(*operands, next);
                pc = *target;
                continue;
            }
            link_note(*operands, next);
            pc = next;
            if (is_transfer(operands->opcode) ||
                (is_branch(operands->opcode) && operands->immediate < 0))
            {
                break; // a loop goes back: its end is a good place to end
            }
        }
        block.end = pc;
    }

private:
    [[nodiscard]] bool is_seen(uint32_t pc) const
    {
        return std::ranges::any_of(block.instructions, [pc](const GuestInstruction &instruction) {
            return instruction.pc == pc;
        });
    }

    void covers(uint32_t pc, uint32_t length)
    {
        if (!block.ranges.empty() && block.ranges.back().end() == pc) {
            block.ranges.back().length += length;
        } else {
            block.ranges.push_back({pc, length});
        }
    }

    /// Where the jump certainly goes.
    [[nodiscard]] std::optional<uint32_t> target_known(const Operands &operands, uint32_t pc) const
    {
        switch (operands.opcode) {
        case Opcode::CJAL:
            if (block.start.context->version == IsaVersion::V0_5) {
                return std::nullopt; // may trap
            }
            [[fallthrough]];
        case Opcode::JAL:
            return pc + static_cast<uint32_t>(operands.immediate);
        case Opcode::JALR:
        case Opcode::CJALR:
            // A return to a call of this block. The link is still the one it left, in its context.
            if (operands.rs1 == Hart::ReturnAddress && operands.rd == Hart::DiscardRegister &&
                operands.immediate == 0)
            {
                return returnsTo;
            }
            return std::nullopt;
        default:
            return std::nullopt;
        }
    }

    /// Remembers what the instruction leaves in the link register.
    void link_note(const Operands &operands, uint32_t next)
    {
        if (!isa::traits(operands.opcode).hasRd || operands.rd != Hart::ReturnAddress) {
            return;
        }
        returnsTo.reset();
        const bool isCall = operands.opcode == Opcode::JAL || operands.opcode == Opcode::CJAL;
        if (isCall && block.start.context->is_link_tagged(next)) {
            returnsTo = next;
        }
    }

    Block &block;
    const Memory &memory;
    std::optional<uint32_t> returnsTo;
};

} // namespace

bool is_transfer(Opcode opcode)
{
    switch (opcode) {
    case Opcode::JAL:
    case Opcode::JALR:
    case Opcode::CJAL:
    case Opcode::CJALR:
    case Opcode::MRET:
    case Opcode::ECALL:
    case Opcode::EBREAK:
    case Opcode::WFI:
    case Opcode::Illegal:
        return true;
    default:
        return false;
    }
}

bool is_branch(Opcode opcode)
{
    switch (opcode) {
    case Opcode::BEQ:
    case Opcode::BNE:
    case Opcode::BLT:
    case Opcode::BGE:
    case Opcode::BLTU:
    case Opcode::BGEU:
        return true;
    default:
        return false;
    }
}

bool is_csr_access(Opcode opcode)
{
    switch (opcode) {
    case Opcode::CSRRW:
    case Opcode::CSRRS:
    case Opcode::CSRRC:
    case Opcode::CSRRWI:
    case Opcode::CSRRSI:
    case Opcode::CSRRCI:
        return true;
    default:
        return false;
    }
}

std::optional<Block> block_read(const BlockStart &start, const Memory &memory)
{
    Block block;
    block.start = start;
    Reader(block, memory).read();
    if (block.instructions.empty()) {
        return std::nullopt;
    }
    return block;
}

} // namespace griotte::machine::translator
