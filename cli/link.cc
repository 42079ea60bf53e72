// `griotte ld`: objects and archives to an image for a board.
#include "cli/toolchain_commands.h"

#include <filesystem>
#include <memory>

#include <fmt/format.h>

#include "base/text.h"
#include "cli/board_memory.h"
#include "machine/board/board_description.h"
#include "toolchain/link/baremetal.h"

namespace griotte::cli {

namespace {

struct LinkArguments
{
    std::vector<std::string> inputs;
    std::string output = "a.out";
    std::string board = "griotte";
    std::vector<std::string> libraryDirectories;
    std::vector<std::string> libraries;
    std::vector<std::string> definitions;
    std::vector<std::string> required;
    std::string mapFile;
    link::BaremetalOptions options;
    bool isWholeArchive = false;
    bool printsDiscarded = false;
    /// Set by options that other linkers need and this one does not.
    bool isIgnored = false;
};

void layout_set(const machine::BoardDescription &board, link::BaremetalLayout &layout)
{
    const link::FirmwareMemory memory = board_memory(board);
    layout.code = memory.code;
    layout.data = memory.data;
    for (const link::FirmwareDevice &device : memory.devices) {
        layout.devices.push_back({device.name, device.range});
    }
    if (memory.exitDevice.has_value()) {
        layout.exitDevice = {memory.exitDevice->name, memory.exitDevice->range};
    }
}

/// "NAME=NUMBER", each.
Result<void> definitions_parse(const std::vector<std::string> &definitions,
                               link::BaremetalOptions &options)
{
    for (const std::string &definition : definitions) {
        const size_t equals = definition.find('=');
        const auto value = equals == std::string::npos
                               ? std::nullopt
                               : number_parse(std::string_view(definition).substr(equals + 1));
        if (equals == 0 || !value.has_value() || *value > UINT32_MAX) {
            return fail("--defsym {}: expected NAME=NUMBER, the number of 32 bits", definition);
        }
        options.definitions.emplace_back(definition.substr(0, equals),
                                         static_cast<uint32_t>(*value));
    }
    return {};
}

Result<std::string> library_find(const LinkArguments &arguments, const std::string &name)
{
    const std::string file = fmt::format("lib{}.a", name);
    for (const std::string &directory : arguments.libraryDirectories) {
        const auto path = std::filesystem::path(directory) / file;
        std::error_code error;
        if (std::filesystem::is_regular_file(path, error)) {
            return path.string();
        }
    }
    return fail("-l {}: there is no {} in {}; add its folder with -L", name, file,
                arguments.libraryDirectories.empty()
                    ? "the library path, which is empty"
                    : fmt::format("{}", fmt::join(arguments.libraryDirectories, ", ")));
}

Result<void> link_run(LinkArguments &arguments)
{
    const auto board = TRY(machine::board_read(arguments.board));
    layout_set(board, arguments.options.layout);
    TRY_VOID(definitions_parse(arguments.definitions, arguments.options));
    arguments.options.required = arguments.required;
    std::vector<std::string> paths = arguments.inputs;
    for (const std::string &library : arguments.libraries) {
        paths.push_back(TRY(library_find(arguments, library)));
    }
    std::vector<link::InputFile> files;
    for (const std::string &path : paths) {
        const auto contents = file_read(path);
        if (!contents.has_value()) {
            return fail("{}", contents.error());
        }
        files.push_back({path, {contents->begin(), contents->end()}, arguments.isWholeArchive});
    }
    const link::LinkedImage image = TRY(link::baremetal_link(files, arguments.options));
    if (arguments.printsDiscarded) {
        for (const std::string &section : image.discarded) {
            fmt::print("removed {}\n", section);
        }
    }
    const auto written = file_write(arguments.output, {image.elf.begin(), image.elf.end()});
    if (!written.has_value()) {
        return fail("{}", written.error());
    }
    if (!arguments.mapFile.empty()) {
        const auto map = file_write(arguments.mapFile, image.map);
        if (!map.has_value()) {
            return fail("{}", map.error());
        }
    }
    return {};
}

} // namespace

void link_command_add(CLI::App &app)
{
    auto arguments = std::make_shared<LinkArguments>();
    CLI::App *command = app.add_subcommand("ld", "Link");
    command->add_option("inputs", arguments->inputs, "Objects and archives")->required();
    command->add_option("-o,--output", arguments->output, "The image, an ELF executable")
        ->capture_default_str();
    command->add_option("--board", arguments->board, "Board to link for: built in or board JSON")
        ->capture_default_str();
    command->add_option("-e,--entry", arguments->options.entry, "The first instruction's symbol")
        ->capture_default_str();
    command->add_flag("--gc-sections,!--no-gc-sections", arguments->options.collectsGarbage,
                      "Leave out what nothing refers to (the default)");
    command->add_flag("--relax,!--no-relax", arguments->options.relaxes,
                      "Shorten code assembled with --relax (the default)");
    command->add_flag("--print-gc-sections", arguments->printsDiscarded, "Say what is left out");
    command->add_option("-L,--library-path", arguments->libraryDirectories, "Look here for -l")
        ->allow_extra_args(false);
    command->add_option("-l,--library", arguments->libraries, "Link libNAME.a")
        ->allow_extra_args(false);
    command->add_flag("--whole-archive,!--no-whole-archive", arguments->isWholeArchive,
                      "Take all members of all archives, wanted or not");
    command->add_flag("--start-group", arguments->isIgnored,
                      "Nothing: archives are searched until nothing is missing");
    command->add_flag("--end-group", arguments->isIgnored, "Nothing, as --start-group");
    // Other linkers spell it -Map=FILE, which to the parser is -M with the rest as its value.
    command
        ->add_option("--map,--Map,-M", arguments->mapFile,
                     "Write a map (also -Map=FILE); - for standard output")
        ->transform([](const std::string &value) {
            return value.starts_with("ap=") ? value.substr(3) : value;
        });
    command->add_option("--stack-size", arguments->options.layout.stackSize, "Bytes for the stack")
        ->check(CLI::Range(uint32_t{64}, uint32_t{1} << 28))
        ->capture_default_str();
    command->add_option("--defsym", arguments->definitions, "Define a symbol: NAME=NUMBER")
        ->allow_extra_args(false);
    command->add_option("-u,--undefined", arguments->required, "Link this symbol, wanted or not")
        ->allow_extra_args(false);
    command->callback([arguments] {
        const auto result = link_run(*arguments);
        if (!result.has_value()) {
            toolchain_fail(result.error().message);
        }
    });
}

} // namespace griotte::cli
