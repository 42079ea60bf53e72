// Both engines on whatever bytes there are: the translator may differ in nothing from the
// interpreter.
//
// Input: a byte that chooses the mode and the edition, one that chooses the length of slices, then
// code. Registers start with capabilities to the memory, so that there is something to do.
#include <cstdio>

#include "machine/board/lockstep.h"
#include "tests/fuzz/small_machine.h"

using namespace griotte::machine;

namespace {

constexpr uint32_t Code = 0x8000'0000;
constexpr uint32_t Data = 0x8000'8000;
constexpr uint64_t Steps = 4000;

std::unique_ptr<Machine> machine_make(MachineOptions options, SilentConsole &console)
{
    auto machine = Machine::create(board_parse(SmallBoard, "small").value(), options, console);
    if (!machine.has_value()) {
        std::abort();
    }
    return std::move(*machine);
}

void prepare(Machine &machine, const uint8_t *data, size_t size)
{
    machine.reset();
    machine.memory().clear();
    if (!machine.memory().host_write(Code, {data, std::min<size_t>(size, 0x7000)}).has_value()) {
        std::abort();
    }
    Hart &hart = machine.hart();
    for (unsigned index = 1; index < 16; index++) {
        hart.registers[index] = hart.is_cheriot()
                                    ? Capability::root_memory().with_address(Data + 64 * index)
                                    : Capability::from_integer(Data + 64 * index);
    }
    // In the other modes registers hold integers, and nothing makes them hold anything else.
    hart.registers[1] =
        hart.is_cheriot() ? hart.pcc_at(Code + 0x200) : Capability::from_integer(Code + 0x200);
    hart.mtcc = Capability::root_executable().with_address(Code + 0x100);
    hart.mtvec = Code + 0x100;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 4) {
        return 0;
    }
    static SilentConsole console;
    const MachineOptions options = options_asked(data[0]);
    MachineOptions translated = options;
    translated.engine = Translating;
    // Machines are made once for each mode and edition: that takes longer than running them.
    struct Pair
    {
        std::unique_ptr<Machine> subject;
        std::unique_ptr<Machine> reference;
    };
    static std::array<Pair, 6> pairs;
    auto &[subject, reference] = pairs[data[0] % 3 + (data[0] & 0x80) / 0x80 * 3];
    if (subject == nullptr) {
        subject = machine_make(translated, console);
        reference = machine_make(options, console);
    }
    prepare(*subject, data + 2, size - 2);
    prepare(*reference, data + 2, size - 2);
    const uint64_t slice = 61 + data[1] * uint64_t{16};
    for (uint64_t done = 0; done < Steps; done += slice) {
        const auto stop = Lockstep(*subject, *reference).run(slice);
        if (!stop.has_value()) {
            std::fprintf(stderr, "%s\n", stop.error().message.c_str());
            std::abort();
        }
        if (stop->reason != StopReason::Limit) {
            break;
        }
    }
    return 0;
}
