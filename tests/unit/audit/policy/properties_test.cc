// What holds whatever the values: printing and reading, order, and the order of conditions.
#include <algorithm>
#include <random>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "policy_runner.h"

namespace griotte::audit {
namespace {

/// Any value, of at most `depth` nesting. Sets only where JSON need not have them.
Value value_any(int depth, bool hasSets)
{
    const int kinds = depth == 0 ? 5 : hasSets ? 8 : 7;
    const auto items = [&] {
        std::vector<Value> all(*rc::gen::inRange<size_t>(0, 4));
        std::ranges::generate(all, [&] { return value_any(depth - 1, hasSets); });
        return all;
    };
    switch (*rc::gen::inRange(0, kinds)) {
    case 0:
        return {};
    case 1:
        return Value::boolean(*rc::gen::arbitrary<bool>());
    case 2:
        return Value::number(*rc::gen::arbitrary<int64_t>());
    case 3: {
        const auto real = *rc::gen::arbitrary<double>();
        return Value::number(Number(real));
    }
    case 4:
        return Value::string(*rc::gen::container<std::string>(rc::gen::inRange('\x01', '\x7f')));
    case 5:
        return Value::array(items());
    case 6: {
        std::vector<Value::Member> members;
        for (Value &item : items()) {
            members.emplace_back(
                Value::string(*rc::gen::container<std::string>(rc::gen::inRange('a', 'e'))),
                std::move(item));
        }
        return Value::object(std::move(members));
    }
    default:
        return Value::set(items());
    }
}

TEST(Property, PrintedJsonReadsAsTheSameValue)
{
    EXPECT_TRUE(rc::check([] {
        const Value value = value_any(3, false);
        const auto read = value_from_json(value_to_json(value), "printed");
        RC_ASSERT(read.has_value());
        RC_ASSERT(*read == value);
    }));
}

TEST(Property, ThePolicyFormOfAValueEvaluatesToIt)
{
    EXPECT_TRUE(rc::check([] {
        const Value value = value_any(2, true);
        const std::string text = value_to_text(value);
        RC_ASSERT(answer_of("x := " + text + "; x == " + text) == "true");
        RC_ASSERT(answer_of(text) == value_to_json(value));
    }));
}

TEST(Property, OrderIsTotal)
{
    EXPECT_TRUE(rc::check([] {
        std::vector<Value> values(3);
        std::ranges::generate(values, [] { return value_any(2, true); });
        std::ranges::sort(values);
        RC_ASSERT(values[0] <= values[1] && values[1] <= values[2] && values[0] <= values[2]);
        RC_ASSERT(values[0] == values[1] || values[1] > values[0]);
    }));
}

TEST(Property, TheOrderOfConditionsDoesNotChangeTheAnswer)
{
    const std::vector<std::string> conditions = {
        "some p in input.people", "age = p.age",   "age > limit",    "limit = input.limit",
        "not blocked[name]",      "name = p.name", "count(name) < 9"};
    const std::string input = R"({"limit": 18, "people": [{"name": "ann", "age": 30},
        {"name": "bob", "age": 12}, {"name": "cy", "age": 40}, {"name": "di", "age": 19}]})";
    EXPECT_TRUE(rc::check([&] {
        auto shuffled = conditions;
        std::mt19937 random(*rc::gen::arbitrary<uint32_t>());
        std::ranges::shuffle(shuffled, random);
        // Only what declares has to come before what uses.
        std::ranges::stable_partition(
            shuffled, [](const std::string &one) { return one.starts_with("some"); });
        std::string rules = "package t\nblocked := {\"cy\": true}\nr contains name if {\n";
        for (const std::string &condition : shuffled) {
            rules += "\t" + condition + "\n";
        }
        rules += "}\n";
        RC_ASSERT(answer_of("data.t.r", {rules}, input) == R"(["ann","di"])");
    }));
}

} // namespace
} // namespace griotte::audit
