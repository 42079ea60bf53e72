// Which report a command line means, read, with its devices named.
#pragma once

#include <string>

#include "base/error.h"
#include "machine/board/board_description.h"
#include "toolchain/audit/report/report.h"

namespace griotte::cli {

/// What `griotte audit` looks at.
struct AuditTarget
{
    /// A report, an image, or a folder with firmware.toml; empty for `folder`.
    std::string report;
    /// The folder, where `report` is empty.
    std::string folder = ".";
    /// Whose devices to look for; empty for the folder's, or those in the report.
    std::string board;
    /// Of a folder's firmware; empty for the SDK griotte came with.
    std::string sdk;
};

/// A report's file, and the board it is for as far as that is known without reading it.
struct AuditReport
{
    std::string file;
    std::string board;
    machine::BoardPaths boardPaths;
};

/// The report's file: of an image the one beside it, of a folder that of its firmware, which is
/// built first. Fails if there is none, saying what makes one.
Result<AuditReport> audit_report_find(const AuditTarget &target);

/// Reads it and names its devices.
Result<audit::Report> audit_report_read(const AuditTarget &target);

} // namespace griotte::cli
