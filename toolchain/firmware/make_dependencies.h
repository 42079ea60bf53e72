// Which headers a source was compiled with, as compilers write it for make (-MD).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace griotte::firmware {

/// The prerequisites of the first rule in `text`, in order, without escapes. Empty for what is no
/// rule.
std::vector<std::string> make_dependencies_parse(std::string_view text);

} // namespace griotte::firmware
