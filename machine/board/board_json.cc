#include "machine/board/board_json.h"

#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

#include "base/text.h"
#include "machine/board/board_description.h"

namespace griotte::machine {

namespace {

struct BuiltinBoard
{
    std::string_view name;
    std::string_view text;
};

constexpr BuiltinBoard BuiltinBoards[] = {
#include "machine/board/builtin_boards.inc"
};

/// Patches of patches end somewhere; a cycle would not.
constexpr int PatchDepthLimit = 16;
constexpr uintmax_t FileSizeLimit = 16u << 20;

/// `text` with every hexadecimal literal outside strings as a decimal one. The decimal form is never
/// longer up to 32 bits, so padding keeps lines and columns as they were.
Result<std::string> hexadecimal_replace(std::string_view text, std::string_view name)
{
    std::string result;
    result.reserve(text.size());
    size_t line = 1;
    for (size_t at = 0; at < text.size();) {
        const char character = text[at];
        line += character == '\n' ? 1 : 0;
        if (character == '"') {
            const size_t start = at++;
            while (at < text.size() && text[at] != '"') {
                at += text[at] == '\\' ? 2 : 1;
            }
            at = std::min(at + 1, text.size());
            result += text.substr(start, at - start);
        } else if (character == '0' && at + 1 < text.size() && (text[at + 1] | 0x20) == 'x') {
            const size_t start = at;
            at += 2;
            while (at < text.size() && std::isxdigit(static_cast<unsigned char>(text[at])) != 0) {
                at++;
            }
            const std::string_view literal = text.substr(start, at - start);
            const auto value = number_parse(literal);
            if (!value.has_value()) {
                return fail("{}:{}: '{}' is not a number of at most 64 bits", name, line, literal);
            }
            std::string decimal = std::to_string(*value);
            decimal.resize(std::max(decimal.size(), literal.size()), ' ');
            result += decimal;
        } else {
            result += character;
            at++;
        }
    }
    return result;
}

Result<std::string> file_read(const std::string &path)
{
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    if (error) {
        return fail("{}: {}", path, error.message());
    }
    if (size > FileSizeLimit) {
        return fail("{}: a board file of {} bytes is no board file", path, size);
    }
    std::ifstream stream(path, std::ios::binary);
    std::stringstream text;
    text << stream.rdbuf();
    if (!stream) {
        return fail("{}: cannot be read: {}", path, std::strerror(errno));
    }
    return text.str();
}

Result<Json> patch_apply(const Json &base, const Json &patch, const std::string &name)
{
    if (!patch.is_array()) {
        return fail("{}: a patch or mixin is an array of JSON Patch operations", name);
    }
    try {
        return base.patch(patch);
    } catch (const Json::exception &exception) {
        return fail("{}: {}", name, exception.what());
    }
}

Result<Json> json_load(const std::string &name, const std::string &folder, int depth)
{
    if (depth > PatchDepthLimit) {
        return fail("{}: patches on patches more than {} deep; is there a cycle?", name,
                    PatchDepthLimit);
    }
    if (const auto builtin = builtin_board_text(name)) {
        return board_json_parse(*builtin, name);
    }
    namespace fs = std::filesystem;
    std::string path = (fs::path(folder) / name).string();
    for (const char *ending : {".json", ".patch"}) {
        std::error_code error;
        if (!fs::exists(path, error) && fs::exists(path + ending, error)) {
            path += ending;
        }
    }
    if (std::error_code error; !fs::exists(path, error)) {
        const auto names = board_names();
        return fail("there is no board '{}'{} (built in: {}; or give a .json or .patch file)", name,
                    spelling_hint(name, names), fmt::join(names, ", "));
    }
    const std::string text = TRY(file_read(path));
    Json json = TRY(board_json_parse(text, path));
    if (!json.is_object() || !json.contains("base")) {
        return json;
    }
    for (const auto &[key, value] : json.items()) {
        if (key != "base" && key != "patch") {
            return fail("{}: unknown key '{}' in a patch file (it has 'base' and 'patch')", path,
                        key);
        }
    }
    if (!json["base"].is_string() || !json.contains("patch")) {
        return fail("{}: a patch file has 'base', a string, and 'patch', an array", path);
    }
    const Json base = TRY(json_load(json["base"].get<std::string>(),
                                    fs::path(path).parent_path().string(), depth + 1));
    return patch_apply(base, json["patch"], path);
}

} // namespace

std::optional<std::string_view> builtin_board_text(std::string_view name)
{
    for (const BuiltinBoard &board : BuiltinBoards) {
        if (board.name == name) {
            return board.text;
        }
    }
    return std::nullopt;
}

std::vector<std::string> board_names()
{
    std::vector<std::string> names;
    for (const BuiltinBoard &board : BuiltinBoards) {
        names.emplace_back(board.name);
    }
    return names;
}

Result<Json> board_json_parse(std::string_view text, std::string_view name)
{
    const std::string plain = TRY(hexadecimal_replace(text, name));
    try {
        return Json::parse(plain, nullptr, true, true);
    } catch (const Json::parse_error &exception) {
        // "[json.exception.parse_error.101] parse error at line 1, column 2: …"
        const std::string_view message = exception.what();
        const size_t start = message.find("] ");
        return fail("{}: {}", name,
                    start == std::string_view::npos ? message : message.substr(start + 2));
    }
}

Result<Json> board_json_read(const std::string &name, const std::string &folder)
{
    std::stringstream parts(name);
    std::string part;
    std::getline(parts, part, '+');
    Json board = TRY(json_load(part, folder, 0));
    while (std::getline(parts, part, '+')) {
        const Json mixin = TRY(json_load(part, folder, 0));
        board = TRY(patch_apply(board, mixin, part));
    }
    return board;
}

} // namespace griotte::machine
