// Policies run on small documents, for tests.
#pragma once

#include <string>
#include <string_view>

#include "toolchain/audit/policy/policy.h"

namespace griotte::audit {

/// The answer of `query` as JSON, "undefined", or "error: " and the message. `modules` are called
/// a.rego, b.rego and so on.
std::string answer_of(std::string_view query, std::vector<std::string_view> modules = {},
                      std::string_view input = "{}", const EvaluationLimits &limits = {});

/// The explanation of `query`, or "error: " and the message.
std::string explanation_of(std::string_view query, std::string_view module,
                           std::string_view input = "{}");

} // namespace griotte::audit
