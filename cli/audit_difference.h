// `griotte audit --diff`: what a firmware may do that another could not.
#pragma once

#include <string>

#include "cli/audit_report.h"

namespace griotte::cli {

struct AuditDifferenceArguments
{
    AuditTarget before;
    AuditTarget after;
    /// Print JSON.
    bool isJson = false;
    /// Also write a page of `after` with the changes; empty for none.
    std::string html;
    /// 1 is the result if the authority is not the same.
    bool hasExitCode = false;
};

/// Prints the difference on standard output, unless it goes to a page. What the process should exit
/// with.
Result<int> audit_difference_print(const AuditDifferenceArguments &arguments);

} // namespace griotte::cli
