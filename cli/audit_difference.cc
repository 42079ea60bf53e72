#include "cli/audit_difference.h"

#include "cli/audit_output.h"
#include "toolchain/audit/difference/difference.h"
#include "toolchain/audit/page/page.h"

namespace griotte::cli {

Result<int> audit_difference_print(const AuditDifferenceArguments &arguments)
{
    constexpr int ExitDifferent = 1;
    const audit::Report before = TRY(audit_report_read(arguments.before));
    const audit::Report after = TRY(audit_report_read(arguments.after));
    const audit::Difference difference = audit::difference_make(before, after);
    if (!arguments.html.empty()) {
        const audit::Graph graph(after);
        const auto page = TRY(audit::page_make(graph, {&difference, arguments.before.report}));
        TRY_VOID(audit_output_write(arguments.html, page));
    }
    if (arguments.html.empty() || arguments.isJson) {
        TRY_VOID(audit_output_write("-", arguments.isJson ? audit::difference_json(difference)
                                                          : audit::difference_text(difference)));
    }
    return arguments.hasExitCode && !difference.changes.empty() ? ExitDifferent : 0;
}

} // namespace griotte::cli
