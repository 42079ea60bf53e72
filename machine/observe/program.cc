#include "machine/observe/program.h"

#include "base/text.h"
#include "machine/observe/guest_system.h"

namespace griotte::machine {

namespace {

// Sealing types of data (docs/reference/compartments.md).
constexpr uint32_t SealedExport = 9;
constexpr uint32_t SealedTrustedStack = 10;

std::string domain_describe(const DomainFacts &domain)
{
    switch (domain.kind) {
    case DomainFacts::Kind::Switcher:
        return "the switcher";
    case DomainFacts::Kind::Library:
        return "library " + domain.name;
    case DomainFacts::Kind::Compartment:
        break;
    }
    return domain.name;
}

/// "'buffer' (32 bytes) + 0x4": the object in the symbol table.
std::string symbol_describe(uint32_t address, const Program &program)
{
    const Symbol *symbol = program.image.symbol_near(address);
    if (symbol == nullptr) {
        return {};
    }
    std::string result = fmt::format("'{}'", symbol_demangle(symbol->name));
    if (symbol->size != 0) {
        result += fmt::format(" ({} byte{})", symbol->size, symbol->size == 1 ? "" : "s");
    }
    if (address != symbol->address) {
        result += fmt::format(" + 0x{:x}", address - symbol->address);
    }
    return result;
}

std::string heap_describe(uint32_t address, const Program &program)
{
    const HeapObject *object = program.heap == nullptr ? nullptr : program.heap->find(address);
    if (object == nullptr) {
        return "heap memory that is no object's";
    }
    const uint32_t offset = address - object->range.start;
    return fmt::format("{}heap object of {} bytes{}", object->freed.has_value() ? "freed " : "",
                       object->range.length, offset == 0 ? "" : fmt::format(", + 0x{:x}", offset));
}

/// In the terms of a firmware.
std::string firmware_address_describe(uint32_t address, const Program &program)
{
    const FirmwareFacts &facts = *program.firmware;
    if (facts.heap.contains(address)) {
        return heap_describe(address, program);
    }
    for (const DomainFacts &domain : facts.domains) {
        const std::string symbol = domain.globals.contains(address) || domain.code.contains(address)
                                       ? symbol_describe(address, program)
                                       : "";
        const bool isImport =
            std::ranges::any_of(domain.imports, [address](const ImportFacts &import) {
                return AddressRange{import.slot, GranuleSize}.contains(address);
            });
        if (!symbol.empty() && !isImport) {
            return fmt::format("{} of {}", symbol, domain_describe(domain));
        }
    }
    return facts.address_describe(address);
}

} // namespace

Result<void> Program::file_read(std::span<const uint8_t> elf, std::string_view name)
{
    lines = SourceLines::read(elf);
    variables = StackVariables::read(elf);
    if (image.format == ImageFormat::Elf) {
        firmware = TRY(firmware_facts_read(elf, name));
    }
    return {};
}

void Program::firmware_watch(Machine &machine)
{
    if (firmware.has_value()) {
        heap = std::make_unique<HeapHistory>(machine, *firmware);
    }
}

std::string place_describe(uint32_t address, const Program &program)
{
    std::string result = fmt::format("0x{:08x}", address);
    if (const Symbol *symbol = program.image.symbol_near(address)) {
        result += " " + symbol_demangle(symbol->name);
        if (address != symbol->address) {
            result += fmt::format("+0x{:x}", address - symbol->address);
        }
    }
    if (const auto line = program.lines.find(address)) {
        result += fmt::format(" ({}:{})", line->file, line->line);
    }
    return result;
}

std::string call_describe(uint32_t returnAddress, const Program &program)
{
    // The call is before it; where exactly does not matter to lines and symbols.
    const uint32_t address = returnAddress - 2;
    const Symbol *symbol = program.image.symbol_near(address);
    std::string result =
        symbol == nullptr ? fmt::format("0x{:08x}", address) : symbol_demangle(symbol->name);
    // The function's own line, where what makes the call was inlined into it.
    auto line = program.variables.inlined_call(address);
    line = line.has_value() ? line : program.lines.find(address);
    if (line.has_value()) {
        result += fmt::format(" ({}:{})", line->file, line->line);
    }
    return result;
}

std::string address_describe(uint32_t address, const Hart &hart, const Program &program)
{
    if (!program.firmware.has_value()) {
        return symbol_describe(address, program);
    }
    std::string result = firmware_address_describe(address, program);
    if (!result.empty()) {
        return result;
    }
    for (const Memory::DeviceRange &device : hart.memory().device_ranges()) {
        if (device.range.contains(address)) {
            return "device " + device.name;
        }
    }
    return {};
}

std::string target_describe(const Capability &capability, const Hart &hart, const Program &program)
{
    if (!program.firmware.has_value()) {
        return symbol_describe(capability.base(), program);
    }
    const uint32_t type = capability.object_type();
    if (type == SealedExport) {
        return "sealed " + address_describe(capability.address(), hart, program);
    }
    if (type == SealedTrustedStack || !capability.is_sealed() ||
        capability.may(Permission::Execute))
    {
        return address_describe(capability.may(Permission::Execute) ? capability.address()
                                                                    : capability.base(),
                                hart, program);
    }
    const std::string sealing = GuestSystem(hart, *program.firmware).sealed_object_type(capability);
    return fmt::format("{}{}", address_describe(capability.base(), hart, program),
                       sealing.empty() ? "" : ", sealed with " + sealing);
}

std::string situation_describe(uint32_t pc, const Hart &hart, const Program &program)
{
    if (!program.firmware.has_value()) {
        return {};
    }
    const GuestSystem system(hart, *program.firmware);
    const DomainFacts *domain = program.firmware->domain_of_code(pc);
    std::string result = domain == nullptr ? "no domain's code" : domain_describe(*domain);
    const auto thread = system.running_thread();
    if (!thread.has_value()) {
        return result + ", while no thread is running";
    }
    const uint32_t depth = system.depth(*thread);
    const DomainFacts *compartment = depth == 0 ? nullptr : system.callee(*thread, depth - 1);
    if (compartment != nullptr && compartment != domain) {
        result += " for " + compartment->name;
    }
    return result + ", on thread " + program.firmware->thread_describe(*thread);
}

std::vector<std::string> callers_describe(uint32_t number, const Hart &hart, const Program &program)
{
    std::vector<std::string> result;
    const FirmwareFacts &facts = *program.firmware;
    const auto calls = GuestSystem(hart, facts).calls(number);
    for (size_t index = calls.size(); index-- > 1;) {
        const GuestSystem::Call &call = calls[index];
        const DomainFacts *caller = calls[index - 1].compartment;
        std::string text = caller == nullptr ? "the switcher" : caller->name;
        if (call.ownReturnAddress.has_value()) {
            text += fmt::format(": {}, through {}", call_describe(*call.ownReturnAddress, program),
                                call_describe(*call.returnAddress, program));
        } else if (call.returnAddress.has_value()) {
            text += ": " + call_describe(*call.returnAddress, program);
        }
        result.push_back(text);
    }
    return result;
}

std::string heap_actor_describe(const HeapActor &actor, const Program &program)
{
    std::string result = actor.compartment == nullptr ? "the system" : actor.compartment->name;
    if (actor.returnAddress.has_value()) {
        result += ": " + call_describe(*actor.returnAddress, program);
    }
    if (actor.thread.has_value()) {
        result += ", on thread " + program.firmware->thread_describe(*actor.thread);
    }
    return result;
}

} // namespace griotte::machine
