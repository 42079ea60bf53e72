// From board JSON to a description: every key, every error, and what is derived.
#include <algorithm>

#include <gtest/gtest.h>

#include "machine/board/board_description.h"

namespace griotte::machine {

namespace {

/// A small board with `extra` keys.
std::string board_text(const std::string &extra = "", const std::string &devices = "")
{
    return R"({ "devices": {)" + devices + R"(},
        "instruction_memory": { "start": 0x1000, "end": 0x3000 },
        "heap": { "end": 0x3000 })" +
           (extra.empty() ? "" : ", " + extra) + "}";
}

BoardDescription board_of(const std::string &text)
{
    auto board = board_parse(text, "b.json");
    EXPECT_TRUE(board.has_value()) << board.error().message;
    return board.has_value() ? *board : BoardDescription();
}

std::string error_of(const std::string &text)
{
    const auto board = board_parse(text, "b.json");
    return board.has_value() ? std::string() : board.error().message;
}

const BoardDescription::DeviceEntry &device_of(const BoardDescription &board, std::string_view name)
{
    const auto found = std::ranges::find(board.devices, name, &BoardDescription::DeviceEntry::name);
    EXPECT_NE(found, board.devices.end()) << name;
    static const BoardDescription::DeviceEntry None;
    return found == board.devices.end() ? None : *found;
}

std::string model_of(const std::string &name, const std::string &range,
                     const std::string &defines = "")
{
    const auto board =
        board_of(board_text("\"defines\": [" + defines + "]", "\"" + name + "\": " + range));
    return device_of(board, name).model;
}

constexpr const char *SomeRange = R"({"start": 0x10000, "length": 0x100})";
constexpr const char *LongRange = R"({"start": 0x10000, "length": 0x10000})";

} // namespace

TEST(Board, ReadsEveryKeyUpstreamKnows)
{
    const auto board = board_of(R"({
        "devices": { "uart": { "start": 0x10000000, "end": 0x10000100 } },
        "instruction_memory": { "start": 0x40000000, "length": 0x100000 },
        "data_memory": { "start": 0x101000, "end": 0x120000 },
        "heap": { "start": 0x110000, "end": 0x120000 },
        "revokable_memory_start": 0x100000,
        "interrupts": [ { "name": "RevokerInterrupt", "number": 1, "priority": 2,
                          "edge_triggered": true } ],
        "defines": [ "IBEX", "SONATA=10100" ],
        "driver_includes": [ "${sdk}/include" ],
        "cxflags": "-mllvm -x",
        "ldscript_fragments": [ { "anything": 1 } ],
        "timer_hz": 40000000, "tickrate_hz": 100, "revoker": "hardware",
        "stack_high_water_mark": true, "simulation": true, "simulator": "old",
        "run_command": "new", "cpu": "cheriot-ibex" })");
    EXPECT_EQ(board.name, "b.json");
    EXPECT_EQ(board.instructionMemory, (AddressRange{0x4000'0000, 0x10'0000}));
    EXPECT_EQ(board.dataMemory, (AddressRange{0x10'1000, 0x1'f000}));
    EXPECT_EQ(board.heapStart, 0x11'0000u);
    EXPECT_EQ(board.heapEnd, 0x12'0000u);
    ASSERT_EQ(board.interrupts.size(), 1u);
    EXPECT_EQ(board.interrupts[0].number, 1u);
    EXPECT_EQ(board.interrupts[0].priority, 2u);
    EXPECT_TRUE(board.interrupts[0].isEdgeTriggered);
    EXPECT_TRUE(board.is_defined("IBEX"));
    EXPECT_TRUE(board.is_defined("SONATA"));
    EXPECT_FALSE(board.is_defined("SON"));
    EXPECT_EQ(board.compilerFlags, std::vector<std::string>{"-mllvm -x"});
    EXPECT_EQ(board.timerHz, 40'000'000u);
    EXPECT_EQ(board.tickrateHz, 100u);
    EXPECT_EQ(board.revoker, "hardware");
    EXPECT_TRUE(board.hasStackHighWaterMark);
    EXPECT_TRUE(board.isSimulation);
    EXPECT_EQ(board.runCommand, "new");
    EXPECT_EQ(board.cpu, "cheriot-ibex");
}

TEST(Board, ReadsOurOwnKeys)
{
    const auto board = board_of(board_text(R"("griotte": {
        "memory": [ { "name": "rom", "start": 0, "length": 64, "kind": "rom" },
                    { "name": "ram", "start": 0x1000, "end": 0x5000 } ],
        "reset_pc": 0x80, "cycles_per_tick": 7, "stack_zeroing": true,
        "exit_on_high_byte": false, "entropy_seed": 0x123456789abcdef0,
        "models": { "x": "uart_16550" }, "interrupts": { "x": "Odd" } },
        "interrupts": [ { "name": "Odd", "number": 9, "priority": 1 } ])",
                                           std::string("\"x\": ") + SomeRange));
    ASSERT_EQ(board.memory.size(), 2u);
    EXPECT_EQ(board.memory[0].kind, Memory::RegionKind::Rom);
    EXPECT_EQ(board.memory[1].range, (AddressRange{0x1000, 0x4000}));
    EXPECT_EQ(board.resetPc, 0x80u);
    EXPECT_EQ(board.cyclesPerTick, 7u);
    EXPECT_TRUE(board.hasStackZeroing);
    EXPECT_FALSE(board.exitsOnHighByte);
    EXPECT_EQ(board.entropySeed, 0x1234'5678'9abc'def0u);
    EXPECT_EQ(device_of(board, "x").model, "uart_16550");
    EXPECT_EQ(device_of(board, "x").interrupt, 9u);
    EXPECT_TRUE(board.warnings.empty());
}

