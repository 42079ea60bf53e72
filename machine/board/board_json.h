// CHERIoT board JSON as text: hexadecimal literals, comments, patches, and where files are looked
// for. Private to board/.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "machine/board/board_description.h"

namespace griotte::machine {

using Json = nlohmann::json;

/// Parses JSON in which numbers may be hexadecimal and comments are allowed. Errors have line and
/// column.
Result<Json> board_json_parse(std::string_view text, std::string_view name);

/// `board` after the JSON Patch operations of `patch` (add, remove, replace; RFC 6902). As the
/// official build system has it, replacing a key that is not there adds it. Errors say which
/// operation of `name` failed.
Result<Json> board_patch_apply(Json board, const Json &patch, std::string_view name);

/// Reads the board, patch or built-in `nameOrPath` means, with its patches and mixins applied
/// (board_read()).
Result<Json> board_json_read(std::string_view nameOrPath, const BoardPaths &paths);

/// The text of built-in board `name`, or nothing.
std::optional<std::string_view> builtin_board_text(std::string_view name);

} // namespace griotte::machine
