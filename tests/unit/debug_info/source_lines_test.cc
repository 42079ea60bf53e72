// Source lines from the seeds of the ELF fuzz target: seed.c with DWARF 2, 4 and 5.
#include <algorithm>
#include <utility>

#include <gtest/gtest.h>

#include "debug_info/source_lines.h"
#include "tests/unit/debug_info/corpus.h"

namespace griotte {

namespace {

class SourceLinesOf : public ::testing::TestWithParam<int>
{
protected:
    static std::vector<uint8_t> file() { return dwarf_corpus_read(GetParam()); }
};

int line_at(const SourceLines &lines, uint32_t address)
{
    const auto found = lines.find(address);
    return found.has_value() ? found->line : -1;
}

} // namespace

INSTANTIATE_TEST_SUITE_P(Dwarf, SourceLinesOf, ::testing::Values(2, 4, 5));

TEST_P(SourceLinesOf, AnswersForEveryInstruction)
{
    const auto lines = SourceLines::read(file());
    ASSERT_FALSE(lines.is_empty());
    EXPECT_EQ(line_at(lines, 0x8000'0014), 5);
    EXPECT_EQ(line_at(lines, 0x8000'0016), 5) << "inside a row";
    EXPECT_EQ(line_at(lines, 0x8000'0034), 11);
    EXPECT_EQ(line_at(lines, 0x8000'004a), 12);
    EXPECT_EQ(lines.find(0x8000'0014)->file, "/src/seed.c");
}

TEST_P(SourceLinesOf, AnswersNothingOutsideTheCode)
{
    const auto lines = SourceLines::read(file());
    EXPECT_FALSE(lines.find(0x8000'004c).has_value()) << "one past the last instruction";
    EXPECT_FALSE(lines.find(0x7fff'fffe).has_value());
    EXPECT_FALSE(lines.find(0xffff'ffff).has_value());
}

TEST_P(SourceLinesOf, SurvivesEveryTruncation)
{
    const auto bytes = file();
    for (size_t size = 0; size < bytes.size(); size += 7) {
        (void)SourceLines::read(std::span(bytes).first(size)).find(0x8000'0014);
    }
}

TEST(SourceLinesRead, DoesNotFollowAFileToAnotherNorUnpackTheOldWay)
{
    const auto bytes = dwarf_corpus_read(5);
    // Names as long as the link's, and as the line table's with one letter more before it.
    const std::string_view text(reinterpret_cast<const char *>(bytes.data()), bytes.size());
    for (const auto &[from, to] : {std::pair(".riscv.attributes", ".gnu_debugaltlink"),
                                   std::pair(".debug_frame", ".zdebug_line")})
    {
        const size_t at = text.find(from);
        ASSERT_NE(at, std::string_view::npos);
        auto changed = bytes;
        std::ranges::copy(std::string_view(to), changed.begin() + static_cast<std::ptrdiff_t>(at));
        EXPECT_TRUE(SourceLines::read(changed).is_empty()) << to;
    }
}

TEST(SourceLinesRead, WithoutDwarfThereAreNoLines)
{
    EXPECT_TRUE(SourceLines::read(std::vector<uint8_t>()).is_empty());
    EXPECT_TRUE(SourceLines::read(corpus_read("vhx/rom.vhx")).is_empty());
    EXPECT_FALSE(SourceLines().find(0).has_value());
}

} // namespace griotte
