#include "toolchain/firmware/policy_check.h"

#include <filesystem>

#include "toolchain/audit/policy/policy.h"
#include "toolchain/firmware/files.h"

namespace griotte::firmware {

std::vector<std::string> policy_files(const Policy &policy, const Paths &paths)
{
    std::vector<std::string> files;
    for (const Word &module : policy.modules) {
        files.push_back((std::filesystem::path(paths.project) / module.text).string());
    }
    return files;
}

Result<void> policy_check(const Policy &policy, std::string_view report, const Board &board,
                          const Paths &paths)
{
    audit::PolicyInput input;
    input.report = TRY(audit::report_value(report, "the report"));
    input.board = TRY(audit::board_value(board.description, board.name));
    const std::vector<std::string> files = policy_files(policy, paths);
    for (size_t index = 0; index < files.size(); index++) {
        const Word &module = policy.modules[index];
        const auto text = file_read(files[index]);
        if (!text.has_value()) {
            return fail("{}: {}", module.place.to_string(), text.error().message);
        }
        input.modules.push_back({module.text, *text});
    }
    std::vector<std::string> queries;
    for (const Word &query : policy.queries) {
        queries.push_back(query.text);
    }
    const auto failures = audit::policies_check(input, queries);
    if (!failures.has_value()) {
        return context(policy.place.to_string(), failures.error());
    }
    std::string complaint;
    for (const audit::PolicyFailure &failure : *failures) {
        complaint += fmt::format("{}{}: there is no image, because '{}' is {}\n{}",
                                 complaint.empty() ? "" : "\n", policy.place.to_string(),
                                 failure.query, failure.answer, failure.explanation);
    }
    if (complaint.empty()) {
        return {};
    }
    if (complaint.ends_with('\n')) {
        complaint.pop_back();
    }
    return fail("{}", complaint);
}

} // namespace griotte::firmware
