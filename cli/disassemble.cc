// `griotte dis`: an object, an executable or raw words as text.
#include "cli/toolchain_commands.h"

#include <cerrno>
#include <memory>

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include "toolchain/target/listing.h"

namespace griotte::cli {

namespace {

struct DisassembleArguments
{
    std::string input = "-";
    bool isRaw = false;
    uint32_t base = 0;
    toolchain::ListingOptions options;
};

void disassemble_here(const DisassembleArguments &arguments, const std::string &file)
{
    const auto listing =
        arguments.isRaw
            ? toolchain::listing_make_of_words(file, arguments.base, arguments.options.mode)
            : toolchain::listing_make(file, arguments.input, arguments.options);
    if (!listing.has_value()) {
        toolchain_fail(listing.error());
        return;
    }
    const auto written = file_write("-", *listing);
    if (!written.has_value()) {
        toolchain_fail(written.error());
    }
}

/// In a child process, so that line information LLVM cannot stomach ends only that.
void disassemble_apart(const DisassembleArguments &arguments, const std::string &file)
{
    const pid_t child = fork();
    if (child == -1) {
        disassemble_here(arguments, file);
        return;
    }
    if (child == 0) {
        disassemble_here(arguments, file);
        _exit(toolchainStatus);
    }
    int status = 0;
    while (waitpid(child, &status, 0) == -1 && errno == EINTR) {
    }
    if (WIFEXITED(status)) {
        toolchainStatus = WEXITSTATUS(status);
    } else {
        toolchain_fail(fmt::format("{}: its debug information is damaged; list it without --source",
                                   arguments.input));
    }
}

void disassemble_run(const DisassembleArguments &arguments)
{
    const auto file = file_read(arguments.input);
    if (!file.has_value()) {
        toolchain_fail(file.error());
    } else if (arguments.options.hasSource && !arguments.isRaw) {
        disassemble_apart(arguments, *file);
    } else {
        disassemble_here(arguments, *file);
    }
}

} // namespace

void disassemble_command_add(CLI::App &app)
{
    auto arguments = std::make_shared<DisassembleArguments>();
    CLI::App *command = app.add_subcommand("dis", "Disassemble");
    command->add_option("input", arguments->input,
                        "ELF file, or with --raw a text of hexadecimal instructions; - for "
                        "standard input");
    command->add_option("--section", arguments->options.section, "Only this section");
    command->add_flag("-S,--source", arguments->options.hasSource, "Source lines too");
    command->add_flag("-r,--reloc", arguments->options.hasRelocations, "Relocations too");
    auto *raw = command->add_flag("--raw", arguments->isRaw,
                                  "The input is hexadecimal words, four or eight digits each");
    command->add_option("--base", arguments->base, "Address of the first raw word")->needs(raw);
    mode_option_add(*command, arguments->options.mode);
    command->callback([arguments] { disassemble_run(*arguments); });
}

} // namespace griotte::cli
