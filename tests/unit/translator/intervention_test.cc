// A host that interferes: between runs of random lengths it steps, observes, sets breakpoints and
// watchpoints, and changes registers, code, data, the revocation bitmap and the timer. Machines
// with either engine must stop for the same reason at the same step, in the same state.
#include <fmt/format.h>

#include "tests/unit/board/machine_pair.h"
#include "tests/unit/cpu/programs_asked.h"

namespace griotte::machine {
namespace {

/// Sums up every step it sees.
class StepSum final : public Observer
{
public:
    void step_done(const Hart &, const Commit &commit) override
    {
        for (const uint64_t part :
             {uint64_t{commit.pc}, uint64_t{commit.word}, uint64_t{commit.rdValue.address()},
              uint64_t{commit.isTrap}, uint64_t{commit.access ? commit.access->low : 0}})
        {
            sum = (sum ^ part) * 0x100'0000'01b3; // FNV
        }
        count++;
    }
    uint64_t sum = 0;
    uint64_t count = 0;
};

class Intervention
{
public:
    Intervention(MachinePair &thePair, uint64_t theSeed)
        : pair(thePair), seed(theSeed), random(theSeed)
    {}

    /// Does one thing to both machines. What came of it, if not the same.
    std::optional<std::string> next()
    {
        switch (below(16)) {
        case 0:
            return step();
        case 1:
            return observe();
        case 2:
            return breakpoint();
        case 3:
            return watchpoint();
        case 4: {
            const uint32_t index = 1 + below(15);
            const Capability value = MachinePair::value(random);
            return change([&](Machine &machine) { machine.hart().registers[index] = value; });
        }
        case 5:
            return change([&, pc = code_address()](Machine &machine) { machine.hart().pc = pc; });
        case 6:
            return write(code_address(), 4);
        case 7:
            return write(MachinePair::Data + below(0x2000), 1 + below(64));
        case 8:
            return write(MachinePair::Bitmap + 128 + below(128), 1);
        case 9:
            return timer();
        case 10:
            return change([&](Machine &machine) { machine.stop_request(); });
        default:
            return run(1 + below(below(2) == 0 ? 50 : 4000));
        }
    }

    /// Steps taken and stops other than for the limit.
    uint64_t steps = 0;
    uint64_t stops = 0;

private:
    uint32_t below(uint32_t limit) { return static_cast<uint32_t>(random() % limit); }
    uint32_t code_address() { return MachinePair::Code + below(MachinePair::CodeSize) / 4 * 4; }

    /// The same to both; they must be the same afterwards.
    template <typename Function>
    std::optional<std::string> change(const Function &function)
    {
        for (MachinePair::Side *side : pair.sides()) {
            function(*side->machine);
        }
        return pair.difference();
    }
    std::optional<std::string> write(uint32_t address, uint32_t size)
    {
        std::vector<uint8_t> bytes(size);
        for (uint8_t &byte : bytes) {
            byte = static_cast<uint8_t>(random() & random());
        }
        return change(
            [&](Machine &machine) { EXPECT_TRUE(machine.memory().host_write(address, bytes)); });
    }
    std::optional<std::string> timer()
    {
        constexpr uint32_t Compare = 0x200'4000;
        const auto at = pair.reference.machine->hart().clock.cycles() + below(3000);
        return change([&](Machine &machine) {
            (void)machine.memory().store<uint32_t>(Compare, static_cast<uint32_t>(at));
            (void)machine.memory().store<uint32_t>(Compare + 4, static_cast<uint32_t>(at >> 32));
            machine.hart().mie = 1u << static_cast<uint32_t>(Interrupt::Timer);
        });
    }

