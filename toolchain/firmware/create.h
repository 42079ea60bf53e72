// Begins a firmware: a folder from a template of the SDK's.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"

namespace griotte::firmware {

/// The templates there are, sorted: folders in the SDK's templates/.
std::vector<std::string> template_names(const std::string &sdk);

/// Makes the folder `path`, called NAME, of the template; in its files `@NAME@` becomes NAME. The
/// result is the files' paths in the folder, sorted. Fails, having made nothing, when there is
/// something at `path` but an empty folder, NAME is no name, or there is no such template.
Result<std::vector<std::string>> firmware_create(const std::string &path, const std::string &kind,
                                                 const std::string &sdk);

} // namespace griotte::firmware
