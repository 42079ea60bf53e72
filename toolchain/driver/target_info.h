// What clang must know of the machine: sizes, macros, registers, builtins. docs/reference/abi.md is
// the contract; docs/reference/compiler.md lists the macros.
#pragma once

#include <memory>
#include <string>

#include <clang/Basic/TargetInfo.h>
#include <clang/Basic/TargetOptions.h>

namespace griotte::toolchain {

/// The choices of one compilation that show in predefined macros.
struct TargetChoices
{
    /// No RTOS underneath: compartments and library calls are plain functions.
    bool isBareMetal = true;
    /// The compartment being compiled (-cheri-compartment=); empty for none.
    std::string compartment;
};

/// clang's description of CHERIoT. `options` must outlive it.
std::unique_ptr<clang::TargetInfo> target_info_make(clang::TargetOptions &options,
                                                    const TargetChoices &choices);

} // namespace griotte::toolchain
