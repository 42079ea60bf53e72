#include "machine/debugger/gdb_session.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>

#include <fmt/format.h>

#include "machine/debugger/gdb_packet.h"
#include "machine/debugger/monitor.h"
#include "machine/debugger/registers.h"

namespace griotte::machine {

namespace {

constexpr const char *Ok = "OK";
constexpr const char *BadArguments = "E01"; // the packet's own fields make no sense
constexpr const char *BadAddress = "E0e";   // EFAULT: no memory there
constexpr const char *BadThread = "E03";    // ESRCH: no such thread
constexpr size_t TransferLimit = 32u << 10;
/// Steps between two looks at the connection.
constexpr uint64_t SliceSteps = 200'000;

enum Signal : int
{
    SignalInterrupt = 2,
    SignalIllegal = 4,
    SignalTrap = 5,
    SignalBus = 10,
    SignalSegmentation = 11,
};

/// The signal a trap looks like to a debugger of processes.
int signal_of(uint32_t mcause)
{
    switch (static_cast<Cause>(mcause)) {
    case Cause::IllegalInstruction:
        return SignalIllegal;
    case Cause::Breakpoint:
        return SignalTrap;
    case Cause::LoadMisaligned:
    case Cause::StoreMisaligned:
        return SignalBus;
    default:
        return SignalSegmentation;
    }
}

bool starts_with_taken(std::string_view &text, std::string_view prefix)
{
    if (!text.starts_with(prefix)) {
        return false;
    }
    text.remove_prefix(prefix.size());
    return true;
}

/// ADDRESS,LENGTH at the front of `text`.
struct Range
{
    uint32_t address = 0;
    uint32_t length = 0;
};
std::optional<Range> range_take(std::string_view &text)
{
    const auto address = hex_number_take(text);
    if (!address.has_value() || !starts_with_taken(text, ",")) {
        return std::nullopt;
    }
    const auto length = hex_number_take(text);
    if (!length.has_value() || *address > 0xffff'ffff || *length > TransferLimit) {
        return std::nullopt;
    }
    return Range{static_cast<uint32_t>(*address), static_cast<uint32_t>(*length)};
}

std::optional<WatchKind> watch_kind(char type)
{
    switch (type) {
    case '2':
        return WatchKind::Write;
    case '3':
        return WatchKind::Read;
    case '4':
        return WatchKind::Access;
    default:
        return std::nullopt;
    }
}

/// Register `number` in the protocol's spelling, of a thread that is not running or of the hart;
/// x for digits that nobody knows. Nothing for a number past the end.
std::optional<std::string>
register_text(const Hart &hart, const std::optional<SavedRegisters> &saved, unsigned number)
{
    const auto bytes = saved.has_value() ? debug_register_read(hart, *saved, number)
                                         : debug_register_read(hart, number);
    if (!bytes.has_value()) {
        return std::nullopt;
    }
    return bytes->empty() ? std::string(2 * debug_register_size(hart, number), 'x')
                          : hex_encode(*bytes);
}

} // namespace

/// Stops the machine when a step faulted, so that the debugger sees it before the handler runs.
class GdbSession::TrapWatch final : public Observer
{
public:
    explicit TrapWatch(Machine &theMachine) : machine(theMachine) { machine.observer_add(*this); }
    ~TrapWatch() override { machine.observer_remove(*this); }
    TrapWatch(const TrapWatch &) = delete;
    TrapWatch &operator=(const TrapWatch &) = delete;

