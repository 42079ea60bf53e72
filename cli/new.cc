// `griotte new`: begins a firmware.
#include <memory>

#include "cli/commands.h"
#include "cli/firmware_folder.h"
#include "toolchain/firmware/create.h"

namespace griotte::cli {

namespace {

struct NewArguments
{
    std::string path;
    std::string kind = "hello";
    std::string sdk;
};

Result<void> create(const NewArguments &arguments)
{
    const std::string sdk = arguments.sdk.empty() ? sdk_find() : arguments.sdk;
    const auto files = TRY(firmware::firmware_create(arguments.path, arguments.kind, sdk));
    fmt::print("{}: {}\nnext: cd {} && griotte run\n", arguments.path, fmt::join(files, ", "),
               arguments.path);
    return {};
}

} // namespace

void new_command_add(CLI::App &app)
{
    auto arguments = std::make_shared<NewArguments>();
    CLI::App *command = app.add_subcommand("new", "Begin a firmware: a folder with firmware.toml");
    command->add_option("name", arguments->path, "The folder; its last part names the firmware")
        ->required();
    command->add_option("--template", arguments->kind, "What it begins with: hello, compartment")
        ->capture_default_str();
    command->add_option("--sdk", arguments->sdk, "Another SDK than the one griotte came with");
    command->callback([arguments] {
        const auto result = create(*arguments);
        if (!result.has_value()) {
            fmt::print(stderr, "error: {}\n", result.error().message);
        }
        exitStatus = result.has_value() ? 0 : ExitFailure;
    });
}

} // namespace griotte::cli
