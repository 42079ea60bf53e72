// RVFI-DII: TestRIG injects instructions one by one and reads back what each did.
//
// TestRIG's RVFI-DII specification, trace formats 1 and 2. Pure: eight-byte commands in, bytes out.
// Between traces the machine is reset: memory zero, every general register the memory root, the
// program counter at the board's reset address, as the Sail model does.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "machine/board/machine.h"

namespace griotte::machine {

/// The 88 bytes that describe a step in format 1.
std::string rvfi_trace_v1(const Commit &commit, bool isAfterTrap);
/// The same in format 2: a header, then integer and memory parts as the step has them.
std::string rvfi_trace_v2(const Commit &commit, bool isAfterTrap);

class RvfiDiiSession
{
public:
    static constexpr size_t CommandSize = 8;

    /// Resets `theMachine` for the first trace.
    explicit RvfiDiiSession(Machine &theMachine);

    /// Carries out one command of CommandSize bytes. What to send back, or nothing when the command
    /// is none: the peer speaks something else.
    std::optional<std::string> command(std::string_view bytes);

private:
    void trace_begin();
    std::string instruction_inject(uint32_t word);

    Machine &machine;
    unsigned version = 1;
    bool isAfterTrap = false;
};

} // namespace griotte::machine
