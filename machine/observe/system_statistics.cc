#include "machine/observe/system_statistics.h"

#include <algorithm>

namespace griotte::machine {

SystemStatistics::SystemStatistics(const Hart &hart, const FirmwareFacts &theFacts)
    : facts(theFacts), events(hart, theFacts), byDomain(theFacts.domains.size() + 1),
      byThread(theFacts.threads.size() + 2), lastDomain(theFacts.domains.size()),
      cyclesBefore(hart.clock.cycles())
{
    stackLowest.push_back(0);
    for (const ThreadFacts &thread : facts.threads) {
        stackLowest.push_back(thread.stack.end());
    }
}

size_t SystemStatistics::domain_index(uint32_t pc)
{
    if (lastDomain == facts.domains.size() || !facts.domains[lastDomain].code.contains(pc)) {
        const DomainFacts *domain = facts.domain_of_code(pc);
        lastDomain = domain == nullptr ? facts.domains.size()
                                       : static_cast<size_t>(domain - facts.domains.data());
    }
    return lastDomain;
}

void SystemStatistics::step_done(const Hart &hart, const Commit &commit)
{
    const auto number = events.thread();
    Counts &domain = byDomain[domain_index(commit.pc)];
    Counts &thread = byThread[number.value_or(static_cast<uint32_t>(byThread.size() - 1))];
    const uint64_t cycles = hart.clock.cycles() - cyclesBefore;
    cyclesBefore = hart.clock.cycles();
    const bool isRetired = !commit.isTrap && !commit.isInterrupt;
    const bool isFault = commit.isTrap && !commit.isInterrupt &&
                         commit.trap.mcause != static_cast<uint32_t>(Cause::EnvironmentCall);
    for (Counts *counts : {&domain, &thread}) {
        counts->instructions += isRetired ? 1 : 0;
        counts->cycles += cycles;
        counts->faults += isFault ? 1 : 0;
    }
    if (number.value_or(0) != 0 && commit.access.has_value() && commit.access->isStore &&
        facts.threads[*number - 1].stack.contains(commit.access->address))
    {
        stackLowest[*number] = std::min<uint64_t>(stackLowest[*number], commit.access->address);
    }
    for (const SystemEvent &event : events.step(commit)) {
        if (event.kind == SystemEvent::Kind::Call) {
            byDomain[static_cast<size_t>(event.to - facts.domains.data())].calls++;
            byThread[event.thread].calls += event.from != nullptr ? 1 : 0;
        }
    }
}

uint32_t SystemStatistics::stack_used(uint32_t number) const
{
    return number == 0
               ? 0
               : static_cast<uint32_t>(facts.threads[number - 1].stack.end() - stackLowest[number]);
}

std::string SystemStatistics::describe(const HeapHistory *heap) const
{
    const auto counts_describe = [](const std::string &name, const Counts &counts) {
        return fmt::format("{:<32} {:>12} {:>12} {:>8} {:>7}", name, counts.instructions,
                           counts.cycles, counts.calls, counts.faults);
    };
    std::string text = fmt::format("{:<32} {:>12} {:>12} {:>8} {:>7}\n", "domain", "instructions",
                                   "cycles", "calls in", "faults");
    for (size_t index = 0; index < byDomain.size(); index++) {
        text +=
            counts_describe(index < facts.domains.size() ? facts.domains[index].name : "(loader)",
                            byDomain[index]) +
            "\n";
    }
    text += fmt::format("{:<32} {:>12} {:>12} {:>8} {:>7} {:>13}\n", "thread", "instructions",
                        "cycles", "calls", "faults", "stack used");
    for (uint32_t number = 0; number < byThread.size(); number++) {
        const bool isThread = number <= facts.threads.size();
        text +=
            counts_describe(isThread ? facts.thread_describe(number) : "(none)", byThread[number]);
        if (isThread && number != 0) {
            text += fmt::format(" {:>5} of {:>5}", stack_used(number),
                                facts.threads[number - 1].stack.length);
        }
        text += "\n";
    }
    if (heap != nullptr) {
        const HeapCounts &counts = heap->counts();
        text += fmt::format("heap: {} allocations, {} frees, {} bytes live, {} at most\n",
                            counts.allocations, counts.frees, counts.liveBytes, counts.peakBytes);
    }
    return text;
}

} // namespace griotte::machine
