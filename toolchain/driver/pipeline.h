// What happens to IR between clang and the back end, in order: CHERIoT's lowerings, preparation
// that lets tags survive, LLVM's optimisation, preparation again, and the verifier.
//
// docs/design/tag-preservation.md says why in this order.
#pragma once

#include "base/error.h"

namespace llvm {
class Module;
class TargetMachine;
} // namespace llvm

namespace griotte::toolchain {

/// Runs it all. `optimisationLevel` is '0' to '3', 's' or 'z'; `machine` may be null. The error is
/// a tag that would be lost, with the function and the source line.
Result<void> pipeline_run(llvm::Module &module, char optimisationLevel,
                          llvm::TargetMachine *machine);

} // namespace griotte::toolchain
