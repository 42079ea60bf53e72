#include "machine/debugger/rvfi_dii.h"

#include <cstring>

namespace griotte::machine {

namespace {

enum Command : uint8_t
{
    EndOfTrace = 0,
    Instruction = 1,
    SetVersion = 'v',
};

/// EndOfTrace with this word asks which formats there are instead.
constexpr uint32_t VersionQuestion = 'V' << 24 | 'E' << 16 | 'R' << 8 | 'S';
constexpr uint8_t HaltOnly = 1;
/// In answer to VersionQuestion: format 2 is understood too.
constexpr uint8_t HaltWithVersion2 = 3;
constexpr uint8_t MachineMode = 3;
constexpr uint8_t Xlen32 = 1;

constexpr size_t V1Size = 88;
constexpr size_t V1HaltOffset = 86;

/// Appends little-endian integers.
class Writer
{
public:
    template <typename T>
    Writer &put(T value)
    {
        bytes.append(reinterpret_cast<const char *>(&value), sizeof value);
        return *this;
    }
    Writer &text(std::string_view characters)
    {
        bytes += characters;
        return *this;
    }
    Writer &zeros(size_t count)
    {
        bytes.append(count, '\0');
        return *this;
    }
    std::string bytes;
};

/// One step in the terms of RVFI.
struct Fields
{
    uint64_t order;
    uint64_t insn;
    uint8_t trap;
    uint8_t intr;
    uint8_t rd;
    uint8_t rs1;
    uint8_t rs2;
    uint64_t rdValue;
    uint64_t rs1Value;
    uint64_t rs2Value;
    uint64_t pcBefore;
    uint64_t pcAfter;
    bool hasAccess;
    uint64_t address = 0;
    uint64_t readData = 0;
    uint64_t writeData = 0;
    uint32_t readMask = 0;
    uint32_t writeMask = 0;
    bool tag = false;
};

Fields fields_of(const Commit &commit, bool isAfterTrap)
{
    const isa::Instruction &instruction = commit.instruction;
    const isa::OpcodeTraits &traits = isa::traits(instruction.opcode);
    Fields fields{};
    fields.order = commit.order;
    fields.insn = commit.word;
    fields.trap = commit.isTrap ? 1 : 0;
    fields.intr = isAfterTrap ? 1 : 0;
    fields.rd = commit.rd;
    fields.rs1 = traits.hasRs1 ? instruction.rs1 : 0;
    fields.rs2 = traits.hasRs2 ? instruction.rs2 : 0;
    fields.rdValue = commit.rd == 0 ? 0 : commit.rdValue.address();
    fields.rs1Value = commit.rs1Value.address();
    fields.rs2Value = commit.rs2Value.address();
    fields.pcBefore = commit.pc;
    fields.pcAfter = commit.nextPc;
    fields.hasAccess = commit.access.has_value();
    if (commit.access.has_value()) {
        const auto &access = *commit.access;
        const uint64_t mask =
            access.size == 8 ? ~uint64_t{0} : (uint64_t{1} << (8 * access.size)) - 1;
        const uint64_t data = (access.low | (uint64_t{access.high} << 32)) & mask;
        const uint32_t bytes = (1u << access.size) - 1;
        fields.address = access.address;
        fields.tag = access.tag;
        (access.isStore ? fields.writeData : fields.readData) = data;
        (access.isStore ? fields.writeMask : fields.readMask) = bytes;
    }
    return fields;
}

std::string halt_packet(uint8_t halt)
{
    std::string packet(V1Size, '\0');
    packet[V1HaltOffset] = static_cast<char>(halt);
    return packet;
}

/// The 64 bytes of format 2 that every step has.
std::string v2_header(const Fields &fields, uint8_t halt, bool hasInteger)
{
    constexpr uint64_t HeaderSize = 64, IntegerSize = 40, MemorySize = 88;
    constexpr uint64_t IntegerAvailable = 1, MemoryAvailable = 2;
    Writer out;
    out.text("trace-v2")
        .put<uint64_t>(HeaderSize + (hasInteger ? IntegerSize : 0) +
                       (fields.hasAccess ? MemorySize : 0))
        .put(fields.order)
        .put(fields.insn)
        .put(fields.trap)
        .put(halt)
        .put(fields.intr)
        .put(MachineMode)
        .put(Xlen32)
        .put<uint8_t>(1) // valid
        .zeros(2)
        .put(fields.pcBefore)
        .put(fields.pcAfter)
        .put<uint64_t>((hasInteger ? IntegerAvailable : 0) |
                       (fields.hasAccess ? MemoryAvailable : 0));
    return out.bytes;
}

} // namespace

std::string rvfi_trace_v1(const Commit &commit, bool isAfterTrap)
{
    const Fields fields = fields_of(commit, isAfterTrap);
    Writer out;
    out.put(fields.order)
        .put(fields.pcBefore)
        .put(fields.pcAfter)
        .put(fields.insn)
        .put(fields.rs1Value)
        .put(fields.rs2Value)
        .put(fields.rdValue)
        .put(fields.address)
        .put(fields.readData)
        .put(fields.writeData)
        .put(static_cast<uint8_t>(fields.readMask))
        .put(static_cast<uint8_t>(fields.writeMask))
        .put(fields.rs1)
        .put(fields.rs2)
        .put(fields.rd)
        .put(fields.trap)
        .put<uint8_t>(0) // halt
        .put(fields.intr);
    return out.bytes;
}

std::string rvfi_trace_v2(const Commit &commit, bool isAfterTrap)
{
    const Fields fields = fields_of(commit, isAfterTrap);
    const isa::OpcodeTraits &traits = isa::traits(commit.instruction.opcode);
    const bool hasInteger = traits.hasRd || traits.hasRs1 || traits.hasRs2;
    Writer out;
    out.text(v2_header(fields, 0, hasInteger));
    if (hasInteger) {
        out.text("int-data")
            .put(fields.rdValue)
            .put(fields.rs1Value)
            .put(fields.rs2Value)
            .put(fields.rd)
            .put(fields.rs1)
            .put(fields.rs2)
            .zeros(5);
    }
    if (fields.hasAccess) {
        // 32 bytes of data each, the tag in the bit above a capability's 64.
        constexpr size_t Unused = 23;
        const uint8_t readTag = fields.readMask != 0 && fields.tag ? 1 : 0;
        const uint8_t writeTag = fields.writeMask != 0 && fields.tag ? 1 : 0;
        out.text("mem-data")
            .put(fields.readData)
            .put(readTag)
            .zeros(Unused)
            .put(fields.writeData)
            .put(writeTag)
            .zeros(Unused)
            .put(fields.readMask)
            .put(fields.writeMask)
            .put(fields.address);
    }
    return out.bytes;
}

RvfiDiiSession::RvfiDiiSession(Machine &theMachine) : machine(theMachine)
{
    trace_begin();
}

void RvfiDiiSession::trace_begin()
{
    machine.reset();
    machine.memory().clear();
    if (machine.hart().is_cheriot()) {
        for (unsigned index = 1; index < 16; index++) {
            machine.hart().registers[index] = Capability::root_memory();
        }
    }
    isAfterTrap = false;
}

std::string RvfiDiiSession::instruction_inject(uint32_t word)
{
    Commit commit;
    // Nothing can stop a trace but its end: a machine that locked up is started again.
    const auto stop = machine.step_injected(word, &commit);
    const std::string trace =
        version == 2 ? rvfi_trace_v2(commit, isAfterTrap) : rvfi_trace_v1(commit, isAfterTrap);
    isAfterTrap = commit.isTrap;
    if (stop.has_value() && stop->reason == StopReason::LockedUp) {
        machine.hart().isLockedUp = false;
    }
    return trace;
}

std::optional<std::string> RvfiDiiSession::command(std::string_view bytes)
{
    if (bytes.size() != CommandSize) {
        return std::nullopt;
    }
    uint32_t word = 0;
    std::memcpy(&word, bytes.data(), sizeof word);
    switch (static_cast<uint8_t>(bytes[6])) {
    case EndOfTrace:
        if (word == VersionQuestion) {
            return halt_packet(HaltWithVersion2);
        }
        trace_begin();
        return version == 2 ? v2_header(Fields{}, HaltOnly, false) : halt_packet(HaltOnly);
    case Instruction:
        return instruction_inject(word);
    case SetVersion: {
        if (word != 1 && word != 2) {
            return std::nullopt;
        }
        version = word;
        Writer out;
        out.text("version=").put<uint64_t>(version);
        return out.bytes;
    }
    default:
        return std::nullopt;
    }
}

} // namespace griotte::machine
