// A whole machine: one hart, its memory and the devices of a board, and the loop that runs them.
//
// The loop alternates slices of instructions with what can only happen between instructions:
// devices catching up with the clock, interrupts, breakpoints, limits. Slices end exactly where one
// of these is due, so the interleaving depends on virtual time alone.
#pragma once

#include <atomic>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/error.h"
#include "machine/board/board_assemble.h"
#include "machine/board/board_description.h"
#include "machine/board/commit.h"
#include "machine/board/timing.h"
#include "machine/cpu/engine.h"
#include "machine/cpu/hart.h"
#include "machine/devices/device.h"

namespace griotte::machine {

/// How cycles are counted.
enum class Timing : uint8_t
{
    /// One cycle a step.
    Functional,
    /// The in-order pipeline of CHERIoT Ibex (docs/reference/timing.md).
    Ibex,
};

struct MachineOptions
{
    isa::Mode mode = isa::Mode::Cheriot;
    IsaVersion version = IsaVersion::V1_0;
    Timing timing = Timing::Functional;
    EngineOptions engine = {};
};

/// Sees every step. Any observer makes the machine run one step at a time.
class Observer
{
public:
    virtual ~Observer() = default;
    virtual void step_done(const Hart &hart, const Commit &commit) = 0;
};

enum class StopReason : uint8_t
{
    /// The guest asked to stop; `exitCode` says how.
    Exit,
    /// The step limit given to run() was reached.
    Limit,
    /// Stopped before the instruction at a breakpoint address.
    Breakpoint,
    /// A watched address was accessed; the access has happened.
    Watchpoint,
    /// A trap found no usable handler.
    LockedUp,
    /// WFI with nothing left that could ever wake the hart.
    Asleep,
    /// stop_request() was called.
    Requested,
};

struct Stop
{
    StopReason reason = StopReason::Limit;
    int exitCode = 0;
    /// For Exit: "htif", "uart" or "message".
    std::string protocol;
    /// For Watchpoint: the address that matched.
    uint32_t address = 0;
};

enum class WatchKind : uint8_t
{
    Write,
    Read,
    Access,
};

class Machine final : private ExitPort
{
public:
    /// Builds the machine `board` describes. `console` is where its UARTs print; must outlive it.
    /// Fails when the board asks for something impossible, naming it.
    static Result<std::unique_ptr<Machine>> create(const BoardDescription &board,
                                                   MachineOptions options, Console &console);
    ~Machine() override;

    /// Power-on reset of hart and devices. Memory keeps its contents (images stay loaded).
    void reset();

    Hart &hart() { return *theHart; }
    [[nodiscard]] const Hart &hart() const { return *theHart; }
    Memory &memory() { return *theMemory; }
    [[nodiscard]] const BoardDescription &board() const { return theBoard; }
    [[nodiscard]] const MachineOptions &options() const { return theOptions; }

    /// Runs until something in StopReason happens, at most `maximumSteps` steps.
    Stop run(uint64_t maximumSteps = std::numeric_limits<uint64_t>::max());
    /// One step: an interrupt entry or one instruction (a WFI that sleeps wakes within the step).
    /// Ignores breakpoints. Returns why the machine should not go on, if it should not.
    std::optional<Stop> step(Commit *commit = nullptr);
    /// One step that executes `word` in place of what memory holds at the program counter
    /// (RVFI-DII).
    std::optional<Stop> step_injected(uint32_t word, Commit *commit = nullptr);

    void observer_add(Observer &observer);
    void observer_remove(Observer &observer);

    void breakpoint_add(uint32_t address) { breakpoints.insert(address); }
    void breakpoint_remove(uint32_t address) { breakpoints.erase(address); }
    void watchpoint_add(uint32_t address, uint32_t length, WatchKind kind);
    void watchpoint_remove(uint32_t address, uint32_t length, WatchKind kind);

    /// Makes a run() in progress return soon (StopReason::Requested). Safe from a signal handler or
    /// another thread.
    void stop_request();

    /// Counts capability loads whose tag the load filter cleared, and traps, since reset.
    [[nodiscard]] const Statistics &statistics() const { return theHart->statistics; }

    /// The device called `name` in the board, or null.
    [[nodiscard]] Device *device_find(std::string_view name) const;
    /// Where an HTIF `tohost` word is watched; set by the image loader from the symbol.
    Result<void> htif_attach(uint32_t tohostAddress);

private:
    /// Cycles after which devices are asked for outside input although nothing is due. Also what
    /// bounds the time until a stop request is seen.
    static constexpr uint64_t PollInterval = 65'536;

    struct Watchpoint
    {
        uint32_t address;
        uint32_t length;
        WatchKind kind;
        bool operator==(const Watchpoint &) const = default;
    };

    Machine(BoardDescription board, MachineOptions options, Console &console);
    void exit_request(int code, std::string_view protocol) override;
    /// Lets every device catch up if one was touched or has something due.
    void devices_update();
    /// Sleeps through WFI. False when nothing can ever wake the hart.
    bool sleep();
    /// Whether anything needs to see single steps.
    [[nodiscard]] bool is_observed() const;
    std::optional<Stop> step_with(std::optional<uint32_t> injected, Commit *commit);
    /// One interrupt entry or instruction, described in `commit`.
    void step_described(std::optional<uint32_t> injected, Commit &commit);
    [[nodiscard]] std::optional<Stop> watchpoint_check(const Commit &commit) const;
    std::optional<Stop> stop_pending();

    BoardDescription theBoard;
    MachineOptions theOptions;
    Console &theConsole;
    std::unique_ptr<Memory> theMemory;
    std::unique_ptr<Hart> theHart;
    std::unique_ptr<Engine> theEngine;
    std::vector<NamedDevice> devices;
    std::vector<Observer *> observers;
    std::set<uint32_t> breakpoints;
    std::vector<Watchpoint> watchpoints;
    std::optional<Stop> exitRequested;
    std::unique_ptr<IbexTiming> ibexTiming;
    /// The cycle at which some device next wants update().
    uint64_t nextEvent = 0;
    uint64_t lastUpdate = 0;
    uint64_t deviceAccessesSeen = 0;
    /// Written by stop_request().
    std::atomic<bool> isStopRequested = false;
};

} // namespace griotte::machine
