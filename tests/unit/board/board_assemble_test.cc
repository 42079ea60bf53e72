// From a description to a machine's memory and wired devices.
#include <algorithm>

#include <gtest/gtest.h>

#include "machine/board/board_assemble.h"

namespace griotte::machine {

namespace {

class QuietConsole final : public Console
{
public:
    void byte_write(uint8_t byte) override { output += static_cast<char>(byte); }
    std::optional<uint8_t> byte_read() override { return std::exchange(input, std::nullopt); }
    bool input_wait() override { return false; }

    std::string output;
    std::optional<uint8_t> input;
};

class LastExit final : public ExitPort
{
public:
    void exit_request(int theCode, std::string_view) override { code = theCode; }

    std::optional<int> code;
};

class Assembled : public ::testing::Test
{
protected:
    /// Builds `board`; the error, if any.
    std::string assemble(const BoardDescription &board)
    {
        auto made = board_assemble(board, hart, console, exitPort);
        if (!made.has_value()) {
            return made.error().message;
        }
        devices = std::move(*made);
        return {};
    }
    void assemble(std::string_view name)
    {
        const auto board = board_read(name);
        ASSERT_TRUE(board.has_value()) << board.error().message;
        ASSERT_EQ(assemble(*board), "");
    }
    /// `name`'s board from text, with the devices of `extra`.
    std::string assemble_text(const std::string &devices_, const std::string &extra)
    {
        const auto board = board_parse(R"({ "devices": {)" + devices_ + R"(},
            "instruction_memory": { "start": 0x1000, "end": 0x3000 },
            "heap": { "end": 0x3000 })" + extra +
                                           "}",
                                       "b.json");
        return board.has_value() ? assemble(*board) : board.error().message;
    }

    void store(uint32_t address, uint32_t value)
    {
        EXPECT_EQ(memory->store(address, value), Access::DoneDevice) << address;
        update();
    }
    uint32_t load(uint32_t address)
    {
        uint32_t value = 0;
        EXPECT_EQ(memory->load(address, value), Access::DoneDevice) << address;
        update();
        return value;
    }
    void update()
    {
        for (const NamedDevice &entry : devices) {
            entry.device->update();
        }
    }
    [[nodiscard]] bool is_pending(Interrupt line) const
    {
        return ((hart.mip >> static_cast<uint32_t>(line)) & 1) != 0;
    }

    std::unique_ptr<Memory> memory = std::move(*Memory::create());
    Hart hart{*memory, HartConfiguration{}};
    QuietConsole console;
    LastExit exitPort;
    std::vector<NamedDevice> devices;
};

constexpr const char *Plic = R"("plic": {"start": 0x1000000, "length": 0x400000})";

} // namespace

TEST_F(Assembled, EveryBuiltInBoardHasItsMemoryAndPrints)
{
    for (const auto &[name, ram, uart] :
         {std::tuple("griotte", 0x80ff'fff8u, 0x1000'0000u),
          std::tuple("sail", 0x83ff'fff8u, 0x1000'0000u),
          std::tuple("ibex-safe-simulator", 0x2007'fff8u, 0x8f00'b000u)})
    {
        memory = std::move(*Memory::create());
        Hart another(*memory, HartConfiguration{});
        const auto made = board_assemble(*board_read(name), another, console, exitPort);
        ASSERT_TRUE(made.has_value()) << made.error().message;
        EXPECT_EQ(memory->store<uint32_t>(ram, 1), Access::Done) << name;
        EXPECT_EQ(memory->store<uint32_t>(uart, 'x'), Access::DoneDevice) << name;
    }
    EXPECT_EQ(console.output, "xxx");
}

