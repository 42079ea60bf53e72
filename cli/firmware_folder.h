// A folder with firmware.toml, as the commands that work on one see it: its board, the SDK and the
// toolchain found, options that are the same for all.
#pragma once

#include <string>

#include <CLI/CLI.hpp>

#include "base/error.h"
#include "machine/board/board_description.h"
#include "toolchain/firmware/build.h"

namespace griotte::cli {

/// The SDK this griotte came with: installed beside it, or in the source tree.
std::string sdk_find();

struct FirmwareArguments
{
    /// Where firmware.toml is.
    std::string folder = ".";
    /// Empty for the manifest's.
    std::string board;
    /// Empty for the one this griotte came with.
    std::string sdk;
    unsigned jobs = 0;
    bool isQuiet = false;
    bool isVerbose = false;

    /// Adds options for the SDK and the compilers.
    void build_options_add(CLI::App &app);
};

/// A firmware's folder, read.
struct FirmwareFolder
{
    firmware::Manifest manifest;
    /// As machine::board_read() takes it, with `boardPaths`.
    std::string boardName;
    machine::BoardPaths boardPaths;
    firmware::Board board;
    firmware::Paths paths;
};

/// Reads the manifest and its board. Fails with every mistake in the manifest.
Result<FirmwareFolder> firmware_folder_read(const FirmwareArguments &arguments);

/// Folders for a build that has no firmware: the SDK's, the toolchain's.
Result<firmware::Paths> sdk_paths(const FirmwareArguments &arguments);

/// What a build has to know of a board. `boardName` names its folder.
Result<firmware::Board> firmware_board(const machine::BoardDescription &description,
                                       const std::string &boardName);

/// Builds what is not up to date, saying so on standard error.
Result<firmware::BuildResult> firmware_folder_build(const FirmwareFolder &folder,
                                                    const FirmwareArguments &arguments);

/// What a build says goes to standard error.
firmware::Progress firmware_progress(const FirmwareArguments &arguments);
firmware::CompileOptions firmware_compile_options(const firmware::Paths &paths,
                                                  const FirmwareArguments &arguments);

} // namespace griotte::cli
