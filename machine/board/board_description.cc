// From board JSON to a BoardDescription, key by key, refusing what it does not understand.
#include "machine/board/board_description.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "machine/board/board_json.h"

namespace griotte::machine {

namespace {

constexpr uint64_t AddressSpace = uint64_t{1} << 32;

/// Reads one JSON object: hands out values with their type checked, and knows which keys were asked
/// for, so that the rest can be refused.
class ObjectReader
{
  public:
    static Result<ObjectReader> create(const Json &json, std::string where)
    {
        if (!json.is_object()) {
            return fail("{}: must be an object", where);
        }
        return ObjectReader(json, std::move(where));
    }

    [[nodiscard]] const std::string &where() const { return place; }

    const Json *find(const std::string &key)
    {
        known.push_back(key);
        const auto found = json->find(key);
        return found == json->end() ? nullptr : &*found;
    }

    /// The number at `key`, or `otherwise` when there is none.
    Result<uint64_t> number(const std::string &key, uint64_t otherwise, uint64_t limit)
    {
        const Json *value = find(key);
        if (value == nullptr) {
            return otherwise;
        }
        if (!value->is_number_unsigned()) {
            return fail("{}: '{}' must be a number, not negative", place, key);
        }
        const auto result = value->get<uint64_t>();
        if (result > limit) {
            return fail("{}: '{}' is 0x{:x}, more than 0x{:x}", place, key, result, limit);
        }
        return result;
    }

    Result<bool> boolean(const std::string &key, bool otherwise)
    {
        const Json *value = find(key);
        if (value == nullptr) {
            return otherwise;
        }
        if (!value->is_boolean()) {
            return fail("{}: '{}' must be true or false", place, key);
        }
        return value->get<bool>();
    }

    Result<std::string> string(const std::string &key)
    {
        const Json *value = find(key);
        if (value == nullptr) {
            return std::string();
        }
        if (!value->is_string()) {
            return fail("{}: '{}' must be a string", place, key);
        }
        return value->get<std::string>();
    }

    Result<std::vector<std::string>> strings(const std::string &key)
    {
        std::vector<std::string> result;
        const Json *value = find(key);
        if (value == nullptr) {
            return result;
        }
        if (!value->is_array() ||
            !std::ranges::all_of(*value, [](const Json &entry) { return entry.is_string(); })) {
            return fail("{}: '{}' must be an array of strings", place, key);
        }
        for (const Json &entry : *value) {
            result.push_back(entry.get<std::string>());
        }
        return result;
    }

    /// `start` with `end` or `length`.
    Result<AddressRange> range()
    {
        if (!json->contains("start")) {
            return fail("{}: needs 'start'", place);
        }
        const uint64_t start = TRY(number("start", 0, AddressSpace - 1));
        const bool hasEnd = find("end") != nullptr;
        const bool hasLength = find("length") != nullptr;
        if (hasEnd == hasLength) {
            return fail("{}: needs 'end' or 'length', and not both", place);
        }
        const uint64_t length = hasLength
                                    ? TRY(number("length", 0, AddressSpace))
                                    : TRY(number("end", 0, AddressSpace)) - start;
        if (length == 0 || length > AddressSpace || start + length > AddressSpace) {
            return fail("{}: the range starts at 0x{:x} and must end after that, by 0x100000000 at "
                        "the latest",
                        place, start);
        }
        return AddressRange{static_cast<uint32_t>(start), length};
    }

    /// Fails when the object has a key nobody asked for.
    [[nodiscard]] Result<void> finish() const
    {
        for (const auto &[key, value] : json->items()) {
            if (std::ranges::find(known, key) == known.end()) {
                return fail("{}: unknown key '{}'{}", place, key, spelling_hint(key, known));
            }
        }
        return {};
    }

  private:
    ObjectReader(const Json &theJson, std::string where) : json(&theJson), place(std::move(where)) {}

