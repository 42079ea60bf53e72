// The map: where everything in an image came from and went to, as text.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "toolchain/link/layout.h"
#include "toolchain/link/symbol_table.h"

namespace griotte::link {

/// A part of memory: code, data, heap, stack.
struct MapRegion
{
    std::string name;
    Range range;
};

/// Symbols that belong together.
struct MapDomain
{
    /// Empty when there is only one.
    std::string_view name;
    const SymbolTable &table;
};

struct MapSource
{
    std::span<const MapDomain> domains;
    std::span<OutputSection *const> sections;
    std::span<const Section *const> discarded;
    std::span<const MapRegion> regions;
};

/// The format is in docs/reference/linking.md.
std::string map_make(const MapSource &source);

} // namespace griotte::link
