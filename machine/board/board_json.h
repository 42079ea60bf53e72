// CHERIoT board JSON as text: hexadecimal literals, comments, patches. Private to board/.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "base/error.h"

namespace griotte::machine {

using Json = nlohmann::ordered_json;

/// Parses JSON in which numbers may be hexadecimal and comments are allowed. Errors have line and
/// column.
Result<Json> board_json_parse(std::string_view text, std::string_view name);

/// Reads the board, patch or built-in called `name` (a path relative to `folder`), with its patches
/// and mixins applied.
Result<Json> board_json_read(const std::string &name, const std::string &folder);

/// The text of built-in board `name`, or nothing.
std::optional<std::string_view> builtin_board_text(std::string_view name);

} // namespace griotte::machine
