// `griotte build`: a folder with firmware.toml to an image.
#include <filesystem>
#include <memory>

#include "cli/commands.h"
#include "cli/firmware_folder.h"
#include "toolchain/firmware/files.h"

namespace griotte::cli {

namespace {

struct BuildArguments
{
    FirmwareArguments firmware;
    /// Print what would run, instead.
    bool isDry = false;
    bool isClean = false;
    /// List the SDK's parts, instead.
    bool listsParts = false;
    /// Compile the SDK into this folder, instead.
    std::string prebuild;
};

/// A path as somebody here would write it.
std::string near_path(const std::string &path)
{
    std::error_code error;
    const auto relative = std::filesystem::proximate(path, error);
    return error ? path : relative.string();
}

/// A command line a shell reads as it is.
std::string shell_words(const std::vector<std::string> &arguments)
{
    constexpr std::string_view Plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                       "0123456789-_=+./,:@%";
    std::string text;
    for (const std::string &argument : arguments) {
        text += text.empty() ? "" : " ";
        if (!argument.empty() && argument.find_first_not_of(Plain) == std::string::npos) {
            text += argument;
            continue;
        }
        text += '\'';
        for (const char character : argument) {
            text += character == '\'' ? "'\\''" : std::string(1, character);
        }
        text += '\'';
    }
    return text;
}

Result<void> plan_print(const FirmwareFolder &folder)
{
    const auto project = TRY(firmware::project_make(folder.manifest, folder.board, folder.paths));
    for (const firmware::Compilation &compilation : project.plan.compilations) {
        std::vector<std::string> words = {"griotte"};
        for (const std::string &argument : compilation.arguments) {
            words.push_back(folder.paths.expand(argument));
        }
        words.insert(words.end(),
                     {"-o", near_path(folder.paths.build + "/objects/" + compilation.object)});
        fmt::print("{}: {}\n", compilation.domain, shell_words(words));
    }
    return {};
}

Result<void> parts_print(const FirmwareArguments &arguments)
{
    const auto paths = TRY(sdk_paths(arguments));
    const auto catalogue = TRY(firmware::catalogue_read(paths.sdk));
    for (const firmware::Part &part : catalogue.parts) {
        std::string text =
            fmt::format("{:<12} {}", to_string(part.domain.kind), part.domain.name.text);
        text += part.isCore ? " (always there)" : "";
        for (const firmware::Word &alias : part.aliases) {
            text +=
                fmt::format("{}{}", &alias == part.aliases.data() ? "; also " : ", ", alias.text);
        }
        fmt::print("{}\n", text);
    }
    return {};
}

/// Fills `${prebuilt}` for one board.
Result<void> prebuild(const BuildArguments &arguments)
{
    // Firmware with more threads than this compiles the scheduler itself.
    constexpr uint32_t ThreadCounts = 4;
    const FirmwareArguments &common = arguments.firmware;
    firmware::Paths paths = TRY(sdk_paths(common));
    const std::string boardName = common.board.empty() ? "griotte" : common.board;
    const auto description = TRY(machine::board_read(boardName, {paths.sdk, ""}));
    const auto board = TRY(firmware_board(description, boardName));
    std::error_code error;
    paths.prebuilt = std::filesystem::absolute(arguments.prebuild, error).string();
    paths.build = paths.prebuilt + "/" + board.name;
    const auto catalogue = TRY(firmware::catalogue_read(paths.sdk));
    firmware::Progress progress = firmware_progress(common);
    firmware::DiskFiles files(paths);
    for (uint32_t count = 1; count <= ThreadCounts; count++) {
        const auto plan = TRY(firmware::sdk_plan_make(catalogue, board, count, files));
        TRY_VOID(firmware::prebuild_all(plan, firmware_compile_options(paths, common), progress));
    }
    progress.clear();
    return {};
}

Result<void> build(const BuildArguments &arguments)
{
    if (arguments.listsParts) {
        return parts_print(arguments.firmware);
    }
    if (!arguments.prebuild.empty()) {
        return prebuild(arguments);
    }
    const FirmwareFolder folder = TRY(firmware_folder_read(arguments.firmware));
    if (arguments.isDry) {
        return plan_print(folder);
    }
    if (arguments.isClean) {
        TRY_VOID(firmware::project_clean(folder.manifest, folder.paths));
    }
    const auto result = TRY(firmware_folder_build(folder, arguments.firmware));
    if (!arguments.firmware.isQuiet) {
        fmt::print("{}{}{}\n", result.sizes.value_or(""), near_path(result.image),
                   result.sizes.has_value() ? "" : " is up to date");
    }
    return {};
}

} // namespace

void build_command_add(CLI::App &app)
{
    auto arguments = std::make_shared<BuildArguments>();
    CLI::App *command =
        app.add_subcommand("build", "Build the firmware of a folder with firmware.toml");
    FirmwareArguments &common = arguments->firmware;
    command->add_option("-C", common.folder, "The folder, instead of this one")->type_name("DIR");
    command->add_option("--board", common.board, "Board to build for, instead of the manifest's");
    common.build_options_add(*command);
    command->add_flag("-q,--quiet", common.isQuiet, "Say only what is wrong");
    command->add_flag("-v,--verbose", common.isVerbose, "Say what runs, and why");
    command->add_flag("-n,--dry-run", arguments->isDry, "Print the compilations and run none");
    command->add_flag("--clean", arguments->isClean, "Build everything again");
    command->add_flag("--parts", arguments->listsParts, "List what the SDK has for 'uses'");
    command->add_option("--prebuild", arguments->prebuild,
                        "Compile the SDK's parts into this folder, and nothing else");
    command->callback([arguments] {
        const auto result = build(*arguments);
        if (!result.has_value()) {
            fmt::print(stderr, "error: {}\n", result.error().message);
        }
        exitStatus = result.has_value() ? 0 : ExitFailure;
    });
}

} // namespace griotte::cli
