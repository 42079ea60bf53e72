#include "toolchain/link/capability_table.h"
#include "machine/capability/bounds.h"

#include <algorithm>
#include <cstring>
#include <optional>

#include <elf.h>

#include "machine/capability/capability.h"

namespace griotte::link {

namespace {

bool is_code(const Symbol &symbol)
{
    return symbol.kind == Symbol::Kind::InSection && symbol.section->is_executable() &&
           symbol.type != STT_OBJECT;
}

/// What the capability may do; nothing for a plain number.
std::optional<CapabilityKind> kind_of(const Symbol &symbol)
{
    if (symbol.isLinkerDefined) {
        return symbol.linkerKind;
    }
    if (is_code(symbol)) {
        return CapabilityKind::Code;
    }
    switch (symbol.reach()) {
    case Reach::Pcc:
        return CapabilityKind::ReadOnly;
    case Reach::Cgp:
        return CapabilityKind::ReadWrite;
    case Reach::Nothing:
        break;
    }
    return std::nullopt;
}

/// Why the entry cannot be made; empty when it can.
std::string problem_describe(const Symbol &symbol, const CapabilityEntry &entry)
{
    if (symbol.type == STT_NOTYPE && entry.length == 0) {
        return "its size is not known, so its bounds are not; say .size where it is defined";
    }
    if (!is_representable(entry.base, entry.length)) {
        return fmt::format("a capability cannot have the bounds 0x{:08x} to 0x{:08x} exactly; "
                           "align the object to {} and make it {} bytes long",
                           entry.base, uint64_t{entry.base} + entry.length,
                           machine::representable_alignment(entry.length),
                           representable_length(entry.length));
    }
    const auto object =
        machine::Capability::root_memory().with_address(entry.base).with_bounds(entry.length);
    if (!object.with_address(entry.base + entry.offset).is_tagged()) {
        return fmt::format("an address {} bytes from its start is too far outside its {} bytes for "
                           "a capability to them",
                           static_cast<int32_t>(entry.offset), entry.length);
    }
    return {};
}

} // namespace

void capabilities_visit(
    const SymbolTable &table,
    const std::function<void(Section &, const Relocation &, const Symbol &)> &visit)
{
    for (const auto &object : table.objects()) {
        for (const auto &section : object->sections) {
            if (section == nullptr || !section->isLive || !section->is_allocated()) {
                continue;
            }
            for (const Relocation &relocation : section->relocations) {
                const Symbol &symbol = *object->symbols[relocation.symbol].resolved;
                if (relocation.kind() == RelocationType::CheriCapability && symbol.is_defined()) {
                    visit(*section, relocation, symbol);
                }
            }
        }
    }
}

CapabilityResult capability_make(const Section &section, const Relocation &relocation,
                                 const Symbol &symbol, Range code)
{
    const auto kind = kind_of(symbol);
    if (!kind.has_value()) {
        return std::unexpected(fmt::format("it is a number (0x{:x}) or not in the image, so a "
                                           "capability to it has no bounds",
                                           symbol.value));
    }
    CapabilityEntry entry;
    entry.location = section.address() + relocation.offset;
    entry.kind = *kind;
    std::string problem;
    if (*kind == CapabilityKind::Code) {
        entry.base = static_cast<uint32_t>(code.start);
        entry.length = static_cast<uint32_t>(code.size());
        entry.offset = symbol.address() + relocation.addend - entry.base;
        // Anywhere in the bounds will do, and the linker has made those exact.
        problem = entry.offset > entry.length ? "it points outside the code" : "";
    } else {
        entry.base = symbol.address();
        entry.length = symbol.type == STT_SECTION ? symbol.section->size : symbol.size_after();
        entry.offset = static_cast<uint32_t>(relocation.addend);
        problem = problem_describe(symbol, entry);
    }
    if (!problem.empty()) {
        return std::unexpected(std::move(problem));
    }
    return entry;
}

uint32_t capability_count(const SymbolTable &table)
{
    uint32_t count = 0;
    capabilities_visit(table,
                       [&](const Section &, const Relocation &, const Symbol &) { count++; });
    return count;
}

std::vector<CapabilityEntry> capabilities_collect(const SymbolTable &table, Range code,
                                                  Complaints &complaints)
{
    std::vector<CapabilityEntry> entries;
    capabilities_visit(
        table, [&](const Section &section, const Relocation &relocation, const Symbol &symbol) {
            const auto entry = capability_make(section, relocation, symbol, code);
            if (entry.has_value()) {
                entries.push_back(*entry);
            } else {
                complaints.add("{}: {} of '{}': {}", place_describe(section, relocation.offset),
                               relocation_name(relocation.type), symbol.name, entry.error());
            }
        });
    std::ranges::sort(entries, {}, &CapabilityEntry::location);
    return entries;
}

std::vector<uint8_t> capability_table_bytes(const std::vector<CapabilityEntry> &entries)
{
    std::vector<uint8_t> bytes(entries.size() * CapabilityEntrySize);
    if (!entries.empty()) {
        std::memcpy(bytes.data(), entries.data(), bytes.size());
    }
    return bytes;
}

} // namespace griotte::link
