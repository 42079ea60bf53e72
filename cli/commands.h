// The subcommands of `griotte`: each file adds one.
#pragma once

#include <CLI/CLI.hpp>

namespace griotte::cli {

/// What the process exits with when the guest did not say.
enum ExitStatus : int
{
    /// A wrong command line, file or board.
    ExitFailure = 2,
    /// --max-instructions was reached.
    ExitLimit = 124,
    /// A trap no handler took, or WFI with nothing to wake up for.
    ExitStuck = 125,
};

/// Each command's callback sets this to what the process should exit with.
extern int exitStatus;

void new_command_add(CLI::App &app);
void build_command_add(CLI::App &app);
void run_command_add(CLI::App &app);
void debug_command_add(CLI::App &app);
void rvfi_dii_command_add(CLI::App &app);
void boards_command_add(CLI::App &app);
void audit_command_add(CLI::App &app);

} // namespace griotte::cli
