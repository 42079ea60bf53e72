// The stub's own commands: what stock debuggers cannot ask of a capability machine.
#pragma once

#include <string>
#include <string_view>

#include "machine/board/machine.h"
#include "machine/observe/program.h"

namespace griotte::machine {

/// A capability in words, over several lines.
std::string capability_describe(const Capability &capability);

/// Runs a monitor command that only looks (help, cap, caps, tag, tags, revoked, stats, map, whatis,
/// compartments, threads, heap); its output. Unknown commands get an explanation. `program` is what
/// the machine runs, or null when that is not known.
std::string monitor_command(const Machine &machine, const Program *program,
                            std::string_view command);

} // namespace griotte::machine
