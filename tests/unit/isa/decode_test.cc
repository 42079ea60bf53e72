// The decoder against encodings written out by hand from the specification.
#include "isa/instruction.h"

#include <gtest/gtest.h>

namespace griotte::isa {

namespace {

Instruction cheriot(uint32_t word)
{
    return decode(word, Mode::Cheriot);
}

Instruction expected(Opcode opcode, unsigned rd, unsigned rs1, unsigned rs2, int32_t immediate,
                     unsigned length = 4)
{
    return {opcode,
            static_cast<uint8_t>(rd),
            static_cast<uint8_t>(rs1),
            static_cast<uint8_t>(rs2),
            static_cast<uint8_t>(length),
            immediate};
}

} // namespace

bool operator==(const Instruction &instruction, Opcode opcode)
{
    return instruction.opcode == opcode;
}

void PrintTo(const Instruction &i, std::ostream *out)
{
    *out << opcode_name(i.opcode) << " rd=" << int{i.rd} << " rs1=" << int{i.rs1}
         << " rs2=" << int{i.rs2} << " imm=" << i.immediate << " length=" << int{i.length};
}

void PrintTo(Opcode opcode, std::ostream *out)
{
    *out << opcode_name(opcode);
}

TEST(Decode, ImmediatesAreFinalValues)
{
    // lui a1, 0x20021
    EXPECT_EQ(cheriot(0x200215b7), expected(Opcode::LUI, 11, 0, 0, 0x20021000));
    // The upper immediate of AUIPCC and AUICGP is signed and shifts by 11.
    EXPECT_EQ(cheriot(0xfffff517), expected(Opcode::AUIPCC, 10, 0, 0, -2048));
    EXPECT_EQ(cheriot(0x000015fb), expected(Opcode::AUICGP, 11, 0, 0, 2048));
    EXPECT_EQ(decode(0xfffff517, Mode::Rv32i), expected(Opcode::AUIPC, 10, 0, 0, -4096));
    // addi sp, sp, -16; csw a0, -4(csp)
    EXPECT_EQ(cheriot(0xff010113), expected(Opcode::ADDI, 2, 2, 0, -16));
    EXPECT_EQ(cheriot(0xfea12e23), expected(Opcode::SW, 0, 2, 10, -4));
    // beq backwards by 4096, jal forwards by 2^20 - 2
    EXPECT_EQ(cheriot(0x80b50063), expected(Opcode::BEQ, 0, 10, 11, -4096));
    EXPECT_EQ(cheriot(0x7ffff0ef), expected(Opcode::CJAL, 1, 0, 0, 0xffffe));
    // csetbounds is unsigned, cincoffset signed.
    EXPECT_EQ(cheriot(0xfff5255b), expected(Opcode::CSetBoundsImm, 10, 10, 0, 4095));
    EXPECT_EQ(cheriot(0xfff5155b), expected(Opcode::CIncAddrImm, 10, 10, 0, -1));
    // csrrwi zero, mstatus, 8: the number in immediate, the operand in rs1.
    EXPECT_EQ(cheriot(0x30045073), expected(Opcode::CSRRWI, 0, 8, 0, 0x300));
    // cspecialrw ca0, mtdc, cs1
    EXPECT_EQ(cheriot(0x03d4855b), expected(Opcode::CSpecialRW, 10, 9, 0, 29));
    // fence rw, w
    EXPECT_EQ(cheriot(0x0310000f), expected(Opcode::FENCE, 0, 0, 0, 0x31));
}

TEST(Decode, CompressedIsExpanded)
{
    EXPECT_EQ(cheriot(0x157d), expected(Opcode::ADDI, 10, 10, 0, -1, 2));
    // c.clc and c.csc take the slots of the floating-point loads and stores.
    EXPECT_EQ(cheriot(0x6188), expected(Opcode::CLC, 10, 11, 0, 0, 2));
    EXPECT_EQ(cheriot(0xe5a8), expected(Opcode::CSC, 0, 11, 10, 72, 2));
    EXPECT_EQ(cheriot(0x60a6), expected(Opcode::CLC, 1, 2, 0, 72, 2));
    // The stack pointer moves by cincoffset.
    EXPECT_EQ(cheriot(0x1141), expected(Opcode::ADDI, 2, 2, 0, -16, 2));
    EXPECT_EQ(cheriot(0x717d), expected(Opcode::CIncAddrImm, 2, 2, 0, -16, 2));
    EXPECT_EQ(cheriot(0x0808), expected(Opcode::CIncAddrImm, 10, 2, 0, 16, 2));
    EXPECT_EQ(cheriot(0x8082), expected(Opcode::CJALR, 0, 1, 0, 0, 2));
    EXPECT_EQ(cheriot(0x9502), expected(Opcode::CJALR, 1, 10, 0, 0, 2));
    // c.lui: the sign reaches the top.
    EXPECT_EQ(cheriot(0x757d), expected(Opcode::LUI, 10, 0, 0, -4096, 2));
    EXPECT_EQ(cheriot(0x9002), expected(Opcode::EBREAK, 0, 0, 0, 0, 2));
}

TEST(Decode, ModesWithoutCapabilitiesHaveThePlainMeaning)
{
    EXPECT_EQ(decode(0x717d, Mode::Rv32e), expected(Opcode::ADDI, 2, 2, 0, -16, 2));
    EXPECT_EQ(decode(0x8082, Mode::Rv32e), expected(Opcode::JALR, 0, 1, 0, 0, 2));
    EXPECT_EQ(decode(0x2001, Mode::Rv32i), expected(Opcode::JAL, 1, 0, 0, 0, 2));
    // No capability loads, compressed or not.
    EXPECT_EQ(decode(0x6188, Mode::Rv32i), expected(Opcode::Illegal, 0, 0, 0, 0, 2));
    EXPECT_EQ(decode(0x0005b503, Mode::Rv32i), Opcode::Illegal);
    EXPECT_EQ(decode(0xfea5055b, Mode::Rv32i), Opcode::Illegal);
}

TEST(Decode, RegistersPastTheFileAreIllegal)
{
    // addi a6, zero, 0; add a0, a0, a6; mv a6, a0
    for (const uint32_t word : {0x00000813u, 0x01050533u, 0x882au}) {
        EXPECT_EQ(cheriot(word), Opcode::Illegal);
        EXPECT_EQ(decode(word, Mode::Rv32e), Opcode::Illegal);
        EXPECT_NE(decode(word, Mode::Rv32i).opcode, Opcode::Illegal);
    }
}

TEST(Decode, ReservedEncodingsAreIllegal)
{
    const struct
    {
        uint32_t word;
        const char *why;
    } reserved[] = {
        {0x0000, "all zeros"},
        {0x0008, "c.cincoffset4cspn by zero"},
        {0x6101, "c.cincoffset16csp by zero"},
        {0x6501, "c.lui by zero"},
        {0x9501, "c.srai by 32"},
        {0x1102, "c.slli by 32"},
        {0x9c01, "c.subw"},
        {0x4002, "c.clwcsp to register zero"},
        {0x6002, "c.clccsp to register zero"},
        {0x8002, "c.cjr through register zero"},
        {0x2000, "the slot of c.fld"},
        {0x0000b067, "jalr with a function"},
        {0x02051513, "slli by 32"},
        {0x42055513, "srai by 32"},
        {0x0000007f, "an unused major opcode"},
        {0x00004023, "a 16-byte store"},
        {0x00002063, "branch function 2"},
        {0xfff5355b, "Xcheriot function 3"},
        {0x10200073, "sret"},
        {0xffffffff, "all ones"},
    };
    for (const auto &[word, why] : reserved) {
        EXPECT_EQ(cheriot(word), Opcode::Illegal) << why;
        EXPECT_EQ(cheriot(word).length, (word & 3) == 3 ? 4 : 2) << why;
    }
}

TEST(Decode, HintsDoNothing)
{
    // Not even to the tag of the register they name: c.addi a0, 0 is no addi.
    for (const uint32_t word :
         {0x0501u, 0x0005u, 0x4001u, 0x6005u, 0x802au, 0x902au, 0x0502u, 0x0006u, 0x8101u, 0x8501u})
    {
        EXPECT_EQ(cheriot(word), expected(Opcode::ADDI, 0, 0, 0, 0, 2)) << std::hex << word;
    }
}

TEST(Decode, FencesIgnoreReservedFields)
{
    EXPECT_EQ(cheriot(0x8330000f), Opcode::FENCE); // fence.tso
    EXPECT_EQ(cheriot(0xfff5878f), expected(Opcode::FENCE, 0, 0, 0, 0xff));
    EXPECT_EQ(cheriot(0xfff5978f), Opcode::FENCE_I);
}

TEST(ImmediateReplace, UndoesDecode)
{
    // Every place an immediate can be in.
    const struct
    {
        uint32_t word;
        int32_t immediate;
    } cases[] = {
        {0x00000537, 0x12345000}, {0x00000517, -2048}, {0x000000ef, -1048576}, {0x00b50063, 4094},
        {0x00b52023, -2048},      {0x00052503, 2047},  {0xc101, 254},          {0xe101, -256},
        {0xa001, -2048},          {0x2001, 2046},
    };
    for (const auto &[word, immediate] : cases) {
        const uint32_t changed = immediate_replace(word, immediate, Mode::Cheriot);
        const Instruction before = cheriot(word);
        const Instruction after = cheriot(changed);
        Instruction wanted = before;
        wanted.immediate = immediate;
        EXPECT_EQ(after, wanted) << std::hex << word;
    }
}

TEST(Rs1Replace, ChangesNothingElse)
{
    for (const uint32_t word :
         {0x0005'155bu /* cincoffset ca0, ca0, 0 */, 0x00b5'2023u /* csw a1, 0(ca0) */,
          0x0000'0517u /* auipcc ca0, 0: has none */})
    {
        Instruction wanted = cheriot(word);
        wanted.rs1 = wanted.rs1 == 0 ? 0 : 3;
        EXPECT_EQ(cheriot(rs1_replace(word, 3, Mode::Cheriot)), wanted) << std::hex << word;
    }
}

TEST(SystemRegisters, NamesAndNumbersAgree)
{
    EXPECT_EQ(csr_name(0x300), "mstatus");
    EXPECT_EQ(csr_number("mshwm"), 0xbc1);
    EXPECT_EQ(csr_name(0x7ff), "");
    EXPECT_EQ(csr_number("nonsense"), std::nullopt);
    EXPECT_EQ(scr_name(29), "mtdc");
    EXPECT_EQ(scr_number("mepcc"), 31);
    for (uint32_t number = 0; number < 4096; number++) {
        if (!csr_name(number).empty()) {
            EXPECT_EQ(csr_number(csr_name(number)), number);
        }
    }
}

} // namespace griotte::isa
