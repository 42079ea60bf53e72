// Policy text to its tree (docs/reference/policy.md says what the language is).
#pragma once

#include <memory>

#include "base/error.h"
#include "toolchain/audit/policy/syntax.h"

namespace griotte::audit {

/// Longer policies are refused.
constexpr size_t PolicyTextLimit = 1 << 20;

/// A module: `package`, imports, rules. The error has the place, the line and a caret.
Result<Module> module_parse(std::shared_ptr<const SourceText> source);

/// The conditions of a query.
Result<Body> query_parse(const SourceText &source);

} // namespace griotte::audit
