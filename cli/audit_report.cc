#include "cli/audit_report.h"

#include <filesystem>

#include "cli/firmware_folder.h"
#include "machine/board/board_description.h"

namespace griotte::cli {

namespace {

namespace fs = std::filesystem;

/// A report's file and the board it was linked for, as far as that is known without reading it.
struct Found
{
    std::string file;
    std::string board;
};

Result<Found> folder_report(const std::string &folder, const std::string &board)
{
    FirmwareArguments arguments;
    arguments.folder = folder;
    arguments.board = board;
    const FirmwareFolder read = TRY(firmware_folder_read(arguments));
    Found found = {read.paths.build + "/" + read.manifest.name.text + ".json", read.boardName};
    std::error_code error;
    if (!fs::exists(found.file, error)) {
        return fail("{}: there is none; `griotte build -C {}` makes it", found.file, folder);
    }
    return found;
}

Result<Found> report_find(const AuditTarget &target)
{
    std::error_code error;
    if (target.report.empty() || fs::is_directory(target.report, error)) {
        return folder_report(target.report.empty() ? target.folder : target.report, target.board);
    }
    fs::path path = target.report;
    return Found{path.extension() == ".elf" ? path.replace_extension(".json").string()
                                            : target.report,
                 target.board};
}

Result<std::vector<audit::NamedRange>> board_devices(const std::string &board)
{
    const auto description = TRY(machine::board_read(board, {sdk_find(), ""}));
    std::vector<audit::NamedRange> devices;
    for (const auto &device : description.devices) {
        devices.push_back({device.name, {device.range.start, device.range.length}});
    }
    if (description.shadow.has_value()) {
        devices.push_back({"shadow", {description.shadow->start, description.shadow->length}});
    }
    return devices;
}

} // namespace

Result<std::string> audit_report_find(const AuditTarget &target)
{
    return TRY(report_find(target)).file;
}

Result<audit::Report> audit_report_read(const AuditTarget &target)
{
    const Found found = TRY(report_find(target));
    auto report = TRY(audit::report_read(found.file));
    const std::string board = found.board.empty() ? report.board : found.board;
    if (board.empty()) {
        return report;
    }
    const auto devices = board_devices(board);
    // A report may come from a board that is not here; it has its own names then.
    if (!devices.has_value() && !target.board.empty()) {
        return context("--board", devices.error());
    }
    if (devices.has_value()) {
        audit::devices_name(report, *devices);
    }
    return report;
}

} // namespace griotte::cli
