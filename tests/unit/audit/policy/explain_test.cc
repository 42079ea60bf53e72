// Explanations, word for word.
#include <gtest/gtest.h>

#include "policy_runner.h"

namespace griotte::audit {
namespace {

constexpr std::string_view Report = R"({
  "compartments": {
    "console": {
      "code": {"inputs": [{"file": "console.o"}]},
      "exports": [{"kind": "Function", "export_symbol": "__export_console_print"}],
      "imports": [{"kind": "MMIO", "start": 4096, "length": 256, "permits_load": true,
                   "permits_store": true, "sources": [{"file": "console.cc", "line": 14}]}]},
    "greeter": {
      "code": {"inputs": [{"file": "greeter.o"}]}, "exports": [],
      "imports": [{"kind": "CompartmentExport", "export_symbol": "__export_console_print",
                   "compartment_name": "console", "function": "print", "provided_by": "console.o",
                   "sources": [{"file": "greeter.c", "line": 20}]},
                  {"kind": "MMIO", "start": 4096, "length": 256, "permits_load": true,
                   "permits_store": true,
                   "sources": [{"file": "greeter.c", "line": 12}, {"file": "greeter.c", "line": 31}]}]}
  },
  "threads": [{"entry_point": {"compartment_name": "greeter", "function": "greet"}, "priority": 1}]
})";

std::string explain(std::string_view rules, std::string_view query = "data.t.valid")
{
    return explanation_of(query, "package t\n" + std::string(rules), Report);
}

TEST(Explain, AnAllowListNamesTheImportAndTheList)
{
    EXPECT_EQ(explain("valid if data.compartment.mmio_allow_list(\"uart\", {\"console\"})"),
              "data.t.valid has no value:\n"
              "a.rego:2:10: in valid: data.compartment.mmio_allow_list(\"uart\", {\"console\"})\n"
              "griotte:compartment.rego:163:2: in mmio_allow_list: "
              "allow_list(compartments_with_mmio_import(data.board.devices[mmioName]), allowed) "
              "with mmioName = \"uart\", allowed = {\"console\"}\n"
              "griotte:compartment.rego:156:2: in allow_list: every name in found { name in "
              "allowed } with found = [\"console\", \"greeter\"]: fails for name = \"greeter\"\n"
              "griotte:compartment.rego:157:3: name in allowed with name = \"greeter\", allowed = "
              "{\"console\"}: \"greeter\" is not in {\"console\"}\n"
              "greeter.c:12: greeter imports the device uart (0x1000), to load and store\n"
              "greeter.c:31: greeter imports the device uart (0x1000), to load and store\n"
              "help: take the use of the device uart (0x1000) out of greeter (greeter.c:12, "
              "greeter.c:31)\n"
              "help: or add \"greeter\" to {\"console\"} at a.rego:2:51\n");
}

/// What is told of the uart and the greeter.
constexpr std::string_view GreetersUart =
    "greeter.c:12: greeter imports the device uart (0x1000), to load and store\n"
    "greeter.c:31: greeter imports the device uart (0x1000), to load and store\n"
    "help: take the use of the device uart (0x1000) out of greeter (greeter.c:12, greeter.c:31)\n";

TEST(Explain, SetDifferencesAreAllowListsToo)
{
    constexpr std::string_view Users =
        "users := {c | some c, x in input.compartments; some i in x.imports; i.start == 4096}\n";
    EXPECT_EQ(explain(std::string(Users) + "valid if users - {\"console\"} == set()"),
              "data.t.valid has no value:\n"
              "a.rego:3:10: in valid: users - {\"console\"} == set(): \"greeter\" is not in "
              "{\"console\"}\n" +
                  std::string(GreetersUart) +
                  "help: or add \"greeter\" to {\"console\"} at a.rego:3:18\n");
    EXPECT_EQ(explain(std::string(Users) + "few := {\"console\"}\nvalid if users & few == users"),
              "data.t.valid has no value:\n"
              "a.rego:4:10: in valid: users & few == users: \"greeter\" is not in {\"console\"}\n" +
                  std::string(GreetersUart) + "help: or add \"greeter\" to few at a.rego:3:1\n");
    EXPECT_EQ(
        explain(std::string(Users) + "valid if count(users - {\"console\", \"greeter\"}) == 1"),
        "data.t.valid has no value:\n"
        "a.rego:3:10: in valid: count(users - {\"console\", \"greeter\"}) == 1: "
        "count(users - {\"console\", \"greeter\"}) is 0\n"
        "console.cc:14: console imports the device uart (0x1000), to load and store\n"
        "help: take the use of the device uart (0x1000) out of console (console.cc:14)\n"
        "help: or the policy has 1 at a.rego:3:51\n");
}

TEST(Explain, CallersAreNamed)
{
    const std::string text =
        explain("valid if data.compartment.compartment_allow_list(\"console\", {\"other\"})");
    EXPECT_NE(text.find("greeter.c:20: greeter imports print of console\n"
                        "help: take the use of print of console out of greeter (greeter.c:20)\n"
                        "help: or add \"greeter\" to {\"other\"} at a.rego:2:61\n"),
              std::string::npos)
        << text;
}

