// Mistakes in policies: each is told with its place, and none brings the evaluator down.
#include <gtest/gtest.h>

#include "policy_runner.h"

namespace griotte::audit {
namespace {

struct Mistake
{
    std::string_view rules;
    std::string_view message;
};

class Mistakes : public testing::TestWithParam<Mistake>
{};

TEST_P(Mistakes, AreToldWithTheirPlace)
{
    const std::string rules = "package t\n" + std::string(GetParam().rules);
    const std::string answer = answer_of("data.t", {rules});
    EXPECT_EQ(answer.substr(0, answer.find('\n')),
              "error: a.rego:" + std::string(GetParam().message))
        << answer;
}

constexpr Mistake Texts[] = {
    {"x := \"abc", "2:6: this text is not closed in its line; texts of several lines are in `...`"},
    {"x := `abc", "2:6: this text in backquotes is not closed"},
    {"x := \"\\d\"", "2:7: this escape is unknown; the text in `...` needs none, as for regular "
                     "expressions"},
    {"x := \"\\ud800\"", "2:7: \\u needs four hexadecimal digits of a character"},
    {"x := 0x10", "2:6: a number ends in a letter; numbers of policies are decimal"},
    {"x := 010", "2:6: a number may not begin with further zeros"},
    {"x := 1e999", "2:6: this number is too large"},
    {"x := $", "2:6: this character begins nothing a policy may have here"},
    {"x := [1, 2", "2:11: expected ',' or ']', and the text ends here"},
    {"x := {1 2}", "2:9: expected ',' or '}'"},
    {"x if { 1 == 1 2 == 2 }", "2:15: expected an operator, ';', the next line or '}'"},
    {"x if { }", "2:8: expected a condition"},
    {"x if { a, b }", "2:9: conditions are separated by ';' or by lines, not ','"},
    {"x", "2:2: expected ':=' and a value, 'if' and conditions, or 'contains' and an element after "
          "'x', and the text ends here"},
    {"x := 1 y := 2", "2:8: expected the next rule in a line of its own"},
    {"import data.a\nx := 1\nimport data.b", "4:1: 'import' comes before the rules"},
    {"import foo.bar", "2:1: imports begin with data, input, rego or future, not 'foo'"},
    {"x.y := 1", "2:2: a rule's name is one word, with at most one key; put deeper ones into a "
                 "package of that name"},
    {"default x", "2:10: expected ':=' and the default value, and the text ends here"},
    {"default x contains 1", "2:1: sets and objects have no default: they are empty"},
    {"f(x + 1) := x", "2:3: an argument of a rule is a variable, a constant, or an array or object "
                      "of those"},
    {"x if input.a with input as 1", "2:14: 'with' is not supported: rules see the one input and "
                                     "data they are run with"},
    {"x := every", "2:6: 'every' is a word of the language and can not be a name here"},
};
INSTANTIATE_TEST_SUITE_P(Texts, Mistakes, testing::ValuesIn(Texts));

constexpr Mistake Meanings[] = {
    {"x := y", "2:6: 'y' has no value here: nothing else gives it one"},
    {"x if { some y; y == 1 }", "2:16: 'y' has no value here: nothing else gives it one"},
    {"x if not input[_]", "2:16: '_' has no value here: nothing is tried in a negation or an "
                          "argument; use a comprehension or another rule"},
    {"x if { y := 1; y := 2 }", "2:16: 'y' is declared already; a variable has one value"},
    {"f(x) if x := 1", "2:9: 'x' is declared already; a variable has one value"},
    {"x if { y == 1; y := 1 }", "2:16: 'y' is declared here but used before, at a.rego:2:8"},
    {"x if not y := 1", "2:6: 'not' has nothing to say of an assignment; compare with '==' or "
                        "'!='"},
    {"x if 1 := 1", "2:6: this is no variable; compare with '=='"},
    {"x if input := 1", "2:6: 'input' can not be a variable"},
    {"x if f(1)", "2:6: there is no function 'f'"},
    {"x if cuont([])", "2:6: there is no function 'cuont'; did you mean 'count'?"},
    {"f(y) := y\nx := f(1, 2, 3)", "3:6: 'f' takes 1 argument, not 3"},
    {"f(y) := y\nx := f", "3:6: 'f' is a function; call it with its arguments, 1"},
    {"y := 1\nx := y(1)", "3:6: 'y' is no function"},
    {"x := 1\nx contains 1", "3:1: 'x' is a set here and a value at a.rego:2"},
    {"f(a) := 1\nf(a, b) := 2", "3:1: 'f' has 2 arguments here and 1 elsewhere"},
    {"default x := 1\ndefault x := 2", "3:1: 'x' has a default already, at a.rego:2"},
    {"x := count(1)", "2:12: 'count' takes a string, array, object or set here, and this is a "
                      "number"},
    {"x := 1 + \"a\"", "2:10: '+' takes a number here, and this is a string"},
    {"x := {1} - 1", "2:6: '-' is of two numbers or of two sets"},
    {"x := regex.match(`(`, \"a\")", "2:18: this is no regular expression: missing ): ("},
    {"a if b\nb if a", "2:1: rule 'a' depends on itself, so it may have no value: data.t.a -> "
                       "data.t.b -> data.t.a"},
    {"f(x) := f(x - 1)", "2:1: rule 'f' depends on itself, so it may have no value: data.t.f -> "
                         "data.t.f"},
    {"a if data.t[_]", "2:1: rule 'a' depends on itself, so it may have no value: data.t.a -> "
                       "data.t.a"},
};
INSTANTIATE_TEST_SUITE_P(Meanings, Mistakes, testing::ValuesIn(Meanings));

constexpr Mistake Contradictions[] = {
    {"x := 1 if true\nx := 2 if true", "3:1: 'x' would have two values: 2 here, and 1"},
    {"x := [1, 2][_]", "2:1: 'x' would have two values: 2 here, and 1"},
    {"x[1] := 1\nx[1] := 2", "2:1: key 1 has two values here: 1 and 2"},
    {"x := {a: b | some b, a in [1, 1]}", "2:6: key 1 has two values here: 0 and 1"},
};
INSTANTIATE_TEST_SUITE_P(Contradictions, Mistakes, testing::ValuesIn(Contradictions));

TEST(Mistake, HasItsLineAndACaret)
{
    EXPECT_EQ(answer_of("data.t.x", {"package t\n\nx if {\n\ty := missing(1)\n}\n"}),
              "error: a.rego:4:7: there is no function 'missing'\n"
              "  \ty := missing(1)\n"
              "  \t     ^~~~~~~~~~");
}

TEST(Mistake, InAQueryIsCalledSo)
{
    EXPECT_EQ(answer_of("data.t["), "error: query:1:8: expected a term: a name, a text, a number, "
                                    "[...] or {...}, and the text ends here\n"
                                    "  data.t[\n"
                                    "         ^");
}

TEST(Mistake, APolicyBeginsWithItsPackage)
{
    EXPECT_EQ(answer_of("true", {"x := 1"}).substr(0, 55),
              "error: a.rego:1:1: a policy begins with 'package NAME'\n");
    EXPECT_NE(answer_of("true", {"package board"}).find("data.board is the board's"),
              std::string::npos);
}

// --- limits

EvaluationLimits small()
{
    return {.steps = 20'000, .depth = 4000, .weight = 10'000};
}

TEST(Limits, TooManyCombinationsEndInAnError)
{
    const std::string answer =
        answer_of("data.t.x",
                  {"package t\nn := numbers.range(1, 1000)\n"
                   "x if { some a in n; some b in n; some c in n; a + b + c == 0 }"},
                  "{}", small());
    EXPECT_TRUE(answer.starts_with("error: a.rego:3:")) << answer;
    EXPECT_NE(answer.find("gave up here after 20000 steps"), std::string::npos) << answer;
}

TEST(Limits, ValuesThatDoubleEndInAnError)
{
    std::string rules = "package t\nx0 := [1, 2]\n";
    for (int index = 1; index < 60; index++) {
        rules += fmt::format("x{} := [x{}, x{}]\n", index, index - 1, index - 1);
    }
    const std::string answer = answer_of("data.t.x59", {rules}, "{}", small());
    EXPECT_NE(answer.find("would consist of more than 10000 values"), std::string::npos) << answer;
}

TEST(Limits, TextsThatDoubleEndInAnError)
{
    std::string rules = "package t\nx0 := \"0123456789abcdef\"\n";
    for (int index = 1; index < 60; index++) {
        rules += fmt::format("x{} := concat(\"\", [x{}, x{}])\n", index, index - 1, index - 1);
    }
    const std::string answer = answer_of("data.t.x59", {rules}, "{}", small());
    EXPECT_TRUE(answer.starts_with("error: a.rego:")) << answer;
}

TEST(Limits, LongChainsOfRulesEndInAnError)
{
    std::string rules = "package t\nx0 := 1\n";
    for (int index = 1; index < 20'000; index++) {
        rules += fmt::format("x{} := x{} + 1\n", index, index - 1);
    }
    EXPECT_EQ(answer_of("data.t.x500", {rules}), "501");
    const std::string answer = answer_of("data.t.x19999", {rules});
    EXPECT_NE(answer.find("gave up here: more than 4000 conditions"), std::string::npos) << answer;
}

TEST(Limits, DeepTermsAreRefused)
{
    const std::string deep = "package t\nx := " + std::string(100'000, '[');
    EXPECT_NE(answer_of("data.t.x", {deep}).find("nested deeper than 100"), std::string::npos);
    std::string sum = "package t\nx := 1";
    for (int count = 0; count < 10'000; count++) {
        sum += " + 1";
    }
    EXPECT_NE(answer_of("data.t.x", {sum}).find("nests deeper than 100"), std::string::npos);
}

TEST(Limits, LongBodiesAreFine)
{
    std::string rules = "package t\nx if {\n";
    for (int count = 0; count < 3000; count++) {
        rules += "\ttrue\n";
    }
    EXPECT_EQ(answer_of("data.t.x", {rules + "}\n"}), "true");
}

TEST(Limits, HugePoliciesAreRefused)
{
    const std::string huge = "package t\n" + std::string(2 << 20, '#');
    EXPECT_NE(answer_of("true", {huge}).find("more than 1048576 bytes"), std::string::npos);
}

TEST(Limits, DocumentsMustBeObjects)
{
    EXPECT_EQ(answer_of("true", {}, "[]"), "error: input.json: this is array and not an object");
}

} // namespace
} // namespace griotte::audit
