// Where a bare-metal image's sections go, and the symbols that tell the program.
#pragma once

#include <deque>
#include <utility>
#include <vector>

#include "base/error.h"
#include "toolchain/link/baremetal.h"
#include "toolchain/link/layout.h"
#include "toolchain/link/symbol_table.h"

namespace griotte::link {

/// The sections of the image, then what is known of its memory once they have addresses.
struct BaremetalMap
{
    /// In memory order; empty ones are left out. Then debug information.
    std::deque<OutputSection> sections;
    /// Bounds of PCC and CGP: exactly representable.
    Range code;
    Range data;
    /// Where in the data CGP points.
    uint32_t cgp = 0;
    Range heap;
    Range stack;

    [[nodiscard]] const OutputSection *find(std::string_view name) const;
    /// Code and constants, or data, as segments are loaded.
    std::vector<OutputSection *> sections_of(Reach reach);
};

/// Sorts the live sections of `table` into output sections; `entry`'s own comes first.
BaremetalMap sections_arrange(const SymbolTable &table, const Symbol &entry);

/// Gives everything an address. May run again when sections changed their sizes. Fails when it does
/// not fit, saying by how much.
Result<void> addresses_assign(BaremetalMap &map, const BaremetalLayout &layout);

/// Declares the symbols of docs/reference/linking.md that the program does not define itself.
class LayoutSymbols
{
public:
    LayoutSymbols(SymbolTable &table, const BaremetalLayout &layout);
    /// Sets their values from a finished layout.
    void values_set(const BaremetalMap &map);

private:
    void range_set(std::string_view name, Range range, Reach reach, CapabilityKind kind);
    void number_set(std::string_view name, uint64_t value, Reach reach = Reach::Nothing);

    SymbolTable &table;
};

} // namespace griotte::link
