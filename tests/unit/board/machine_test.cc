// What ends a run, and what a host may do between runs, with every engine: exits, limits, lock-ups,
// sleep, interrupts, breakpoints and watchpoints, and changes of code, registers and devices.
#include <span>

#include "machine/board/machine.h"
#include "tests/unit/cpu/encode.h"
#include "tests/unit/cpu/every_engine.h"

namespace griotte::machine {
namespace {

using namespace encode;

constexpr uint32_t A0 = 10, A1 = 11, A2 = 12, A3 = 13, A4 = 14;
constexpr uint32_t Code = 0x8000'0000;
constexpr uint32_t Handler = 0x8000'0800;
constexpr uint32_t Data = 0x8000'8000;
constexpr uint32_t Tohost = 0x8000'9000;
constexpr uint32_t Uart = 0x1000'0000;

/// Keeps what is printed, and asks for a stop when it has seen `stopAt`.
class ListeningConsole final : public Console
{
public:
    void byte_write(uint8_t byte) override
    {
        output += static_cast<char>(byte);
        if (byte == stopAt) {
            machine->stop_request();
        }
    }
    std::optional<uint8_t> byte_read() override { return std::nullopt; }
    bool input_wait() override { return false; }

    std::string output;
    Machine *machine = nullptr;
    std::optional<uint8_t> stopAt;
};

/// Remembers where each step was.
class StepList final : public Observer
{
public:
    void step_done(const Hart &, const Commit &commit) override { places.push_back(commit.pc); }
    std::vector<uint32_t> places;
};

class MachineTest : public EveryEngine
{
protected:
    /// Steps of counting_loop() to the end.
    static constexpr uint64_t Rounds = 1000;
    static constexpr uint64_t LoopSteps = 2 * Rounds;
    static constexpr uint32_t AfterLoop = Code + 8;

    void SetUp() override
    {
        EveryEngine::SetUp();
        machine_make(isa::Mode::Cheriot);
    }
    void machine_make(isa::Mode mode)
    {
        auto created = Machine::create(board_read("griotte").value(),
                                       {.mode = mode, .engine = engine_options()}, console);
        ASSERT_TRUE(created.has_value()) << created.error().message;
        machine = *std::move(created);
        console.machine = machine.get();
        machine->hart().mtcc = Capability::root_executable().with_address(Handler);
    }

    Hart &hart() { return machine->hart(); }
    uint32_t x(unsigned index) { return hart().registers[index].address(); }
    void x_set(unsigned index, uint32_t value)
    {
        hart().registers[index] = Capability::from_integer(value);
    }
    void pointer_set(unsigned index, uint32_t address)
    {
        hart().registers[index] = Capability::root_memory().with_address(address);
    }
    [[nodiscard]] uint64_t steps() const { return machine->hart().clock.steps(); }

    void code_place(uint32_t address, const std::vector<uint32_t> &words)
    {
        const auto bytes = std::as_bytes(std::span(words));
        ASSERT_TRUE(machine->memory().host_write(
            address, {reinterpret_cast<const uint8_t *>(bytes.data()), bytes.size()}));
    }
    /// At Code: counts a0 up to a1, which is set to Rounds; then `after`.
    void counting_loop(std::vector<uint32_t> after)
    {
        after.insert(after.begin(), {addi(A0, A0, 1), bne(A0, A1, -4)});
        code_place(Code, after);
        x_set(A1, Rounds);
    }
    /// At Code: counts a0 for ever.
    void endless_loop() { code_place(Code, {addi(A0, A0, 1), cjal(0, -4)}); }

