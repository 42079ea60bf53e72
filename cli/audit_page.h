// `griotte audit --html`: the report as a page.
#pragma once

#include <string>

#include "cli/audit_report.h"

namespace griotte::cli {

/// Writes the page of a firmware to `file`, `-` being standard output.
Result<void> audit_page_write(const AuditTarget &target, const std::string &file);

} // namespace griotte::cli
