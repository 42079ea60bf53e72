#include "cli/audit_query.h"

#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "toolchain/audit/policy/policy.h"

namespace griotte::cli {

namespace {

Result<std::string> file_read(const std::string &path)
{
    std::ifstream file(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    if (!file.is_open() || file.bad()) {
        return fail("{}: cannot be read", path);
    }
    return text;
}

Result<audit::PolicyInput> input_read(const AuditQueryArguments &arguments)
{
    AuditReport found = TRY(audit_report_find(arguments.target));
    audit::PolicyInput input;
    input.report = TRY(audit::report_value(TRY(file_read(found.file)), found.file));
    if (found.board.empty()) {
        found.board = audit::report_board(input.report);
    }
    if (found.board.empty()) {
        return fail("{} does not say of what board its devices are; name it with --board",
                    found.file);
    }
    const auto board = machine::board_json_text(found.board, found.boardPaths);
    if (!board.has_value()) {
        return context("--board", board.error());
    }
    input.board = TRY(audit::board_value(*board, found.board));
    for (const std::string &module : arguments.modules) {
        input.modules.push_back({module, TRY(file_read(module))});
    }
    return input;
}

} // namespace

Result<int> audit_query_print(const AuditQueryArguments &arguments)
{
    const audit::PolicyInput input = TRY(input_read(arguments));
    const auto answer = TRY(audit::policy_query(input, arguments.query, arguments.explains));
    if (answer.hasMore) {
        fmt::print(stderr, "note: the query holds in several ways; this is the first\n");
    }
    fmt::print("{}\n", answer.value.has_value() ? audit::value_to_json(*answer.value)
                                                : std::string("undefined"));
    std::fflush(stdout);
    fmt::print(stderr, "{}", answer.explanation);
    return arguments.isCheck && !answer.is_true() ? 1 : 0;
}

} // namespace griotte::cli