    const Json *json;
    std::string place;
    std::vector<std::string> known;
};

/// Which model answers for a device called `name`; names of several instances end in a number or
/// have a suffix of their own.
std::string model_guess(const std::string &name, const AddressRange &range)
{
    constexpr uint64_t SiFiveClintLength = 0xc000;
    if (name == "clint") {
        return range.length >= SiFiveClintLength ? "clint_sifive" : "clint";
    }
    for (const char *model : {"plic", "revoker", "entropy", "cycle_counter"}) {
        if (name == model) {
            return model;
        }
    }
    for (const char *model : {"uart", "gpio"}) {
        const std::string_view suffix = std::string_view(name).starts_with(model)
                                            ? std::string_view(name).substr(std::strlen(model))
                                            : std::string_view("none");
        if (std::ranges::all_of(suffix, [](char digit) { return digit >= '0' && digit <= '9'; })) {
            return model;
        }
    }
    return {};
}

Result<void> devices_read(ObjectReader &top, BoardDescription &board)
{
    const Json *devices = top.find("devices");
    if (devices == nullptr || !devices->is_object()) {
        return fail("{}: needs 'devices', an object", top.where());
    }
    for (const auto &[name, entry] : devices->items()) {
        auto reader =
            TRY(ObjectReader::create(entry, fmt::format("{}: devices.{}", top.where(), name)));
        const AddressRange range = TRY(reader.range());
        TRY_VOID(reader.finish());
        if (name == "shadow") {
            board.shadow = range;
        } else {
            board.devices.push_back({name, range, model_guess(name, range)});
        }
    }
    return {};
}

Result<void> interrupts_read(ObjectReader &top, BoardDescription &board)
{
    const Json *interrupts = top.find("interrupts");
    if (interrupts == nullptr) {
        return {};
    }
    if (!interrupts->is_array()) {
        return fail("{}: 'interrupts' must be an array", top.where());
    }
    for (const Json &entry : *interrupts) {
        auto reader = TRY(ObjectReader::create(
            entry, fmt::format("{}: interrupts[{}]", top.where(), board.interrupts.size())));
        BoardDescription::InterruptEntry interrupt;
        interrupt.name = TRY(reader.string("name"));
        interrupt.number = static_cast<uint32_t>(TRY(reader.number("number", 0, 1023)));
        interrupt.priority = static_cast<uint32_t>(TRY(reader.number("priority", 0, 7)));
        interrupt.isEdgeTriggered = TRY(reader.boolean("edge_triggered", false));
        TRY_VOID(reader.finish());
        board.interrupts.push_back(std::move(interrupt));
    }
    return {};
}

Result<void> memory_read(ObjectReader &machine, BoardDescription &board)
{
    const Json *memory = machine.find("memory");
    if (memory == nullptr) {
        return {};
    }
    if (!memory->is_array()) {
        return fail("{}: 'memory' must be an array", machine.where());
    }
    for (const Json &entry : *memory) {
        auto reader = TRY(ObjectReader::create(
            entry, fmt::format("{}.memory[{}]", machine.where(), board.memory.size())));
        BoardDescription::MemoryEntry region;
        region.name = TRY(reader.string("name"));
        region.range = TRY(reader.range());
        const std::string kind = TRY(reader.string("kind"));
        if (!kind.empty() && kind != "ram" && kind != "rom") {
            return fail("{}: 'kind' is \"ram\" or \"rom\", not \"{}\"", reader.where(), kind);
        }
        region.kind = kind == "rom" ? Memory::RegionKind::Rom : Memory::RegionKind::Ram;
        TRY_VOID(reader.finish());
        board.memory.push_back(std::move(region));
    }
    return {};
}

/// The key "griotte".
Result<void> machine_read(ObjectReader &top, BoardDescription &board)
{
    const Json *json = top.find("griotte");
    const Json nothing = Json::object();
    auto reader = TRY(ObjectReader::create(json == nullptr ? nothing : *json,
                                           fmt::format("{}: griotte", top.where())));
    TRY_VOID(memory_read(reader, board));
    board.resetPc = static_cast<uint32_t>(
        TRY(reader.number("reset_pc", board.instructionMemory.start, AddressSpace - 2)));
    if (board.resetPc % 2 != 0) {
        return fail("{}: 'reset_pc' must be even", reader.where());
    }
    board.cyclesPerTick = std::max<uint64_t>(1, TRY(reader.number("cycles_per_tick", 1, 1u << 30)));
    board.hasStackZeroing = TRY(reader.boolean("stack_zeroing", false));
    board.exitsOnHighByte = TRY(reader.boolean("exit_on_high_byte", true));
    board.entropySeed = TRY(reader.number("entropy_seed", 0, ~uint64_t{0}));
    if (const Json *models = reader.find("models"); models != nullptr) {
        auto modelReader =
            TRY(ObjectReader::create(*models, fmt::format("{}.models", reader.where())));
        for (BoardDescription::DeviceEntry &device : board.devices) {
            const std::string model = TRY(modelReader.string(device.name));
            device.model = model.empty() ? device.model : model;
        }
        TRY_VOID(modelReader.finish());
    }
    return reader.finish();
}

/// What a plain board file leaves to be concluded: which addresses are memory, and what the
/// revocation bitmap covers.
void derive(BoardDescription &board, std::optional<uint64_t> revocableStart)
{
    if (board.memory.empty()) {
        board.memory.push_back({"instruction_memory", board.instructionMemory});
        if (board.dataMemory.has_value() &&
            !board.dataMemory->overlaps(board.instructionMemory)) {
            board.memory.push_back({"data_memory", *board.dataMemory});
        }
        // A heap outside both is memory too (boards with a separate large RAM).
        if (board.heapStart.has_value() && board.heapEnd > *board.heapStart) {
            const AddressRange heap{*board.heapStart, board.heapEnd - *board.heapStart};
            const bool isElsewhere = std::ranges::none_of(
                board.memory, [&heap](const auto &entry) { return entry.range.overlaps(heap); });
            if (isElsewhere) {
                board.memory.push_back({"heap", heap});
            }
        }
    }
    if (!board.shadow.has_value()) {
        return;
    }
    const bool isInMemory = std::ranges::any_of(board.memory, [&board](const auto &entry) {
        return entry.range.overlaps(*board.shadow);
    });
    if (!isInMemory) {
        board.memory.push_back({"shadow", *board.shadow});
    }
    constexpr uint64_t BytesPerBitmapByte = 8 * GranuleSize;
    const uint64_t start = revocableStart.value_or(board.dataMemory.has_value()
                                                       ? board.dataMemory->start
                                                       : board.instructionMemory.start);
    board.revocable = {static_cast<uint32_t>(start),
                       std::min(board.shadow->length * BytesPerBitmapByte, AddressSpace - start)};
}

Result<void> memories_read(ObjectReader &top, BoardDescription &board)
{
    const Json *instructions = top.find("instruction_memory");
    if (instructions == nullptr) {
        return fail("{}: needs 'instruction_memory'", top.where());
    }
    auto reader = TRY(ObjectReader::create(*instructions,
                                           fmt::format("{}: instruction_memory", top.where())));
    board.instructionMemory = TRY(reader.range());
    TRY_VOID(reader.finish());
    if (const Json *data = top.find("data_memory"); data != nullptr) {
        auto dataReader =
            TRY(ObjectReader::create(*data, fmt::format("{}: data_memory", top.where())));
        board.dataMemory = TRY(dataReader.range());
        TRY_VOID(dataReader.finish());
    }
    if (const Json *heap = top.find("heap"); heap != nullptr) {
        auto heapReader = TRY(ObjectReader::create(*heap, fmt::format("{}: heap", top.where())));
        if (heap->contains("start")) {
            board.heapStart =
                static_cast<uint32_t>(TRY(heapReader.number("start", 0, AddressSpace - 1)));
        }
        board.heapEnd = TRY(heapReader.number("end", 0, AddressSpace));
        if (board.heapEnd <= board.heapStart.value_or(0)) {
            return fail("{}: the heap is empty", heapReader.where());
        }
        TRY_VOID(heapReader.finish());
    }
    return {};
}

Result<BoardDescription> board_from_json(const Json &json, std::string_view name)
{
    BoardDescription board;
    board.name = name;
    auto top = TRY(ObjectReader::create(json, board.name));
    TRY_VOID(memories_read(top, board));
    TRY_VOID(devices_read(top, board));
    TRY_VOID(interrupts_read(top, board));
    std::optional<uint64_t> revocableStart;
    if (json.contains("revokable_memory_start")) {
        revocableStart = TRY(top.number("revokable_memory_start", 0, AddressSpace - 1));
    }
    board.timerHz = TRY(top.number("timer_hz", 0, ~uint64_t{0}));
    board.tickrateHz = TRY(top.number("tickrate_hz", 0, ~uint64_t{0}));
    board.revoker = TRY(top.string("revoker"));
    if (!board.revoker.empty() && board.revoker != "hardware" && board.revoker != "software") {
        return fail("{}: 'revoker' is \"hardware\" or \"software\", not \"{}\"", name,
                    board.revoker);
    }
    board.hasStackHighWaterMark = TRY(top.boolean("stack_high_water_mark", false));
    board.isSimulation = TRY(top.boolean("simulation", false));
    board.cpu = TRY(top.string("cpu"));
    board.runCommand = TRY(top.string("run_command"));
    if (board.runCommand.empty()) {
        board.runCommand = TRY(top.string("simulator"));
    }
    board.defines = TRY(top.strings("defines"));
    board.driverIncludes = TRY(top.strings("driver_includes"));
    board.compilerFlags = TRY(top.strings("cxflags"));
    (void)top.find("ldscript_fragments"); // for the linker, which reads the file itself
    (void)top.find("simulator");
    TRY_VOID(machine_read(top, board));
    TRY_VOID(top.finish());
    derive(board, revocableStart);
    return board;
}

} // namespace

Result<BoardDescription> board_parse(std::string_view text, std::string_view name)
{
    const Json json = TRY(board_json_parse(text, name));
    return board_from_json(json, name);
}

Result<BoardDescription> board_read(std::string_view nameOrPath)
{
    const std::string name(nameOrPath);
    const Json json = TRY(board_json_read(name, "."));
    return board_from_json(json, name);
}

} // namespace griotte::machine
