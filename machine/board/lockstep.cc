#include "machine/board/lockstep.h"

#include <algorithm>

#include <fmt/format.h>

namespace griotte::machine {

namespace {

/// Collects the first difference.
class Difference
{
public:
    template <typename T>
    void check(std::string_view name, T left, T right)
    {
        if (!text.has_value() && left != right) {
            text = fmt::format("{}: 0x{:x}, not 0x{:x}", name, left, right);
        }
    }
    void check(std::string_view name, const Capability &left, const Capability &right)
    {
        if (!text.has_value() && left != right) {
            text = fmt::format("{}: {}, not {}", name, to_string(left), to_string(right));
        }
    }

    std::optional<std::string> text;
};

} // namespace

std::optional<std::string> hart_difference(const Hart &left, const Hart &right)
{
    Difference difference;
    difference.check("steps", left.clock.steps(), right.clock.steps());
    difference.check("cycles", left.clock.cycles(), right.clock.cycles());
    difference.check("pc", left.pc, right.pc);
    difference.check("pcc", left.pcc_current(), right.pcc_current());
    for (unsigned index = 0; index < Hart::RegisterCount; index++) {
        difference.check(register_name(index), left.registers[index], right.registers[index]);
    }
    difference.check("mtcc", left.mtcc, right.mtcc);
    difference.check("mtdc", left.mtdc, right.mtdc);
    difference.check("mscratchc", left.mscratchc, right.mscratchc);
    difference.check("mepcc", left.mepcc, right.mepcc);
    difference.check("ztopc", left.ztopc, right.ztopc);
    difference.check("mstatus", *left.csr_read(csr::Mstatus), *right.csr_read(csr::Mstatus));
    difference.check("mie", left.mie, right.mie);
    difference.check("mip", left.mip, right.mip);
    difference.check("mcause", left.mcause, right.mcause);
    difference.check("mtval", left.mtval, right.mtval);
    difference.check("mscratch", left.mscratch, right.mscratch);
    difference.check("mtvec", left.mtvec, right.mtvec);
    difference.check("mepc", left.mepc, right.mepc);
    difference.check("mshwm", left.mshwm, right.mshwm);
    difference.check("mshwmb", left.mshwmb, right.mshwmb);
    difference.check("mcountinhibit", left.mcountinhibit, right.mcountinhibit);
    difference.check("mcycle", left.cycles(), right.cycles());
    difference.check("minstret", left.instructions_retired(), right.instructions_retired());
    difference.check("instructions", left.instructions_retired_total(),
                     right.instructions_retired_total());
    difference.check("waiting", left.isWaiting, right.isWaiting);
    difference.check("locked up", left.isLockedUp, right.isLockedUp);
    difference.check("traps", left.lastTrap.count, right.lastTrap.count);
    difference.check("last trap's pc", left.lastTrap.pc, right.lastTrap.pc);
    difference.check("exceptions", left.statistics.traps, right.statistics.traps);
    difference.check("interrupts", left.statistics.interrupts, right.statistics.interrupts);
    difference.check("loads filtered", left.statistics.loadsFiltered,
                     right.statistics.loadsFiltered);
    return difference.text;
}

std::optional<std::string> memory_difference(const Memory &left, const Memory &right)
{
    const auto address = left.difference_find(right);
    if (!address.has_value()) {
        return std::nullopt;
    }
    const auto describe = [&address](const Memory &memory) {
        std::array<uint8_t, GranuleSize> bytes{};
        const uint32_t start = *address & ~(GranuleSize - 1);
        if (!memory.host_read(start, bytes)) {
            return std::string("(part of a granule)");
        }
        std::ranges::reverse(bytes);
        std::string text;
        for (const uint8_t byte : bytes) {
            text += fmt::format("{:02x}", byte);
        }
        return text + (memory.tag_at(start) ? " with tag" : "");
    };
    return fmt::format("memory at 0x{:08x}: {}, not {}", *address, describe(left), describe(right));
}

Result<Stop> Lockstep::run(uint64_t maximumSteps)
{
    const uint64_t end = subject.hart().clock.steps() +
                         std::min(maximumSteps, Device::Never - subject.hart().clock.steps());
    for (uint64_t count = 1;; count++) {
        const uint64_t before = subject.hart().clock.steps();
        Stop stop = subject.run(std::min(Interval, end - before));
        const uint64_t steps = subject.hart().clock.steps() - before;
        const Stop other = reference.run(steps);
        const bool isEnd = stop.reason != StopReason::Limit || before + steps >= end;
        TRY_VOID(compare(isEnd || count % MemoryInterval == 0));
        const bool isStopSame = stop.reason == other.reason && stop.exitCode == other.exitCode &&
                                stop.protocol == other.protocol;
        // That it sleeps for good a machine only learns when it would go on.
        const bool mayStopLater =
            stop.reason == StopReason::Asleep && other.reason == StopReason::Limit;
        if (!isStopSame && !mayStopLater) {
            return fail("the engines stop differently after {} steps",
                        subject.hart().clock.steps());
        }
        if (isEnd) {
            return stop;
        }
    }
}

Result<void> Lockstep::compare(bool withMemory)
{
    const Hart &hart = subject.hart();
    auto difference = hart_difference(hart, reference.hart());
    if (!difference.has_value() && withMemory) {
        difference = memory_difference(subject.memory(), reference.memory());
    }
    if (difference.has_value()) {
        return fail("the engines differ after {} steps (not yet after {}), at pc 0x{:08x}: {}",
                    hart.clock.steps(), agreedAt, hart.pc, *difference);
    }
    if (withMemory) {
        agreedAt = hart.clock.steps();
    }
    return {};
}

} // namespace griotte::machine
