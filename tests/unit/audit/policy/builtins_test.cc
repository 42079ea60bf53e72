// The functions of the language: a table of calls and answers.
#include <gtest/gtest.h>

#include "policy_runner.h"
#include "toolchain/audit/policy/builtins.h"

namespace griotte::audit {
namespace {

struct Call
{
    std::string_view call;
    std::string_view answer;
};

class Builtins : public testing::TestWithParam<Call>
{};

TEST_P(Builtins, Answers)
{
    EXPECT_EQ(answer_of(GetParam().call), GetParam().answer) << GetParam().call;
}

constexpr Call Numbers[] = {
    {"abs(-3)", "3"},
    {"abs(-9223372036854775808)", "9.223372036854776e+18"},
    {"[ceil(1.2), floor(-1.2), round(1.5), round(-2.5)]", "[2,-2,2,-3]"},
    {"7 % 4", "3"},
    {"7 % 0", "undefined"},
    {"1 / 0", "undefined"},
    {"0.1 + 0.2", "0.30000000000000004"},
    {"numbers.range(1, 3)", "[1,2,3]"},
    {"numbers.range(3, 1)", "[3,2,1]"},
    {"numbers.range_step(0, 10, 5)", "[0,5,10]"},
    {"numbers.range_step(-9223372036854775808, 9223372036854775807, 4611686018427387904)",
     "[-9223372036854775808,-4611686018427387904,0,4611686018427387904]"},
    {"numbers.range(1, 1000000000)", "undefined"},
    {"[bits.and(12, 10), bits.or(12, 10), bits.xor(12, 10), bits.negate(0)]", "[8,14,6,-1]"},
    {"[bits.lsh(1, 62), bits.rsh(-8, 1), bits.rsh(1, 99)]", "[4611686018427387904,-4,0]"},
    {"bits.and(1.5, 1)", "undefined"},
    {"[sum([1, 2]), sum([]), product({2, 3}), max([1, 3, 2]), min([2, 1])]", "[3,0,6,3,1]"},
    {"max([])", "undefined"},
    {"sum([1, \"a\"])", "undefined"},
    {"[format_int(255, 16), format_int(-5, 2), format_int(2.9, 10)]", R"(["ff","-101","2"])"},
    {"[to_number(\"2.50\"), to_number(true), to_number(null)]", "[2.5,1,0]"},
    {"to_number(\"x\")", "undefined"},
    {"to_number(\"inf\")", "undefined"},
};
INSTANTIATE_TEST_SUITE_P(Numbers, Builtins, testing::ValuesIn(Numbers));

constexpr Call Strings[] = {
    {"concat(\"/\", [\"a\", \"b\"])", "\"a/b\""},
    {"concat(\",\", {\"b\", \"a\"})", "\"a,b\""},
    {"concat(\",\", [1])", "undefined"},
    {"[contains(\"abc\", \"bc\"), startswith(\"abc\", \"b\"), endswith(\"abc\", \"c\")]",
     "[true,false,true]"},
    {"[indexof(\"h\\u00e9llo\", \"l\"), indexof(\"a\", \"b\")]", "[2,-1]"},
    {"[lower(\"AbC\"), upper(\"aBc\")]", R"(["abc","ABC"])"},
    {"replace(\"a.b.c\", \".\", \"::\")", "\"a::b::c\""},
    {"replace(\"abc\", \"\", \"x\")", "\"abc\""},
    {"split(\"a.b.\", \".\")", R"(["a","b",""])"},
    {"split(\"abc\", \"\")", R"(["a","b","c"])"},
    {"split(\"\", \".\")", R"([""])"},
    {"[substring(\"h\\u00e9llo\", 1, 2), substring(\"abc\", 1, -1), substring(\"abc\", 5, 1)]",
     "[\"\u00e9l\",\"bc\",\"\"]"},
    {"substring(\"abc\", -1, 1)", "undefined"},
    {"[trim(\"xxaxx\", \"x\"), trim_left(\"xax\", \"x\"), trim_right(\"xax\", \"x\")]",
     R"(["a","ax","xa"])"},
    {"[trim_space(\" a\\n\"), trim_prefix(\"abc\", \"ab\"), trim_suffix(\"abc\", \"bc\")]",
     R"(["a","c","a"])"},
    {"strings.reverse(\"a\\u00e9\")", "\"\u00e9a\""},
    {"count(\"h\\u00e9\")", "2"},
    {"sprintf(\"%s is %d (%x, %05d, %-4s|)\", [\"n\", 10, 255, 42, \"l\"])",
     "\"n is 10 (ff, 00042, l   |)\""},
    {"sprintf(\"%v %v %q %.2f%%\", [[1, \"a\"], {2}, \"q\", 0.5])",
     R"("[1, \"a\"] {2} \"q\" 0.50%")"},
    {"sprintf(\"%d\", [\"a\"])", "undefined"},
    {"sprintf(\"%s\", [])", "undefined"},
    {"sprintf(\"%1000000000s\", [\"\"]) == \"\"", "false"},
    {"sprintf(\"%\", [1])", "undefined"},
};
INSTANTIATE_TEST_SUITE_P(Strings, Builtins, testing::ValuesIn(Strings));

constexpr Call Expressions[] = {
    {"[regex.match(`^a+$`, \"aaa\"), regex.match(`b`, \"abc\"), regex.match(`^b`, \"abc\")]",
     "[true,true,false]"},
    {"[regex.is_valid(`a(`), regex.is_valid(`a`)]", "[false,true]"},
    {"regex.find_n(`[0-9]+`, \"a1b22c333\", 2)", R"(["1","22"])"},
    {"regex.find_n(`x*`, \"axx\", -1)", R"(["","xx",""])"},
    {"regex.split(`, *`, \"a, b,c\")", R"(["a","b","c"])"},
    {"regex.replace(\"abc\", `(b)`, \"<$1>\")", "\"a<b>c\""},
    {"regex.replace(\"abc\", `(b)`, \"<${1}x>\")", "\"a<bx>c\""},
    {"x := \"(\"; regex.match(x, \"a\")", "undefined"},
};
INSTANTIATE_TEST_SUITE_P(Expressions, Builtins, testing::ValuesIn(Expressions));

constexpr Call Collections[] = {
    {"[count([1]), count({}), count(set())]", "[1,0,0]"},
    {"sort({3, 1})", "[1,3]"},
    {"sort([\"b\", 1, \"a\"])", R"([1,"a","b"])"},
    {"[all([true, true]), all([]), any([false, true]), any([])]", "[true,true,true,false]"},
    {"union({{1}, {2, 3}})", "[1,2,3]"},
    {"intersection({{1, 2}, {2, 3}})", "[2]"},
    {"array.concat([1], [2])", "[1,2]"},
    {"[array.slice([1, 2, 3], 1, 2), array.slice([1], -5, 9), array.slice([1, 2], 2, 1)]",
     "[[2],[1],[]]"},
    {"array.reverse([1, 2])", "[2,1]"},
    {R"([object.get({"a": {"b": 1}}, ["a", "b"], 0), object.get({}, "x", 7)])", "[1,7]"},
    {R"(object.keys({"b": 1, "a": 2}))", R"(["a","b"])"},
    {R"(object.remove({"a": 1, "b": 2}, ["a"]))", R"({"b":2})"},
    {R"(object.filter({"a": 1, "b": 2}, {"a"}))", R"({"a":1})"},
    {R"(object.union({"a": {"x": 1}}, {"a": {"y": 2}}))", R"({"a":{"x":1,"y":2}})"},
    {R"(object.union_n([{"a": 1}, {"a": 2}]))", R"({"a":2})"},
    {"[p | walk([5, [6]], [p, 6])]", "[[1,0]]"},
};
INSTANTIATE_TEST_SUITE_P(Collections, Builtins, testing::ValuesIn(Collections));

constexpr Call Types[] = {
    {"[is_null(null), is_boolean(1), is_number(1), is_string(\"\"), is_array([]), is_object({}), "
     "is_set(set())]",
     "[true,false,true,true,true,true,true]"},
    {"[type_name(x) | x := [null, true, 1, \"\", [], {}, set()][_]]",
     R"(["null","boolean","number","string","array","object","set"])"},
    {"json.marshal({\"a\": {2, 1}})", R"("{\"a\":[1,2]}")"},
    {"json.unmarshal(`{\"a\": [1]}`)", R"({"a":[1]})"},
    {"json.unmarshal(`{`)", "undefined"},
    {"json.is_valid(`1`)", "true"},
};
INSTANTIATE_TEST_SUITE_P(Types, Builtins, testing::ValuesIn(Types));

constexpr Call Audit[] = {
    {R"(export_entry_demangle("hello", "__export_hello__Z3addii"))", "\"add(int, int)\""},
    {R"(export_entry_demangle("hello", "__export_hello_add"))", "\"add\""},
    {R"(export_entry_demangle("lib", "__library_export_libcalls__Z3addii"))", "\"add(int, int)\""},
    {R"(export_entry_demangle("other", "__export_hello_add"))", "undefined"},
    {R"(export_entry_demangle("hello", "__export_hello__Zbroken"))", "undefined"},
    {R"(export_entry_demangle("hello", "__export.sealing_type.hello.Key"))", "undefined"},
    {R"(export_entry_demangle("allocator", "__export_alloc__Z4freev"))", "\"free()\""},
    {R"(export_entry_demangle("alloc", "__export_alloc__Z4freev"))", "\"free()\""},
    {R"(integer_from_hex_string("01020304 ffffffff", 0, 4))", "67305985"},
    {R"(integer_from_hex_string("01020304 ffffffff", 4, 4))", "4294967295"},
    {R"(integer_from_hex_string("01020304 0506", 3, 3))", "394500"},
    {R"(integer_from_hex_string("01020304", 3, 2))", "undefined"},
    {R"(integer_from_hex_string("01020304", -1, 1))", "undefined"},
    {R"(integer_from_hex_string("01020304", 0, 5))", "undefined"},
    {R"(integer_from_hex_string("zz", 0, 1))", "undefined"},
    {R"(string_from_hex_string("00686900 6f", 1))", "\"hi\""},
    {R"(string_from_hex_string("6869", 0))", "\"hi\""},
    {R"(string_from_hex_string("6869", 2))", "undefined"},
    {R"(string_from_hex_string("ff00", 0))", "undefined"},
};
INSTANTIATE_TEST_SUITE_P(Audit, Builtins, testing::ValuesIn(Audit));

TEST(Builtin, GivenWhatItCanNotTakeHasNoValue)
{
    // Whatever the kinds: no function may rely on what the checker could not see.
    const Value samples[] = {Value(),
                             Value::boolean(true),
                             Value::number(-1),
                             Value::string("text"),
                             Value::array({Value::number(1)}),
                             Value::object({{Value::string("a"), Value::number(1)}}),
                             Value::set({Value::string("s")})};
    std::string modules = "package t\n";
    std::string queries;
    for (const std::string &name : builtin_names()) {
        const Builtin *builtin = builtin_find(name);
        std::string arguments;
        for (size_t index = 0; index < builtin->arguments.size(); index++) {
            arguments += (index == 0 ? "" : ", ") + fmt::format("input.v[i{}]", index);
        }
        queries += fmt::format("r contains [\"{}\", {}({})]\n", name, name, arguments);
    }
    std::vector<Value> values(std::begin(samples), std::end(samples));
    const std::string input =
        value_to_json(Value::object({{Value::string("v"), Value::array(values)}}));
    const std::string rules = modules + queries;
    EXPECT_FALSE(answer_of("data.t.r", {rules}, input).starts_with("error"));
}

} // namespace
} // namespace griotte::audit
