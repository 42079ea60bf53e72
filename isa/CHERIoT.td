// The instruction set of griotte's machine: RV32E (RV32I), M, C, Zicsr, Zifencei and Xcheriot 1.0.
//
// These records are the only place an encoding is written. From them come the assembler, the
// disassembler and (with the patterns of toolchain/target) the code generator through LLVM's own
// TableGen back ends, and the machine's decoder through generate_decoder.py. How the records are
// organised, and how to add one: docs/reference/instruction-set.md.
include "llvm/Target/Target.td"

include "Registers.td"
include "SystemRegisters.td"
include "Operands.td"
include "Formats.td"
include "RV32I.td"
include "RV32M.td"
include "Zicsr.td"
include "Xcheriot.td"
include "RV32C.td"
include "Aliases.td"
