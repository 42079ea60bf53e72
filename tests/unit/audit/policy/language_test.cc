// What policies mean: a table of rules, queries and answers, by construct.
#include <gtest/gtest.h>

#include "policy_runner.h"

namespace griotte::audit {
namespace {

struct Case
{
    std::string_view what;
    std::string_view rules;
    std::string_view query;
    std::string_view answer;
};

constexpr std::string_view Input = R"({
    "name": "demo", "numbers": [3, 1, 2],
    "people": {"ann": {"age": 30, "likes": ["bob"]}, "bob": {"age": 20, "likes": ["ann", "cy"]}},
    "nothing": null, "no": false
})";

class Language : public testing::TestWithParam<Case>
{};

TEST_P(Language, Answers)
{
    const Case &one = GetParam();
    const std::string rules = "package t\n" + std::string(one.rules);
    const std::string answer = answer_of(one.query, {rules}, Input);
    EXPECT_EQ(one.answer == "error" ? answer.substr(0, 5) : answer, one.answer) << one.what;
}

constexpr Case Queries[] = {
    {"a constant", "", "true", "true"},
    {"a query may be false", "", "input.no", "false"},
    {"no value", "", "input.missing.key", "undefined"},
    {"null is a value", "", "input.nothing", "null"},
    {"precedence", "", "1 + 2 * 3 - 4 / 2", "5"},
    {"operators of a level go from the left", "", "10 - 3 - 2", "5"},
    {"parentheses", "", "(1 + 2) * 3", "9"},
    {"negative numbers", "", "-1 - -2", "1"},
    {"comparison is over all values", "", "null < false", "true"},
    {"strings compare", "", "\"abc\" < \"abd\"", "true"},
    {"sets", "", "({1, 2} | {3}) & {2, 3, 4} - {4}", "[2,3]"},
    {"in an array", "", "2 in [1, 2]", "true"},
    {"in an object's values", "", "2 in {\"a\": 2}", "true"},
    {"not in", "", "3 in {1, 2}", "false"},
    {"raw strings", "", "`a\\b`", "\"a\\\\b\""},
    {"escapes", "", R"("\u00e9\n\ud83d\ude00")", "\"\u00e9\\n\U0001F600\""},
    {"several conditions: the first's value", "", "x := 3; x > 2", "true"},
    {"several conditions, one false", "", "true; 1 > 2", "undefined"},
    {"keys by variable", "", "[k | input.people[k].age > 25]", "[\"ann\"]"},
    {"keys by expression", "", "input.numbers[1 + 1]", "2"},
    {"negative index", "", "input.numbers[-1]", "undefined"},
    {"a reference into a call", "", "sort(input.numbers)[0]", "1"},
    {"a reference into a literal", "", "[1, 2, 3][1]", "2"},
    {"a reference into a comprehension", "", "[x | x := input.numbers[_]; x > 1][0]", "3"},
    {"membership by key", "", "{1, 2}[2]", "2"},
    {"no trailing comma is needed, and one may be", "", "[1, 2,]", "[1,2]"},
};
INSTANTIATE_TEST_SUITE_P(Queries, Language, testing::ValuesIn(Queries));

constexpr Case Unification[] = {
    {"binds the left", "", "x = 1; x == 1", "true"},
    {"binds the right", "", "1 = x; x == 1", "true"},
    {"takes apart", "r := [x, y] if [x, [y, 3]] = [1, [2, 3]]", "data.t.r", "[1,2]"},
    {"takes objects apart", "r := v if { {\"a\": v, \"b\": 2} = {\"a\": 1, \"b\": 2} }", "data.t.r",
     "1"},
    {"objects have the same keys", "r if { {\"a\": _} = {\"a\": 1, \"b\": 2} }", "data.t.r",
     "undefined"},
    {"both ways at once", "r := [x, y] if [x, 2] = [1, y]", "data.t.r", "[1,2]"},
    {"one waits for the other", "r := [x, y] if [x, y] = [y, 1]", "data.t.r", "[1,1]"},
    {"fails", "r if [1, 2] = [1, 3]", "data.t.r", "undefined"},
    {"order does not matter", "r := y if { y = x + 1; x = 2 }", "data.t.r", "3"},
    {"the same variable twice", "r if { [x, x] = [1, 2] }", "data.t.r", "undefined"},
    {"assignment takes apart", "r := b if [_, b] := [1, 2]", "data.t.r", "2"},
    {"an argument that is bound by another", "r := count([1 | x == input.numbers[x]])", "data.t.r",
     "2"},
};
INSTANTIATE_TEST_SUITE_P(Unification, Language, testing::ValuesIn(Unification));

