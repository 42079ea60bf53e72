#include "cli/audit_report.h"

#include <filesystem>

#include "cli/firmware_folder.h"
#include "machine/board/board_description.h"

namespace griotte::cli {

namespace {

namespace fs = std::filesystem;

Result<std::string> folder_report(const std::string &folder, const std::string &board)
{
    FirmwareArguments arguments;
    arguments.folder = folder;
    arguments.board = board;
    const FirmwareFolder read = TRY(firmware_folder_read(arguments));
    return read.paths.build + "/" + read.manifest.name.text + ".json";
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
    std::error_code error;
    const bool isFolder = target.report.empty() || fs::is_directory(target.report, error);
    if (isFolder) {
        const std::string &folder = target.report.empty() ? target.folder : target.report;
        const std::string file = TRY(folder_report(folder, target.board));
        if (!fs::exists(file, error)) {
            return fail("{}: there is none; `griotte build -C {}` makes it", file, folder);
        }
        return file;
    }
    fs::path path = target.report;
    return path.extension() == ".elf" ? path.replace_extension(".json").string() : target.report;
}

Result<audit::Report> audit_report_read(const AuditTarget &target)
{
    auto report = TRY(audit::report_read(TRY(audit_report_find(target))));
    const std::string board = target.board.empty() ? report.board : target.board;
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
