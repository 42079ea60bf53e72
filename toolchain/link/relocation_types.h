// The relocations griotte's objects use: RISC-V's own (RISC-V ELF specification, "Relocations") and
// CHERIoT's (docs/reference/instruction-set.md). Names as people know them from listings.
#pragma once

#include <cstdint>
#include <string>

namespace griotte::link {

enum class RelocationType : uint32_t
{
    None = 0,
    Word32 = 1,
    Word64 = 2,
    Branch = 16,
    Jal = 17,
    Hi20 = 26,
    Lo12I = 27,
    Lo12S = 28,
    Add8 = 33,
    Add16 = 34,
    Add32 = 35,
    Add64 = 36,
    Sub8 = 37,
    Sub16 = 38,
    Sub32 = 39,
    Sub64 = 40,
    Align = 43,
    RvcBranch = 44,
    RvcJump = 45,
    Relax = 51,
    Sub6 = 52,
    Set6 = 53,
    Set8 = 54,
    Set16 = 55,
    Set32 = 56,
    Pcrel32 = 57,
    SetUleb128 = 60,
    SubUleb128 = 61,
    CheriCapability = 193,
    CompartmentHi = 220,
    CompartmentLoI = 221,
    CompartmentLoS = 222,
    CompartmentSize = 223,
    CompartmentCgpHi = 225,
};

/// What the linker knows of a kind of relocation without looking at any.
struct RelocationTraits
{
    /// As in listings, without the "R_RISCV_"; null for one the linker does not know.
    const char *name = nullptr;
    /// Bytes of the section it reads or writes; 0 for markers.
    uint32_t width = 0;
};

/// Total: an unknown number has no name.
RelocationTraits relocation_traits(uint32_t type);

/// The name, or "relocation type N".
std::string relocation_name(uint32_t type);

} // namespace griotte::link