constexpr Case Rules[] = {
    {"a constant", "x := 1", "data.t.x", "1"},
    {"with `=`", "x = 1", "data.t.x", "1"},
    {"true without a value", "x if 1 < 2", "data.t.x", "true"},
    {"no value when the body fails", "x if 1 > 2", "data.t.x", "undefined"},
    {"several definitions", "x if 1 > 2\nx if 2 > 1", "data.t.x", "true"},
    {"default", "default x := 7\nx := 1 if false", "data.t.x", "7"},
    {"default that is not needed", "default x := 7\nx := 1", "data.t.x", "1"},
    {"else", "x := 1 if false\nelse := 2 if false\nelse := 3", "data.t.x", "3"},
    {"else stops at the first", "x := 1 if true\nelse := 2 if true", "data.t.x", "1"},
    {"same value twice is no conflict", "x := 1 if true\nx := 1 if true", "data.t.x", "1"},
    {"sets", "x contains 2\nx contains 1\nx contains n if n := input.numbers[_]", "data.t.x",
     "[1,2,3]"},
    {"an empty set is there", "x contains 1 if false", "data.t.x", "[]"},
    {"membership", "x contains 1", "data.t.x[1]", "1"},
    {"objects", "x[k] := v.age if some k, v in input.people", "data.t.x", R"({"ann":30,"bob":20})"},
    {"a key alone maps to true", "x[k] if some k in [\"p\"]", "data.t.x", R"({"p":true})"},
    {"before `if`, a key alone made a set", "x[k] { k = \"p\" }", "data.t.x", "[\"p\"]"},
    {"before `if`, bodies", "x = y { y = 2 }", "data.t.x", "2"},
    {"several conditions by line", "x if {\n\ttrue\n\tnot false\n}", "data.t.x", "true"},
    {"several conditions by semicolon", "x if { true; not false; }", "data.t.x", "true"},
    {"rules see each other", "a := b + 1\nb := 2", "data.t.a", "3"},
    {"a package is an object", "a := 1\nb if false\nf(x) := x", "data.t", R"({"a":1})"},
    {"packages by variable", "a := 1", "[k | data.t[k]]", "[\"a\"]"},
    {"false is a value", "x := false", "data.t.x", "false"},
    {"an operator at the start of a line goes on", "x := 1\n\t+ 2", "data.t.x", "3"},
    {"comments", "x := 1 # one\n# more", "data.t.x", "1"},
};
INSTANTIATE_TEST_SUITE_P(Rules, Language, testing::ValuesIn(Rules));

constexpr Case Functions[] = {
    {"value", "f(x) := x * 2", "data.t.f(4)", "8"},
    {"predicate", "f(x) if x > 1", "data.t.f(2)", "true"},
    {"no value", "f(x) if x > 1", "data.t.f(1)", "undefined"},
    {"patterns", "f([a, b]) := a + b\nf({\"n\": n}) := n",
     "[data.t.f([1, 2]), data.t.f({\"n\": 5})]", "[3,5]"},
    {"constants", "f(1) := \"one\"\nf(2) := \"two\"", "data.t.f(2)", "\"two\""},
    {"a repeated argument is equal", "f(x, x) := x", "data.t.f(1, 2)", "undefined"},
    {"default", "default f(_) := 0\nf(x) := 1 if x == 1", "[data.t.f(1), data.t.f(2)]", "[1,0]"},
    {"else", "f(x) := 1 if x == 1\nelse := 2 if x == 2", "data.t.f(2)", "2"},
    {"an undefined argument makes the call undefined", "f(x) := 1", "data.t.f(input.gone)",
     "undefined"},
    {"the result as a last argument", "f(x) := x + 1\nr := y if f(1, y)", "data.t.r", "2"},
    {"a builtin's too", "r := n if count([1, 2], n)", "data.t.r", "2"},
    {"all values of an argument are tried", "f(x) := x\nr contains f(input.numbers[_])", "data.t.r",
     "[1,2,3]"},
    {"before `if`", "f(x) = y { y = x }", "data.t.f(3)", "3"},
};
INSTANTIATE_TEST_SUITE_P(Functions, Language, testing::ValuesIn(Functions));

