// The printer against text as the official toolchain's listings have it (official pairs of word and
// text are facts; the listings themselves are not ours).
#include "isa/instruction.h"

#include <gtest/gtest.h>

namespace griotte::isa {

namespace {

std::string cheriot(uint32_t word, uint32_t pc = 0x1000)
{
    return disassemble(word, pc, Mode::Cheriot);
}

std::string rv32(uint32_t word, uint32_t pc = 0x1000)
{
    return disassemble(word, pc, Mode::Rv32i);
}

} // namespace

TEST(Disassemble, CapabilityInstructionsNameCapabilities)
{
    EXPECT_EQ(cheriot(0x03d001db), "cspecialr\tcgp, mtdc");
    EXPECT_EQ(cheriot(0x22c501db), "cincoffset\tcgp, ca0, a2");
    EXPECT_EQ(cheriot(0x5001115b), "cincoffset\tcsp, csp, 1280");
    EXPECT_EQ(cheriot(0x00000497), "auipcc\tcs1, 0");
    EXPECT_EQ(cheriot(0x04a11023), "csh\ta0, 64(csp)");
    EXPECT_EQ(cheriot(0xfea5055b), "cmove\tca0, ca0");
}

TEST(Disassemble, CompressedIsPrintedAsWhatItStandsFor)
{
    EXPECT_EQ(cheriot(0x0088), "cincoffset\tca0, csp, 64");
    EXPECT_EQ(cheriot(0x8082), "cret");
    EXPECT_EQ(cheriot(0x0001), "nop");
    EXPECT_EQ(cheriot(0x852e), "mv\ta0, a1");
    EXPECT_EQ(cheriot(0x0000), "unimp");
}

TEST(Disassemble, BranchesNameAddresses)
{
    EXPECT_EQ(cheriot(0x00b50463, 0x20040628), "beq\ta0, a1, 0x20040630");
    EXPECT_EQ(cheriot(0xa001, 0x2000), "j\t0x2000");
    // They wrap.
    EXPECT_EQ(cheriot(0xffdff0ef, 0), "cjal\t0xfffffffc");
}

TEST(Disassemble, HintsKeepTheirCompressedNames)
{
    EXPECT_EQ(cheriot(0x000a), "c.slli\tzero, 2");
    EXPECT_EQ(cheriot(0x0501), "c.addi\ta0, 0");
    EXPECT_EQ(cheriot(0x807e), "c.mv\tzero, x31");
}

TEST(Disassemble, PlainModesSpeakPlainly)
{
    EXPECT_EQ(rv32(0x00012503), "lw\ta0, 0(sp)");
    EXPECT_EQ(rv32(0x8082), "ret");
    EXPECT_EQ(rv32(0xa001, 0x2000), "j\t0x2000");
    EXPECT_EQ(rv32(0x2001, 0x2000), "jal\t0x2000");
    EXPECT_EQ(rv32(0x000500e7), "jalr\ta0");
    EXPECT_EQ(rv32(0x00000f97), "auipc\tt6, 0");
    EXPECT_EQ(rv32(0x0ff57513), "zext.b\ta0, a0");
}

} // namespace griotte::isa
