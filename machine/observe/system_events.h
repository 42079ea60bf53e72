// What the switcher does, seen from outside: compartment calls and their ends, thread switches,
// error handlers.
//
// Each time the program counter leaves the switcher's code, the running thread's trusted stack is
// compared with what it was: deeper is a call, shallower an end. Whether the end is a return is
// known by how the switcher was entered. The guest pays nothing and is not asked.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "machine/board/machine.h"
#include "machine/image/firmware_facts.h"
#include "machine/observe/guest_system.h"

namespace griotte::machine {

struct SystemEvent
{
    enum class Kind : uint8_t
    {
        /// Thread `thread` goes on, or begins: another ran before.
        Switch,
        /// `from` calls `entry` of `to`. Without `from`: the thread's own entry.
        Call,
        /// `from` returned `result` to `to`. Without `to`: the thread ends.
        Return,
        /// The call of `from` was ended, by a fault or its error handler; `to` gets `result`.
        Unwind,
        /// The error handler of `to` is called.
        Handle,
        /// The error handler of `to` is done and `to` goes on.
        Resume,
    };
    Kind kind = Kind::Switch;
    uint32_t thread = 0;
    const DomainFacts *from = nullptr;
    const DomainFacts *to = nullptr;
    const ExportFacts *entry = nullptr;
    uint32_t result = 0;
};

/// One line, without a line end: "thread 2 (arena.run): arena calls vault.vault_open".
std::string system_event_describe(const SystemEvent &event, const FirmwareFacts &facts);

class SystemEvents
{
public:
    /// Both must outlive this. The system may be running already.
    SystemEvents(const Hart &hart, const FirmwareFacts &facts);

    /// What happened in this step, which must be the one after the last it was told of; good until
    /// the next.
    const std::vector<SystemEvent> &step(const Commit &commit);
    /// Whose turn it was last: nothing in the scheduler.
    [[nodiscard]] std::optional<uint32_t> thread() const { return current; }

private:
    enum class Entered : uint8_t
    {
        Otherwise,
        Call,
        Return,
        Fault,
    };
    struct Thread
    {
        uint32_t depth = 0;
        Entered entered = Entered::Otherwise;
        /// Depths at which an error handler runs, the innermost last.
        std::vector<uint32_t> handlers;
    };

    void switcher_entered(const Commit &commit);
    bool thread_chosen();
    void switcher_left(uint32_t pc);
    void call_ended(Thread &thread, uint32_t number, uint32_t depth);

    const Hart &hart;
    const FirmwareFacts &facts;
    GuestSystem system;
    AddressRange switcher;
    std::optional<uint32_t> callAddress;
    std::vector<Thread> threads;
    std::optional<uint32_t> current;
    std::optional<uint32_t> last;
    std::vector<SystemEvent> events;
};

} // namespace griotte::machine
