// The instruction trace, one line an event, in the format of the Sail simulator:
//
//   [N] [M]: 0xPC (0xENCODING) text          an instruction, before its effects
//   cX <- capability                         a register written
//   mem[0xADDRESS] <- 0xVALUE (tag)          a store; -> for a load
//   trap: cause, mtval, pc                   an exception or interrupt taken
#pragma once

#include <cstdio>
#include <string_view>

#include "base/error.h"
#include "machine/board/machine.h"

namespace griotte::machine {

/// Which events to print.
struct TraceKinds
{
    bool instructions = false;
    bool registers = false;
    bool memory = false;
    bool exceptions = false;

    /// Reads a comma-separated list of instr, reg, mem, exception, platform and all. (Platform
    /// events are device accesses and come with mem.)
    static Result<TraceKinds> parse(std::string_view list);
};

class Trace final : public Observer
{
public:
    /// Writes to `output`, which stays the caller's.
    Trace(TraceKinds kinds, std::FILE *output) : kinds(kinds), output(output) {}
    void step_done(const Hart &hart, const Commit &commit) override;

private:
    TraceKinds kinds;
    std::FILE *output;
};

} // namespace griotte::machine
