// Any text as a policy, a query and a report. What is well-formed is evaluated and explained,
// within small limits.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "toolchain/audit/policy/policy.h"

using namespace griotte::audit;

namespace {

constexpr EvaluationLimits Small{.steps = 20'000, .depth = 300, .weight = 10'000};
constexpr std::string_view Report = R"({"compartments": {
    "a": {"imports": [{"kind": "MMIO", "start": 1, "length": 2}], "exports": [],
          "code": {"inputs": [{"file": "a.o"}]}},
    "b": {"imports": [], "exports": [{"kind": "Function", "export_symbol": "__export_b_f"}]}},
    "sharedObjects": [], "threads": [{}], "numbers": [1, 2.5, -3], "text": "abc"})";
constexpr std::string_view Board = R"({"devices": {"uart": {"start": 1, "end": 3}}})";

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
    const std::string_view module = part_take(rest);
    const std::string_view query = part_take(rest);
    auto report = report_value(rest, "report");
    auto board = board_value(rest, "board");
    PolicyInput input;
    input.report = report.has_value() ? std::move(*report) : report_value(Report, "report").value();
    input.board = board.has_value() ? std::move(*board) : board_value(Board, "board").value();
    // As a query alone, then as a module with its queries.
    (void)policy_query(input, module, true, Small);
    input.modules.push_back({"fuzz.rego", std::string(module)});
    const std::string queries[] = {std::string(query), "data"};
    (void)policies_check(input, queries, Small);
    return 0;
}