    void step_done(const Hart &, const Commit &commit) override
    {
        const bool isFault = commit.isTrap && !commit.isInterrupt &&
                             commit.trap.mcause != static_cast<uint32_t>(Cause::EnvironmentCall);
        if (isFault) {
            fault = commit.trap;
            machine.stop_request();
        }
    }
    std::optional<TrapRecord> fault;

private:
    Machine &machine;
};

GdbSession::GdbSession(Machine &theMachine, const Program *theProgram)
    : machine(theMachine), program(theProgram), threads(theMachine.hart(), theProgram),
      lastStop(stop_describe(SignalTrap, ""))
{}

GdbSession::~GdbSession() = default;

GdbSession::Answer GdbSession::packet(std::string_view data)
{
    if (data.empty()) {
        return {};
    }
    const char kind = data[0];
    const std::string_view rest = data.substr(1);
    switch (kind) {
    case '?':
        return {Next::Reply, lastStop};
    case 'g':
        return {Next::Reply, registers_read()};
    case 'G':
        return {Next::Reply, registers_write(rest)};
    case 'p':
        return {Next::Reply, register_read(rest)};
    case 'P':
        return {Next::Reply, register_write(rest)};
    case 'm':
        return {Next::Reply, memory_read(rest)};
    case 'M':
        return {Next::Reply, memory_write(rest, false)};
    case 'X':
        return {Next::Reply, memory_write(rest, true)};
    case 'Z':
        return {Next::Reply, breakpoint_change(rest, true)};
    case 'z':
        return {Next::Reply, breakpoint_change(rest, false)};
    case 'c':
        return resume({}, rest);
    case 's':
        return resume({.isStep = true}, rest);
    case 'C': // with a signal, which bare metal has no use for
    case 'S':
        return resume({.isStep = kind == 'S'}, {});
    case 'H':
        return {Next::Reply, thread_select(rest)};
    case 'T':
        return {Next::Reply, thread_is_alive(rest)};
    case 'D':
        return {Next::Detach, Ok};
    case 'k':
        return {Next::Kill, ""};
    case 'q':
        return query(rest);
    case 'Q':
        return set(rest);
    case 'v':
        return verbose(rest);
    default:
        return {};
    }
}

GdbSession::Answer GdbSession::query(std::string_view data)
{
    if (data.starts_with("Supported")) {
        return {Next::Reply, fmt::format("PacketSize={:x};qXfer:features:read+;swbreak+;hwbreak+;"
                                         "QStartNoAckMode+;vContSupported+",
                                         TransferLimit)};
    }
    if (data.starts_with("Xfer:features:read:")) {
        return {Next::Reply, transfer(data)};
    }
    if (starts_with_taken(data, "Rcmd,")) {
        const auto command = hex_decode(data);
        return {Next::Reply, command.has_value() ? hex_encode(monitor(*command)) : BadArguments};
    }
    if (data.starts_with("MemoryRegionInfo:")) {
        return {Next::Reply, memory_region(data.substr(data.find(':') + 1))};
    }
    if (data == "fThreadInfo") {
        return {Next::Reply, threads_list()};
    }
    if (starts_with_taken(data, "ThreadExtraInfo,")) {
        return {Next::Reply, thread_describe(data)};
    }
    if (data == "sThreadInfo") {
        return {Next::Reply, "l"};
    }
    if (data == "C") {
        return {Next::Reply, fmt::format("QC{:x}", threads.current())};
    }
    if (data.starts_with("Attached")) {
        return {Next::Reply, "1"};
    }
    if (data.starts_with("Symbol")) {
        return {Next::Reply, Ok};
    }
    if (data == "HostInfo" || data == "ProcessInfo") {
        // For lldb.
        return {Next::Reply, fmt::format("{}triple:{};endian:little;ptrsize:4;",
                                         data == "ProcessInfo" ? "pid:1;" : "",
                                         hex_encode("riscv32-unknown-unknown-elf"))};
    }
    return {};
}

GdbSession::Answer GdbSession::set(std::string_view data)
{
    if (data == "StartNoAckMode") {
        isNoAck = true;
        return {Next::Reply, Ok};
    }
    return {};
}

GdbSession::Answer GdbSession::verbose(std::string_view data)
{
    if (data == "Cont?") {
        return {Next::Reply, "vCont;c;C;s;S;r"};
    }
    if (starts_with_taken(data, "Cont;") && !data.empty()) {
        const char action = data[0];
        data.remove_prefix(1);
        if (action == 'c' || action == 'C') {
            return resume({}, {});
        }
        if (action == 's' || action == 'S') {
            return resume({.isStep = true}, {});
        }
        if (action == 'r') {
            const auto start = hex_number_take(data);
            const bool hasEnd = starts_with_taken(data, ",");
            const auto end = hex_number_take(data);
            if (start.has_value() && hasEnd && end.has_value()) {
                return resume({true, static_cast<uint32_t>(*start), static_cast<uint32_t>(*end)},
                              {});
            }
        }
        return {Next::Reply, BadArguments};
    }
    if (data.starts_with("Kill")) {
        return {Next::Kill, Ok};
    }
    return {};
}

GdbSession::Answer GdbSession::resume(Resume how, std::string_view address)
{
    if (hasExited) {
        return {Next::Reply, lastStop};
    }
    if (!address.empty()) {
        const auto pc = hex_number_take(address);
        if (!pc.has_value() || *pc > 0xffff'ffff) {
            return {Next::Reply, BadArguments};
        }
        machine.hart().pc = static_cast<uint32_t>(*pc) & ~uint32_t{1};
    }
    resumeHow = how;
    selectedThread = 0;
    return {Next::Run, ""};
}

std::string GdbSession::run(const std::function<bool()> &shouldStop)
{
    const auto step_stop = [this]() -> std::optional<Stop> { return machine.step(); };
    if (resumeHow.isStep) {
        std::optional<Stop> stop;
        uint64_t count = 0;
        do {
            stop = step_stop();
            count++;
            const uint32_t pc = machine.hart().pc;
            if (stop.has_value() || pc < resumeHow.rangeStart || pc >= resumeHow.rangeEnd) {
                break;
            }
        } while (count % SliceSteps != 0 || !shouldStop());
        return stop_reply(stop.value_or(Stop{StopReason::Limit, 0, {}, 0}));
    }
    while (true) {
        const Stop stop = machine.run(SliceSteps);
        if (stop.reason != StopReason::Limit) {
            return stop_reply(stop);
        }
        if (shouldStop()) {
            lastStop = stop_describe(SignalInterrupt, "");
            return lastStop;
        }
    }
}

std::string GdbSession::stop_describe(int signal, std::string_view reason) const
{
    return fmt::format("T{:02x}thread:{:x};{}", signal, threads.current(), reason);
}

std::string GdbSession::stop_reply(const Stop &stop)
{
    switch (stop.reason) {
    case StopReason::Exit:
        hasExited = true;
        lastStop = fmt::format("W{:02x}", stop.exitCode & 0xff);
        break;
    case StopReason::Breakpoint:
        lastStop = stop_describe(SignalTrap, "hwbreak:;");
        break;
    case StopReason::Watchpoint:
        lastStop = stop_describe(SignalTrap, fmt::format("watch:{:x};", stop.address));
        break;
    case StopReason::LockedUp:
        lastStop = stop_describe(signal_of(machine.hart().lastTrap.mcause), "");
        break;
    case StopReason::Requested:
        if (trapWatch != nullptr && trapWatch->fault.has_value()) {
            lastStop = stop_describe(signal_of(trapWatch->fault->mcause), "");
            trapWatch->fault.reset();
        } else {
            lastStop = stop_describe(SignalInterrupt, "");
        }
        break;
    case StopReason::Limit:
    case StopReason::Asleep:
        lastStop = stop_describe(SignalTrap, "");
        break;
    }
    return lastStop;
}

std::string GdbSession::transfer(std::string_view data) const
{
    if (!starts_with_taken(data, "Xfer:features:read:target.xml:")) {
        return BadArguments;
    }
    const auto offset = hex_number_take(data);
    const bool hasLength = starts_with_taken(data, ",");
    const auto length = hex_number_take(data);
    const std::string xml = debug_target_description(machine.hart());
    if (!offset.has_value() || !hasLength || !length.has_value() || *offset > xml.size()) {
        return BadArguments;
    }
    const std::string part = xml.substr(*offset, *length);
    return (*offset + part.size() < xml.size() ? "m" : "l") + part;
}

std::string GdbSession::threads_list() const
{
    std::string list;
    for (const uint32_t id : threads.ids()) {
        list += fmt::format("{}{:x}", list.empty() ? 'm' : ',', id);
    }
    return list;
}

std::string GdbSession::thread_describe(std::string_view data) const
{
    const auto id = hex_number_take(data);
    return id.has_value() && *id <= UINT32_MAX && threads.is_alive(static_cast<uint32_t>(*id))
               ? hex_encode(threads.describe(static_cast<uint32_t>(*id)))
               : BadArguments;
}

std::string GdbSession::thread_is_alive(std::string_view data) const
{
    const auto id = hex_number_take(data);
    return id.has_value() && *id <= UINT32_MAX && threads.is_alive(static_cast<uint32_t>(*id))
               ? Ok
               : BadThread;
}

/// Hg: whose registers are meant. Hc, who goes on, is everybody. 0 is any thread, -1 all.
std::string GdbSession::thread_select(std::string_view data)
{
    const bool isForRegisters = starts_with_taken(data, "g");
    if (!isForRegisters && !starts_with_taken(data, "c")) {
        return BadArguments;
    }
    if (data == "-1" || data == "0") {
        selectedThread = isForRegisters ? 0 : selectedThread;
        return Ok;
    }
    const auto id = hex_number_take(data);
    if (!id.has_value() || *id > UINT32_MAX || !threads.is_alive(static_cast<uint32_t>(*id))) {
        return BadThread;
    }
    selectedThread = isForRegisters ? static_cast<uint32_t>(*id) : selectedThread;
    return Ok;
}

std::optional<SavedRegisters> GdbSession::selected_registers() const
{
    return threads.saved_registers(selectedThread);
}

std::string GdbSession::registers_read() const
{
    const auto saved = selected_registers();
    std::string text;
    for (unsigned number = 0; number < debug_register_count(machine.hart()); number++) {
        text += register_text(machine.hart(), saved, number).value_or("");
    }
    return text;
}

std::string GdbSession::registers_write(std::string_view data)
{
    const auto bytes = hex_decode(data);
    if (!bytes.has_value() || selected_registers().has_value()) {
        return BadArguments;
    }
    size_t at = 0;
    for (unsigned number = 0; number < debug_register_count(machine.hart()); number++) {
        const size_t size = debug_register_read(machine.hart(), number)->size();
        if (at + size > bytes->size()) {
            return BadArguments;
        }
        // Read-only ones are skipped: the debugger only writes back what it read.
        (void)debug_register_write(machine.hart(), number, bytes->substr(at, size), mayForge);
        at += size;
    }
    return Ok;
}

std::string GdbSession::register_read(std::string_view data) const
{
    const auto number = hex_number_take(data);
    return number.has_value() && *number <= 0xffff
               ? register_text(machine.hart(), selected_registers(), static_cast<unsigned>(*number))
                     .value_or(BadArguments)
               : BadArguments;
}

std::string GdbSession::register_write(std::string_view data)
{
    const auto number = hex_number_take(data);
    if (!number.has_value() || *number > 0xffff || !starts_with_taken(data, "=")) {
        return BadArguments;
    }
    const auto bytes = hex_decode(data);
    const bool isRunning = !selected_registers().has_value();
    return isRunning && bytes.has_value() &&
                   debug_register_write(machine.hart(), static_cast<unsigned>(*number), *bytes,
                                        mayForge)
               ? Ok
               : BadArguments;
}

std::string GdbSession::memory_read(std::string_view data) const
{
    const auto range = range_take(data);
    if (!range.has_value()) {
        return BadArguments;
    }
    // As much as there is: debuggers read past the end of things.
    std::string bytes(range->length, '\0');
    for (size_t length = bytes.size(); length > 0; length /= 2) {
        const std::span part(reinterpret_cast<uint8_t *>(bytes.data()), length);
        if (machine.memory().host_read(range->address, part).has_value()) {
            return hex_encode(std::string_view(bytes).substr(0, length));
        }
    }
    return range->length == 0 ? "" : BadAddress;
}

std::string GdbSession::memory_write(std::string_view data, bool isBinary)
{
    const auto range = range_take(data);
    if (!range.has_value() || !starts_with_taken(data, ":")) {
        return BadArguments;
    }
    const auto bytes = isBinary ? std::optional(std::string(data)) : hex_decode(data);
    if (!bytes.has_value() || bytes->size() != range->length) {
        return BadArguments;
    }
    const std::span source(reinterpret_cast<const uint8_t *>(bytes->data()), bytes->size());
    return machine.memory().host_write(range->address, source).has_value() ? Ok : BadAddress;
}

std::string GdbSession::breakpoint_change(std::string_view data, bool isAdded)
{
    if (data.size() < 2 || data[1] != ',') {
        return BadArguments;
    }
    const char type = data[0];
    data.remove_prefix(2);
    const auto range = range_take(data);
    if (!range.has_value()) {
        return BadArguments;
    }
    if (type == '0' || type == '1') {
        if (isAdded) {
            machine.breakpoint_add(range->address);
        } else {
            machine.breakpoint_remove(range->address);
        }
        return Ok;
    }
    const auto kind = watch_kind(type);
    if (!kind.has_value()) {
        return "";
    }
    if (isAdded) {
        machine.watchpoint_add(range->address, range->length, *kind);
    } else {
        machine.watchpoint_remove(range->address, range->length, *kind);
    }
    return Ok;
}

std::string GdbSession::memory_region(std::string_view data) const
{
    const auto address = hex_number_take(data);
    if (!address.has_value() || *address > 0xffff'ffff) {
        return BadArguments;
    }
    uint64_t holeEnd = AddressSpaceSize;
    for (const Memory::Region &region : machine.memory().regions()) {
        if (region.range.contains(static_cast<uint32_t>(*address))) {
            return fmt::format("start:{:x};size:{:x};permissions:{};", region.range.start,
                               region.range.length,
                               region.kind == Memory::RegionKind::Rom ? "rx" : "rwx");
        }
        if (region.range.start > *address) {
            holeEnd = std::min<uint64_t>(holeEnd, region.range.start);
        }
    }
    return fmt::format("start:{:x};size:{:x};", *address, holeEnd - *address);
}

std::string GdbSession::monitor(std::string_view command)
{
    if (command == "reset") {
        machine.reset();
        hasExited = false;
        lastStop = stop_describe(SignalTrap, "");
        return "reset\n";
    }
    if (command == "trap stop") {
        trapWatch = std::make_unique<TrapWatch>(machine);
        return "faults stop the machine\n";
    }
    if (command == "trap continue") {
        trapWatch.reset();
        return "faults go to the handler\n";
    }
    if (command == "forge on" || command == "forge off") {
        mayForge = command == "forge on";
        return mayForge ? "writes to capability registers set their tag\n"
                        : "writes to capability registers clear their tag\n";
    }
    return monitor_command(machine, program, command);
}

} // namespace griotte::machine
