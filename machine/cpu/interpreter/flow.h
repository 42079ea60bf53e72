// What an instruction's semantic function tells the engine to do next, and how it reaches
// registers.
#pragma once

#include <cstdint>

#include "machine/cpu/hart.h"

namespace griotte::machine {

/// Semantic functions that can only fall through return void.
enum class Flow : uint8_t
{
    /// On to the next instruction.
    Next,
    /// hart.pc is the target; PCC is the same.
    Jump,
    /// hart.pc and hart.pcc are both new: a trap, MRET or CJALR.
    Elsewhere,
    /// On to the next instruction, but let the machine look at devices and interrupts first.
    Pause,
};

/// The decoded operands. `rd` is Hart::DiscardRegister when the instruction names register 0.
using Operands = isa::Instruction;

namespace interpreter {

/// Integer register read: the address of the capability.
inline uint32_t x(const Hart &hart, unsigned index)
{
    return hart.registers[index].address();
}
/// Integer register write: an untagged capability with null metadata.
inline void x_write(Hart &hart, unsigned index, uint32_t value)
{
    hart.registers[index] = Capability::from_integer(value);
}
inline const Capability &c(const Hart &hart, unsigned index)
{
    return hart.registers[index];
}
inline void c_write(Hart &hart, unsigned index, const Capability &value)
{
    hart.registers[index] = value;
}
inline uint32_t immediate(const Operands &i)
{
    return static_cast<uint32_t>(i.immediate);
}

} // namespace interpreter
} // namespace griotte::machine