constexpr Case Iteration[] = {
    {"some in", "r := [x | some x in input.numbers; x != 1]", "data.t.r", "[3,2]"},
    {"some key in", "r := [i | some i, x in input.numbers; x != 1]", "data.t.r", "[0,2]"},
    {"some in a set", "r := [x | some x in {2, 1}]", "data.t.r", "[1,2]"},
    {"some pattern in", "r := [a | some [a, 2] in [[1, 2], [3, 4], [5, 2]]]", "data.t.r", "[1,5]"},
    {"some declares", "r := k if { some k; input.people[k].age == 20 }", "data.t.r", "\"bob\""},
    {"every", "r if every x in input.numbers { x > 0 }", "data.t.r", "true"},
    {"every fails", "r if every x in input.numbers { x > 1 }", "data.t.r", "undefined"},
    {"every of none", "r if every x in [] { x > 1 }", "data.t.r", "true"},
    {"every key", "r if every i, x in [0, 1] { i == x }", "data.t.r", "true"},
    {"every of no collection", "r if every x in 3 { x }", "data.t.r", "undefined"},
    {"not", "r if not input.no", "data.t.r", "true"},
    {"not undefined", "r if not input.gone", "data.t.r", "true"},
    {"not in", "r if not 4 in input.numbers", "data.t.r", "true"},
    {"not a rule that holds", "a if true\nr if not a", "data.t.r", "undefined"},
    {"negation waits for its variables", "r if { not x == 2; x = 1 }", "data.t.r", "true"},
    {"joins", "r contains [a, b] if { b in input.people[a].likes; a in input.people[b].likes }",
     "data.t.r", "error"},
    {"joins with some",
     "r contains [a, b] if { some a, b; input.people[a].likes[_] = b; "
     "input.people[b].likes[_] = a }",
     "data.t.r", R"([["ann","bob"],["bob","ann"]])"},
    {"wildcards differ", "r := [1 | input.numbers[_] == input.numbers[_]]", "count(data.t.r)", "3"},
};

INSTANTIATE_TEST_SUITE_P(Iteration, Language, testing::ValuesIn(Iteration));

constexpr Case Comprehensions[] = {
    {"array", "", "[x * 2 | x := input.numbers[_]]", "[6,2,4]"},
    {"set", "", "{x % 2 | x := input.numbers[_]}", "[0,1]"},
    {"object", "", "{k: v.age | v := input.people[k]}", R"({"ann":30,"bob":20})"},
    {"an object's keys differ", "", "{1: v | v := input.numbers[_]}", "error"},
    {"sees what is around", "", "n := 1; [x | x := input.numbers[_]; x > n] == [3, 2]", "true"},
    {"its variables are its own", "r := [a, x] if { a := [x | x := input.numbers[_]]; x := 9 }",
     "data.t.r", "[[3,1,2],9]"},
    {"nested", "", "[[y | y := input.numbers[_]; y < x] | x := input.numbers[_]]",
     "[[1,2],[],[1]]"},
    {"union in one needs parentheses", "", "[(a | b) | a := {1}; b := {2}]", "[[1,2]]"},
    {"empty", "", "{x | x := input.numbers[_]; x > 9}", "[]"},
};
INSTANTIATE_TEST_SUITE_P(Comprehensions, Language, testing::ValuesIn(Comprehensions));

} // namespace
} // namespace griotte::audit
