#include "policy_runner.h"

namespace griotte::audit {

namespace {

/// A UART and a timer.
constexpr std::string_view Board = R"({
    "devices": {"uart": {"start": 4096, "end": 4352}, "clint": {"start": 8192, "length": 256}},
    "simulation": true
})";

Result<QueryAnswer> run(std::string_view query, const std::vector<std::string_view> &modules,
                        std::string_view input, bool explains, const EvaluationLimits &limits)
{
    PolicyInput all;
    all.report = TRY(report_value(input, "input.json"));
    all.board = TRY(board_value(Board, "board.json"));
    std::string name = "a.rego";
    for (const std::string_view module : modules) {
        all.modules.push_back({name, std::string(module)});
        name[0]++;
    }
    return policy_query(all, query, explains, limits);
}

} // namespace

std::string answer_of(std::string_view query, std::vector<std::string_view> modules,
                      std::string_view input, const EvaluationLimits &limits)
{
    const auto answer = run(query, modules, input, false, limits);
    if (!answer.has_value()) {
        return "error: " + answer.error().message;
    }
    return answer->value.has_value() ? value_to_json(*answer->value) : "undefined";
}

std::string explanation_of(std::string_view query, std::string_view module, std::string_view input)
{
    const auto answer = run(query, {module}, input, true, {});
    return answer.has_value() ? answer->explanation : "error: " + answer.error().message;
}

} // namespace griotte::audit
