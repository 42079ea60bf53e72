// `griotte audit --query`: asks a firmware's report, by policies.
#pragma once

#include <string>
#include <vector>

#include "cli/audit_report.h"

namespace griotte::cli {

struct AuditQueryArguments
{
    AuditTarget target;
    /// Files with policies.
    std::vector<std::string> modules;
    std::string query;
    /// Say on standard error why the answer is not true.
    bool explains = false;
    /// Anything but `true` fails.
    bool isCheck = false;
};

/// Prints the answer on standard output. What the process should exit with.
Result<int> audit_query_print(const AuditQueryArguments &arguments);

} // namespace griotte::cli
