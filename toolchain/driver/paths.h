// Where headers are, from the place of the executable or as this build was configured.
#pragma once

#include <string>
#include <vector>

#include "toolchain/driver/options.h"

namespace griotte::toolchain {

/// The directory that has the SDK's include/ and lib/: `commandLine`'s sysroot, or the one beside
/// the installed executable, or the source tree's.
std::string sdk_find(const CommandLine &commandLine, const std::string &executable);

/// The directory that has the start-up code and run-time library called `name`: "baremetal", or
/// "baseline" for plain RV32EMC. It is beside the executable's, in a build tree as when installed.
std::string runtime_find(const std::string &executable, const char *name);

/// clang's own headers and the like.
std::string clang_resources_find();

/// stock clang, for the baseline.
std::string clang_find();

/// The header directories of one source file, in the order they are searched.
std::vector<std::string> header_directories(const CommandLine &commandLine, const std::string &sdk,
                                            bool isCxx);

} // namespace griotte::toolchain
