// Why a query does not hold: the shortest chain of facts that made it fail.
//
// The chain goes from the query down through the rules it needs, each with its place, to a
// condition that is false or has no value; then to the report: which import of which compartment,
// and where in the sources it comes from; and ends with what would make the condition hold.
#pragma once

#include <string>

#include "base/error.h"
#include "toolchain/audit/policy/evaluator.h"

namespace griotte::audit {

/// Lines for a person, each ending in one. `query` was evaluated and its answer is not true. Fails
/// only when evaluating it again reaches a limit.
Result<std::string> query_explain(const Query &query, Evaluator &evaluator);

} // namespace griotte::audit
