#include "machine/board/machine.h"

#include <algorithm>

#include "machine/devices/htif.h"

namespace griotte::machine {

Machine::Machine(BoardDescription board, MachineOptions options, Console &console)
    : theBoard(std::move(board)), theOptions(options), theConsole(console)
{}

Machine::~Machine() = default;

Result<std::unique_ptr<Machine>> Machine::create(const BoardDescription &board,
                                                 MachineOptions options, Console &console)
{
    auto machine = std::unique_ptr<Machine>(new Machine(board, options, console));
    machine->theMemory = TRY(Memory::create());
    machine->theHart = std::make_unique<Hart>(
        *machine->theMemory,
        HartConfiguration{options.mode, options.version, board.hasStackZeroing, board.resetPc});
    machine->theEngine = engine_make(options.engine, *machine->theHart);
    machine->devices = TRY(board_assemble(board, *machine->theHart, console, *machine));
    if (options.timing == Timing::Ibex) {
        machine->ibexTiming = std::make_unique<IbexTiming>();
    }
    return machine;
}

void Machine::reset()
{
    theHart->reset();
    for (const NamedDevice &entry : devices) {
        entry.device->reset();
    }
    if (ibexTiming != nullptr) {
        ibexTiming->reset();
    }
    exitRequested.reset();
    nextEvent = 0;
    lastUpdate = 0;
}

Result<void> Machine::htif_attach(uint32_t tohostAddress)
{
    ExitPort &exitPort = *this;
    auto htif = std::make_unique<Htif>(theConsole, exitPort);
    TRY_VOID(theMemory->overlay_add("htif", {tohostAddress, Htif::Size}, *htif));
    devices.push_back({"htif", std::move(htif)});
    return {};
}

Device *Machine::device_find(std::string_view name) const
{
    const auto found = std::ranges::find(devices, name, &NamedDevice::name);
    return found == devices.end() ? nullptr : found->device.get();
}

void Machine::exit_request(int code, std::string_view protocol)
{
    if (!exitRequested.has_value()) {
        exitRequested = Stop{StopReason::Exit, code, std::string(protocol), 0};
    }
}

void Machine::stop_request()
{
    isStopRequested = true;
}

void Machine::observer_add(Observer &observer)
{
    observers.push_back(&observer);
}

void Machine::observer_remove(Observer &observer)
{
    std::erase(observers, &observer);
}

void Machine::watchpoint_add(uint32_t address, uint32_t length, WatchKind kind)
{
    watchpoints.push_back({address, length, kind});
}

void Machine::watchpoint_remove(uint32_t address, uint32_t length, WatchKind kind)
{
    std::erase(watchpoints, Watchpoint{address, length, kind});
}

bool Machine::is_observed() const
{
    return !observers.empty() || !watchpoints.empty() || ibexTiming != nullptr;
}

void Machine::devices_update()
{
    const uint64_t accesses = theMemory->device_accesses();
    const uint64_t now = theHart->clock.cycles();
    // Input from outside announces itself by no event: look for it now and then.
    if (accesses == deviceAccessesSeen && now < nextEvent && now < lastUpdate + PollInterval) {
        return;
    }
    deviceAccessesSeen = accesses;
    lastUpdate = now;
    nextEvent = Device::Never;
    for (const NamedDevice &entry : devices) {
        nextEvent = std::min(nextEvent, entry.device->update());
    }
}

bool Machine::sleep()
{
    while (!theHart->is_interrupt_wanted()) {
        if (nextEvent != Device::Never) {
            const uint64_t now = theHart->clock.cycles();
            theHart->clock.cycles_add(std::max(nextEvent, now) - now);
        } else if (!theConsole.input_wait()) {
            return false;
        }
        const bool isLastChance = nextEvent == Device::Never;
        nextEvent = 0;
        devices_update();
        if (isLastChance && nextEvent == Device::Never && !theHart->is_interrupt_wanted()) {
            return false; // there is input, but nobody asked to be told
        }
    }
    theHart->isWaiting = false;
    return true;
}

std::optional<Stop> Machine::stop_pending()
{
    if (exitRequested.has_value()) {
        return exitRequested;
    }
    if (theHart->isLockedUp) {
        return Stop{StopReason::LockedUp, 0, {}, theHart->lastTrap.pc};
    }
    if (isStopRequested.exchange(false)) {
        return Stop{StopReason::Requested, 0, {}, 0};
    }
    return std::nullopt;
}

Stop Machine::run(uint64_t maximumSteps)
{
    Hart &hart = *theHart;
    const uint64_t begin = hart.clock.steps();
    const uint64_t limit = begin + std::min(maximumSteps, Device::Never - begin);
    while (true) {
        if (auto stop = stop_pending()) {
            return *stop;
        }
        if (hart.clock.steps() >= limit) {
            return {StopReason::Limit, 0, {}, 0};
        }
        const bool isFirst = hart.clock.steps() == begin;
        if (!isFirst && breakpoints.contains(hart.pc)) {
            return {StopReason::Breakpoint, 0, {}, hart.pc};
        }
        if (is_observed() || !breakpoints.empty()) {
            if (auto stop = step_with(std::nullopt, nullptr)) {
                return *stop;
            }
            continue;
        }
        devices_update();
        if (hart.isWaiting && !sleep()) {
            return {StopReason::Asleep, 0, {}, 0};
        }
        if (hart.is_interrupt_due()) {
            hart.clock.slice_begin(1);
            hart.interrupt_take();
            hart.clock.slice_remaining_set(0);
            continue;
        }
        const uint64_t untilEvent =
            std::max<uint64_t>(1, nextEvent - std::min(nextEvent, hart.clock.cycles()));
        // To the next look at the outside, wherever slices ended before: engines return as they
        // like.
        const uint64_t poll = lastUpdate + PollInterval;
        const uint64_t untilPoll = poll - std::min(poll - 1, hart.clock.cycles());
        theEngine->run(std::min({limit - hart.clock.steps(), untilEvent, untilPoll}));
    }
}

std::optional<Stop> Machine::step(Commit *commit)
{
    if (auto stop = stop_pending()) {
        return stop;
    }
    return step_with(std::nullopt, commit);
}

std::optional<Stop> Machine::step_injected(uint32_t word, Commit *commit)
{
    return step_with(word, commit);
}

std::optional<Stop> Machine::step_with(std::optional<uint32_t> injected, Commit *commit)
{
    devices_update();
    if (theHart->isWaiting && !sleep()) {
        return Stop{StopReason::Asleep, 0, {}, 0};
    }
    Commit local;
    Commit &described = commit == nullptr ? local : *commit;
    if (commit != nullptr || is_observed()) {
        step_described(injected, described);
    } else {
        theHart->clock.slice_begin(1);
        if (theHart->is_interrupt_due()) {
            theHart->interrupt_take();
            theHart->clock.slice_remaining_set(0);
        } else {
            theEngine->step(injected);
        }
        theHart->clock.slice_begin(0);
    }
    if (ibexTiming != nullptr) {
        theHart->clock.cycles_add(ibexTiming->extra_cycles(described));
    }
    for (Observer *observer : observers) {
        observer->step_done(*theHart, described);
    }
    if (auto stop = stop_pending()) {
        return stop;
    }
    return watchpoint_check(described);
}

void Machine::step_described(std::optional<uint32_t> injected, Commit &commit)
{
    Hart &hart = *theHart;
    const auto before = hart.registers;
    const uint64_t trapsBefore = hart.lastTrap.count;
    commit = Commit();
    commit.order = hart.clock.steps();
    commit.pc = hart.pc;
    hart.clock.slice_begin(1);
    if (hart.is_interrupt_due()) {
        commit.isInterrupt = true;
        hart.interrupt_take();
        hart.clock.slice_remaining_set(0);
    } else if (const auto fetched = theEngine->step(injected)) {
        commit.word = fetched->word;
        commit.instruction = fetched->instruction;
    }
    hart.clock.slice_begin(0);
    commit.nextPc = hart.pc;
    commit.isTrap = hart.lastTrap.count != trapsBefore || hart.isLockedUp;
    commit.trap = hart.lastTrap;

    const isa::Instruction &instruction = commit.instruction;
    const isa::OpcodeTraits &traits = isa::traits(instruction.opcode);
    commit.rs1Value = traits.hasRs1 ? before[instruction.rs1] : Capability();
    commit.rs2Value = traits.hasRs2 ? before[instruction.rs2] : Capability();
    if (commit.isTrap) {
        return;
    }
    if (traits.hasRd && instruction.rd != 0) {
        commit.rd = instruction.rd;
        commit.rdValue = hart.registers[instruction.rd];
    }
    const uint8_t size = data_access_size(instruction.opcode);
    if (size == 0) {
        return;
    }
    Commit::DataAccess access;
    access.address = commit.rs1Value.address() + static_cast<uint32_t>(instruction.immediate);
    access.size = size;
    access.isStore = traits.isStore;
    const Capability &value = traits.isStore ? commit.rs2Value : hart.registers[instruction.rd];
    access.low = value.address();
    if (size == GranuleSize) {
        access.high = value.metadata();
        access.tag = theMemory->tag_at(access.address);
    }
    commit.access = access;
}

std::optional<Stop> Machine::watchpoint_check(const Commit &commit) const
{
    if (!commit.access.has_value()) {
        return std::nullopt;
    }
    const auto &access = *commit.access;
    for (const Watchpoint &watchpoint : watchpoints) {
        const bool isKind = watchpoint.kind == WatchKind::Access ||
                            (watchpoint.kind == WatchKind::Write) == access.isStore;
        const AddressRange watched{watchpoint.address, watchpoint.length};
        if (isKind && watched.overlaps({access.address, access.size})) {
            return Stop{StopReason::Watchpoint, 0, {}, watchpoint.address};
        }
    }
    return std::nullopt;
}

} // namespace griotte::machine
