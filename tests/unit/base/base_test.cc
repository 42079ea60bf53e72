#include <gtest/gtest.h>

#include "base/error.h"
#include "base/text.h"

namespace griotte {
namespace {

Result<int> half(int value)
{
    if (value % 2 != 0) {
        return fail("{} is odd", value);
    }
    return value / 2;
}

Result<int> quarter(int value)
{
    return TRY(half(TRY(half(value))));
}

TEST(Result, TryPassesValuesAndErrorsOn)
{
    EXPECT_EQ(quarter(8).value(), 2);
    ASSERT_FALSE(quarter(6).has_value());
    EXPECT_EQ(quarter(6).error().message, "3 is odd");
    EXPECT_EQ(context("file", quarter(6).error()).error().message, "file: 3 is odd");
}

TEST(Text, NumbersAreDecimalOrHexadecimalAndWhole)
{
    EXPECT_EQ(number_parse("42"), 42u);
    EXPECT_EQ(number_parse("0xff"), 255u);
    EXPECT_EQ(number_parse("0xffffffffffffffff"), ~uint64_t{0});
    for (const char *wrong : {"", "0x", "-1", "12x", " 1", "0x1g", "18446744073709551616"}) {
        EXPECT_FALSE(number_parse(wrong).has_value()) << wrong;
    }
}

TEST(Text, HintNamesTheNearestWordOrNone)
{
    const std::vector<std::string> words = {"devices", "interrupts", "heap"};
    EXPECT_EQ(spelling_hint("device", words), "; did you mean 'devices'?");
    EXPECT_EQ(spelling_hint("interupts", words), "; did you mean 'interrupts'?");
    EXPECT_EQ(spelling_hint("colour", words), "");
}

} // namespace
} // namespace griotte
