// The map: where everything in an image came from and went to, as text.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "toolchain/link/layout.h"
#include "toolchain/link/symbol_table.h"

namespace griotte::link {

struct MapSource
{
    const SymbolTable &table;
    std::span<OutputSection *const> sections;
    std::span<const Section *const> discarded;
    /// Parts of memory with their names: code, data, heap, stack.
    std::span<const std::pair<std::string_view, Range>> regions;
};

/// The format is in docs/reference/linking.md.
std::string map_make(const MapSource &source);

} // namespace griotte::link
