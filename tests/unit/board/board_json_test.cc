// The text of board files: hexadecimal literals, comments, places of errors, patches.
#include <gtest/gtest.h>

#include "machine/board/board_json.h"

namespace griotte::machine {

namespace {

Json parsed(std::string_view text)
{
    auto json = board_json_parse(text, "b.json");
    EXPECT_TRUE(json.has_value()) << json.error().message;
    return json.has_value() ? *json : Json();
}

std::string parse_error(std::string_view text)
{
    const auto json = board_json_parse(text, "b.json");
    return json.has_value() ? std::string() : json.error().message;
}

/// `board` after `patch`, or the error.
std::string patched(std::string_view board, std::string_view patch)
{
    const auto result = board_patch_apply(parsed(board), parsed(patch), "p");
    return result.has_value() ? result->dump() : result.error().message;
}

} // namespace

TEST(BoardJson, ReadsHexadecimalNumbers)
{
    const Json json = parsed(R"({"a": 0x80000000, "b": [0XfF,0x0], "c": 0xffffffffffffffff})");
    EXPECT_EQ(json["a"].get<uint64_t>(), 0x8000'0000u);
    EXPECT_EQ(json["b"][0].get<uint64_t>(), 0xffu);
    EXPECT_EQ(json["b"][1].get<uint64_t>(), 0u);
    EXPECT_EQ(json["c"].get<uint64_t>(), ~uint64_t{0});
}

TEST(BoardJson, LeavesStringsAlone)
{
    const Json json = parsed(R"({"0x10": "0x20 // not \" a /* comment"})");
    EXPECT_EQ(json["0x10"], "0x20 // not \" a /* comment");
}

TEST(BoardJson, TakesComments)
{
    const Json json = parsed("// it's a \"comment\" with 0xZZ and {\n{ /* 1,\n2 */ \"a\": 1 }");
    EXPECT_EQ(json["a"], 1);
}

TEST(BoardJson, PlacesErrorsInLineAndColumn)
{
    EXPECT_EQ(parse_error("{\n  \"a\": 0xg1\n}"),
              "b.json:2:8: '0xg1' is not a hexadecimal number of at most 64 bits");
    EXPECT_TRUE(parse_error("{\n  \"a\": 0x10 0x20\n}").starts_with("b.json:2:1"));
    EXPECT_TRUE(parse_error("{ \"a\": 1, }").starts_with("b.json:1:11: syntax error"));
    EXPECT_EQ(parse_error("{ /* open"), "b.json:1:3: this comment is not closed");
    EXPECT_EQ(parse_error("{ / }"),
              "b.json:1:3: a '/' outside a string begins a comment, // or /*");
    EXPECT_TRUE(parse_error("").starts_with("b.json:1:1: "));
}

TEST(BoardJson, RefusesNumbersThatAreNotQuiteHexadecimal)
{
    for (const char *text : {"0x", "0x1ffffffffffffffff", "0x1.0", "0x1_0"}) {
        EXPECT_NE(parse_error(text), "") << text;
    }
    for (const char *text : {"10x5", "-0x5", "+1", "1.2.3", "00x1"}) {
        EXPECT_NE(parse_error(text), "") << text;
    }
}

TEST(BoardJson, RefusesDeepNesting)
{
    EXPECT_EQ(parse_error(std::string(32, '[') + std::string(32, ']')), "");
    EXPECT_EQ(parse_error(std::string(100'000, '[')), "b.json:1:33: nested more than 32 deep");
}

TEST(BoardPatch, AddsRemovesAndReplaces)
{
    EXPECT_EQ(patched(R"({"a":1})", R"([{"op":"add","path":"/b","value":2}])"), R"({"a":1,"b":2})");
    EXPECT_EQ(patched(R"({"a":1})", R"([{"op":"replace","path":"/a","value":2}])"), R"({"a":2})");
    EXPECT_EQ(patched(R"({"a":1})", R"([{"op":"remove","path":"/a"}])"), "{}");
    EXPECT_EQ(patched(R"({"a":{"b":[1]}})", R"([{"op":"replace","path":"/a/b/0","value":9}])"),
              R"({"a":{"b":[9]}})");
}

TEST(BoardPatch, InsertsIntoArrays)
{
    EXPECT_EQ(patched(R"({"a":[1,2]})", R"([{"op":"add","path":"/a/0","value":0}])"),
              R"({"a":[0,1,2]})");
    EXPECT_EQ(patched(R"({"a":[1,2]})", R"([{"op":"add","path":"/a/2","value":3}])"),
              R"({"a":[1,2,3]})");
    EXPECT_EQ(patched(R"({"a":[1,2]})", R"([{"op":"add","path":"/a/-","value":3}])"),
              R"({"a":[1,2,3]})");
    EXPECT_EQ(patched(R"({"a":[1,2]})", R"([{"op":"remove","path":"/a/0"}])"), R"({"a":[2]})");
}

TEST(BoardPatch, AppliesOperationsInOrder)
{
    EXPECT_EQ(patched("{}", R"([{"op":"add","path":"/a","value":{}},
                                {"op":"add","path":"/a/b","value":1}])"),
              R"({"a":{"b":1}})");
}

TEST(BoardPatch, ReplacingAKeyThatIsNotThereAddsItAsUpstreamDoes)
{
    EXPECT_EQ(patched("{}", R"([{"op":"replace","path":"/cpu","value":"x"}])"), R"({"cpu":"x"})");
}

TEST(BoardPatch, UnescapesKeys)
{
    EXPECT_EQ(patched("{}", R"([{"op":"add","path":"/a~1b~0c~2","value":1}])"), R"({"a/b~c~2":1})");
}

TEST(BoardPatch, SaysWhichOperationFailedAndWhy)
{
    EXPECT_EQ(patched(R"({"devices":{}})", R"([{"op":"remove","path":"/device"}])"),
              "p: operation 0: there is no 'device' to remove; did you mean 'devices'?");
    EXPECT_EQ(patched(R"({"heap":{}})", R"([{"op":"add","path":"/heep/end","value":1}])"),
              "p: operation 0: there is no 'heep'; did you mean 'heap'?");
    EXPECT_EQ(patched(R"({"a":[1]})", R"([{"op":"replace","path":"/a/1","value":1}])"),
              "p: operation 0: there is no element '1' in an array of 1");
    EXPECT_EQ(patched(R"({"a":[1]})", R"([{"op":"add","path":"/a/x","value":1}])"),
              "p: operation 0: there is no element 'x' in an array of 1");
    EXPECT_EQ(patched(R"({"a":1})", R"([{"op":"add","path":"/a/b","value":1}])"),
              "p: operation 0: 'b' lies in a value that is neither object nor array");
    EXPECT_EQ(patched(R"({"a":1})", R"([{"op":"add","path":"/a/b/c","value":1}])"),
              "p: operation 0: there is no 'b'");
}

TEST(BoardPatch, RefusesWhatIsNoPatch)
{
    EXPECT_EQ(patched("{}", "{}"), "p: a patch or mixin is an array of JSON Patch operations");
    EXPECT_EQ(patched("{}", "[1]"), "p: operation 0: needs 'op' and 'path', strings");
    EXPECT_EQ(patched("{}", R"([{"op":"add"}])"), "p: operation 0: needs 'op' and 'path', strings");
    EXPECT_EQ(patched("{}", R"([{"op":"move","path":"/a","from":"/b"}])"),
              "p: operation 0: 'op' is \"add\", \"remove\" or \"replace\", not \"move\"");
    EXPECT_EQ(patched("{}", R"([{"op":"add","path":"/a"}])"),
              "p: operation 0: \"add\" needs 'value'");
    EXPECT_EQ(patched("{}", R"([{"op":"remove","path":"a"}])"),
              "p: operation 0: the path 'a' does not begin with '/' and a key");
    EXPECT_EQ(patched("{}", R"([{"op":"remove","path":"/"}])"),
              "p: operation 0: the path '/' does not begin with '/' and a key");
}

} // namespace griotte::machine
