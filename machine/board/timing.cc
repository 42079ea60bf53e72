#include "machine/board/timing.h"

namespace griotte::machine {

namespace {

// Cycles beyond the first.
constexpr uint64_t TakenBranch = 1;  // the target is fetched again; the compare is in decode
constexpr uint64_t Jump = 1;         // likewise
constexpr uint64_t TrapEntry = 3;    // flush, vector, fetch
constexpr uint64_t Data = 1;         // request and response on the data bus
constexpr uint64_t SecondHalf = 1;   // a capability is two 33-bit words; so is a split word
constexpr uint64_t LoadUse = 0;      // the response is forwarded
constexpr uint64_t Division = 36;    // one bit a cycle
constexpr uint64_t MultiplyHigh = 1; // the single-cycle multiplier's second pass
constexpr uint64_t SetBounds = 1;    // two passes through the adder
constexpr uint64_t SystemAccess = 1; // CSR writes flush

bool uses(const isa::Instruction &instruction, uint8_t theRegister)
{
    const isa::OpcodeTraits &traits = isa::traits(instruction.opcode);
    return theRegister != 0 && ((traits.hasRs1 && instruction.rs1 == theRegister) ||
                                (traits.hasRs2 && instruction.rs2 == theRegister));
}

} // namespace

uint64_t IbexTiming::extra_cycles(const Commit &commit)
{
    uint64_t extra = uses(commit.instruction, pendingLoad) ? LoadUse : 0;
    pendingLoad = 0;
    if (commit.isTrap) {
        return extra + TrapEntry;
    }
    if (commit.access.has_value()) {
        const auto &access = *commit.access;
        const bool isSplit = access.size == 8 || (access.address & 3) + access.size > 4;
        pendingLoad = access.isStore ? 0 : commit.rd;
        return extra + Data + (isSplit ? SecondHalf : 0);
    }
    switch (commit.instruction.opcode) {
    case isa::Opcode::BEQ:
    case isa::Opcode::BNE:
    case isa::Opcode::BLT:
    case isa::Opcode::BGE:
    case isa::Opcode::BLTU:
    case isa::Opcode::BGEU: {
        const bool isTaken = commit.nextPc != commit.pc + commit.instruction.length;
        return extra + (isTaken ? TakenBranch : 0);
    }
    case isa::Opcode::CJAL:
    case isa::Opcode::CJALR:
    case isa::Opcode::JAL:
    case isa::Opcode::JALR:
    case isa::Opcode::MRET:
        return extra + Jump;
    case isa::Opcode::DIV:
    case isa::Opcode::DIVU:
    case isa::Opcode::REM:
    case isa::Opcode::REMU:
        return extra + Division;
    case isa::Opcode::MULH:
    case isa::Opcode::MULHSU:
    case isa::Opcode::MULHU:
        return extra + MultiplyHigh;
    case isa::Opcode::CSetBounds:
    case isa::Opcode::CSetBoundsExact:
    case isa::Opcode::CSetBoundsRoundDown:
    case isa::Opcode::CSetBoundsImm:
        return extra + SetBounds;
    case isa::Opcode::CSRRW:
    case isa::Opcode::CSRRS:
    case isa::Opcode::CSRRC:
    case isa::Opcode::CSRRWI:
    case isa::Opcode::CSRRSI:
    case isa::Opcode::CSRRCI:
    case isa::Opcode::CSpecialRW:
    case isa::Opcode::FENCE_I:
        return extra + SystemAccess;
    default:
        return extra;
    }
}

} // namespace griotte::machine
