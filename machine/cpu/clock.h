// Virtual time: how many steps the hart has taken and how many cycles have passed.
//
// A step is one instruction, retired or trapped, or one interrupt entry. Under functional timing a
// step is a cycle; sleeping in WFI and the Ibex cycle model add cycles that are not steps. Nothing
// here knows the host's time: the same image and input give the same clock.
#pragma once

#include <cstdint>

namespace griotte::machine {

class Clock
{
public:
    /// Steps begun since reset.
    [[nodiscard]] uint64_t steps() const { return sliceEnd - remaining; }
    /// Cycles since reset.
    [[nodiscard]] uint64_t cycles() const { return steps() + extraCycles; }
    /// Lets `count` cycles pass without a step.
    void cycles_add(uint64_t count) { extraCycles += count; }

    /// Opens a slice of at most `count` steps from now.
    void slice_begin(uint64_t count)
    {
        sliceEnd = steps() + count;
        remaining = count;
    }
    /// Steps left in the slice. The engine keeps this in a machine register and writes it back
    /// before anything that may look at the time.
    [[nodiscard]] uint64_t slice_remaining() const { return remaining; }
    void slice_remaining_set(uint64_t count) { remaining = count; }

    void reset() { *this = Clock(); }

private:
    uint64_t sliceEnd = 0;
    uint64_t remaining = 0;
    uint64_t extraCycles = 0;
};

} // namespace griotte::machine
