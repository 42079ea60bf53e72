// Why the hart left the normal flow: mcause and mtval values, and their names.
//
// Architecture document, "Exceptions": CHERI violations share cause 0x1c and say what and which
// register in mtval.
#pragma once

#include <cstdint>
#include <string>

namespace griotte::machine {

/// mcause of synchronous exceptions.
enum class Cause : uint32_t
{
    InstructionMisaligned = 0,
    InstructionAccessFault = 1,
    IllegalInstruction = 2,
    Breakpoint = 3,
    LoadMisaligned = 4,
    LoadAccessFault = 5,
    StoreMisaligned = 6,
    StoreAccessFault = 7,
    EnvironmentCall = 11,
    Cheri = 0x1c,
};

/// Bit 31 of mcause: an interrupt, the line in the low bits.
inline constexpr uint32_t CauseInterrupt = 0x8000'0000;

/// Interrupt lines of the hart: bit positions in mip and mie.
enum class Interrupt : uint32_t
{
    Software = 3,
    Timer = 7,
    External = 11,
};

/// What a CHERI exception says in mtval bits 4 to 0.
enum class CheriCause : uint32_t
{
    None = 0x00,
    BoundsViolation = 0x01,
    TagViolation = 0x02,
    SealViolation = 0x03,
    PermitExecuteViolation = 0x11,
    PermitLoadViolation = 0x12,
    PermitStoreViolation = 0x13,
    PermitLoadCapabilityViolation = 0x14,
    PermitStoreCapabilityViolation = 0x15,
    /// ISA 0.5 only.
    PermitStoreLocalCapabilityViolation = 0x16,
    AccessSystemRegistersViolation = 0x18,
};

/// mtval bits 10 to 5 of a CHERI exception: a general register, or one of these.
enum class CheriRegister : uint32_t
{
    Pcc = 0x20,
    Mtcc = 0x3c,
    Mtdc = 0x3d,
    MScratchC = 0x3e,
    Mepcc = 0x3f,
};

/// mtval of a CHERI exception.
constexpr uint32_t cheri_mtval(CheriCause cause, uint32_t theRegister)
{
    return (theRegister << 5) | static_cast<uint32_t>(cause);
}

/// "load access fault", "CHERI violation", "timer interrupt": mcause in words.
std::string cause_describe(uint32_t mcause);
/// "bounds violation": the cause of a CHERI exception in words, from its mtval.
std::string cheri_cause_describe(uint32_t mtval);
/// "ca0", "pcc", "mtcc": the register a CHERI exception's mtval names.
std::string cheri_register_name(uint32_t mtval);

} // namespace griotte::machine
