// `griotte audit`: what a firmware may do.
#include <memory>

#include "cli/audit_difference.h"
#include "cli/audit_page.h"
#include "cli/commands.h"

namespace griotte::cli {

namespace {

struct AuditArguments
{
    AuditTarget target;
    std::string html;
    std::vector<std::string> compared;
    bool isJson = false;
    bool hasExitCode = false;
};

Result<int> audit(const AuditArguments &arguments)
{
    if (!arguments.compared.empty()) {
        AuditDifferenceArguments difference;
        difference.before = {arguments.compared[0], "", arguments.target.board};
        difference.after = {arguments.compared[1], "", arguments.target.board};
        difference.isJson = arguments.isJson;
        difference.html = arguments.html;
        difference.hasExitCode = arguments.hasExitCode;
        return audit_difference_print(difference);
    }
    if (arguments.html.empty()) {
        return fail("nothing to do; --html FILE writes a page, --diff OLD NEW compares two images");
    }
    TRY_VOID(audit_page_write(arguments.target, arguments.html));
    return 0;
}

} // namespace

void audit_command_add(CLI::App &app)
{
    auto arguments = std::make_shared<AuditArguments>();
    CLI::App *command = app.add_subcommand("audit", "Say what a firmware may do");
    command
        ->add_option("-C", arguments->target.folder, "The firmware's folder, instead of this one")
        ->type_name("DIR");
    command
        ->add_option("-j,--firmware-report", arguments->target.report,
                     "A report, image or folder, instead of the folder's last build")
        ->type_name("REPORT");
    command->add_option("-b,--board", arguments->target.board, "The board, for its devices' names");
    command->add_option("--html", arguments->html, "Write a page for people (- is standard output)")
        ->type_name("FILE");
    command
        ->add_option("--diff", arguments->compared,
                     "What NEW may do that OLD could not, and the other way round")
        ->expected(2)
        ->type_name("OLD NEW");
    command->add_flag("--json", arguments->isJson, "The difference as JSON");
    command->add_flag("--exit-code", arguments->hasExitCode,
                      "Exit with 1 if the authority is not the same");
    command->callback([arguments] {
        const auto result = audit(*arguments);
        if (!result.has_value()) {
            fmt::print(stderr, "error: {}\n", result.error().message);
        }
        exitStatus = result.value_or(ExitFailure);
    });
}

} // namespace griotte::cli
