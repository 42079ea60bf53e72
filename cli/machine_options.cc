#include "cli/machine_options.h"

#include <filesystem>

#include "base/text.h"

namespace griotte::cli {

namespace {

struct IsaChoice
{
    isa::Mode mode;
    machine::IsaVersion version;
};

Result<IsaChoice> isa_parse(const std::string &name)
{
    using machine::IsaVersion;
    if (name == "1.0") {
        return IsaChoice{isa::Mode::Cheriot, IsaVersion::V1_0};
    }
    if (name == "0.5") {
        return IsaChoice{isa::Mode::Cheriot, IsaVersion::V0_5};
    }
    if (name == "rv32imc") {
        return IsaChoice{isa::Mode::Rv32i, IsaVersion::V1_0};
    }
    if (name == "rv32emc") {
        return IsaChoice{isa::Mode::Rv32e, IsaVersion::V1_0};
    }
    return fail("--isa: '{}' is not one of 1.0, 0.5, rv32imc, rv32emc", name);
}

Result<machine::EngineOptions> engine_parse(const MachineArguments &arguments)
{
    using machine::EngineKind;
    const std::string &name = arguments.engine;
    if (name == "interpreter") {
        return machine::EngineOptions{.kind = EngineKind::Interpreter};
    }
    if (name != "translator") {
        return fail("--engine: '{}' is neither interpreter nor translator", name);
    }
    if (!machine::engine_is_available(EngineKind::Translator)) {
        return fail("--engine: this griotte was built without the translator; use interpreter");
    }
    return machine::EngineOptions{.kind = EngineKind::Translator,
                                  .warmth = static_cast<uint8_t>(arguments.engineWarmth)};
}

/// FILE@ADDRESS, or FILE where an address is not needed or `otherwise` will do.
Result<machine::Image> placed_image_read(const std::string &argument,
                                         std::optional<uint32_t> otherwise)
{
    const size_t at = argument.rfind('@');
    if (at == std::string::npos) {
        return machine::image_read(argument, otherwise);
    }
    const auto address = number_parse(std::string_view(argument).substr(at + 1));
    if (!address.has_value() || *address > 0xffff'ffff) {
        return fail("'{}': after the @ comes an address of 32 bits", argument);
    }
    return machine::image_read(argument.substr(0, at), static_cast<uint32_t>(*address));
}

/// Where a file without addresses goes: the ROM, or the memory code runs from.
std::optional<uint32_t> rom_address(const machine::BoardDescription &board)
{
    for (const auto &region : board.memory) {
        if (region.kind == machine::Memory::RegionKind::Rom) {
            return region.range.start;
        }
    }
    return std::nullopt;
}

void image_merge(machine::Image &into, machine::Image from)
{
    for (machine::Segment &segment : from.segments) {
        into.segments.push_back(std::move(segment));
    }
    into.symbols.insert(into.symbols.end(), from.symbols.begin(), from.symbols.end());
    std::ranges::sort(into.symbols, {}, &machine::Symbol::address);
    if (!into.entry.has_value()) {
        into.entry = from.entry;
    }
}

Result<machine::Image> images_read(const MachineArguments &arguments,
                                   const machine::BoardDescription &board)
{
    machine::Image image;
    if (!arguments.image.empty()) {
        image = TRY(placed_image_read(arguments.image, board.instructionMemory.start));
    }
    if (!arguments.rom.empty()) {
        const auto address = rom_address(board);
        if (!address.has_value()) {
            return fail("--rom: board '{}' has no ROM", board.name);
        }
        image_merge(image, TRY(placed_image_read(arguments.rom, address)));
    }
    for (const std::string &load : arguments.loads) {
        image_merge(image, TRY(placed_image_read(load, std::nullopt)));
    }
    return image;
}

} // namespace

std::string engine_default()
{
    return machine::engine_is_available(machine::EngineKind::Translator) ? "translator"
                                                                         : "interpreter";
}

void MachineArguments::add_to(CLI::App &app, bool isImageRequired)
{
    auto *imageOption = app.add_option(
        "image", image,
        "ELF executable, .vhx or raw file; @ADDRESS places one without addresses. A folder, or "
        "none: the firmware there, or here, built first");
    imageOption->required(isImageRequired);
    app.add_option("--board", board,
                   "Built-in board or board JSON (.json, .patch), mixins after plus signs")
        ->capture_default_str();
    app.add_option("--isa", isa, "1.0, 0.5, rv32imc or rv32emc")->capture_default_str();
    app.add_option("--timing", timing, "functional (a cycle a step) or ibex")
        ->capture_default_str();
    app.add_option("--engine", engine, "interpreter or translator")->capture_default_str();
    // Not for users, so not in the help: it changes nothing but speed.
    app.add_option("--engine-warmth", engineWarmth)->check(CLI::Range(1, 255))->group("");
    app.add_option("--rom", rom, "File for the board's ROM");
    app.add_option("--load", loads, "Further files, each FILE or FILE@ADDRESS");
    app.add_option("--seed", seed, "Seed of the entropy source, instead of the board's");
    app.add_flag("-v,--verbose", isVerbose, "Say what of the board is not modelled");
    app.add_option("--entry", entry, "Address to start at instead of the image's or the board's");
}

Result<void> MachineArguments::firmware_take(const CLI::App &app, const FirmwareArguments &firmware)
{
    std::error_code error;
    const bool isFolder = std::filesystem::is_directory(image, error);
    if (!isFolder && !(image.empty() && rom.empty() && loads.empty())) {
        return {};
    }
    FirmwareArguments arguments = firmware;
    arguments.folder = isFolder ? image : ".";
    arguments.board = app.count("--board") == 0 ? "" : board;
    const FirmwareFolder folder = TRY(firmware_folder_read(arguments));
    image = TRY(firmware_folder_build(folder, arguments)).image;
    board = folder.boardName;
    boardPaths = folder.boardPaths;
    return {};
}

Result<LoadedMachine> machine_make(const MachineArguments &arguments, machine::Console &console)
{
    const IsaChoice choice = TRY(isa_parse(arguments.isa));
    if (arguments.timing != "functional" && arguments.timing != "ibex") {
        return fail("--timing: '{}' is neither functional nor ibex", arguments.timing);
    }
    machine::BoardDescription board =
        TRY(machine::board_read(arguments.board, arguments.boardPaths));
    board.entropySeed = arguments.seed.value_or(board.entropySeed);
    if (arguments.isVerbose) {
        for (const std::string &warning : board.warnings) {
            fmt::print(stderr, "{}\n", warning);
        }
    }
    LoadedMachine result;
    result.program = std::make_unique<machine::Program>();
    machine::Image &image = result.program->image;
    image = TRY(images_read(arguments, board));
    // ROM starts first where there is one; otherwise the image knows better than the board.
    if (image.entry.has_value() && arguments.rom.empty()) {
        board.resetPc = *image.entry;
    } else if (arguments.rom.empty() && rom_address(board).has_value()) {
        // A .vhx or raw RAM image without its ROM: the ROM does nothing but jump to RAM + 0x80.
        constexpr uint32_t RamEntryOffset = 0x80;
        board.resetPc = board.instructionMemory.start + RamEntryOffset;
    }
    if (!arguments.entry.empty()) {
        const auto entry = number_parse(arguments.entry);
        if (!entry.has_value() || *entry > 0xffff'ffff || *entry % 2 != 0) {
            return fail("--entry: '{}' is not an even address of 32 bits", arguments.entry);
        }
        board.resetPc = static_cast<uint32_t>(*entry);
    }
    const machine::MachineOptions options{choice.mode, choice.version,
                                          arguments.timing == "ibex" ? machine::Timing::Ibex
                                                                     : machine::Timing::Functional,
                                          TRY(engine_parse(arguments))};
    result.machine = TRY(machine::Machine::create(board, options, console));
    TRY_VOID(machine::image_load(image, result.machine->memory()));
    if (const machine::Symbol *tohost = image.symbol_find("tohost")) {
        TRY_VOID(result.machine->htif_attach(tohost->address));
    }
    if (const auto elf = machine::image_file_read(arguments.image)) {
        TRY_VOID(result.program->file_read(*elf, arguments.image));
        result.program->firmware_watch(*result.machine);
    }
    return result;
}

} // namespace griotte::cli
