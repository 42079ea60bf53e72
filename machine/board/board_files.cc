// Finds board files: built-in boards, patches on patches, mixins.
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "base/text.h"
#include "machine/board/board_json.h"

namespace griotte::machine {

namespace {

namespace fs = std::filesystem;

struct BuiltinBoard
{
    std::string_view name;
    std::string_view text;
};

constexpr BuiltinBoard BuiltinBoards[] = {
#include "machine/board/builtin_boards.inc"
};

constexpr uintmax_t FileSizeLimit = 1u << 20;

bool is_file(const fs::path &path)
{
    std::error_code error;
    return fs::is_regular_file(path, error);
}

/// `path` itself, or with one of the endings a board file may have.
std::optional<fs::path> board_file_find(const fs::path &path)
{
    for (const char *ending : {"", ".json", ".patch"}) {
        fs::path candidate = path;
        candidate += ending;
        if (is_file(candidate)) {
            return candidate;
        }
    }
    return std::nullopt;
}

Result<std::string> file_read(const fs::path &path)
{
    std::error_code error;
    const auto size = fs::file_size(path, error);
    if (error) {
        return fail("{}: {}", path.string(), error.message());
    }
    if (size > FileSizeLimit) {
        return fail("{}: {} bytes; a board file has at most {}", path.string(), size,
                    FileSizeLimit);
    }
    std::ifstream stream(path, std::ios::binary);
    std::stringstream text;
    text << stream.rdbuf();
    if (!stream) {
        return fail("{}: cannot be read: {}", path.string(), std::strerror(errno));
    }
    return text.str();
}

/// Reads one board with the patches below it.
class BoardFiles
{
public:
    explicit BoardFiles(const BoardPaths &thePaths) : paths(thePaths) {}

    /// The board or patch called `name` by the user.
    Result<Json> read(const std::string &name)
    {
        const std::string expanded = TRY(expand(name, "the board's name"));
        if (const auto builtin = builtin_board_text(expanded)) {
            return board_json_parse(*builtin, expanded);
        }
        const auto file = board_file_find(expanded);
        if (!file.has_value()) {
            const auto names = board_names();
            return fail("there is no board '{}'{} (built in: {}; or give a .json or .patch file)",
                        name, spelling_hint(name, names), fmt::join(names, ", "));
        }
        boardFolder = file->parent_path();
        return file_load(*file);
    }

    /// The mixin called `name`: an array of operations.
    Result<Json> mixin_read(const std::string &name)
    {
        const fs::path expanded = TRY(expand(name, "the mixin's name"));
        std::vector<fs::path> folders{fs::path(), boardFolder};
        if (!paths.sdk.empty()) {
            folders.push_back(fs::path(paths.sdk) / "boards");
        }
        for (const fs::path &folder : folders) {
            if (const auto file = board_file_find(folder / expanded)) {
                return board_json_parse(TRY(file_read(*file)), file->string());
            }
        }
        return fail("there is no mixin '{}' (looked for here, next to the board file{})", name,
                    paths.sdk.empty() ? "" : " and in the SDK's boards");
    }

private:
    Result<Json> file_load(const fs::path &file)
    {
        std::error_code error;
        const fs::path canonical = fs::weakly_canonical(file, error);
        const bool isCycle = std::ranges::find(chain, canonical) != chain.end();
        chain.push_back(canonical);
        if (isCycle) {
            std::vector<std::string> names;
            std::ranges::transform(chain, std::back_inserter(names),
                                   [](const fs::path &link) { return link.filename().string(); });
            return fail("{}: patches go in a circle: {}", file.string(), fmt::join(names, " -> "));
        }
        Json json = TRY(board_json_parse(TRY(file_read(file)), file.string()));
        if (json.is_array()) {
            return fail("{}: is a mixin; name the board it changes: BOARD+{}", file.string(),
                        file.string());
        }
        if (!json.is_object() || !json.contains("base")) {
            return json;
        }
        return patch_load(json, file);
    }

