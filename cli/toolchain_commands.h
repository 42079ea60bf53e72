// The subcommands of griotte-toolchain: each file adds one. They are reached as `griotte as` and so
// on, too.
#pragma once

#include <expected>
#include <map>
#include <optional>
#include <string>

#include <CLI/CLI.hpp>

#include "isa/instruction.h"

namespace griotte::cli {

/// What the process exits with when its command failed.
inline constexpr int ToolchainFailure = 1;

/// The command that ran sets this.
extern int toolchainStatus;

void assemble_command_add(CLI::App &app);
void disassemble_command_add(CLI::App &app);
void link_command_add(CLI::App &app);

/// `cc` and `c++` take their arguments as clang does. For --help they are listed here ...
void compile_command_add(CLI::App &app);
/// ... and when the process was started with one of them, this does it all and returns the status.
std::optional<int> compile_command_run(int count, char **arguments);

/// Adds --mode, with names for its values.
void mode_option_add(CLI::App &command, isa::Mode &mode);

/// A whole file, or standard input for "-". The error names the file and says why.
std::expected<std::string, std::string> file_read(const std::string &path);
std::expected<void, std::string> file_write(const std::string &path, const std::string &contents);

/// Prints "error: `message`" and makes the process fail.
void toolchain_fail(const std::string &message);

} // namespace griotte::cli
