// The compiler's command line for one domain on one board.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "toolchain/firmware/board.h"
#include "toolchain/firmware/manifest.h"

namespace griotte::firmware {

enum class Language : uint8_t
{
    C,
    Cxx,
    /// `.S`
    PreprocessedAssembly,
    /// `.s`
    Assembly,
};

/// What a source is compiled for.
struct CompileTarget
{
    /// Of -cheri-compartment; empty for bare metal (the loader).
    std::string domain;
    bool isLibrary = false;
    bool isOfSdk = false;
    /// Null for what is compiled the same for every board.
    const Board *board = nullptr;
    /// Of the whole firmware, and of the domain; null when there are none.
    const CompileSettings *common = nullptr;
    const CompileSettings *own = nullptr;
    std::string optimisation = "z";
    bool hasDebugInformation = true;
};

/// The arguments for griotte-toolchain that compile `source`, output excluded. Definitions of the
/// SDK's parts are expanded by whoever made `own`.
std::vector<std::string> compile_arguments(const CompileTarget &target, Language language,
                                           const std::string &source);

/// The interrupts' names as the header `board-interrupts.h`.
std::string interrupts_header(const Board &board);

/// The interrupts as the scheduler's table of them: "{number,priority,edge},..." each.
std::string interrupts_table(const Board &board);

} // namespace griotte::firmware
