// The capabilities in an image's data. Files cannot hold tags, so the image has a table of them and
// start-up code makes each from its roots (docs/reference/linking.md, "The capability table").
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <string>
#include <vector>

#include "toolchain/link/complaints.h"
#include "toolchain/link/layout.h"
#include "toolchain/link/symbol_table.h"

namespace griotte::link {

/// One entry, as start-up code reads it: five words in this order.
struct CapabilityEntry
{
    /// Where the capability goes: a multiple of 8.
    uint32_t location = 0;
    uint32_t base = 0;
    uint32_t length = 0;
    /// Of the address, from the base.
    uint32_t offset = 0;
    CapabilityKind kind = CapabilityKind::ReadWrite;

    constexpr bool operator==(const CapabilityEntry &) const = default;
};
inline constexpr uint32_t CapabilityEntrySize = 20;
static_assert(sizeof(CapabilityEntry) == CapabilityEntrySize);

/// Why a capability cannot be made, in words.
using CapabilityResult = std::expected<CapabilityEntry, std::string>;

/// Calls `visit` for each capability in the live sections of `table` that start-up code has to
/// make, with the relocation's symbol.
void capabilities_visit(
    const SymbolTable &table,
    const std::function<void(Section &, const Relocation &, const Symbol &)> &visit);

/// The capability that `relocation` of `section` asks for, to something in the same domain. `code`
/// is what PCC is bounded to. Addresses must be final.
CapabilityResult capability_make(const Section &section, const Relocation &relocation,
                                 const Symbol &symbol, Range code);

/// How many entries the live sections need. Weak symbols nobody defines are null and need none.
uint32_t capability_count(const SymbolTable &table);

/// The entries, by the order of the sections in the image. Addresses must be final. `code` is what
/// PCC is bounded to. Complains of objects whose bounds no capability can have.
std::vector<CapabilityEntry> capabilities_collect(const SymbolTable &table, Range code,
                                                  Complaints &complaints);

/// The entries as the table's bytes.
std::vector<uint8_t> capability_table_bytes(const std::vector<CapabilityEntry> &entries);

} // namespace griotte::link
