// Two machines side by side, one with each engine: the translator held against the definition.
//
// Both run the same image for the same steps, and everything the guest could tell them apart by is
// compared in between. Nothing comes in from outside: the two would not see it at the same step.
#pragma once

#include <optional>
#include <string>

#include "machine/board/machine.h"

namespace griotte::machine {

/// The first thing in which the harts differ, or their memories, as "name: value, not value".
/// Nothing when they agree. `left` is the one to be judged.
std::optional<std::string> hart_difference(const Hart &left, const Hart &right);
std::optional<std::string> memory_difference(const Memory &left, const Memory &right);

class Lockstep
{
public:
    /// Steps between two comparisons of the harts: odd, so that they fall everywhere.
    static constexpr uint64_t Interval = 10'007;
    /// Comparisons of the harts for one of the memories.
    static constexpr uint64_t MemoryInterval = 100;

    /// Both fresh, with the same images; must outlive this.
    Lockstep(Machine &theSubject, Machine &theReference)
        : subject(theSubject), reference(theReference)
    {}

    /// Runs both until the subject stops or has taken `maximumSteps`. Fails at the first
    /// difference, saying in what and since when.
    Result<Stop> run(uint64_t maximumSteps);

private:
    Result<void> compare(bool withMemory);

    Machine &subject;
    Machine &reference;
    /// Steps at the comparison before.
    uint64_t agreedAt = 0;
};

} // namespace griotte::machine
