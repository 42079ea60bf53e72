// The `griotte-toolchain` command: the subcommands that need LLVM, apart from `griotte` so that
// running a machine does not load it.
#include "cli/toolchain_commands.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>
#include <memory>

#include <fmt/format.h>

namespace griotte::cli {

int toolchainStatus = 0;

void mode_option_add(CLI::App &command, isa::Mode &mode)
{
    static const std::map<std::string, isa::Mode> names = {
        {"cheriot", isa::Mode::Cheriot},
        {"rv32i", isa::Mode::Rv32i},
        {"rv32e", isa::Mode::Rv32e},
    };
    command.add_option("--mode", mode, "Instruction set: cheriot, rv32i or rv32e")
        ->transform(CLI::Transformer(names, CLI::ignore_case))
        ->default_str("cheriot");
}

std::expected<std::string, std::string> file_read(const std::string &path)
{
    const bool isStandardInput = path == "-";
    using File = std::unique_ptr<FILE, int (*)(FILE *)>;
    const File file(isStandardInput ? stdin : std::fopen(path.c_str(), "rb"),
                    isStandardInput ? +[](FILE *) { return 0; } : &std::fclose);
    if (file == nullptr) {
        return std::unexpected(fmt::format("{}: {}", path, std::strerror(errno)));
    }
    std::string contents;
    char buffer[65536];
    while (std::feof(file.get()) == 0 && std::ferror(file.get()) == 0) {
        contents.append(buffer, std::fread(buffer, 1, sizeof(buffer), file.get()));
    }
    if (std::ferror(file.get()) != 0) {
        return std::unexpected(fmt::format("{}: {}", path, std::strerror(errno)));
    }
    return contents;
}

std::expected<void, std::string> file_write(const std::string &path, const std::string &contents)
{
    const bool isStandardOutput = path == "-";
    FILE *const file = isStandardOutput ? stdout : std::fopen(path.c_str(), "wb");
    if (file == nullptr) {
        return std::unexpected(fmt::format("{}: {}", path, std::strerror(errno)));
    }
    const bool isWritten =
        std::fwrite(contents.data(), 1, contents.size(), file) == contents.size();
    const bool isClosed = (isStandardOutput ? std::fflush(file) : std::fclose(file)) == 0;
    if (!isWritten || !isClosed) {
        return std::unexpected(fmt::format("{}: {}", path, std::strerror(errno)));
    }
    return {};
}

void toolchain_fail(const std::string &message)
{
    fmt::print(stderr, "error: {}\n", message);
    toolchainStatus = ToolchainFailure;
}

namespace {

int toolchain_main(int count, char **arguments)
{
    if (const std::optional<int> status = compile_command_run(count, arguments)) {
        return *status;
    }
    CLI::App app("griotte-toolchain: what turns source into images and back", "griotte-toolchain");
    app.require_subcommand(1);
    assemble_command_add(app);
    disassemble_command_add(app);
    link_command_add(app);
    compile_command_add(app);
    try {
        app.parse(count, arguments);
    } catch (const CLI::ParseError &error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    return toolchainStatus;
}

} // namespace
} // namespace griotte::cli

int main(int count, char **arguments)
{
    try {
        return griotte::cli::toolchain_main(count, arguments);
    } catch (const std::exception &exception) {
        // Out of memory, or the standard library refusing: nothing of ours throws this far.
        std::fputs(exception.what(), stderr);
        std::fputc('\n', stderr);
        return 2;
    }
}
