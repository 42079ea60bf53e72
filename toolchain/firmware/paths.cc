#include "toolchain/firmware/paths.h"

#include <array>
#include <utility>

namespace griotte::firmware {

namespace {

using Variable = std::pair<std::string_view, std::string_view>;

/// The innermost folder first: a build folder is in its project, and both may be in the SDK.
std::array<Variable, 5> variables(const Paths &paths)
{
    return {Variable{"${build}", paths.build}, Variable{"${project}", paths.project},
            Variable{"${prebuilt}", paths.prebuilt}, Variable{"${griotte}", paths.griotte},
            Variable{"${sdk}", paths.sdk}};
}

} // namespace

std::string Paths::expand(std::string text) const
{
    for (const auto &[name, folder] : variables(*this)) {
        for (size_t at = text.find(name); !folder.empty() && at != std::string::npos;
             at = text.find(name, at + folder.size()))
        {
            text.replace(at, name.size(), folder);
        }
    }
    return text;
}

std::string Paths::contract(std::string_view path) const
{
    for (const auto &[name, folder] : variables(*this)) {
        const bool isInside = !folder.empty() && path.starts_with(folder) &&
                              (path.size() == folder.size() || path[folder.size()] == '/');
        if (isInside) {
            return std::string(name) + std::string(path.substr(folder.size()));
        }
    }
    return std::string(path);
}

} // namespace griotte::firmware