TEST(Board, DerivesMemoryFromAPlainFile)
{
    const auto board = board_of(board_text());
    ASSERT_EQ(board.memory.size(), 1u);
    EXPECT_EQ(board.memory[0].name, "instruction_memory");
    EXPECT_EQ(board.resetPc, 0x1000u);
    EXPECT_EQ(board.cyclesPerTick, 1u);
    EXPECT_TRUE(board.exitsOnHighByte);
}

TEST(Board, DerivesTheHeapsMemoryWhereItLiesOutside)
{
    const auto past = board_of(R"({ "devices": {}, "heap": { "end": 0x5000 },
        "instruction_memory": { "start": 0x1000, "end": 0x3000 } })");
    ASSERT_EQ(past.memory.size(), 2u);
    EXPECT_EQ(past.memory[1].range, (AddressRange{0x3000, 0x2000}));
    const auto elsewhere = board_of(R"({ "devices": {}, "heap": { "start": 0x8000, "end": 0x9000 },
        "instruction_memory": { "start": 0x1000, "end": 0x3000 } })");
    ASSERT_EQ(elsewhere.memory.size(), 2u);
    EXPECT_EQ(elsewhere.memory[1].range, (AddressRange{0x8000, 0x1000}));
}

TEST(Board, DerivesDataMemoryAndTheBitmap)
{
    const auto board = board_of(R"({
        "devices": { "shadow": { "start": 0x30000000, "length": 0x800 } },
        "instruction_memory": { "start": 0x40000000, "end": 0x40100000 },
        "data_memory": { "start": 0x101000, "end": 0x120000 },
        "heap": { "end": 0x120000 } })");
    ASSERT_EQ(board.memory.size(), 3u);
    EXPECT_EQ(board.memory[1].name, "data_memory");
    EXPECT_EQ(board.memory[2].name, "shadow");
    EXPECT_EQ(board.revocable, (AddressRange{0x10'1000, 0x800 * 64}));
    EXPECT_TRUE(board.devices.empty()) << "the bitmap is memory, not a device";
}

TEST(Board, RevocableMemoryStartsWhereTheFileSays)
{
    const auto board = board_of(board_text(R"("revokable_memory_start": 0x800)",
                                           R"("shadow": {"start": 0x2000, "length": 0x100})"));
    EXPECT_EQ(board.revocable, (AddressRange{0x800, 0x4000}));
    EXPECT_EQ(board.memory.size(), 1u) << "the bitmap lies inside instruction memory";
    const auto high = board_of(board_text(R"("revokable_memory_start": 0xffff0000)",
                                          R"("shadow": {"start": 0x2000, "length": 0x1000})"));
    EXPECT_EQ(high.revocable.end(), uint64_t{1} << 32) << "not past the end of the address space";
}

TEST(Board, GuessesModelsFromNamesRangesAndDefines)
{
    EXPECT_EQ(model_of("clint", SomeRange), "clint");
    EXPECT_EQ(model_of("clint", LongRange), "clint_sifive");
    EXPECT_EQ(model_of("plic", LongRange), "plic");
    EXPECT_EQ(model_of("revoker", SomeRange), "revoker");
    EXPECT_EQ(model_of("uart", SomeRange), "uart_16550");
    EXPECT_EQ(model_of("uart12", SomeRange), "uart_16550");
    EXPECT_EQ(model_of("uart", SomeRange, "\"MICROSOFT_CHERIOT_SAFE\""), "uart");
    EXPECT_EQ(model_of("uart1", SomeRange, "\"SUNBURST\""), "uart_opentitan");
    EXPECT_EQ(model_of("gpio", SomeRange), "gpio");
    EXPECT_EQ(model_of("gpio", SomeRange, "\"SUNBURST\""), "");
    EXPECT_EQ(model_of("gpio_led0", SomeRange, "\"MICROSOFT_CHERIOT_SAFE\""), "gpio");
    EXPECT_EQ(model_of("gpio_led0", SomeRange), "");
    EXPECT_EQ(model_of("uart_log", SomeRange), "");
}

TEST(Board, WarnsOfDevicesNothingAnswersFor)
{
    const auto board = board_of(board_text("", std::string("\"spi0\": ") + SomeRange));
    ASSERT_EQ(board.warnings.size(), 1u);
    EXPECT_EQ(board.warnings[0],
              "b.json: device 'spi0' (0x00010000-0x10100) is not modelled: accesses to it fault");
    const auto absent = board_of(board_text(R"("griotte": {"models": {"spi0": "absent"}})",
                                            std::string("\"spi0\": ") + SomeRange));
    EXPECT_TRUE(absent.warnings.empty());
    EXPECT_TRUE(absent.devices.empty());
}

TEST(Board, FindsADevicesInterruptByName)
{
    const auto board = board_of(board_text(
        R"("interrupts": [ { "name": "UARTInterrupt", "number": 2, "priority": 3 },
                           { "name": "Uart1Interrupt", "number": 3, "priority": 3 },
                           { "name": "I2c0Interrupt", "number": 4, "priority": 3 } ])",
        R"("uart": {"start": 0x10000, "length": 16}, "uart1": {"start": 0x11000, "length": 16},
           "i2c": {"start": 0x12000, "length": 16}, "gpio": {"start": 0x13000, "length": 16})"));
    EXPECT_EQ(device_of(board, "uart").interrupt, 2u);
    EXPECT_EQ(device_of(board, "uart1").interrupt, 3u);
    EXPECT_EQ(device_of(board, "i2c").interrupt, 4u) << "the only one may be number 0";
    EXPECT_EQ(device_of(board, "gpio").interrupt, 0u);
}

TEST(Board, TakesEndAndLengthThatAgree)
{
    EXPECT_EQ(error_of(board_text("", R"("x": {"start": 16, "length": 16, "end": 32})")), "");
    EXPECT_EQ(error_of(board_text("", R"("x": {"start": 16, "length": 16, "end": 33})")),
              "b.json: devices.x: 'length' says it ends at 0x20, 'end' says 0x21");
}

TEST(Board, NamesTheNearestKeyToAnUnknownOne)
{
    EXPECT_EQ(error_of(board_text(R"("timer_hertz": 5)")),
              "b.json: unknown key 'timer_hertz'; did you mean 'timer_hz'?");
    EXPECT_EQ(error_of(board_text("", R"("x": {"start": 1, "size": 5, "end": 8})")),
              "b.json: devices.x: unknown key 'size'");
    EXPECT_EQ(error_of(board_text(R"("griotte": {"reset-pc": 0})")),
              "b.json: griotte: unknown key 'reset-pc'; did you mean 'reset_pc'?");
    EXPECT_EQ(error_of(board_text(R"("griotte": {"models": {"urt": "uart"}})",
                                  std::string("\"uart\": ") + SomeRange)),
              "b.json: griotte.models: unknown key 'urt'; did you mean 'uart'?");
    EXPECT_EQ(
        error_of(board_text(R"("interrupts": [ {"name": "A", "number": 1, "prioritty": 1} ])")),
        "b.json: interrupts[0]: unknown key 'prioritty'; did you mean 'priority'?");
}

TEST(Board, SaysWhichKeyIsMissing)
{
    EXPECT_EQ(error_of("{}"), "b.json: needs 'instruction_memory'");
    EXPECT_EQ(error_of(R"({"instruction_memory": {"start": 0, "end": 8}})"),
              "b.json: needs 'heap'");
    EXPECT_EQ(error_of(R"({"instruction_memory": {"start": 0, "end": 8}, "heap": {}})"),
              "b.json: heap: needs 'end'");
    EXPECT_EQ(error_of(R"({"instruction_memory": {"start": 0, "end": 8}, "heap": {"end": 8}})"),
              "b.json: needs 'devices', an object");
    EXPECT_EQ(error_of(board_text("", R"("x": {"end": 5})")), "b.json: devices.x: needs 'start'");
    EXPECT_EQ(error_of(board_text("", R"("x": {"start": 5})")),
              "b.json: devices.x: needs 'end' or 'length'");
    EXPECT_EQ(error_of(board_text(R"("interrupts": [ {"name": "A"} ])")),
              "b.json: interrupts[0]: needs a 'name' and a 'number' from 1 up");
    EXPECT_EQ(error_of(board_text(R"("griotte": {"memory": [ {"start": 0, "length": 8} ]})")),
              "b.json: griotte.memory[0]: needs a 'name'");
}

TEST(Board, SaysWhichValueIsOfTheWrongKind)
{
    EXPECT_EQ(error_of("[]"), "b.json: must be an object");
    EXPECT_EQ(error_of(board_text(R"("timer_hz": "fast")")),
              "b.json: 'timer_hz' must be a whole number, not negative, of at most 64 bits");
    EXPECT_EQ(error_of(board_text(R"("timer_hz": -1)")),
              "b.json: 'timer_hz' must be a whole number, not negative, of at most 64 bits");
    EXPECT_EQ(error_of(board_text(R"("simulation": 1)")),
              "b.json: 'simulation' must be true or false");
    EXPECT_EQ(error_of(board_text(R"("cpu": 1)")), "b.json: 'cpu' must be a string");
    EXPECT_EQ(error_of(board_text(R"("defines": [1])")),
              "b.json: 'defines' must be an array of strings");
    EXPECT_EQ(error_of(board_text(R"("interrupts": {})")), "b.json: 'interrupts' must be an array");
    EXPECT_EQ(error_of(board_text(R"("griotte": [])")), "b.json: griotte: must be an object");
    EXPECT_EQ(error_of(board_text(R"("griotte": {"memory": {}})")),
              "b.json: griotte: 'memory' must be an array");
    EXPECT_EQ(error_of(board_text("", R"("x": 5)")), "b.json: devices.x: must be an object");
}

TEST(Board, SaysWhichValueIsOutOfRange)
{
    EXPECT_EQ(error_of(board_text("", R"("x": {"start": 0x100000000, "length": 1})")),
              "b.json: devices.x: 'start' is 0x100000000, more than 0xffffffff");
    EXPECT_EQ(error_of(board_text("", R"("x": {"start": 0x10, "end": 0x10})")),
              "b.json: devices.x: a range from 0x10 must end after that, by 0x100000000 at the "
              "latest; this one ends at 0x10");
    EXPECT_NE(error_of(board_text("", R"("x": {"start": 0xffffffff, "length": 2})")), "");
    EXPECT_EQ(error_of(board_text(R"("griotte": {"reset_pc": 0x81})")),
              "b.json: griotte: 'reset_pc' must be even");
    EXPECT_EQ(error_of(board_text(R"("griotte": {"cycles_per_tick": 0})")),
              "b.json: griotte: 'cycles_per_tick' must be 1 or more");
    EXPECT_EQ(
        error_of(board_text(
            R"("griotte": {"memory": [{"name": "m", "start": 0, "length": 1, "kind": "flash"}]})")),
        "b.json: griotte.memory[0]: 'kind' is \"ram\" or \"rom\", not \"flash\"");
    EXPECT_EQ(error_of(board_text(R"("revoker": "hard")")),
              "b.json: 'revoker' is \"hardware\" or \"software\", not \"hard\"");
    EXPECT_EQ(error_of(board_text(R"("griotte": {"interrupts": {"x": "RevokrInterrupt"}},
                  "interrupts": [ {"name": "RevokerInterrupt", "number": 1} ])",
                                  std::string("\"x\": ") + SomeRange)),
              "b.json: griotte.interrupts.x: there is no interrupt 'RevokrInterrupt'; did you mean "
              "'RevokerInterrupt'?");
}

