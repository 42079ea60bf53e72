// Any text as a policy, a query and a report. What is well-formed is evaluated and explained,
// within small limits.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "toolchain/audit/policy/explain.h"
#include "toolchain/audit/policy/policy.h"

using namespace griotte::audit;

namespace {

/// Little enough for the stack this runs on, under sanitizers.
constexpr EvaluationLimits Small{.steps = 20'000, .depth = 200, .weight = 10'000};
constexpr std::string_view Report = R"({"compartments": {
    "a": {"imports": [{"kind": "MMIO", "start": 1, "length": 2}], "exports": [],
          "code": {"inputs": [{"file": "a.o"}]}},
    "b": {"imports": [], "exports": [{"kind": "Function", "export_symbol": "__export_b_f"}]}},
    "sharedObjects": [], "threads": [{}], "numbers": [1, 2.5, -3], "text": "abc"})";
constexpr std::string_view Board = R"({"devices": {"uart": {"start": 1, "end": 3}}})";

void policy_evaluate(const Program &program, const Value &report, std::string_view text)
{
    const auto query = query_make(program, text);
    if (!query.has_value()) {
        return;
    }
    Evaluator evaluator(program, report, Small);
    Frame frame(query->slots);
    bool holds = false;
    const auto result = evaluator.body_solve(query->body, frame, [&holds] {
        holds = true;
        return false;
    });
    if (result.has_value() && !holds) {
        (void)query_explain(*query, evaluator);
    }
}

/// A zero byte divides module, query and report.
std::string_view part_take(std::string_view &rest)
{
    const size_t end = std::min(rest.find('\0'), rest.size());
    const std::string_view part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return part;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    std::string_view rest(reinterpret_cast<const char *>(data), size);
    const std::string module(part_take(rest));
    const std::string query(part_take(rest));
    auto report = report_value(rest, "report");
    auto board = board_value(rest, "board");
    if (!report.has_value()) {
        report = report_value(Report, "report");
    }
    if (!board.has_value()) {
        board = board_value(Board, "board");
    }
    // What is text of a query is one of a module too.
    const PolicyText modules[] = {{"fuzz.rego", module}};
    const auto program = program_make(modules, *board);
    const auto nothing = program_make({}, *board);
    policy_evaluate(**nothing, *report, module);
    if (program.has_value()) {
        policy_evaluate(**program, *report, query);
        policy_evaluate(**program, *report, "data");
    }
    return 0;
}
