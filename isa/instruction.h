// Instructions, decoded: the interface between the records of isa/ and the machine.
//
// No LLVM here: the tables behind these functions are generated from the same records the assembler
// is made of (generate_decoder.py).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace griotte::isa {

/// Which instructions exist, and what the shared encodings mean.
enum class Mode : uint8_t
{
    /// RV32E M C Zicsr Zifencei Xcheriot.
    Cheriot,
    /// RV32I M C Zicsr Zifencei: no capabilities, 32 registers.
    Rv32i,
    /// RV32E M C Zicsr Zifencei: no capabilities, 16 registers.
    Rv32e,
};

/// The 32-bit instructions, named as their records.
enum class Opcode : uint8_t
{
#define OPCODE(name) name,
#include "isa/opcodes.inc"
#undef OPCODE
};

inline constexpr size_t OpcodeCount =
#define OPCODE(name) +1
#include "isa/opcodes.inc"
#undef OPCODE
    ;

/// One instruction. A compressed one is expanded: the opcode is that of the instruction it stands
/// for, and only the length tells.
struct Instruction
{
    Opcode opcode = Opcode::Illegal;
    /// Register numbers; 0 where the instruction has no such operand. The immediate forms of the
    /// CSR instructions have their five-bit operand in rs1.
    uint8_t rd = 0;
    uint8_t rs1 = 0;
    uint8_t rs2 = 0;
    /// In bytes: 2 or 4, also when illegal.
    uint8_t length = 4;
    /// The final value: sign-extended and scaled. Byte offsets for branches and jumps; shifted by
    /// 12 for LUI and AUIPC, by 11 for AUIPCC and AUICGP; the register number for CSR instructions
    /// and CSpecialRW; predecessor and successor sets for FENCE.
    int32_t immediate = 0;

    bool operator==(const Instruction &) const = default;
};

/// Decodes the instruction in the low bits of `word`; a compressed one uses only the low 16. Total:
/// what is no instruction in `mode` (reserved encodings, registers past 15 where there are 16) is
/// Opcode::Illegal.
Instruction decode(uint32_t word, Mode mode);

/// `word` with another immediate, given as decode() would return it: how the assembler and the
/// linker fill in addresses without knowing where the bits go. The value must fit; what is no
/// instruction, or has no immediate, comes back unchanged.
uint32_t immediate_replace(uint32_t word, int32_t immediate, Mode mode);

/// `word` with another first source register, for a linker that knows where a base already is. What
/// is no instruction, or has no such operand, comes back unchanged.
uint32_t rs1_replace(uint32_t word, uint32_t number, Mode mode);

/// The bits one encoding fixes: a word that has them may still be none of its instructions, since
/// fields can have values that are not allowed. For tests that want valid instructions to dominate.
struct EncodingPattern
{
    uint32_t mask;
    uint32_t match;
    Opcode opcode;
};
size_t encoding_count();
EncodingPattern encoding_pattern(size_t index);

/// The record's name: "CIncAddrImm".
std::string_view opcode_name(Opcode opcode);

/// Assembly text as the official toolchain prints it: aliases, compressed instructions as what they
/// stand for, branch targets as addresses from `pc`. Mnemonic and operands are separated by a tab.
/// "<unknown>" when illegal. The RV32 modes use plain RISC-V spelling.
std::string disassemble(uint32_t word, uint32_t pc, Mode mode);

/// How an opcode uses memory and the flow of control: for observers and cycle models.
struct OpcodeTraits
{
    bool hasRd : 1;
    bool hasRs1 : 1;
    bool hasRs2 : 1;
    /// The operand is a whole capability register, not only its address.
    bool isRdCapability : 1;
    bool isRs1Capability : 1;
    bool isRs2Capability : 1;
    bool isLoad : 1;
    bool isStore : 1;
};
const OpcodeTraits &traits(Opcode opcode);

/// The name of CSR or special capability register `number`; empty when it has none.
std::string_view csr_name(uint32_t number);
std::string_view scr_name(uint32_t number);
/// And back: the register's number; nothing when there is no such name.
std::optional<uint32_t> csr_number(std::string_view name);
std::optional<uint32_t> scr_number(std::string_view name);

} // namespace griotte::isa