TEST(BuiltInBoards, GriotteIsFirstAndEveryDeviceHasAModel)
{
    const auto names = board_names();
    ASSERT_FALSE(names.empty());
    EXPECT_EQ(names[0], "griotte");
    for (const std::string &name : names) {
        const auto board = board_read(name);
        ASSERT_TRUE(board.has_value()) << board.error().message;
        EXPECT_TRUE(board->warnings.empty()) << name;
        EXPECT_TRUE(board->isSimulation);
    }
}

TEST(BuiltInBoards, SailIsTheSimulatorsMap)
{
    const auto board = board_read("sail");
    ASSERT_TRUE(board.has_value());
    EXPECT_EQ(board->resetPc, 0x8000'0000u);
    EXPECT_EQ(board->heapEnd, 0x8004'0000u);
    EXPECT_EQ(board->cyclesPerTick, 100u);
    EXPECT_EQ(board->revoker, "software");
    EXPECT_EQ(board->revocable, (AddressRange{0x8000'0000, 0x4'0000}));
    EXPECT_EQ(device_of(*board, "clint").model, "clint_sifive");
}

TEST(BuiltInBoards, IbexSafeSimulatorIsTheHardwaresMap)
{
    const auto board = board_read("ibex-safe-simulator");
    ASSERT_TRUE(board.has_value());
    EXPECT_EQ(board->resetPc, 0x2000'0080u);
    EXPECT_TRUE(board->hasStackZeroing);
    EXPECT_EQ(board->revocable, (AddressRange{0x2004'0000, 0x8'0000}));
    EXPECT_EQ(device_of(*board, "clint").model, "clint");
    EXPECT_EQ(device_of(*board, "revoker").interrupt, 1u);
    EXPECT_EQ(board->memory[0].kind, Memory::RegionKind::Rom);
}

} // namespace griotte::machine
