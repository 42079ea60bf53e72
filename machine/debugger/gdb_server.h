// Serves a machine to debuggers, one after another, over a connection.
#pragma once

#include "base/error.h"
#include "machine/board/machine.h"
#include "machine/debugger/socket.h"
#include "machine/observe/program.h"

namespace griotte::machine {

/// How serving a debugger ended.
enum class ServeResult : uint8_t
{
    /// The debugger detached or disappeared; the machine is stopped where it was.
    Detached,
    /// The debugger asked to end the machine.
    Killed,
};

/// Answers one debugger until it leaves. `program` as for GdbSession. `isRunning` tells the caller
/// nothing happens meanwhile but this: it returns when the connection ends.
ServeResult gdb_serve(Machine &machine, const Program *program, Connection &connection);

} // namespace griotte::machine
