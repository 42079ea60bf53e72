// How long an instruction takes on CHERIoT Ibex as cheriot-safe configures it.
//
// An in-order pipeline: one instruction a cycle, plus what the instruction or its neighbours cost.
// docs/reference/timing.md has the table and how it was measured.
#pragma once

#include <cstdint>

#include "machine/board/commit.h"

namespace griotte::machine {

class IbexTiming
{
public:
    /// Cycles the step took beyond the one every step takes.
    uint64_t extra_cycles(const Commit &commit);
    void reset() { pendingLoad = 0; }

private:
    /// The register the previous instruction loads; 0: none.
    uint8_t pendingLoad = 0;
};

} // namespace griotte::machine
