// The options that choose a machine and what is loaded into it, shared by the commands that make
// one.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "base/error.h"
#include "cli/firmware_folder.h"
#include "machine/board/machine.h"
#include "machine/observe/fault_report.h"

namespace griotte::cli {

/// The fastest engine that this griotte has.
std::string engine_default();

struct MachineArguments
{
    std::string image;
    std::string board = "griotte";
    /// For the board's name.
    machine::BoardPaths boardPaths;
    std::string isa = "1.0";
    std::string timing = "functional";
    /// interpreter, translator, or lockstep: both, compared (`griotte run` only).
    std::string engine = engine_default();
    /// EngineOptions::warmth; tests set it to 1, being shorter than what a translator waits for.
    unsigned engineWarmth = machine::EngineOptions().warmth;
    std::string rom;
    /// FILE@ADDRESS each.
    std::vector<std::string> loads;
    std::string entry;
    /// Of the entropy source, instead of the board's.
    std::optional<uint64_t> seed;
    bool isVerbose = false;

    /// Adds the options to `app`; the image is its positional argument.
    void add_to(CLI::App &app, bool isImageRequired = true);
    /// Without an image, or with a folder for one: builds the firmware of this folder, or that one,
    /// and takes its image and its board. The manifest's, unless `app`, the command, was given one.
    Result<void> firmware_take(const CLI::App &app, const FirmwareArguments &firmware);
};

/// A machine with its images loaded, ready to run.
struct LoadedMachine
{
    std::unique_ptr<machine::Machine> machine;
    std::unique_ptr<machine::Program> program;
};

/// Builds what the arguments ask for. `console` must outlive the machine.
Result<LoadedMachine> machine_make(const MachineArguments &arguments, machine::Console &console);

} // namespace griotte::cli
