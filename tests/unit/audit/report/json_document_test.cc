#include "toolchain/audit/report/json_document.h"

#include <gtest/gtest.h>

namespace griotte::audit {
namespace {

std::string error_of(std::string_view text, const JsonLimits &limits = {})
{
    const auto document = json_document_parse(text, limits);
    return document.has_value() ? "" : document.error().message;
}

TEST(JsonDocument, KeepsEveryKindOfValue)
{
    const auto document =
        json_document_parse(R"({"a": [1, -2, 2.5, "text", true, null], "b": {"c": {}}})");
    ASSERT_TRUE(document.has_value()) << document.error().message;
    EXPECT_EQ(document->dump(), R"({"a":[1,-2,2.5,"text",true,null],"b":{"c":{}}})");
}

TEST(JsonDocument, SaysLineAndColumnOfWhatIsNoJson)
{
    EXPECT_EQ(error_of("{\n  \"a\": 1,\n  oops\n}").substr(0, 12), "3:3: no JSON");
    EXPECT_NE(error_of(""), "");
    EXPECT_NE(error_of("{} trailing"), "");
    EXPECT_NE(error_of("\"\xff\""), "");
}

TEST(JsonDocument, RefusesAKeyThatIsThereTwice)
{
    EXPECT_NE(error_of(R"({"x": {"a": 1, "b": 2, "a": 3}})").find("'a' is there twice"),
              std::string::npos);
    EXPECT_EQ(error_of(R"([{"a": 1}, {"a": 2}])"), "");
}

TEST(JsonDocument, IsBoundedInDepthAndSize)
{
    EXPECT_EQ(error_of("[[[]]]", {100, 3}), "");
    EXPECT_NE(error_of("[[[[]]]]", {100, 3}).find("more than 3"), std::string::npos);
    EXPECT_NE(error_of(std::string(1'000'000, '[')).find("more than 32"), std::string::npos);
    EXPECT_NE(error_of("[1, 2, 3]", {5, 3}).find("at most 5"), std::string::npos);
}

TEST(JsonObject, NamesPathExpectationAndWhatIsThere)
{
    const auto document = json_document_parse(R"({"a": {"list": [{"n": "x"}], "odd key": 1}})");
    ASSERT_TRUE(document.has_value());
    const auto root = JsonObject::create(*document, "");
    ASSERT_TRUE(root.has_value());
    const auto inner = root->object("a");
    ASSERT_TRUE(inner.has_value());
    const auto numbers = inner->list<uint64_t>(
        "list", [](const JsonObject &element) { return element.number("n"); });
    ASSERT_FALSE(numbers.has_value());
    EXPECT_EQ(numbers.error().message,
              "a.list[0].n: expected a whole number up to 4294967295; there is the text 'x'");
    EXPECT_EQ(inner->boolean("odd key").error().message,
              "a['odd key']: expected true or false; there is 1");
    EXPECT_EQ(root->text("b").error().message, "b: expected a text; it is missing");
}

TEST(JsonObject, SuggestsTheNearestChoice)
{
    const auto document = json_document_parse(R"({"kind": "compartmant"})");
    const auto root = JsonObject::create(*document, "");
    const std::vector<std::string> kinds = {"compartment", "library"};
    EXPECT_EQ(root->choice("kind", kinds).error().message,
              "kind: expected one of compartment, library; there is 'compartmant'; did you mean "
              "'compartment'?");
}

} // namespace
} // namespace griotte::audit