    Result<Json> patch_load(const Json &json, const fs::path &file)
    {
        for (const auto &[key, value] : json.items()) {
            const std::vector<std::string> known{"base", "patch"};
            if (std::ranges::find(known, key) == known.end()) {
                return fail("{}: unknown key '{}' in a patch file, which has 'base' and 'patch'{}",
                            file.string(), key, spelling_hint(key, known));
            }
        }
        if (!json["base"].is_string() || !json.contains("patch")) {
            return fail("{}: a patch file has 'base', a string, and 'patch', an array",
                        file.string());
        }
        const auto base = json["base"].get<std::string>();
        const Json board = TRY(base_load(base, file));
        return board_patch_apply(board, json["patch"], file.string());
    }

    /// The base of `file`: a file beside it, or a built-in board.
    Result<Json> base_load(const std::string &base, const fs::path &file)
    {
        const std::string expanded = TRY(expand(base, file.string()));
        if (const auto found = board_file_find(file.parent_path() / expanded)) {
            return file_load(*found);
        }
        if (const auto builtin = builtin_board_text(expanded)) {
            return board_json_parse(*builtin, expanded);
        }
        const auto names = board_names();
        return fail("{}: there is no base '{}': no such file beside it (.json, .patch), and the "
                    "built-in boards are {}{}",
                    file.string(), base, fmt::join(names, ", "), spelling_hint(base, names));
    }

    static std::string folder_name(const fs::path &folder)
    {
        return folder.empty() ? "." : folder.string();
    }

    /// `${sdk}` and the like in file names.
    Result<std::string> expand(std::string text, const std::string &where) const
    {
        const std::pair<std::string_view, std::string> variables[] = {
            {"${sdk}", paths.sdk},
            {"${sdkboards}", paths.sdk.empty() ? "" : paths.sdk + "/boards"},
            {"${project}", paths.project},
            {"${board}", folder_name(boardFolder)},
            {"${boardBase}", chain.empty() ? "" : folder_name(chain.back().parent_path())},
        };
        for (const auto &[variable, value] : variables) {
            for (size_t at = text.find(variable); at != std::string::npos;
                 at = text.find(variable, at + value.size()))
            {
                if (value.empty()) {
                    return fail("{}: {} has no value here; give the path itself", where, variable);
                }
                text.replace(at, variable.size(), value);
            }
        }
        return text;
    }

    const BoardPaths &paths;
    /// Where the file the user named lies.
    fs::path boardFolder;
    /// Files read so far, the user's first.
    std::vector<fs::path> chain;
};

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

Result<Json> board_json_read(std::string_view nameOrPath, const BoardPaths &paths)
{
    // A plus sign may also be part of a file's name: the board is the shortest part that is one.
    const auto isBoard = [](std::string_view part) {
        return builtin_board_text(part).has_value() || board_file_find(part).has_value();
    };
    size_t end = nameOrPath.find('+');
    while (end != std::string_view::npos && !isBoard(nameOrPath.substr(0, end))) {
        end = nameOrPath.find('+', end + 1);
    }
    if (end == std::string_view::npos && !isBoard(nameOrPath)) {
        end = nameOrPath.find('+');
    }
    BoardFiles files(paths);
    Json board = TRY(files.read(std::string(nameOrPath.substr(0, end))));
    std::stringstream mixins(
        std::string(end == std::string_view::npos ? "" : nameOrPath.substr(end + 1)));
    for (std::string mixin; std::getline(mixins, mixin, '+');) {
        board = TRY(board_patch_apply(std::move(board), TRY(files.mixin_read(mixin)), mixin));
    }
    return board;
}

Result<std::string> board_json_text(std::string_view nameOrPath, const BoardPaths &paths)
{
    const Json board = TRY(board_json_read(nameOrPath, paths));
    return board.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace griotte::machine
