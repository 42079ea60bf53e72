// The error of a tag that could be lost.
#pragma once

#include "base/error.h"

namespace llvm {
class Instruction;
}

namespace griotte::toolchain {

/// Says where `instruction` is and `what` is wrong with it. It is always this compiler's mistake.
std::unexpected<Error> tag_lost(const llvm::Instruction &instruction, const char *what);

} // namespace griotte::toolchain
