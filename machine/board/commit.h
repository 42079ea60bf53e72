// A step as observers, debuggers and cycle models see it.
#pragma once

#include <cstdint>
#include <optional>

#include "machine/cpu/hart.h"

namespace griotte::machine {

/// What one step did, for observers. Everything is copied, so it may be kept.
struct Commit
{
    /// Steps before this one.
    uint64_t order = 0;
    uint32_t pc = 0;
    uint32_t nextPc = 0;
    /// Raw instruction bits; the upper half is zero for a compressed one. Zero when the fetch
    /// failed.
    uint32_t word = 0;
    isa::Instruction instruction;
    /// The step trapped (or was an interrupt entry): see trap.
    bool isTrap = false;
    bool isInterrupt = false;
    TrapRecord trap;
    /// The register written, 0 for none, and its new value.
    uint8_t rd = 0;
    Capability rdValue;
    /// Values of the source registers before the step.
    Capability rs1Value;
    Capability rs2Value;
    /// The data access, when the instruction makes one that did not trap.
    struct DataAccess
    {
        uint32_t address = 0;
        uint8_t size = 0;
        bool isStore = false;
        /// Value transferred: low word, and for capabilities the metadata and the tag.
        uint32_t low = 0;
        uint32_t high = 0;
        bool tag = false;
    };
    std::optional<DataAccess> access;
};

/// Bytes an instruction transfers; 0 for one that touches no memory.
uint8_t data_access_size(isa::Opcode opcode);

} // namespace griotte::machine