    ListeningConsole console;
    std::unique_ptr<Machine> machine;
};
GRIOTTE_EVERY_ENGINE(MachineTest);

TEST_P(MachineTest, ExitsAsTohostSays)
{
    ASSERT_TRUE(machine->htif_attach(Tohost));
    counting_loop({csw(A2, 0, A3), csw(0, 4, A3), cjal(0, 0)});
    x_set(A2, 5 << 1 | 1);
    pointer_set(A3, Tohost);
    for (int count = 0; count < 2; count++) { // asked again, it says so again
        const Stop stop = machine->run(100'000);
        EXPECT_EQ(stop.reason, StopReason::Exit);
        EXPECT_EQ(stop.exitCode, 5);
        EXPECT_EQ(stop.protocol, "htif");
        EXPECT_EQ(steps(), LoopSteps + 2);
    }
}

TEST_P(MachineTest, ExitsAtAHighByteOfTheUart)
{
    counting_loop({csw(A2, 0, A3), csw(A4, 0, A3), cjal(0, 0)});
    x_set(A2, 'x');
    x_set(A4, 0x80 | 3);
    pointer_set(A3, Uart);
    const Stop stop = machine->run(100'000);
    EXPECT_EQ(stop.reason, StopReason::Exit);
    EXPECT_EQ(stop.exitCode, 3);
    EXPECT_EQ(stop.protocol, "uart");
    EXPECT_EQ(steps(), LoopSteps + 2);
    EXPECT_EQ(console.output, "x");
}

TEST_P(MachineTest, ExitsAfterTheMessage)
{
    const std::string text = "x Safe to exit simulator.\xd8\xaf\xfb\xa0\xc7\xe1\xa9\xd7 y";
    code_place(Code,
               {clb(A2, 0, A4), cincaddrimm(A4, A4, 1), csw(A2, 0, A3), bne(A2, 0, -12), Ecall});
    ASSERT_TRUE(machine->memory().host_write(
        Data, {reinterpret_cast<const uint8_t *>(text.data()), text.size()}));
    pointer_set(A3, Uart);
    pointer_set(A4, Data);
    const Stop stop = machine->run(100'000);
    EXPECT_EQ(stop.reason, StopReason::Exit);
    EXPECT_EQ(stop.exitCode, 0);
    EXPECT_EQ(stop.protocol, "message");
    EXPECT_EQ(steps(), 4 * (text.size() - 2) - 1);
    EXPECT_EQ(console.output, "x Safe to exit simulator.");
}

TEST_P(MachineTest, StopsAtExactlyTheLimit)
{
    endless_loop();
    uint64_t total = 0;
    for (uint64_t limit = 0; limit < 200; limit++) {
        EXPECT_EQ(machine->run(limit).reason, StopReason::Limit);
        total += limit;
        ASSERT_EQ(steps(), total);
        ASSERT_EQ(x(A0), (total + 1) / 2);
        ASSERT_EQ(hart().pc, total % 2 == 0 ? Code : Code + 4);
    }
    EXPECT_EQ(hart().instructions_retired_total(), total);
}

TEST_P(MachineTest, LocksUpWithoutAHandler)
{
    counting_loop({Ecall});
    hart().mtcc = hart().mtcc.untagged();
    const Stop stop = machine->run(100'000);
    EXPECT_EQ(stop.reason, StopReason::LockedUp);
    EXPECT_EQ(stop.address, AfterLoop);
    EXPECT_EQ(hart().mcause, static_cast<uint32_t>(Cause::EnvironmentCall));
    EXPECT_EQ(steps(), LoopSteps + 2); // the call, and the handler's fetch
}

TEST_P(MachineTest, SleepsForGoodWhenNothingCanWakeIt)
{
    counting_loop({Wfi, cjal(0, 0)});
    EXPECT_EQ(machine->run(100'000).reason, StopReason::Asleep);
    EXPECT_EQ(steps(), LoopSteps + 1);
    EXPECT_EQ(hart().pc, AfterLoop + 4);
}

TEST_P(MachineTest, TheTimerInterruptsAtItsCycle)
{
    constexpr uint32_t CompareAt = 4321;
    ASSERT_EQ(machine->memory().store<uint32_t>(0x200'4004, 0), Access::DoneDevice);
    ASSERT_EQ(machine->memory().store<uint32_t>(0x200'4000, CompareAt), Access::DoneDevice);
    endless_loop();
    code_place(Handler, {csw(A2, 0, A3), cjal(0, 0)});
    x_set(A2, 0x80);
    pointer_set(A3, Uart);
    hart().mie = 1u << static_cast<uint32_t>(Interrupt::Timer);
    hart().interruptsEnabled = true;
    EXPECT_EQ(machine->run(100'000).reason, StopReason::Exit);
    EXPECT_EQ(hart().mcause, CauseInterrupt | static_cast<uint32_t>(Interrupt::Timer));
    EXPECT_EQ(hart().mepcc.address(), Code + 4);
    EXPECT_EQ(x(A0), (CompareAt + 1) / 2);
    EXPECT_EQ(steps(), CompareAt + 2); // the entry and the store
}

TEST_P(MachineTest, StopsWhenItIsAskedTo)
{
    counting_loop({csw(A2, 0, A3), cjal(0, -12)});
    x_set(A1, 0); // never reached: the loop goes round 2^32 times …
    x_set(A0, ~0u - 50);
    x_set(A2, 's');
    pointer_set(A3, Uart);
    console.stopAt = 's';
    EXPECT_EQ(machine->run().reason, StopReason::Requested); // … but the first time only 51
    EXPECT_EQ(steps(), 2 * 51 + 1);
    EXPECT_EQ(console.output, "s");
    console.stopAt.reset();
    EXPECT_EQ(machine->run(1000).reason, StopReason::Limit);
}

TEST_P(MachineTest, BreakpointsStopCodeThatHasRunBefore)
{
    endless_loop();
    EXPECT_EQ(machine->run(5000).reason, StopReason::Limit);
    machine->breakpoint_add(Code + 4);
    for (uint64_t count = 0; count < 3; count++) {
        const Stop stop = machine->run(5000);
        EXPECT_EQ(stop.reason, StopReason::Breakpoint);
        EXPECT_EQ(stop.address, Code + 4);
        EXPECT_EQ(steps(), 5001 + 2 * count);
    }
    machine->breakpoint_remove(Code + 4);
    EXPECT_EQ(machine->run(5000).reason, StopReason::Limit);
    EXPECT_EQ(steps(), 5005u + 5000);
    EXPECT_EQ(x(A0), (steps() + 1) / 2);
}

TEST_P(MachineTest, WatchpointsSeeAccessesOfCodeThatHasRunBefore)
{
    code_place(Code, {csw(A0, 0, A3), clw(A2, 8, A3), addi(A0, A0, 1), cjal(0, -12)});
    pointer_set(A3, Data);
    EXPECT_EQ(machine->run(4000).reason, StopReason::Limit);
    machine->watchpoint_add(Data + 2, 1, WatchKind::Write);
    EXPECT_EQ(machine->run(4000).reason, StopReason::Watchpoint);
    EXPECT_EQ(steps(), 4001u);
    machine->watchpoint_remove(Data + 2, 1, WatchKind::Write);
    machine->watchpoint_add(Data + 8, 4, WatchKind::Read);
    const Stop stop = machine->run(4000);
    EXPECT_EQ(stop.reason, StopReason::Watchpoint);
    EXPECT_EQ(stop.address, Data + 8);
    EXPECT_EQ(steps(), 4002u);
    machine->watchpoint_remove(Data + 8, 4, WatchKind::Read);
    EXPECT_EQ(machine->run(4000).reason, StopReason::Limit);
}

TEST_P(MachineTest, ObserversSeeEveryStepOfCodeThatHasRunBefore)
{
    counting_loop({cjal(0, -8)});
    x_set(A0, 1);
    EXPECT_EQ(machine->run(LoopSteps - 4).reason, StopReason::Limit);
    StepList list;
    machine->observer_add(list);
    EXPECT_EQ(machine->run(5).reason, StopReason::Limit);
    EXPECT_EQ(list.places, (std::vector{Code, Code + 4, AfterLoop, Code, Code + 4}));
    machine->observer_remove(list);
    EXPECT_EQ(machine->run(1000).reason, StopReason::Limit);
    EXPECT_EQ(list.places.size(), 5u);
}

TEST_P(MachineTest, RunsTheCodeTheHostHasWrittenOverIt)
{
    endless_loop();
    EXPECT_EQ(machine->run(1000).reason, StopReason::Limit);
    code_place(Code, {addi(A0, A0, 16)});
    EXPECT_EQ(machine->run(1000).reason, StopReason::Limit);
    EXPECT_EQ(x(A0), 500u + 500 * 16);
    // One step at a time, too.
    code_place(Code, {addi(A0, A0, 3)});
    x_set(A0, 0);
    (void)machine->step();
    EXPECT_EQ(x(A0), 3u);
}

TEST_P(MachineTest, UsesTheRegistersTheHostHasSet)
{
    code_place(Code, {csw(A0, 0, A3), addi(A0, A0, 1), cjal(0, -8)});
    code_place(Handler, {cjal(0, 0)});
    pointer_set(A3, Data);
    EXPECT_EQ(machine->run(3000).reason, StopReason::Limit);
    // The same address, and no room for a word.
    hart().registers[A3] = hart().registers[A3].with_bounds_exact(3);
    EXPECT_EQ(machine->run(3000).reason, StopReason::Limit);
    EXPECT_EQ(hart().mcause, static_cast<uint32_t>(Cause::Cheri));
    EXPECT_EQ(hart().mtval, cheri_mtval(CheriCause::BoundsViolation, A3));
    EXPECT_EQ(hart().lastTrap.count, 1u);
    EXPECT_EQ(x(A0), 1000u);
}

TEST_P(MachineTest, RevokesWhatTheHostHasRevoked)
{
    code_place(Code, {clc(A2, 0, A3), cjal(0, -4)});
    pointer_set(A3, Data);
    const Capability value = Capability::root_memory().with_address(Data).with_bounds_exact(64);
    ASSERT_EQ(machine->memory().capability_store(Data, value.address(), value.metadata(), true),
              Access::Done);
    EXPECT_EQ(machine->run(1000).reason, StopReason::Limit);
    EXPECT_TRUE(hart().registers[A2].is_tagged());
    const uint32_t bit = (Data - machine->memory().revocation_covered().start) / GranuleSize;
    const auto byte = static_cast<uint8_t>(1u << bit % 8);
    ASSERT_TRUE(
        machine->memory().host_write(machine->memory().revocation_bitmap() + bit / 8, {&byte, 1}));
    EXPECT_EQ(machine->run(1000).reason, StopReason::Limit);
    EXPECT_FALSE(hart().registers[A2].is_tagged());
    EXPECT_EQ(hart().statistics.loadsFiltered, 500u);
}

TEST_P(MachineTest, StoresReachADeviceThatHasComeToLieThere)
{
    for (const isa::Mode mode : {isa::Mode::Cheriot, isa::Mode::Rv32e}) {
        machine_make(mode);
        code_place(Code, {csw(A2, 0, A3), csw(0, 4, A3), addi(A0, A0, 1), cjal(0, -12)});
        x_set(A2, 7 << 1 | 1);
        x_set(A3, Tohost);
        if (mode == isa::Mode::Cheriot) {
            pointer_set(A3, Tohost);
        }
        EXPECT_EQ(machine->run(4000).reason, StopReason::Limit);
        ASSERT_TRUE(machine->htif_attach(Tohost));
        const Stop stop = machine->run(4000);
        EXPECT_EQ(stop.reason, StopReason::Exit);
        EXPECT_EQ(stop.exitCode, 7);
        EXPECT_EQ(steps(), 4002u);
    }
}

TEST_P(MachineTest, ResetBeginsAgain)
{
    counting_loop({Wfi, cjal(0, 0)});
    for (int count = 0; count < 3; count++) {
        EXPECT_EQ(machine->run(100'000).reason, StopReason::Asleep);
        EXPECT_EQ(steps(), LoopSteps + 1);
        EXPECT_EQ(x(A0), Rounds);
        machine->reset();
        EXPECT_EQ(steps(), 0u);
        EXPECT_EQ(hart().pc, Code);
        EXPECT_EQ(hart().registers[A0], Capability());
        x_set(A1, Rounds);
    }
}

} // namespace
} // namespace griotte::machine
