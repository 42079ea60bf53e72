// Where the bytes of an image went.
#pragma once

#include <string>

#include "toolchain/link/firmware.h"

namespace griotte::firmware {

/// A line for each domain, the largest first, then their sum and the heap that is left. Every line
/// ends in a newline.
std::string size_table(const link::LinkedFirmware &firmware);

} // namespace griotte::firmware
