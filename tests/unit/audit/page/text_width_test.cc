#include "toolchain/audit/page/text_width.h"

#include <gtest/gtest.h>

namespace griotte::audit {
namespace {

using Lines = std::vector<std::string>;

TEST(TextWidth, IsWiderThanAnyCommonFont)
{
    EXPECT_GT(text_width("abcdefghij", 10), 60.2); // DejaVu Sans Mono
    EXPECT_GT(text_width("\xe6\xbc\xa2", 10), 10); // a whole em
}

TEST(TextWrap, BreaksWhereWordsEnd)
{
    EXPECT_EQ(text_wrap("compartment_calls_inner", 12, 4), (Lines{"compartment_", "calls_inner"}));
    EXPECT_EQ(text_wrap("short", 12, 4), (Lines{"short"}));
    EXPECT_EQ(text_wrap("", 12, 4), (Lines{""}));
}

TEST(TextWrap, BreaksAWordThatIsTooLong)
{
    EXPECT_EQ(text_wrap("abcdefghij", 4, 4), (Lines{"abcd", "efgh", "ij"}));
}

TEST(TextWrap, SaysWhenSomethingIsMissing)
{
    EXPECT_EQ(text_wrap("abcdefghij", 4, 2), (Lines{"abcd", "efgh\xe2\x80\xa6"}));
}

TEST(TextWrap, NeverCutsACharacter)
{
    for (const std::string &line : text_wrap("\xe6\xbc\xa2\xe5\xad\x97\xe6\xbc\xa2", 3, 5)) {
        EXPECT_EQ(line.size() % 3, 0u);
    }
}

TEST(Characters, ThatAreNoUtf8AreReplaced)
{
    std::string_view text = "\xff\xc3";
    EXPECT_EQ(character_take(text).code, 0xfffdu);
    EXPECT_EQ(character_take(text).code, 0xfffdu);
    EXPECT_TRUE(text.empty());
}

} // namespace
} // namespace griotte::audit
