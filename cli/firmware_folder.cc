// GRIOTTE_SOURCE_SDK comes from CMakeLists.txt.
#include "cli/firmware_folder.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include <unistd.h>

#include "cli/board_memory.h"

namespace griotte::cli {

namespace {

namespace fs = std::filesystem;

constexpr const char *DefaultBoard = "griotte";
constexpr const char *SourceSdk = GRIOTTE_SOURCE_SDK;

/// The folder this program is in.
fs::path griotte_folder()
{
    std::error_code error;
    return fs::read_symlink("/proc/self/exe", error).parent_path();
}

std::string absolute_path(const std::string &path)
{
    std::error_code error;
    const fs::path absolute = fs::absolute(path, error).lexically_normal();
    return (absolute.has_filename() ? absolute : absolute.parent_path()).string();
}

/// The board's own name, without mixins.
std::string base_of(const std::string &boardName)
{
    return boardName.substr(0, boardName.find('+'));
}

bool is_builtin(const std::string &boardName)
{
    const auto names = machine::board_names();
    return std::ranges::find(names, base_of(boardName)) != names.end();
}

/// What the board's folder in build/ is called: "sonata-1.1+sram".
std::string folder_name(const std::string &boardName)
{
    std::string name;
    size_t start = 0;
    while (start <= boardName.size()) {
        const size_t end = std::min(boardName.find('+', start), boardName.size());
        fs::path part = fs::path(boardName.substr(start, end - start)).filename();
        if (part.extension() == ".json" || part.extension() == ".patch") {
            part = part.stem();
        }
        name += (name.empty() ? "" : "+") + part.string();
        start = end + 1;
    }
    for (char &character : name) {
        const bool isPlain = std::isalnum(static_cast<unsigned char>(character)) != 0 ||
                             std::string_view("-_.+").contains(character);
        character = isPlain ? character : '_';
    }
    return name.find_first_not_of('.') == std::string::npos ? "board" : name;
}

/// A board of the manifest: its files are relative to the manifest's folder.
std::string manifest_board(const std::string &boardName, const std::string &project)
{
    const bool isElsewhere =
        is_builtin(boardName) || boardName.starts_with('/') || boardName.starts_with("${");
    std::string beside = project + "/" + boardName;
    std::error_code error;
    for (const char *ending : {"", ".json", ".patch"}) {
        if (!isElsewhere && fs::is_regular_file(base_of(beside) + ending, error)) {
            return beside;
        }
    }
    return boardName;
}

/// Header folders of the board, with all that is in them but `${sdk}` and `${project}` put in.
Result<std::string> include_expand(std::string text, const std::string &boardName)
{
    const std::string folder =
        is_builtin(boardName) ? "" : fs::path(base_of(boardName)).parent_path().string();
    const std::string boardFolder = absolute_path(folder.empty() ? "." : folder);
    const std::pair<std::string_view, std::string> variables[] = {
        {"${sdkboards}", "${sdk}/boards"},
        {"${board}", boardFolder},
        {"${boardBase}", boardFolder},
    };
    for (const auto &[variable, value] : variables) {
        const size_t at = text.find(variable);
        if (at != std::string::npos) {
            text.replace(at, variable.size(), value);
        }
    }
    return text.starts_with('/') || text.starts_with("${") ? text : boardFolder + "/" + text;
}

} // namespace

std::string sdk_find()
{
    std::error_code error;
    const fs::path installed = griotte_folder().parent_path() / "share/griotte/sdk";
    return fs::is_directory(installed, error) ? installed.string() : SourceSdk;
}

void FirmwareArguments::build_options_add(CLI::App &app)
{
    app.add_option("--sdk", sdk, "Another SDK than the one griotte came with");
    app.add_option("-j,--jobs", jobs, "Compilers at a time, instead of one a core")
        ->check(CLI::Range(1u, 1024u));
}

Result<firmware::Paths> sdk_paths(const FirmwareArguments &arguments)
{
    firmware::Paths paths;
    paths.sdk = absolute_path(arguments.sdk.empty() ? sdk_find() : arguments.sdk);
    paths.griotte = griotte_folder().string();
    std::error_code error;
    if (!fs::exists(paths.griotte + "/griotte-toolchain", error)) {
        return fail("{}/griotte-toolchain: there is none, which compiles; is the toolchain built?",
                    paths.griotte);
    }
    paths.prebuilt = (griotte_folder().parent_path() / "lib/griotte/firmware").string();
    return paths;
}

Result<firmware::Board> firmware_board(const machine::BoardDescription &description,
                                       const std::string &boardName)
{
    firmware::Board board;
    board.name = folder_name(boardName);
    board.defines = description.defines;
    for (const std::string &folder : description.driverIncludes) {
        board.includes.push_back(TRY(include_expand(folder, boardName)));
    }
    board.compilerFlags = description.compilerFlags;
    for (const auto &interrupt : description.interrupts) {
        board.interrupts.push_back(
            {interrupt.name, interrupt.number, interrupt.priority, interrupt.isEdgeTriggered});
    }
    board.timerHz = description.timerHz;
    board.tickrateHz = description.tickrateHz;
    board.revoker = description.revoker;
    board.revocableStart = description.revocable.start;
    board.hasStackHighWaterMark = description.hasStackHighWaterMark;
    board.isSimulation = description.isSimulation;
    board.memory = board_memory(description);
    return board;
}

Result<FirmwareFolder> firmware_folder_read(const FirmwareArguments &arguments)
{
    FirmwareFolder folder;
    folder.paths = TRY(sdk_paths(arguments));
    folder.paths.project = absolute_path(arguments.folder);
    const std::string file =
        (fs::path(arguments.folder) / firmware::ManifestName).lexically_normal().string();
    folder.manifest = TRY(firmware::manifest_read(folder.paths.project, file));
    const auto &inManifest = folder.manifest.board;
    folder.boardName = arguments.board;
    if (folder.boardName.empty()) {
        folder.boardName = inManifest.has_value()
                               ? manifest_board(inManifest->text, folder.paths.project)
                               : DefaultBoard;
    }
    folder.boardPaths = {folder.paths.sdk, folder.paths.project};
    const auto description = machine::board_read(folder.boardName, folder.boardPaths);
    if (!description.has_value()) {
        const bool isManifests = arguments.board.empty() && inManifest.has_value();
        return isManifests ? context(inManifest->place.to_string(), description.error())
                           : context("--board", description.error());
    }
    folder.board = TRY(firmware_board(*description, folder.boardName));
    if (folder.manifest.policy.has_value()) {
        folder.board.description =
            TRY(machine::board_json_text(folder.boardName, folder.boardPaths));
    }
    folder.paths.build = folder.paths.project + "/build/" + folder.board.name;
    return folder;
}

firmware::Progress firmware_progress(const FirmwareArguments &arguments)
{
    const auto verbosity = arguments.isQuiet     ? firmware::Verbosity::Quiet
                           : arguments.isVerbose ? firmware::Verbosity::Verbose
                                                 : firmware::Verbosity::Normal;
    return {stderr, verbosity, isatty(STDERR_FILENO) != 0};
}

firmware::CompileOptions firmware_compile_options(const firmware::Paths &paths,
                                                  const FirmwareArguments &arguments)
{
    const unsigned cores = std::max(1u, std::thread::hardware_concurrency());
    const bool isColoured = isatty(STDERR_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr;
    return {paths, arguments.jobs == 0 ? cores : arguments.jobs, isColoured};
}

Result<firmware::BuildResult> firmware_folder_build(const FirmwareFolder &folder,
                                                    const FirmwareArguments &arguments)
{
    const auto project = TRY(firmware::project_make(folder.manifest, folder.board, folder.paths));
    firmware::Progress progress = firmware_progress(arguments);
    return firmware::project_build(project, folder.board,
                                   firmware_compile_options(folder.paths, arguments), progress);
}

} // namespace griotte::cli
