#include "machine/debugger/monitor.h"

#include <sstream>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "machine/debugger/registers.h"
#include "machine/observe/guest_system.h"

namespace griotte::machine {

namespace {

constexpr const char *Help =
    "cap REGISTER|ADDRESS  a capability, decoded: monitor cap ca0, monitor cap 0x80001000\n"
    "caps                  every capability register\n"
    "tag ADDRESS           whether the granule there holds a tagged capability\n"
    "tags START LENGTH     which granules of a range do\n"
    "revoked ADDRESS       whether the revocation bitmap marks the granule there\n"
    "stats                 instructions, traps, loads filtered\n"
    "map                   the board's memory and devices\n"
    "whatis ADDRESS|REGISTER  what lies there, or what a capability register points to\n"
    "compartments          a firmware's domains\n"
    "threads               a firmware's threads and what they are doing\n"
    "heap ADDRESS          who allocated, and freed, the heap object there\n"
    "trap stop|continue    stop at CHERI violations and faults before the handler runs, or not\n"
    "forge on|off          let writes to capability registers set the tag, or not (off)\n"
    "reset                 reset the hart and the devices; memory keeps its contents\n";

std::string permissions_in_words(const Capability &capability)
{
    static constexpr std::pair<Permission, const char *> Names[] = {
        {Permission::Global, "Global"},
        {Permission::Load, "Load"},
        {Permission::Store, "Store"},
        {Permission::LoadStoreCapability, "LoadStoreCapability"},
        {Permission::LoadMutable, "LoadMutable"},
        {Permission::LoadGlobal, "LoadGlobal"},
        {Permission::StoreLocal, "StoreLocal"},
        {Permission::Execute, "Execute"},
        {Permission::AccessSystemRegisters, "AccessSystemRegisters"},
        {Permission::Seal, "Seal"},
        {Permission::Unseal, "Unseal"},
        {Permission::User0, "User0"},
    };
    std::string words;
    for (const auto &[permission, name] : Names) {
        if (capability.may(permission)) {
            words += words.empty() ? name : fmt::format(" {}", name);
        }
    }
    return words.empty() ? "none" : words;
}

std::optional<uint32_t> address_parse(const std::string &text)
{
    const auto value = number_parse(text);
    return value.has_value() && *value <= 0xffff'ffff ? std::optional(static_cast<uint32_t>(*value))
                                                      : std::nullopt;
}

std::string cap_command(const Machine &machine, const std::string &what)
{
    if (const auto capability = capability_by_name(machine.hart(), what)) {
        return fmt::format("{}: {}", what, capability_describe(*capability));
    }
    const auto address = address_parse(what);
    if (!address.has_value()) {
        return fmt::format("'{}' is neither a capability register nor an address\n", what);
    }
    const uint32_t granule = *address & ~(GranuleSize - 1);
    std::array<uint8_t, GranuleSize> bytes{};
    if (!machine.hart().memory().host_read(granule, bytes).has_value()) {
        return fmt::format("no memory at 0x{:08x}\n", granule);
    }
    uint32_t low = 0;
    uint32_t high = 0;
    std::memcpy(&low, bytes.data(), 4);
    std::memcpy(&high, bytes.data() + 4, 4);
    const auto capability =
        Capability::from_memory(low, high, machine.hart().memory().tag_at(granule));
    return fmt::format("[0x{:08x}]: {}", granule, capability_describe(capability));
}

std::string caps_command(const Machine &machine)
{
    std::string text;
    for (const std::string &name : capability_names()) {
        text +=
            fmt::format("{:<10} {}\n", name, to_string(*capability_by_name(machine.hart(), name)));
    }
    return text;
}

std::string tags_command(const Machine &machine, uint32_t start, uint64_t length)
{
    constexpr uint64_t LengthLimit = 1u << 20;
    std::string text;
    const Memory &memory = machine.hart().memory();
    for (uint64_t at = start & ~(GranuleSize - 1);
         at < start + std::min(length, LengthLimit) && at < AddressSpaceSize; at += GranuleSize)
    {
        if (memory.tag_at(static_cast<uint32_t>(at))) {
            text += cap_command(machine, fmt::format("0x{:x}", at));
        }
    }
    return text.empty() ? "no tagged capability there\n" : text;
}

std::string map_command(const Machine &machine)
{
    std::string text;
    for (const auto &region : machine.hart().memory().regions()) {
        text += fmt::format("0x{:08x}-0x{:08x} {} {}\n", region.range.start, region.range.end(),
                            region.kind == Memory::RegionKind::Rom ? "rom" : "ram", region.name);
    }
    for (const auto &device : machine.hart().memory().device_ranges()) {
        text += fmt::format("0x{:08x}-0x{:08x} device {}\n", device.range.start, device.range.end(),
                            device.name);
    }
    return text;
}

std::string stats_command(const Machine &machine)
{
    const Statistics &statistics = machine.statistics();
    return fmt::format("instructions {}\ncycles {}\ntraps {}\ninterrupts {}\nloads filtered {}\n",
                       machine.hart().instructions_retired_total(), machine.hart().clock.cycles(),
                       statistics.traps, statistics.interrupts, statistics.loadsFiltered);
}

constexpr const char *NoProgram = "the program is not known here\n";
constexpr const char *NoFirmware = "this is no firmware: its image says nothing of compartments\n";

std::string heap_lines(uint32_t address, const Program &program)
{
    const HeapObject *object = program.heap == nullptr ? nullptr : program.heap->find(address);
    if (object == nullptr) {
        return {};
    }
    std::string text =
        fmt::format("  allocated by {}\n", heap_actor_describe(object->allocated, program));
    if (object->freed.has_value()) {
        text += fmt::format("  freed by {}\n", heap_actor_describe(*object->freed, program));
    }
    return text;
}

std::string whatis_command(const Machine &machine, const Program *program, const std::string &what)
{
    if (program == nullptr) {
        return NoProgram;
    }
    const auto capability = capability_by_name(machine.hart(), what);
    const auto address = address_parse(what);
    if (!capability.has_value() && !address.has_value()) {
        return fmt::format("'{}' is neither a capability register nor an address\n", what);
    }
    const bool isCapability = capability.has_value() && capability->metadata() != 0;
    const uint32_t at = !capability.has_value() ? *address
                        : isCapability          ? capability->base()
                                                : capability->address();
    const std::string target = isCapability ? target_describe(*capability, machine.hart(), *program)
                                            : address_describe(at, machine.hart(), *program);
    return fmt::format("{}: {}\n{}", what, target.empty() ? "nothing that is known" : target,
                       heap_lines(at, *program));
}

std::string compartments_command(const Program *program)
{
    if (program == nullptr || !program->firmware.has_value()) {
        return NoFirmware;
    }
    static constexpr const char *Kinds[] = {"switcher", "library", "compartment"};
    std::string text;
    for (const DomainFacts &domain : program->firmware->domains) {
        text += fmt::format("{:<20} {:<11} code 0x{:08x}-0x{:08x}", domain.name,
                            Kinds[static_cast<size_t>(domain.kind)], domain.code.start,
                            domain.code.end());
        if (domain.globals.length != 0) {
            text += fmt::format(" globals 0x{:08x}-0x{:08x}", domain.globals.start,
                                domain.globals.end());
        }
        text += "\n";
    }
    return text;
}

std::string threads_command(const Machine &machine, const Program *program)
{
    if (program == nullptr || !program->firmware.has_value()) {
        return NoFirmware;
    }
    const FirmwareFacts &facts = *program->firmware;
    const GuestSystem system(machine.hart(), facts);
    const auto running = system.running_thread();
    std::string text;
    for (uint32_t number = 0; number <= facts.threads.size(); number++) {
        const auto saved = system.saved_pc(number);
        text += fmt::format("{} {}", running == number ? "*" : " ", facts.thread_describe(number));
        if (system.depth(number) == 0) {
            text += ": has not begun\n";
            continue;
        }
        if (running == number || saved.has_value()) {
            text +=
                ": at " + place_describe(running == number ? machine.hart().pc : *saved, *program);
        }
        text += "\n";
        for (const std::string &caller : callers_describe(number, machine.hart(), *program)) {
            text += fmt::format("      called by {}\n", caller);
        }
    }
    return text;
}

std::string heap_command(const Program *program, uint32_t address)
{
    if (program == nullptr || !program->firmware.has_value() || program->heap == nullptr) {
        return NoFirmware;
    }
    const HeapObject *object = program->heap->find(address);
    if (object == nullptr) {
        return fmt::format("0x{:08x}: in no heap object, and in none that was freed lately\n",
                           address);
    }
    return fmt::format("0x{:08x}: {} bytes at 0x{:08x}{}\n{}", address, object->range.length,
                       object->range.start, object->freed.has_value() ? ", freed" : "",
                       heap_lines(address, *program));
}

} // namespace

std::string capability_describe(const Capability &capability)
{
    const Bounds bounds = capability.bounds();
    const int64_t offset = int64_t{capability.address()} - int64_t{bounds.base};
    return fmt::format("{}\n  {}, {}, {} bytes, address at offset {}{}\n  permissions: {}\n",
                       to_string(capability), capability.is_tagged() ? "valid" : "no tag",
                       object_type_describe(capability), capability.length(), offset,
                       capability.contains(capability.address(), 1) ? "" : " (out of bounds)",
                       permissions_in_words(capability));
}

std::string monitor_command(const Machine &machine, const Program *program,
                            std::string_view command)
{
    std::istringstream words{std::string(command)};
    std::string verb;
    std::string first;
    std::string second;
    words >> verb >> first >> second;
    if (verb == "cap" && !first.empty()) {
        return cap_command(machine, first);
    }
    if (verb == "caps") {
        return caps_command(machine);
    }
    if (verb == "stats") {
        return stats_command(machine);
    }
    if (verb == "map") {
        return map_command(machine);
    }
    if (verb == "whatis" && !first.empty()) {
        return whatis_command(machine, program, first);
    }
    if (verb == "compartments") {
        return compartments_command(program);
    }
    if (verb == "threads") {
        return threads_command(machine, program);
    }
    const auto address = address_parse(first);
    if (verb == "heap" && address.has_value()) {
        return heap_command(program, *address);
    }
    if (verb == "tag" && address.has_value()) {
        return fmt::format("0x{:08x}: {}\n", *address,
                           machine.hart().memory().tag_at(*address) ? "tagged" : "no tag");
    }
    if (verb == "revoked" && address.has_value()) {
        return fmt::format("0x{:08x}: {}\n", *address,
                           machine.hart().memory().is_revoked(*address) ? "revoked"
                                                                        : "not revoked");
    }
    const auto length = number_parse(second);
    if (verb == "tags" && address.has_value() && length.has_value()) {
        return tags_command(machine, *address, *length);
    }
    return verb == "help" ? Help : fmt::format("'{}' is not a command here:\n{}", command, Help);
}

} // namespace griotte::machine
