// Values: order, printing, reading; numbers.
#include <gtest/gtest.h>

#include "toolchain/audit/policy/value.h"

namespace griotte::audit {
namespace {

Value read(std::string_view json)
{
    return value_from_json(json, "test").value();
}

TEST(Value, KindsSortAsRegoHasIt)
{
    const Value ordered[] = {Value(),
                             Value::boolean(false),
                             Value::boolean(true),
                             Value::number(-1),
                             Value::number(2),
                             Value::string("a"),
                             Value::string("b"),
                             Value::array({}),
                             Value::array({Value::number(1)}),
                             Value::object({}),
                             Value::object({{Value::string("a"), Value()}}),
                             Value::set({}),
                             Value::set({Value::number(1)})};
    for (size_t left = 0; left < std::size(ordered); left++) {
        for (size_t right = 0; right < std::size(ordered); right++) {
            EXPECT_TRUE(ordered[left].compare(ordered[right]) == (left <=> right))
                << left << ' ' << right;
        }
    }
}

TEST(Value, IntegersAreExactTo64Bits)
{
    EXPECT_EQ(value_to_json(read("[9223372036854775807, -9223372036854775808]")),
              "[9223372036854775807,-9223372036854775808]");
    EXPECT_LT(Value::number(Number(int64_t{INT64_MAX})), read("9223372036854775808"));
    EXPECT_EQ(read("1.0"), Value::number(1));
    EXPECT_EQ(value_to_json(read("[1.5, 1e2, 1e300]")), "[1.5,100,1e+300]");
}

TEST(Value, NumbersCompareAcrossKindsExactly)
{
    // 2^53 + 1 is no double.
    EXPECT_NE(Number(int64_t{9007199254740993}), Number(9007199254740992.0));
    EXPECT_TRUE(Number(int64_t{-1}).compare(Number(-0.5)) < 0);
    EXPECT_TRUE(Number(0.5).compare(Number(int64_t{0})) > 0);
    EXPECT_TRUE(Number(int64_t{INT64_MIN}).compare(Number(1e300)) < 0);
    EXPECT_TRUE(Number(int64_t{INT64_MIN}).compare(Number(-1e300)) > 0);
}

TEST(Value, ArithmeticLeavesIntegersOnlyWhenItMust)
{
    EXPECT_EQ(number_add(Number(int64_t{INT64_MAX}), Number(int64_t{1}))->to_string(),
              "9.223372036854776e+18");
    EXPECT_EQ(number_divide(Number(int64_t{6}), Number(int64_t{3}))->to_string(), "2");
    EXPECT_EQ(number_divide(Number(int64_t{1}), Number(int64_t{4}))->to_string(), "0.25");
    EXPECT_FALSE(number_divide(Number(int64_t{1}), Number(int64_t{0})).has_value());
    EXPECT_FALSE(number_multiply(Number(1e300), Number(1e300)).has_value());
    EXPECT_EQ(number_remainder(Number(int64_t{INT64_MIN}), Number(int64_t{-1}))->to_string(), "0");
    EXPECT_EQ(number_remainder(Number(int64_t{-7}), Number(int64_t{3}))->to_string(), "-1");
    EXPECT_FALSE(number_remainder(Number(1.5), Number(int64_t{1})).has_value());
}

TEST(Value, SetsAreArraysInJsonAndBracesInPolicies)
{
    const Value set = Value::set({Value::number(2), Value::number(1), Value::number(2)});
    EXPECT_EQ(value_to_json(set), "[1,2]");
    EXPECT_EQ(value_to_text(set), "{1, 2}");
    EXPECT_EQ(value_to_text(Value::set({})), "set()");
    EXPECT_EQ(value_to_text(read(R"({"b": [], "a": null})")), R"({"a": null, "b": []})");
}

TEST(Value, KeysThatAreNoTextsAreTextsInJson)
{
    EXPECT_EQ(value_to_json(Value::object({{Value::array({Value::number(1)}), Value()}})),
              R"({"[1]":null})");
}

TEST(Value, ReadingTellsThePlaceOfAMistake)
{
    const auto broken = value_from_json("{\n  \"a\": nul\n}", "report.json");
    ASSERT_FALSE(broken.has_value());
    EXPECT_TRUE(broken.error().message.starts_with("report.json:2:")) << broken.error().message;
}

TEST(Value, ReadingRefusesWhatNestsTooDeep)
{
    const std::string deep(100'000, '[');
    const auto read = value_from_json(deep, "deep.json");
    ASSERT_FALSE(read.has_value());
    EXPECT_NE(read.error().message.find("nested more than 200 deep"), std::string::npos);
}

TEST(Value, OfRepeatedKeysTheLastCounts)
{
    EXPECT_EQ(value_to_json(read(R"({"a": 1, "a": 2})")), R"({"a":2})");
}

TEST(Value, CopiesKeepTheirIdentity)
{
    const Value document = read(R"({"list": [{"x": 1}, {"x": 1}]})");
    const Value first = document.find("list")->items()[0];
    const Value second = document.find("list")->items()[1];
    EXPECT_EQ(first, second);
    EXPECT_EQ(first.identity(), document.find("list")->items()[0].identity());
    EXPECT_NE(first.identity(), second.identity());
}

TEST(Value, WeightIsWhatWritingOutWouldCost)
{
    Value value = Value::number(1);
    for (int level = 0; level < 80; level++) {
        value = Value::array({value, value});
    }
    EXPECT_EQ(value.weight(), ~uint64_t{0});
    EXPECT_EQ(value_to_message(value), "an array of 2 elements");
}

} // namespace
} // namespace griotte::audit
