// Where audits write what is no answer on the terminal.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace griotte::cli {

/// Writes `text` to `file`, `-` being standard output. Fails, naming the file, when it cannot.
Result<void> audit_output_write(const std::string &file, std::string_view text);

} // namespace griotte::cli
