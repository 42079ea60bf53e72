#include "machine/board/timing.h"

#include <algorithm>

namespace griotte::machine {

namespace {

// Cycles beyond the first, as the RTL shows them with memory that answers at once.
constexpr uint64_t Jump = 1;         // also a taken branch: the target is fetched again
constexpr uint64_t SplitTarget = 1;  // a full instruction across two words, fetched after a jump
constexpr uint64_t TrapReturn = 2;   // the pipeline is flushed as well
constexpr uint64_t TrapEntry = 3;    // flush, vector, fetch
constexpr uint64_t SecondWord = 1;   // a capability is two 33-bit words; so is a split access
constexpr uint64_t Multiply = 2;     // three passes through a 17-bit multiplier
constexpr uint64_t MultiplyHigh = 3; // four
constexpr uint64_t Division = 36;    // a bit a cycle
constexpr uint64_t DivisionByZero = 1;
constexpr uint64_t FenceInstruction = 1;
constexpr uint64_t StatusWrite = 2; // mstatus and mie: the pipeline is flushed

// From the start of a load until its register has the value.
constexpr uint64_t LoadLatency = 2;
constexpr uint64_t CapabilityLoadLatency = 5;

/// Whether the instruction goes to a target, which may be the next instruction too.
bool is_taken(const Commit &commit)
{
    const uint32_t left = commit.rs1Value.address();
    const uint32_t right = commit.rs2Value.address();
    switch (commit.instruction.opcode) {
    case isa::Opcode::BEQ:
        return left == right;
    case isa::Opcode::BNE:
        return left != right;
    case isa::Opcode::BLT:
        return static_cast<int32_t>(left) < static_cast<int32_t>(right);
    case isa::Opcode::BGE:
        return static_cast<int32_t>(left) >= static_cast<int32_t>(right);
    case isa::Opcode::BLTU:
        return left < right;
    case isa::Opcode::BGEU:
        return left >= right;
    case isa::Opcode::CJAL:
    case isa::Opcode::CJALR:
    case isa::Opcode::JAL:
    case isa::Opcode::JALR:
    case isa::Opcode::MRET:
        return true;
    default:
        return false;
    }
}

uint64_t control_cycles(const Commit &commit)
{
    if (!is_taken(commit)) {
        return 0;
    }
    return commit.instruction.opcode == isa::Opcode::MRET ? TrapReturn : Jump;
}

uint64_t execution_cycles(const Commit &commit)
{
    const bool isStatus =
        commit.instruction.immediate == csr::Mstatus || commit.instruction.immediate == csr::Mie;
    switch (commit.instruction.opcode) {
    case isa::Opcode::MUL:
        return Multiply;
    case isa::Opcode::MULH:
    case isa::Opcode::MULHSU:
    case isa::Opcode::MULHU:
        return MultiplyHigh;
    case isa::Opcode::DIV:
    case isa::Opcode::DIVU:
    case isa::Opcode::REM:
    case isa::Opcode::REMU:
        return commit.rs2Value.address() == 0 ? DivisionByZero : Division;
    case isa::Opcode::CSRRW:
    case isa::Opcode::CSRRWI:
        return isStatus ? StatusWrite : 0;
    case isa::Opcode::CSRRS:
    case isa::Opcode::CSRRC:
    case isa::Opcode::CSRRSI:
    case isa::Opcode::CSRRCI:
        return isStatus && commit.instruction.rs1 != 0 ? StatusWrite : 0;
    case isa::Opcode::FENCE_I:
        return FenceInstruction;
    default:
        return 0;
    }
}

uint64_t access_cycles(const Commit &commit)
{
    if (!commit.access.has_value()) {
        return 0;
    }
    const auto &access = *commit.access;
    return (access.address & 3) + access.size > 4 ? SecondWord : 0;
}

} // namespace

uint64_t IbexTiming::stall_cycles(const Commit &commit) const
{
    const isa::Instruction &instruction = commit.instruction;
    const isa::OpcodeTraits &traits = isa::traits(instruction.opcode);
    uint64_t ready = now;
    if (traits.hasRs1) {
        ready = std::max(ready, readableAt[instruction.rs1]);
    }
    if (traits.hasRs2) {
        ready = std::max(ready, readableAt[instruction.rs2]);
    }
    if (traits.hasRd && instruction.rd != 0) {
        ready = std::max(ready, writableAt[instruction.rd]);
    }
    return ready - now;
}

uint64_t IbexTiming::extra_cycles(const Commit &commit)
{
    uint64_t extra = stall_cycles(commit);
    const uint64_t start = now + extra;
    if (hasJumped && commit.pc % 4 == 2 && commit.instruction.length == 4) {
        extra += SplitTarget;
    }
    hasJumped = commit.isTrap || is_taken(commit);
    if (commit.isTrap) {
        extra += TrapEntry;
    } else {
        extra += control_cycles(commit) + execution_cycles(commit) + access_cycles(commit);
        if (commit.access.has_value() && !commit.access->isStore && commit.rd != 0) {
            const bool isCapability = commit.access->size == GranuleSize;
            readableAt[commit.rd] = start + (isCapability ? CapabilityLoadLatency : LoadLatency);
            writableAt[commit.rd] = isCapability ? readableAt[commit.rd] : 0;
        }
    }
    now += 1 + extra;
    return extra;
}

} // namespace griotte::machine
