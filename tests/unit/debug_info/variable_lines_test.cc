// Where variables were declared, from the seeds of the ELF fuzz target: tohost of seed.c, eight
// bytes.
#include "debug_info/variable_lines.h"

#include "tests/unit/debug_info/corpus.h"

namespace griotte {

namespace {

constexpr uint32_t Tohost = 0x8000'1000;

class VariableLinesOf : public ::testing::TestWithParam<int>
{
protected:
    static std::vector<uint8_t> file() { return dwarf_corpus_read(GetParam()); }
};

} // namespace

INSTANTIATE_TEST_SUITE_P(Dwarf, VariableLinesOf, ::testing::Values(2, 4, 5));

TEST_P(VariableLinesOf, AnswerForEveryByteOfAVariable)
{
    const auto variables = VariableLines::read(file());
    for (uint32_t offset = 0; offset < 8; offset++) {
        const auto line = variables.find(Tohost + offset);
        ASSERT_TRUE(line.has_value()) << offset;
        EXPECT_EQ(line->file, "/src/seed.c");
        EXPECT_EQ(line->line, 1);
    }
}

TEST_P(VariableLinesOf, AnswerNothingBesideIt)
{
    const auto variables = VariableLines::read(file());
    for (const uint32_t address : {Tohost - 1, Tohost + 8, 0u, 0x8000'0000u, 0xffff'ffffu}) {
        EXPECT_FALSE(variables.find(address).has_value()) << std::hex << address;
    }
}

TEST_P(VariableLinesOf, SurviveEveryTruncation)
{
    const auto bytes = file();
    for (size_t size = 0; size < bytes.size(); size += 7) {
        (void)VariableLines::read(std::span(bytes).first(size)).find(Tohost);
    }
}

TEST(VariableLines, OfAFileWithoutAnyAreNone)
{
    EXPECT_FALSE(VariableLines::read({}).find(Tohost).has_value());
    EXPECT_FALSE(VariableLines::read(corpus_read("vhx/rom.vhx")).find(Tohost).has_value());
}

} // namespace griotte
