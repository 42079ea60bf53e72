#include "cli/audit_page.h"

#include "cli/audit_output.h"
#include "toolchain/audit/page/page.h"

namespace griotte::cli {

Result<void> audit_page_write(const AuditTarget &target, const std::string &file)
{
    const audit::Report report = TRY(audit_report_read(target));
    const audit::Graph graph(report);
    return audit_output_write(file, TRY(audit::page_make(graph)));
}

} // namespace griotte::cli
