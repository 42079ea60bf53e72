// A trap in words: what happened, to which capability, where, and why that capability was as it
// was.
//
// Everything comes from the machine's own state, the image's symbols, its line table and what it
// says of its firmware; nothing the guest prints is trusted.
#pragma once

#include <string>

#include "machine/board/machine.h"
#include "machine/observe/program.h"

namespace griotte::machine {

/// The step that took `trap`, as far as the hart's state right after it still tells: for a machine
/// that ran unobserved and stopped because of the trap.
Commit fault_commit_reconstruct(const Hart &hart, const TrapRecord &trap);

/// Explains the trap of a step that ended in one.
std::string fault_report(const Hart &hart, const Commit &commit, const Program &program);

/// Prints the report of every CHERI violation and memory fault as it happens.
class FaultReporter final : public Observer
{
public:
    using Sink = void (*)(const std::string &report);

    FaultReporter(const Program &program, Sink sink) : program(program), sink(sink) {}
    void step_done(const Hart &hart, const Commit &commit) override;

private:
    const Program &program;
    Sink sink;
};

} // namespace griotte::machine
