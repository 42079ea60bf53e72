// Whole machines running whatever bytes there are, through both ways of executing, which must
// agree.
//
// Input: a byte that chooses the mode, registers as eight bytes each with a tag bit, then code. The
// tagged registers make capabilities no guest could derive; the machine must survive those too.
#include <cstring>

#include "tests/fuzz/small_machine.h"

using namespace griotte::machine;

namespace {

constexpr uint32_t Code = 0x8000'0000;
constexpr unsigned RegistersGiven = 8;
constexpr uint64_t Steps = 3000;

struct Outcome
{
    uint32_t pc;
    std::array<Capability, Hart::RegisterCount> registers;
    uint64_t retired;
    uint64_t traps;
    StopReason reason;
    std::vector<uint8_t> memory;
};

Outcome outcome_of(Machine &machine, StopReason reason)
{
    Outcome outcome{};
    const Hart &hart = machine.hart();
    outcome.pc = hart.pc;
    std::copy_n(hart.registers.begin(), Hart::RegisterCount, outcome.registers.begin());
    outcome.retired = hart.instructions_retired_total();
    outcome.traps = hart.lastTrap.count;
    outcome.reason = reason;
    outcome.memory.resize(0x10000);
    if (!machine.memory().host_read(Code, outcome.memory).has_value()) {
        std::abort();
    }
    return outcome;
}

void prepare(Machine &machine, const uint8_t *data, size_t size)
{
    for (unsigned index = 0; index < RegistersGiven && size >= 9; index++) {
        uint32_t words[2];
        std::memcpy(words, data, sizeof words);
        machine.hart().registers[8 + index] =
            Capability::from_memory(words[0], words[1], (data[8] & 1) != 0);
        data += 9;
        size -= 9;
    }
    const size_t codeSize = std::min<size_t>(size, 0x8000);
    if (!machine.memory().host_write(Code, {data, codeSize}).has_value()) {
        std::abort();
    }
    machine.hart().mtcc = Capability::root_executable().with_address(Code + 0x100);
    machine.hart().mtvec = Code + 0x100;
}

/// Makes a machine execute one step at a time.
class Watcher final : public Observer
{
public:
    void step_done(const Hart &, const Commit &) override {}
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2) {
        return 0;
    }
    static SilentConsole console;
    const MachineOptions options = options_asked(data[0]);

    Machine &machine = small_machine(options, console);
    prepare(machine, data + 1, size - 1);
    const Stop fastStop = machine.run(Steps);
    const Outcome fast = outcome_of(machine, fastStop.reason);

    Machine &again = small_machine(options, console);
    prepare(again, data + 1, size - 1);
    Watcher watcher;
    again.observer_add(watcher);
    const Stop slowStop = again.run(Steps);
    again.observer_remove(watcher);
    const Outcome slow = outcome_of(again, slowStop.reason);

    if (fast.pc != slow.pc || fast.registers != slow.registers || fast.retired != slow.retired ||
        fast.traps != slow.traps || fast.reason != slow.reason || fast.memory != slow.memory)
    {
        std::abort();
    }
    return 0;
}
