// The `griotte` command. It links the machine but not LLVM, so that running an image starts at
// once; the commands of the toolchain live in griotte-toolchain beside it and are started from
// here.
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>
#include <filesystem>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

#include "cli/commands.h"

namespace griotte::cli {

int exitStatus = 0;

namespace {

struct ToolchainCommand
{
    const char *name;
    const char *description;
};
constexpr std::array ToolchainCommands = {
    ToolchainCommand{"cc", "Compile C, with clang's command line"},
    ToolchainCommand{"c++", "Compile C++, with clang's command line"},
    ToolchainCommand{"as", "Assemble"},
    ToolchainCommand{"dis", "Disassemble"},
    ToolchainCommand{"ld", "Link"},
};

/// Becomes griotte-toolchain with the same arguments. Returns only when that fails.
int toolchain_become(char **arguments)
{
    std::error_code error;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
    const std::string path = (self.parent_path() / "griotte-toolchain").string();
    execv(path.c_str(), arguments);
    fmt::print(stderr, "error: {}: {}; is the toolchain built?\n", path, std::strerror(errno));
    return ExitFailure;
}

int griotte_main(int count, char **arguments)
{
    if (count > 1) {
        for (const ToolchainCommand &command : ToolchainCommands) {
            if (std::string_view(arguments[1]) == command.name) {
                return toolchain_become(arguments);
            }
        }
    }
    CLI::App app("griotte: a CHERIoT computer", "griotte");
    app.require_subcommand(1);
    new_command_add(app);
    build_command_add(app);
    run_command_add(app);
    debug_command_add(app);
    rvfi_dii_command_add(app);
    audit_command_add(app);
    boards_command_add(app);
    for (const ToolchainCommand &command : ToolchainCommands) {
        app.add_subcommand(command.name, command.description);
    }
    try {
        app.parse(count, arguments);
    } catch (const CLI::ParseError &error) {
        return app.exit(error) == 0 ? 0 : ExitFailure;
    }
    return exitStatus;
}

} // namespace
} // namespace griotte::cli

int main(int count, char **arguments)
{
    try {
        return griotte::cli::griotte_main(count, arguments);
    } catch (const std::exception &exception) {
        // Out of memory, or the standard library refusing: nothing of ours throws this far.
        std::fputs(exception.what(), stderr);
        std::fputc('\n', stderr);
        return 2;
    }
}
