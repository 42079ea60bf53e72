// Taking the command line apart.
#include <algorithm>

#include <gtest/gtest.h>

#include "toolchain/driver/options.h"

namespace griotte::toolchain {

namespace {

Result<CommandLine> parse(const std::vector<std::string> &arguments)
{
    return command_line_parse(SourceLanguage::C, arguments);
}

TEST(CommandLine, TakesOurOptionsOut)
{
    const auto result = parse({"-target", "riscv32-unknown-cheriotrtos", "-mcpu=cheriot",
                               "-cheri-compartment=net", "-O2", "a.c", "-mrelax"});
    ASSERT_TRUE(result.has_value());
    EXPECT_FALSE(result->target.isBareMetal);
    EXPECT_EQ(result->target.compartment, "net");
    EXPECT_EQ(result->forClang.back(), "a.c");
    EXPECT_EQ(std::ranges::count(result->forClang, "-mrelax"), 0);
}

TEST(CommandLine, LetsTheAbiSayMoreThanTheTriple)
{
    const auto before =
        parse({"-mabi=cheriot-baremetal", "-target", "riscv32-unknown-cheriotrtos"});
    const auto after = parse({"-target", "riscv32-unknown-cheriotrtos", "-mabi=cheriot-baremetal"});
    EXPECT_TRUE(before->target.isBareMetal);
    EXPECT_TRUE(after->target.isBareMetal);
    EXPECT_TRUE(parse({"a.c"})->target.isBareMetal);
}

TEST(CommandLine, KnowsWhichHeadersAreWanted)
{
    EXPECT_FALSE(parse({"-nostdinc"})->hasResourceHeaders);
    EXPECT_TRUE(parse({"-nostdlibinc"})->hasResourceHeaders);
    EXPECT_FALSE(parse({"-nostdlibinc"})->hasSystemHeaders);
    EXPECT_FALSE(parse({"-nostdinc++"})->hasCxxHeaders);
    EXPECT_TRUE(parse({"-nostdinc++"})->hasSystemHeaders);
}

TEST(CommandLine, RefusesWithAReason)
{
    const auto result = parse({"-fPIC"});
    ASSERT_FALSE(result.has_value());
    EXPECT_TRUE(result.error().message.starts_with("unsupported option '-fPIC': "));
    EXPECT_FALSE(parse({"--target=x86_64-linux-gnu"}).has_value());
    EXPECT_FALSE(parse({"-mabi"}).has_value());
}

TEST(CommandLine, SwitchesTheMisuseWarning)
{
    EXPECT_TRUE(parse({})->target.isMisuseWarned);
    EXPECT_FALSE(parse({"-Wno-cheri-capability-misuse"})->target.isMisuseWarned);
    EXPECT_FALSE(parse({"-w"})->target.isMisuseWarned);
}

} // namespace

} // namespace griotte::toolchain