TEST_F(Assembled, RomIsReadOnlyToTheGuestAndWritableByTheHost)
{
    assemble("ibex-safe-simulator");
    EXPECT_EQ(memory->store<uint32_t>(0x2000'0080, 1), Access::Fault);
    EXPECT_TRUE(memory->host_write(0x2000'0080, std::vector<uint8_t>{1}).has_value());
}

TEST_F(Assembled, TheClintDrivesTheHartsOwnLines)
{
    assemble("griotte");
    store(0x200'4000, 50);
    store(0x200'0000, 1);
    EXPECT_TRUE(is_pending(Interrupt::Software));
    EXPECT_FALSE(is_pending(Interrupt::Timer));
    hart.clock.cycles_add(50);
    update();
    EXPECT_TRUE(is_pending(Interrupt::Timer));
}

TEST_F(Assembled, SailsClockTicksOnceInAHundredCycles)
{
    assemble("sail");
    hart.clock.cycles_add(250);
    EXPECT_EQ(load(0x200'bff8), 2u);
}

TEST_F(Assembled, TheRevokerInterruptsThroughThePlic)
{
    assemble("ibex-safe-simulator");
    store(0x1000'0004, 2);           // priority of source 1
    store(0x1000'2000, 1u << 1);     // enable
    store(0x1400'0000, 0x2004'0000); // start, end
    store(0x1400'0004, 0x2004'0ff8);
    store(0x1400'0014, 1); // interrupt
    store(0x1400'0008, 1); // go
    EXPECT_FALSE(is_pending(Interrupt::External));
    hart.clock.cycles_add(100'000);
    update();
    EXPECT_TRUE(is_pending(Interrupt::External));
    EXPECT_EQ(load(0x1020'0004), 1u);
    EXPECT_FALSE(is_pending(Interrupt::External));
}

TEST_F(Assembled, TheUartInterruptsThroughThePlic)
{
    assemble("griotte");
    store(0xc00'0008, 1);
    store(0xc00'2000, 1u << 2);
    store(0x1000'0004, 1);
    EXPECT_FALSE(is_pending(Interrupt::External));
    console.input = 'q';
    update();
    EXPECT_TRUE(is_pending(Interrupt::External));
}

TEST_F(Assembled, TheBitmapDecidesWhatIsRevoked)
{
    assemble("griotte");
    EXPECT_FALSE(memory->is_revoked(0x8000'0008));
    EXPECT_EQ(memory->store<uint8_t>(0x1100'0000, 2), Access::Done);
    EXPECT_TRUE(memory->is_revoked(0x8000'0008));
    EXPECT_EQ(memory->store<uint8_t>(0x1103'ffff, 0x80), Access::Done);
    EXPECT_TRUE(memory->is_revoked(0x80ff'fff8)) << "to the last granule of RAM";
}

TEST_F(Assembled, DevicesNothingAnswersForFaultAndHaveAName)
{
    ASSERT_EQ(assemble_text(R"("spi0": {"start": 0x10000, "length": 0x100})", ""), "");
    uint32_t value = 0;
    EXPECT_EQ(memory->load(0x10000, value), Access::Fault);
    EXPECT_EQ(memory->store<uint32_t>(0x10000, 1), Access::Fault);
    ASSERT_EQ(memory->device_ranges().size(), 1u);
    EXPECT_EQ(memory->device_ranges()[0].name, "spi0");
}

TEST_F(Assembled, ABoardMayChooseTheModelThatAnswers)
{
    ASSERT_EQ(assemble_text(R"("spi0": {"start": 0x10000, "length": 0x100})",
                            R"(, "griotte": {"models": {"spi0": "zero"}})"),
              "");
    EXPECT_EQ(load(0x10010), 0u);
}

TEST_F(Assembled, ABoardSaysWhetherHighBytesEndTheRun)
{
    const std::string uart = R"("uart": {"start": 0x10000, "length": 0x100})";
    ASSERT_EQ(assemble_text(uart, R"(, "griotte": {"exit_on_high_byte": false})"), "");
    store(0x10000, 0xc1);
    EXPECT_FALSE(exitPort.code.has_value());
    EXPECT_EQ(console.output, "\xc1");
}

TEST_F(Assembled, NamesAModelThatDoesNotExist)
{
    const std::string message = assemble_text(R"("spi0": {"start": 0x10000, "length": 0x100})",
                                              R"(, "griotte": {"models": {"spi0": "zeros"}})");
    EXPECT_TRUE(message.starts_with("board 'b.json': device 'spi0': there is no model 'zeros'; did "
                                    "you mean 'zero'? (models: clint, "))
        << message;
}

TEST_F(Assembled, NamesRangesThatOverlap)
{
    EXPECT_EQ(assemble_text(R"("uart": {"start": 0x10000, "length": 0x100},
                               "uart1": {"start": 0x100ff, "length": 0x100})",
                            ""),
              "board 'b.json': device 'uart1' (0x000100ff-0x101ff) overlaps device 'uart' "
              "(0x00010000-0x10100)");
}

TEST_F(Assembled, NamesMemoryThatOverlaps)
{
    EXPECT_EQ(assemble_text("", R"(, "griotte": {"memory": [
                  {"name": "a", "start": 0, "length": 0x2000},
                  {"name": "b", "start": 0x1000, "length": 0x2000}]})"),
              "board 'b.json': memory 'b' (0x00001000-0x3000) overlaps memory 'a' "
              "(0x00000000-0x2000)");
}

TEST_F(Assembled, RefusesABitmapHalfInMemory)
{
    const auto message = assemble_text(R"("shadow": {"start": 0x2f00, "length": 0x200})", "");
    EXPECT_TRUE(message.starts_with("board 'b.json': the revocation bitmap (0x00002f00, 512 bytes) "
                                    "does not lie in RAM"))
        << message;
}

TEST_F(Assembled, RefusesAnInterruptTheControllerDoesNotHave)
{
    const std::string uart = R"(, "uart": {"start": 0x10000, "length": 0x100})";
    EXPECT_EQ(assemble_text(Plic + uart, R"(, "interrupts": [
                  {"name": "UartInterrupt", "number": 47, "priority": 1}])"),
              "board 'b.json': device 'uart': its interrupt is number 47, and the interrupt "
              "controller has 31 sources");
}

TEST_F(Assembled, WithoutAControllerInterruptsLeadNowhere)
{
    const std::string uart = R"("uart": {"start": 0x10000, "length": 0x100})";
    ASSERT_EQ(assemble_text(uart, R"(, "interrupts": [
                  {"name": "UartInterrupt", "number": 1, "priority": 1}])"),
              "");
    store(0x10004, 2);
    EXPECT_EQ(hart.mip, 0u);
}

} // namespace griotte::machine
