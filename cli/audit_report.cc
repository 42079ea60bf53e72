#include "cli/audit_report.h"

#include <filesystem>

#include "cli/firmware_folder.h"
#include "machine/board/board_description.h"

namespace griotte::cli {

namespace {

namespace fs = std::filesystem;

Result<AuditReport> folder_report(const std::string &folder, const AuditTarget &target)
{
    std::error_code error;
    const fs::path manifest = fs::path(folder) / firmware::ManifestName;
    if (!fs::exists(manifest, error)) {
        return fail("{}: there is no firmware to audit; name a report with --firmware-report, or a "
                    "folder with -C",
                    manifest.lexically_normal().string());
    }
    FirmwareArguments arguments;
    arguments.folder = folder;
    arguments.board = target.board;
    arguments.sdk = target.sdk;
    arguments.isQuiet = true;
    const FirmwareFolder firmware = TRY(firmware_folder_read(arguments));
    const std::string image = TRY(firmware_folder_build(firmware, arguments)).image;
    return AuditReport{fs::path(image).replace_extension(".json").string(), firmware.boardName,
                       firmware.boardPaths};
}

Result<std::vector<audit::NamedRange>> board_devices(const std::string &board,
                                                     const machine::BoardPaths &paths)
{
    const auto description = TRY(machine::board_read(board, paths));
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

Result<AuditReport> audit_report_find(const AuditTarget &target)
{
    std::error_code error;
    if (target.report.empty() || fs::is_directory(target.report, error)) {
        return folder_report(target.report.empty() ? target.folder : target.report, target);
    }
    fs::path path = target.report;
    return AuditReport{path.extension() == ".elf" ? path.replace_extension(".json").string()
                                                  : target.report,
                       target.board,
                       {sdk_find(), ""}};
}

Result<audit::Report> audit_report_read(const AuditTarget &target)
{
    const AuditReport found = TRY(audit_report_find(target));
    auto report = TRY(audit::report_read(found.file));
    const std::string board = found.board.empty() ? report.board : found.board;
    if (board.empty()) {
        return report;
    }
    const auto devices = board_devices(board, found.boardPaths);
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
