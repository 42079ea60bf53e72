// A firmware's threads as a debugger's threads.
//
// GDB manual, "Remote Protocol": thread ids are positive numbers. A thread of the firmware has its
// own number; the idle thread, which the firmware calls 0, the one after the last. What runs on
// behalf of no thread (bare metal, the loader, the scheduler choosing) is the processor itself,
// with an id after those. The registers of a thread that is not running are what the switcher saved
// of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "machine/debugger/registers.h"
#include "machine/observe/guest_system.h"
#include "machine/observe/program.h"

namespace griotte::machine {

class DebugThreads
{
public:
    /// `program` may be null: then there is the processor only.
    DebugThreads(const Hart &theHart, const Program *program);

    /// Threads that have begun, and the processor when it runs none of them. Never empty.
    [[nodiscard]] std::vector<uint32_t> ids() const;
    /// The id of what runs: one of ids().
    [[nodiscard]] uint32_t current() const;
    [[nodiscard]] bool is_alive(uint32_t id) const;
    /// "heartbeat.heartbeat_run, priority 3, in debug"; for an id of ids().
    [[nodiscard]] std::string describe(uint32_t id) const;
    /// The registers of a thread that is not running; nothing for the running one, whose are the
    /// hart's, and for ids that are none.
    [[nodiscard]] std::optional<SavedRegisters> saved_registers(uint32_t id) const;

private:
    /// The firmware's number of the thread called `id`; nothing for the processor and for no
    /// thread.
    [[nodiscard]] std::optional<uint32_t> number_of(uint32_t id) const;
    [[nodiscard]] uint32_t id_of(uint32_t number) const;
    [[nodiscard]] uint32_t processor_id() const;

    const Hart &hart;
    const FirmwareFacts *facts;
};

} // namespace griotte::machine
