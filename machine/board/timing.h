// How long an instruction takes on CHERIoT Ibex as cheriot-safe configures it.
//
// An in-order pipeline with a writeback stage: an instruction a cycle, plus what the instruction
// itself costs and what it waits for. A loaded word is there two cycles after its load began; a
// loaded capability, whose revocation bit must be looked up, after five, and until then its
// register can be neither read nor written. docs/reference/timing.md has the table and how it was
// measured.
#pragma once

#include <array>
#include <cstdint>

#include "machine/board/commit.h"

namespace griotte::machine {

class IbexTiming
{
public:
    /// Cycles the step took beyond the one every step takes.
    uint64_t extra_cycles(const Commit &commit);
    void reset() { *this = IbexTiming(); }

private:
    /// Cycles from now until the registers the instruction needs are there.
    [[nodiscard]] uint64_t stall_cycles(const Commit &commit) const;

    /// Cycles counted by this model, at the start of the next instruction.
    uint64_t now = 0;
    /// The cycle from which each register can be read.
    std::array<uint64_t, Hart::RegisterCount> readableAt{};
    /// And from which it can be written.
    std::array<uint64_t, Hart::RegisterCount> writableAt{};
    /// The previous step did not fall through.
    bool hasJumped = false;
};

} // namespace griotte::machine
