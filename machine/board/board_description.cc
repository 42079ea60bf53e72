// From board JSON to a BoardDescription, key by key, refusing what it does not understand.
#include "machine/board/board_description.h"

#include <algorithm>

#include "machine/board/board_derive.h"
#include "machine/board/board_json.h"
#include "machine/board/json_reader.h"

namespace griotte::machine {

namespace {

constexpr uint64_t AddressSpace = uint64_t{1} << 32;

Result<void> memories_read(JsonReader &top, BoardDescription &board)
{
    const Json *instructions = top.find("instruction_memory");
    if (instructions == nullptr) {
        return fail("{}: needs 'instruction_memory'", top.where());
    }
    auto reader =
        TRY(JsonReader::create(*instructions, fmt::format("{}: instruction_memory", top.where())));
    board.instructionMemory = TRY(reader.range());
    TRY_VOID(reader.finish());
    if (const Json *data = top.find("data_memory"); data != nullptr) {
        auto dataReader =
            TRY(JsonReader::create(*data, fmt::format("{}: data_memory", top.where())));
        board.dataMemory = TRY(dataReader.range());
        TRY_VOID(dataReader.finish());
    }
    const Json *heap = top.find("heap");
    if (heap == nullptr) {
        return fail("{}: needs 'heap'", top.where());
    }
    auto heapReader = TRY(JsonReader::create(*heap, fmt::format("{}: heap", top.where())));
    if (heapReader.find("start") != nullptr) {
        const AddressRange range = TRY(heapReader.range());
        board.heapStart = range.start;
        board.heapEnd = range.end();
    } else if (heapReader.find("end") == nullptr) {
        return fail("{}: needs 'end'", heapReader.where());
    } else {
        board.heapEnd = TRY(heapReader.number("end", 0, AddressSpace));
    }
    return heapReader.finish();
}

Result<void> devices_read(JsonReader &top, BoardDescription &board)
{
    const Json *devices = top.find("devices");
    if (devices == nullptr || !devices->is_object()) {
        return fail("{}: needs 'devices', an object", top.where());
    }
    for (const auto &[name, entry] : devices->items()) {
        auto reader =
            TRY(JsonReader::create(entry, fmt::format("{}: devices.{}", top.where(), name)));
        const AddressRange range = TRY(reader.range());
        TRY_VOID(reader.finish());
        if (name == "shadow") {
            board.shadow = range;
        } else {
            board.devices.push_back({name, range, {}});
        }
    }
    return {};
}

Result<void> interrupts_read(JsonReader &top, BoardDescription &board)
{
    constexpr uint64_t NumberLimit = 1023;
    const Json *interrupts = top.find("interrupts");
    if (interrupts == nullptr) {
        return {};
    }
    if (!interrupts->is_array()) {
        return fail("{}: 'interrupts' must be an array", top.where());
    }
    for (const Json &entry : *interrupts) {
        auto reader = TRY(JsonReader::create(
            entry, fmt::format("{}: interrupts[{}]", top.where(), board.interrupts.size())));
        BoardDescription::InterruptEntry interrupt;
        interrupt.name = TRY(reader.string("name"));
        interrupt.number = static_cast<uint32_t>(TRY(reader.number("number", 0, NumberLimit)));
        interrupt.priority = static_cast<uint32_t>(TRY(reader.number("priority", 0, 7)));
        interrupt.isEdgeTriggered = TRY(reader.boolean("edge_triggered", false));
        TRY_VOID(reader.finish());
        if (interrupt.name.empty() || interrupt.number == 0) {
            return fail("{}: needs a 'name' and a 'number' from 1 up", reader.where());
        }
        board.interrupts.push_back(std::move(interrupt));
    }
    return {};
}

Result<void> build_keys_read(JsonReader &top, BoardDescription &board)
{
    board.timerHz = TRY(top.number("timer_hz", 0, ~uint64_t{0}));
    board.tickrateHz = TRY(top.number("tickrate_hz", 0, ~uint64_t{0}));
    board.revoker = TRY(top.string("revoker"));
    if (!board.revoker.empty() && board.revoker != "hardware" && board.revoker != "software") {
        return fail("{}: 'revoker' is \"hardware\" or \"software\", not \"{}\"", top.where(),
                    board.revoker);
    }
    board.hasStackHighWaterMark = TRY(top.boolean("stack_high_water_mark", false));
    board.isSimulation = TRY(top.boolean("simulation", false));
    board.cpu = TRY(top.string("cpu"));
    const std::string oldRunCommand = TRY(top.string("simulator"));
    board.runCommand = TRY(top.string("run_command"));
    if (board.runCommand.empty()) {
        board.runCommand = oldRunCommand;
    }
    board.defines = TRY(top.strings("defines"));
    board.driverIncludes = TRY(top.strings("driver_includes"));
    board.compilerFlags = TRY(top.strings("cxflags"));
    (void)top.find("ldscript_fragments"); // for the linker, which reads the file itself
    return {};
}

Result<void> memory_list_read(JsonReader &machine, BoardDescription &board)
{
    const Json *memory = machine.find("memory");
    if (memory == nullptr) {
        return {};
    }
    if (!memory->is_array()) {
        return fail("{}: 'memory' must be an array", machine.where());
    }
    for (const Json &entry : *memory) {
        auto reader = TRY(JsonReader::create(
            entry, fmt::format("{}.memory[{}]", machine.where(), board.memory.size())));
        BoardDescription::MemoryEntry region;
        region.name = TRY(reader.string("name"));
        region.range = TRY(reader.range());
        const std::string kind = TRY(reader.string("kind"));
        TRY_VOID(reader.finish());
        if (region.name.empty()) {
            return fail("{}: needs a 'name'", reader.where());
        }
        if (!kind.empty() && kind != "ram" && kind != "rom") {
            return fail("{}: 'kind' is \"ram\" or \"rom\", not \"{}\"", reader.where(), kind);
        }
        region.kind = kind == "rom" ? Memory::RegionKind::Rom : Memory::RegionKind::Ram;
        board.memory.push_back(std::move(region));
    }
    return {};
}

/// The objects in "griotte" whose keys are device names.
Result<void> device_choices_read(JsonReader &machine, BoardDescription &board)
{
    const Json nothing = Json::object();
    const Json *models = machine.find("models");
    const Json *interrupts = machine.find("interrupts");
    auto modelReader = TRY(JsonReader::create(models == nullptr ? nothing : *models,
                                              fmt::format("{}.models", machine.where())));
    auto interruptReader = TRY(JsonReader::create(interrupts == nullptr ? nothing : *interrupts,
                                                  fmt::format("{}.interrupts", machine.where())));
    for (BoardDescription::DeviceEntry &device : board.devices) {
        device.model = TRY(modelReader.string(device.name));
        if (device.model.empty()) {
            device.model = board_model_guess(board, device);
        }
        const std::string chosen = TRY(interruptReader.string(device.name));
        const auto found =
            std::ranges::find(board.interrupts, chosen, &BoardDescription::InterruptEntry::name);
        if (!chosen.empty() && found == board.interrupts.end()) {
            std::vector<std::string> names;
            std::ranges::transform(board.interrupts, std::back_inserter(names),
                                   &BoardDescription::InterruptEntry::name);
            return fail("{}.{}: there is no interrupt '{}'{}", interruptReader.where(), device.name,
                        chosen, spelling_hint(chosen, names));
        }
        const auto *interrupt =
            chosen.empty() ? board_interrupt_guess(board, device.name) : &*found;
        device.interrupt = interrupt == nullptr ? 0 : interrupt->number;
    }
    TRY_VOID(modelReader.finish());
    return interruptReader.finish();
}

/// Takes out the devices the board says are absent, and warns of those nothing answers for.
void devices_settle(BoardDescription &board)
{
    std::erase_if(board.devices, [](const auto &device) { return device.model == "absent"; });
    for (const auto &device : board.devices) {
        if (device.model.empty()) {
            board.warnings.push_back(fmt::format(
                "{}: device '{}' (0x{:08x}-0x{:x}) is not modelled: accesses to it fault",
                board.name, device.name, device.range.start, device.range.end()));
        }
    }
}

/// The key "griotte".
Result<void> machine_read(JsonReader &top, BoardDescription &board)
{
    const Json *json = top.find("griotte");
    const Json nothing = Json::object();
    auto reader = TRY(JsonReader::create(json == nullptr ? nothing : *json,
                                         fmt::format("{}: griotte", top.where())));
    // Sail counts its clock once in so many instructions; there is no way to tell but the macro.
    constexpr uint64_t SailInstructionsPerTick = 100;
    const uint64_t usualCycles = board.is_defined("SAIL") ? SailInstructionsPerTick : 1;

    TRY_VOID(memory_list_read(reader, board));
    board.resetPc = static_cast<uint32_t>(
        TRY(reader.number("reset_pc", board.instructionMemory.start, AddressSpace - 2)));
    if (board.resetPc % 2 != 0) {
        return fail("{}: 'reset_pc' must be even", reader.where());
    }
    board.cyclesPerTick = TRY(reader.number("cycles_per_tick", usualCycles, 1u << 30));
    if (board.cyclesPerTick == 0) {
        return fail("{}: 'cycles_per_tick' must be 1 or more", reader.where());
    }
    board.hasStackZeroing = TRY(reader.boolean("stack_zeroing", false));
    board.exitsOnHighByte = TRY(reader.boolean("exit_on_high_byte", !board.is_defined("SUNBURST")));
    board.entropySeed = TRY(reader.number("entropy_seed", 0, ~uint64_t{0}));
    TRY_VOID(device_choices_read(reader, board));
    return reader.finish();
}

Result<BoardDescription> board_from_json(const Json &json, std::string_view name)
{
    BoardDescription board;
    board.name = name;
    auto top = TRY(JsonReader::create(json, board.name));
    TRY_VOID(memories_read(top, board));
    TRY_VOID(devices_read(top, board));
    TRY_VOID(interrupts_read(top, board));
    std::optional<uint32_t> revocableStart;
    if (top.find("revokable_memory_start") != nullptr) {
        revocableStart =
            static_cast<uint32_t>(TRY(top.number("revokable_memory_start", 0, AddressSpace - 1)));
    }
    TRY_VOID(build_keys_read(top, board));
    TRY_VOID(machine_read(top, board));
    TRY_VOID(top.finish());
    devices_settle(board);
    board_memory_derive(board);
    board_revocable_derive(board, revocableStart);
    return board;
}

} // namespace

bool BoardDescription::is_defined(std::string_view macro) const
{
    return std::ranges::any_of(defines, [macro](std::string_view define) {
        return define.starts_with(macro) &&
               (define.size() == macro.size() || define[macro.size()] == '=');
    });
}

Result<BoardDescription> board_parse(std::string_view text, std::string_view name)
{
    const Json json = TRY(board_json_parse(text, name));
    return board_from_json(json, name);
}

Result<BoardDescription> board_read(std::string_view nameOrPath, const BoardPaths &paths)
{
    const Json json = TRY(board_json_read(nameOrPath, paths));
    return board_from_json(json, nameOrPath);
}

} // namespace griotte::machine
