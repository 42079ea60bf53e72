// Runs the compilations of a plan that have to run, several at a time.
//
// An object has its record beside it (build_record.h). Objects of the SDK that somebody compiled
// before with the same command are taken as they are, from a folder where a compilation's key names
// its object: `griotte build --prebuild` fills it, and so does the build of griotte itself.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "toolchain/firmware/paths.h"
#include "toolchain/firmware/plan.h"
#include "toolchain/firmware/progress.h"

namespace griotte::firmware {

struct CompileOptions
{
    const Paths &paths;
    /// Compilers at a time; at least one.
    unsigned jobs = 1;
    /// Diagnostics are for a terminal that knows colours.
    bool isColoured = false;
};

/// What tells a compilation from all others, the contents of files apart.
uint64_t compilation_key(const Compilation &compilation);

/// Compiles what is not up to date into the folder `objects`. After the first failure nothing more
/// is started, and what runs is waited for; what compilers say goes to `progress`. The result is
/// the path of each object, in the plan's order.
Result<std::vector<std::string>> compile_all(const Plan &plan, const std::string &objects,
                                             const CompileOptions &options, Progress &progress);

/// Compiles the SDK's sources of `plan` into `${prebuilt}`.
Result<void> prebuild_all(Plan plan, const CompileOptions &options, Progress &progress);

/// Writes the plan's generated files.
Result<void> generated_write(const Plan &plan, const Paths &paths);

} // namespace griotte::firmware
