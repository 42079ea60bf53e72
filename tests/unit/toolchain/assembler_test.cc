// The assembler's interface: what it returns and what it says.
#include <gtest/gtest.h>

#include "tests/unit/toolchain/object_text.h"
#include "toolchain/target/assembler.h"

namespace griotte::toolchain {

TEST(Assembler, ReturnsAnObject)
{
    const auto object = assemble("cret\n", {});
    ASSERT_TRUE(object.has_value()) << object.error();
    EXPECT_EQ(object->contents.substr(0, 4), "\177ELF");
    EXPECT_EQ(object_text(object->contents), "\x82\x80");
    EXPECT_EQ(object->diagnostics, "");
}

TEST(Assembler, IsDeterministic)
{
    AssemblerOptions options;
    options.hasDebugInfo = true;
    const char *source = "start: cllc ca0, start\n beqz a0, start\n .word start\n";
    const auto first = assemble(source, options);
    const auto second = assemble(source, options);
    ASSERT_TRUE(first.has_value() && second.has_value());
    EXPECT_EQ(first->contents, second->contents);
}

TEST(Assembler, NamesFileLineAndColumn)
{
    AssemblerOptions options;
    options.name = "boot.S";
    const auto object = assemble("nop\n addi a0, a0, 4096\n", options);
    ASSERT_FALSE(object.has_value());
    EXPECT_EQ(object.error().find("boot.S:2:15: error: "), 0u) << object.error();
}

TEST(Assembler, DefinesSymbolsBeforehand)
{
    AssemblerOptions options;
    options.symbols = {{"size", -16}};
    const auto object = assemble("cincoffset csp, csp, size\n", options);
    ASSERT_TRUE(object.has_value()) << object.error();
    EXPECT_EQ(object_text(object->contents), "\x7d\x71");
}

TEST(Assembler, ReturnsWarningsWithTheObject)
{
    const auto object = assemble(".option unheard\nnop\n", {});
    ASSERT_TRUE(object.has_value()) << object.error();
    EXPECT_NE(object->diagnostics.find("warning"), std::string::npos);
}

TEST(Assembler, WritesText)
{
    AssemblerOptions options;
    options.output = AssemblerOptions::Output::Text;
    const auto text = assemble("li a0, 0x12345678\n", options);
    ASSERT_TRUE(text.has_value()) << text.error();
    EXPECT_NE(text->contents.find("lui\ta0, 74565"), std::string::npos) << text->contents;
    EXPECT_NE(text->contents.find("addi\ta0, a0, 1656"), std::string::npos);
}

TEST(Assembler, SpeaksPlainRiscvInThePlainModes)
{
    AssemblerOptions options;
    options.mode = isa::Mode::Rv32i;
    const auto object = assemble("lw t6, 4(sp)\nret\n", options);
    ASSERT_TRUE(object.has_value()) << object.error();
    EXPECT_EQ(object_text(object->contents), "\x92\x4f\x82\x80");
    EXPECT_FALSE(assemble("lw t6, 4(sp)\n", {}).has_value());
}

TEST(Assembler, SurvivesNonsense)
{
    for (const char *source : {"",
                               "\n\n",
                               "%",
                               "%hi(",
                               ".option",
                               ".option pop\n",
                               ".chericap\n",
                               "clw a0,",
                               "clw a0, 4(",
                               "clw a0, 4(ca0",
                               "\"",
                               ".if",
                               ".macro",
                               "c.addi",
                               "ct.",
                               "ct.clw",
                               "fence ,",
                               "csrr",
                               "lui a0, %hi()",
                               ".attribute",
                               ".include \"nowhere\"\n"})
    {
        (void)assemble(source, {});
    }
}

} // namespace griotte::toolchain
