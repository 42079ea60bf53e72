// Where a firmware's instructions and cycles go: by domain and by thread; calls, faults and stack.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "machine/board/machine.h"
#include "machine/image/firmware_facts.h"
#include "machine/observe/heap_history.h"
#include "machine/observe/system_events.h"

namespace griotte::machine {

class SystemStatistics final : public Observer
{
public:
    /// Both must outlive this.
    SystemStatistics(const Hart &hart, const FirmwareFacts &facts);
    void step_done(const Hart &hart, const Commit &commit) override;

    /// What one domain or thread did. An interrupt's entry is a cycle of whom it interrupts, a
    /// sleep one of who went to sleep.
    struct Counts
    {
        uint64_t instructions = 0;
        uint64_t cycles = 0;
        /// Compartment calls: into the domain, or made by the thread.
        uint64_t calls = 0;
        uint64_t faults = 0;
    };
    /// In the order of the facts' domains; the last is for code of none, as the loader's.
    [[nodiscard]] const std::vector<Counts> &domains() const { return byDomain; }
    /// By the thread's number; the last is for when it is nobody's turn: the
    /// system's start, and the scheduler after a trap.
    [[nodiscard]] const std::vector<Counts> &threads() const { return byThread; }
    /// The most that thread `number` ever used of its stack, in bytes; 0 for the idle thread.
    [[nodiscard]] uint32_t stack_used(uint32_t number) const;

    /// Tables of it, and the heap's numbers if `heap` is not null.
    [[nodiscard]] std::string describe(const HeapHistory *heap) const;

private:
    [[nodiscard]] size_t domain_index(uint32_t pc);

    const FirmwareFacts &facts;
    SystemEvents events;
    std::vector<Counts> byDomain;
    std::vector<Counts> byThread;
    /// The lowest address stored to, by the thread's number.
    std::vector<uint64_t> stackLowest;
    size_t lastDomain;
    uint64_t cyclesBefore;
};

} // namespace griotte::machine
