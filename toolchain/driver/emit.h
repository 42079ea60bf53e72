// IR to assembly or an object, by the back end registered with LLVM as "cheriot".
#pragma once

#include <memory>

#include "base/error.h"

namespace llvm {
class Module;
class TargetMachine;
class raw_pwrite_stream;
} // namespace llvm

namespace griotte::toolchain {

enum class EmissionKind
{
    Assembly,
    Object,
};

/// The back end for one optimisation level ('0' to '3', 's', 'z').
Result<std::unique_ptr<llvm::TargetMachine>> target_machine_make(char optimisationLevel);

/// Writes `module` as machine code. Diagnostics go to the module's context.
Result<void> module_emit(llvm::TargetMachine &machine, llvm::Module &module, EmissionKind kind,
                         llvm::raw_pwrite_stream &output);

} // namespace griotte::toolchain
