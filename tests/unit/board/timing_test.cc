// The Ibex cycle model: each figure of docs/reference/timing.md, as measured on the RTL with loops
// of the same instructions.
#include <gtest/gtest.h>

#include "machine/board/machine.h"
#include "tests/unit/cpu/encode.h"
#include "tests/unit/cpu/every_engine.h"

namespace griotte::machine {
namespace {

using namespace encode;

class QuietConsole final : public Console
{
public:
    void byte_write(uint8_t) override {}
    std::optional<uint8_t> byte_read() override { return std::nullopt; }
    bool input_wait() override { return false; }
};

struct TimingRow
{
    const char *name;
    std::vector<uint32_t> body;
    uint64_t cycles;
};

class IbexTimingTable : public testing::TestWithParam<std::tuple<TimingRow, EngineKind>>
{};

TEST_P(IbexTimingTable, BodyTakesTheseCyclesInTheLongRun)
{
    const TimingRow &row = std::get<TimingRow>(GetParam());
    const EngineKind engine = std::get<EngineKind>(GetParam());
    if (!engine_is_available(engine)) {
        GTEST_SKIP() << "this build has no such engine";
    }
    constexpr uint32_t Code = 0x8000'0000;
    constexpr uint32_t Data = 0x8000'8000;
    constexpr uint64_t Repetitions = 50;
    QuietConsole console;
    auto machine = std::move(
        Machine::create(board_read("testrig").value(),
                        {.timing = Timing::Ibex, .engine = {.kind = engine, .warmth = 1}}, console)
            .value());
    Hart &hart = machine->hart();
    hart.registers[8] = Capability::root_memory().with_address(Data);
    hart.registers[9] = Capability::from_integer(3);
    hart.registers[10] = Capability::from_integer(7);
    ASSERT_EQ(machine->memory().capability_store(Data + 64, hart.registers[8].address(),
                                                 hart.registers[8].metadata(), true),
              Access::Done);
    std::vector<uint32_t> code;
    for (uint64_t count = 0; count < 2 * Repetitions; count++) {
        code.insert(code.end(), row.body.begin(), row.body.end());
    }
    const auto bytes = std::as_bytes(std::span(code));
    ASSERT_TRUE(machine->memory().host_write(
        Code, {reinterpret_cast<const uint8_t *>(bytes.data()), bytes.size()}));
    const auto half_run = [&machine, &hart, &row] {
        const uint64_t before = hart.clock.cycles();
        (void)machine->run(Repetitions * row.body.size());
        return hart.clock.cycles() - before;
    };
    (void)half_run();
    EXPECT_EQ(half_run(), row.cycles * Repetitions);
    EXPECT_EQ(hart.lastTrap.count, 0u);
}

INSTANTIATE_TEST_SUITE_P(
    Rtl, IbexTimingTable,
    testing::Combine(
        testing::Values(
            TimingRow{"arithmetic", {addi(10, 10, 1)}, 1}, TimingRow{"load", {clw(11, 0, 8)}, 1},
            TimingRow{"load_used_at_once", {clw(11, 0, 8), addi(12, 11, 1)}, 3},
            TimingRow{"load_used_later", {clw(11, 0, 8), addi(13, 10, 1), addi(12, 11, 1)}, 3},
            TimingRow{"loads_in_a_row", {clw(11, 0, 8), clw(12, 4, 8)}, 2},
            TimingRow{"store", {csw(10, 0, 8)}, 1},
            TimingRow{"load_stored_at_once", {clw(11, 0, 8), csw(11, 4, 8)}, 3},
            TimingRow{"capability_load", {clc(11, 64, 8)}, 5},
            TimingRow{"capability_load_and_other_work", {clc(11, 64, 8), addi(12, 10, 1)}, 5},
            TimingRow{"capability_load_used", {clc(11, 64, 8), addi(12, 11, 1)}, 6},
            TimingRow{"load_through_a_loaded_capability", {clc(11, 64, 8), clw(12, 0, 11)}, 6},
            TimingRow{
                "and_with_work_between", {clc(11, 64, 8), addi(13, 10, 1), clw(12, 0, 11)}, 6},
            TimingRow{"capability_store", {csc(8, 72, 8)}, 2},
            TimingRow{"capability_store_and_work", {csc(8, 72, 8), addi(12, 10, 1)}, 3},
            TimingRow{"misaligned_load", {clw(11, 1, 8)}, 2},
            TimingRow{"multiply", {r_type(1, 9, 10, 0, 11, 0x33)}, 3},
            TimingRow{"multiply_high", {r_type(1, 9, 10, 1, 11, 0x33)}, 4},
            TimingRow{"divide", {r_type(1, 9, 10, 4, 11, 0x33)}, 37},
            TimingRow{"divide_by_zero", {r_type(1, 0, 10, 4, 11, 0x33)}, 2},
            TimingRow{"set_bounds", {cheri(8, 11, 8, 9)}, 1},
            TimingRow{"branch_taken", {0x00000263}, 2},
            TimingRow{"branch_not_taken", {0x00001263}, 1}, TimingRow{"jump", {cjal(0, 4)}, 2},
            TimingRow{"jump_through_a_register", {0x17 | 13 << 7, cjalr(0, 13, 8)}, 3},
            TimingRow{"counter_read", {csrr(11, csr::Mcycle)}, 1},
            TimingRow{"high_water_mark_write", {csrrw(0, csr::Mshwm, 10)}, 1},
            TimingRow{"interrupt_enable_write", {csrrw(0, csr::Mie, 0)}, 3},
            TimingRow{"special_register_read", {cspecialrw(11, 29, 0)}, 1},
            TimingRow{"instruction_fence", {0x100f}, 2},
            TimingRow{"two_compressed", {0x00010001}, 1}),
        testing::Values(EngineKind::Interpreter, EngineKind::Translator)),
    [](const auto &info) {
        return std::get<0>(info.param).name + ("_" + engine_name(std::get<1>(info.param)));
    });

} // namespace
} // namespace griotte::machine
