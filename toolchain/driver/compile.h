// One cc1 command from source to its product: front end, passes, back end.
#pragma once

#include <vector>

#include "toolchain/driver/options.h"

namespace griotte::toolchain {

/// Returns whether it went well; diagnostics are printed.
bool compile(const std::vector<const char *> &arguments, const TargetOptions &target);

} // namespace griotte::toolchain
