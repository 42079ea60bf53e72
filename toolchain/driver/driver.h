// `griotte cc` and `griotte c++`: the door of this room. Neither LLVM nor clang here.
//
// The command line is clang's, apart from the options docs/reference/compiler.md lists, and so are
// the diagnostics, which go to standard error.
#pragma once

#include <span>
#include <string>

namespace griotte::toolchain {

/// What a source file is taken for when its name does not say.
enum class SourceLanguage
{
    C,
    Cxx,
};

/// Does what one command line says and returns the status to exit with: 0, or 1 after diagnostics.
/// `executable` is this program's file, from which headers and libraries are found when there is no
/// --sysroot. To be called once in a process: LLVM's options are global.
int driver_run(SourceLanguage language, std::span<const std::string> arguments,
               const std::string &executable);

} // namespace griotte::toolchain
