// The instruction trace, one line an event, in the format of the Sail simulator:
//
//   [N] [M]: 0xPC (0xENCODING) text          an instruction, before its effects
//   cX <- capability                         a register written
//   mem[0xADDRESS] <- 0xVALUE (tag)          a store; -> for a load
//   trap: cause, mtval, pc                   an exception or interrupt taken
//   [N] thread 2 (a.run): a calls b.f        a compartment call, its end, a thread switch
#pragma once

#include <cstdio>
#include <string_view>

#include "base/error.h"
#include "machine/board/machine.h"
#include "machine/observe/system_events.h"

namespace griotte::machine {

/// Which events to print.
struct TraceKinds
{
    bool instructions = false;
    bool registers = false;
    bool memory = false;
    bool exceptions = false;
    /// Only of firmwares.
    bool compartments = false;

    /// Reads a comma-separated list of instr, reg, mem, exception, compartment, platform and all.
    /// (Platform events are device accesses and come with mem.)
    static Result<TraceKinds> parse(std::string_view list);
};

class Trace final : public Observer
{
public:
    /// Writes to `output`, which stays the caller's. Compartment calls need to be told of the
    /// firmware that `hart` runs; null for bare metal. Both must outlive this.
    Trace(TraceKinds theKinds, std::FILE *theOutput, const Hart &hart,
          const FirmwareFacts *firmware)
        : kinds(theKinds), output(theOutput), facts(firmware)
    {
        if (kinds.compartments && firmware != nullptr) {
            events.emplace(hart, *firmware);
        }
    }
    void step_done(const Hart &hart, const Commit &commit) override;

private:
    TraceKinds kinds;
    std::FILE *output;
    const FirmwareFacts *facts;
    std::optional<SystemEvents> events;
};

} // namespace griotte::machine
