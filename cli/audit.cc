// `griotte audit`: what a firmware may do.
#include <memory>

#include "cli/audit_difference.h"
#include "cli/audit_page.h"
#include "cli/audit_query.h"
#include "cli/commands.h"

namespace griotte::cli {

namespace {

struct AuditArguments
{
    AuditQueryArguments asked;
    std::string html;
    std::vector<std::string> compared;
    bool isJson = false;
    bool hasExitCode = false;
};

Result<int> difference_print(const AuditArguments &arguments)
{
    AuditDifferenceArguments difference;
    for (auto [side, index] : {std::pair{&difference.before, 0}, {&difference.after, 1}}) {
        *side = arguments.asked.target;
        side->report = arguments.compared[static_cast<size_t>(index)];
    }
    difference.isJson = arguments.isJson;
    difference.html = arguments.html;
    difference.hasExitCode = arguments.hasExitCode;
    return audit_difference_print(difference);
}

Result<int> audit(const AuditArguments &arguments)
{
    const bool isQuery = !arguments.asked.query.empty();
    const bool isDifference = !arguments.compared.empty();
    if (isQuery && (isDifference || !arguments.html.empty())) {
        return fail("--query answers on standard output; ask for --html or --diff by itself");
    }
    if (isQuery) {
        return audit_query_print(arguments.asked);
    }
    if (isDifference) {
        return difference_print(arguments);
    }
    if (arguments.html.empty()) {
        return fail("nothing to do; --query QUERY asks, --html FILE writes a page, --diff OLD NEW "
                    "compares two firmwares");
    }
    TRY_VOID(audit_page_write(arguments.asked.target, arguments.html));
    return 0;
}

void target_options_add(CLI::App &command, AuditTarget &target)
{
    command.add_option("-C", target.folder, "The firmware's folder, instead of this one")
        ->type_name("DIR");
    command
        .add_option("-j,--firmware-report", target.report,
                    "A report, image or folder, instead of the firmware here")
        ->type_name("REPORT");
    command.add_option("-b,--board", target.board,
                       "Built-in board or board JSON, instead of the manifest's or the report's");
    command.add_option("--sdk", target.sdk, "Another SDK than the one griotte came with");
}

} // namespace

void audit_command_add(CLI::App &app)
{
    auto arguments = std::make_shared<AuditArguments>();
    CLI::App *command = app.add_subcommand("audit", "Ask what a firmware may do, and why");
    target_options_add(*command, arguments->asked.target);
    command->add_option("-q,--query", arguments->asked.query, "What to ask: 'data.rtos.valid'");
    command
        ->add_option("-m,--module", arguments->asked.modules,
                     "A policy; may be given several times")
        ->type_name("FILE")
        ->allow_extra_args(false);
    command->add_flag("--explain", arguments->asked.explains,
                      "Say on standard error why the answer is not true");
    command->add_flag("--check", arguments->asked.isCheck, "Exit with 1 unless the answer is true");
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
