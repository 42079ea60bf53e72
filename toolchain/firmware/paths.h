// Paths that mean the same on every machine: plans, records and keys say `${sdk}`, and only what is
// run gets the folder that stands for it here.
#pragma once

#include <string>
#include <string_view>

namespace griotte::firmware {

/// Absolute folders, without a slash at the end; an empty one is never put in.
struct Paths
{
    /// `${sdk}`: has parts.toml, include/, core/, lib/.
    std::string sdk;
    /// `${project}`: has firmware.toml.
    std::string project;
    /// `${build}`: where what is made for one board goes.
    std::string build;
    /// `${griotte}`: has griotte-toolchain.
    std::string griotte;
    /// `${prebuilt}`: objects of the SDK compiled before (compile.h); may be empty.
    std::string prebuilt;

    /// `text` with folders for their names.
    [[nodiscard]] std::string expand(std::string text) const;
    /// An absolute path with the name of the folder it is in, or as it is.
    [[nodiscard]] std::string contract(std::string_view path) const;
};

} // namespace griotte::firmware
