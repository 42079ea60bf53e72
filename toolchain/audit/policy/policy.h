// Policies on a firmware's report: what `griotte audit` asks and `griotte build` holds a firmware
// to.
//
// Policies are text in a subset of Rego (docs/reference/policy.md). They see the report as `input`,
// the board as `data.board`, and modules of ours as `data.compartment` and `data.rtos`.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "toolchain/audit/policy/evaluator.h"
#include "toolchain/audit/policy/program.h"
#include "toolchain/audit/policy/value.h"

namespace griotte::audit {

struct PolicyInput
{
    /// The report.
    Value report;
    /// As board_value() makes it.
    std::optional<Value> board;
    /// Beside our own.
    std::vector<PolicyText> modules;
};

/// Larger documents are refused.
constexpr size_t ReportSizeLimit = 64 << 20;

/// Reads a report. Fails when it is too large, no JSON, or no object.
Result<Value> report_value(std::string_view json, std::string_view name);

/// The board a report says it is for; empty when it does not say, as others' reports.
std::string report_board(const Value &report);

/// Reads a board's JSON, without the hexadecimal numbers and comments board files may have. Devices
/// that say where they end get the `length` that imports have.
Result<Value> board_value(std::string_view json, std::string_view name);

/// Our own modules, `compartment` and `rtos`.
std::vector<PolicyText> policy_modules();

struct QueryAnswer
{
    /// Of the query's first condition, at the first way all hold; nothing when there is none. A
    /// query that is one condition may be false.
    std::optional<Value> value;
    /// There was a second way, which is not told.
    bool hasMore = false;
    /// Why the answer is not true: lines for a person; empty when it is or nobody asked.
    std::string explanation;

    [[nodiscard]] bool is_true() const { return value.has_value() && value->is_true(); }
};

/// Evaluates `query`. Fails when a policy is malformed, contradicts itself or takes too long.
Result<QueryAnswer> policy_query(const PolicyInput &input, std::string_view query, bool explains,
                                 const EvaluationLimits &limits = {});

/// A query that is not true.
struct PolicyFailure
{
    std::string query;
    /// The answer as JSON, or "undefined".
    std::string answer;
    /// Lines, ending in one.
    std::string explanation;
};

/// Those of `queries` whose answer is not `true`, each with why. Fails as policy_query().
Result<std::vector<PolicyFailure>> policies_check(const PolicyInput &input,
                                                  std::span<const std::string> queries,
                                                  const EvaluationLimits &limits = {});

} // namespace griotte::audit
