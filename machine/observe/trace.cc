#include "machine/observe/trace.h"

#include <algorithm>
#include <array>

#include <fmt/ranges.h>

#include "base/text.h"

namespace griotte::machine {

Result<TraceKinds> TraceKinds::parse(std::string_view list)
{
    static const std::array<std::string, 7> Words = {"instr",       "reg",      "mem", "exception",
                                                     "compartment", "platform", "all"};
    TraceKinds kinds;
    while (!list.empty()) {
        const size_t comma = std::min(list.find(','), list.size());
        const std::string_view word = list.substr(0, comma);
        list.remove_prefix(std::min(comma + 1, list.size()));
        const bool isAll = word == "all";
        if (std::ranges::find(Words, word) == Words.end()) {
            return fail("--trace: unknown kind '{}'{} (kinds: {})", word,
                        spelling_hint(word, Words), fmt::join(Words, ", "));
        }
        kinds.instructions |= isAll || word == "instr";
        kinds.registers |= isAll || word == "reg";
        kinds.memory |= isAll || word == "mem" || word == "platform";
        kinds.exceptions |= isAll || word == "exception";
        kinds.compartments |= isAll || word == "compartment";
    }
    return kinds;
}

void Trace::step_done(const Hart &hart, const Commit &commit)
{
    const bool isCheriot = hart.is_cheriot();
    if (kinds.instructions && !commit.isInterrupt && commit.word != 0) {
        std::string text = isa::disassemble(commit.word, commit.pc, hart.configuration().mode);
        std::ranges::replace(text, '\t', ' ');
        fmt::print(output, "[{}] [M]: 0x{:08X} (0x{:0{}X}) {}\n", commit.order, commit.pc,
                   commit.word, commit.instruction.length * 2, text);
    }
    if (kinds.registers && commit.rd != 0) {
        if (isCheriot) {
            fmt::print(output, "c{} <- {}\n", commit.rd, to_string(commit.rdValue));
        } else {
            fmt::print(output, "x{} <- 0x{:08X}\n", commit.rd, commit.rdValue.address());
        }
    }
    if (kinds.memory && commit.access.has_value()) {
        const auto &access = *commit.access;
        const char *arrow = access.isStore ? "<-" : "->";
        if (access.size == GranuleSize) {
            fmt::print(output, "mem[0x{:08X}] {} 0x{:08X}{:08X} (v:{})\n", access.address, arrow,
                       access.high, access.low, access.tag ? 1 : 0);
        } else {
            const uint32_t mask = access.size == 4 ? ~0u : (1u << (8 * access.size)) - 1;
            fmt::print(output, "mem[0x{:08X}] {} 0x{:0{}X}\n", access.address, arrow,
                       access.low & mask, access.size * 2);
        }
    }
    if (kinds.exceptions && commit.isTrap) {
        const TrapRecord &trap = commit.trap;
        const bool isCheri = trap.mcause == static_cast<uint32_t>(Cause::Cheri);
        fmt::print(output, "trap: {}, mcause 0x{:X}, mtval 0x{:X}, pc 0x{:08X}\n",
                   isCheri ? cheri_cause_describe(trap.mtval) + " through " +
                                 cheri_register_name(trap.mtval)
                           : cause_describe(trap.mcause),
                   trap.mcause, trap.mtval, trap.pc);
    }
    if (events.has_value()) {
        for (const SystemEvent &event : events->step(commit)) {
            fmt::print(output, "[{}] {}\n", commit.order, system_event_describe(event, *facts));
        }
    }
}

} // namespace griotte::machine