    std::optional<std::string> step()
    {
        Commit commits[2];
        std::optional<Stop> ends[2];
        for (size_t index = 0; index < 2; index++) {
            ends[index] = pair.sides()[index]->machine->step(&commits[index]);
        }
        if (commits[0].word != commits[1].word || commits[0].nextPc != commits[1].nextPc) {
            return "what the step was";
        }
        return stops_compare(ends[0].value_or(Stop{}), ends[1].value_or(Stop{}));
    }
    std::optional<std::string> run(uint64_t count)
    {
        const uint64_t before = pair.subject.machine->hart().clock.steps();
        const Stop left = pair.subject.machine->run(count);
        const Stop right = pair.reference.machine->run(count);
        steps += pair.subject.machine->hart().clock.steps() - before;
        return stops_compare(left, right);
    }
    std::optional<std::string> observe()
    {
        StepSum sums[2];
        for (size_t index = 0; index < 2; index++) {
            pair.sides()[index]->machine->observer_add(sums[index]);
        }
        auto difference = run(1 + below(500));
        for (size_t index = 0; index < 2; index++) {
            pair.sides()[index]->machine->observer_remove(sums[index]);
        }
        if (sums[0].count != sums[1].count || sums[0].sum != sums[1].sum) {
            return "what an observer saw";
        }
        return difference;
    }
    std::optional<std::string> breakpoint()
    {
        const uint32_t address = code_address();
        for (MachinePair::Side *side : pair.sides()) {
            side->machine->breakpoint_add(address);
        }
        auto difference = run(1 + below(2000));
        for (MachinePair::Side *side : pair.sides()) {
            side->machine->breakpoint_remove(address);
        }
        return difference;
    }
    std::optional<std::string> watchpoint()
    {
        const uint32_t address = MachinePair::Data + below(0x2000);
        const auto kind = static_cast<WatchKind>(below(3));
        for (MachinePair::Side *side : pair.sides()) {
            side->machine->watchpoint_add(address, 64, kind);
        }
        auto difference = run(1 + below(2000));
        for (MachinePair::Side *side : pair.sides()) {
            side->machine->watchpoint_remove(address, 64, kind);
        }
        return difference;
    }

    std::optional<std::string> stops_compare(const Stop &left, const Stop &right)
    {
        if (left.reason != right.reason || left.exitCode != right.exitCode ||
            left.protocol != right.protocol || left.address != right.address)
        {
            return fmt::format("why they stopped: {} at 0x{:08x}, not {} at 0x{:08x}",
                               static_cast<int>(left.reason), left.address,
                               static_cast<int>(right.reason), right.address);
        }
        stops += left.reason == StopReason::Limit ? 0 : 1;
        auto difference = pair.difference();
        const bool isOver = left.reason == StopReason::Exit ||
                            left.reason == StopReason::LockedUp ||
                            left.reason == StopReason::Asleep;
        if (isOver && !difference.has_value()) {
            for (MachinePair::Side *side : pair.sides()) {
                MachinePair::reset(*side, seed);
            }
        }
        return difference;
    }

    MachinePair &pair;
    uint64_t seed;
    std::mt19937_64 random;
};

TEST(Translator, AgreesWhateverTheHostDoesInBetween)
{
    if (!engine_is_available(EngineKind::Translator)) {
        GTEST_SKIP() << "this build has no translator";
    }
    const uint64_t programs = programs_asked(300);
    constexpr uint64_t Interventions = 150;
    MachinePair pair;
    uint64_t steps = 0;
    uint64_t stops = 0;
    for (uint64_t seed = 1; seed <= programs; seed++) {
        pair.begin(seed);
        Intervention intervention(pair, seed);
        for (uint64_t count = 0; count < Interventions; count++) {
            const auto difference = intervention.next();
            ASSERT_FALSE(difference.has_value())
                << "seed " << seed << " intervention " << count << ": " << *difference;
        }
        steps += intervention.steps;
        stops += intervention.stops;
    }
    // Machines that hardly ran, or never stopped early, would prove little.
    EXPECT_GT(steps, programs * Interventions * 200);
    EXPECT_GT(stops, programs * 5);
    RecordProperty("steps", std::to_string(steps));
    RecordProperty("stops", std::to_string(stops));
}

} // namespace
} // namespace griotte::machine