TEST(Explain, ANegationTellsWhatHolds)
{
    EXPECT_EQ(explain("valid if not touches(\"greeter\", 4096)\n"
                      "touches(name, at) if {\n"
                      "\tsome i in input.compartments[name].imports\n"
                      "\ti.start == at\n"
                      "}"),
              "data.t.valid has no value:\n"
              "a.rego:2:10: in valid: not touches(\"greeter\", 4096): what is negated holds\n" +
                  std::string(GreetersUart));
}

TEST(Explain, AMissingKeyHasTheNearestSpelling)
{
    EXPECT_EQ(explain("valid if input.compartments.gretter.imports[0]"),
              "data.t.valid has no value:\n"
              "a.rego:2:10: in valid: input.compartments.gretter.imports[0]: input.compartments "
              "has no \"gretter\"; did you mean 'greeter'?\n");
    EXPECT_EQ(explain("valid := true", "data.t.vlid"),
              "data.t.vlid has no value: there is no data.t.vlid; did you mean 'valid'?\n");
    EXPECT_EQ(explain("valid := true", "data.tt"),
              "data.tt has no value: there is no data.tt; did you mean 't'?\n");
}

TEST(Explain, AComparisonHasBothSides)
{
    EXPECT_EQ(explain("valid if {\n\tn := count(input.threads)\n\tn > limit\n}\nlimit := 2"),
              "data.t.valid has no value:\n"
              "a.rego:4:2: in valid: n > limit with n = 1: n is 1 and limit is 2\n");
}

TEST(Explain, TheNearestOfSeveralDefinitionsIsTold)
{
    EXPECT_EQ(explain("valid if far\nfar if further\nfurther if 1 > 2\nvalid if 3 > 4"),
              "data.t.valid has no value:\n"
              "a.rego:5:10: in valid: 3 > 4 (the nearest of 2 definitions; none holds)\n"
              "help: the policy has 3 at a.rego:5:10\n");
}

TEST(Explain, FalseIsExplainedAsUndefinedIs)
{
    EXPECT_EQ(explain("default valid := false\nvalid if count(input.threads) == 2"),
              "data.t.valid is false:\n"
              "a.rego:3:10: in valid: count(input.threads) == 2: count(input.threads) is 1\n"
              "help: the policy has 2 at a.rego:3:34\n");
    EXPECT_EQ(explain("valid := input.threads[0].priority > 3"),
              "data.t.valid is false:\n"
              "a.rego:2:10: in valid: the value input.threads[0].priority > 3: "
              "input.threads[0].priority is 1\n"
              "report: a thread that starts at greet of greeter (threads[0])\n"
              "help: the policy has 3 at a.rego:2:38\n");
}

TEST(Explain, TriesAreCounted)
{
    EXPECT_EQ(explain("valid if { some t in [1, 2, 3]; t > 5 }"),
              "data.t.valid has no value:\n"
              "a.rego:2:33: in valid: t > 5 with t = 1: t is 1 (the first of 3 tries)\n"
              "help: the policy has 5 at a.rego:2:37\n");
}

TEST(Explain, EveryNamesWhatFails)
{
    EXPECT_EQ(explain("valid if every n in [1, 7, 2, 9] { n < 5 }"),
              "data.t.valid has no value:\n"
              "a.rego:2:10: in valid: every n in [1, 7, 2, 9] { n < 5 }: fails for n = 7, n = 9\n"
              "a.rego:2:36: n < 5 with n = 7: n is 7\n"
              "help: the policy has 5 at a.rego:2:40\n");
}

TEST(Explain, WhatIsTrueNeedsNone)
{
    EXPECT_EQ(explain("valid := true"), "");
    EXPECT_EQ(explain("valid := 3"), "data.t.valid has a value, which is neither true nor false\n");
}

TEST(Explain, QueriesOfSeveralConditions)
{
    EXPECT_EQ(explain("a := 1", "x := data.t.a; x == 2"), "the query does not hold:\n"
                                                          "query:1:16: x == 2 with x = 1: x is 1\n"
                                                          "help: the policy has 2 at query:1:21\n");
}

TEST(PoliciesCheck, TellsOfTheQueriesThatAreNotTrue)
{
    PolicyInput input;
    input.report = report_value(Report, "report.json").value();
    input.modules.push_back({"a.rego", "package t\ngood := true\nbad if 1 > 2\nno := false"});
    const std::string queries[] = {"data.t.good", "data.t.bad", "data.t.no"};
    const auto failures = policies_check(input, queries);
    ASSERT_TRUE(failures.has_value()) << failures.error().message;
    ASSERT_EQ(failures->size(), 2);
    EXPECT_EQ((*failures)[0].query, "data.t.bad");
    EXPECT_EQ((*failures)[0].answer, "undefined");
    EXPECT_TRUE((*failures)[0].explanation.starts_with("data.t.bad has no value:\na.rego:3:8:"));
    EXPECT_EQ((*failures)[1].answer, "false");
    const std::string broken[] = {"data.t["};
    EXPECT_FALSE(policies_check(input, broken).has_value());
}

} // namespace
} // namespace griotte::audit
