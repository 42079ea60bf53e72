// Which output section an input section belongs to, and how a group of output sections becomes a
// range a capability can have exactly. Shared by every kind of image.
#pragma once

#include <deque>
#include <span>
#include <string_view>

#include "base/error.h"
#include "toolchain/link/layout.h"
#include "toolchain/link/symbol_table.h"

namespace griotte::link {

/// Capabilities and the stack want 8; more costs nothing where ranges are few.
inline constexpr uint64_t RangeAlignment = 16;
/// A capability in memory, and its alignment.
inline constexpr uint32_t CapabilitySize = 8;

/// Whether `name` is `prefix`, or `prefix` with a suffix after a dot.
bool is_named(std::string_view name, std::string_view prefix);

/// The output section an allocated input section belongs to, by its name where that says more than
/// its flags, else by those: one of `.image_header`, `.text`, `.rodata`, `.data.rel.ro`, the three
/// arrays, `.capability_table`, `.data`, `.bss`.
std::string_view output_choose(const Section &section);

/// The number a section's name ends in (`.init_array.N`): its place in the order; without one it
/// comes last.
uint32_t priority_of(const Section &section);

/// Sorts the inputs by their priorities; of equal ones the first stays first.
void priorities_sort(OutputSection &output);

/// Adds the debug information and other things for tools in `table` to `sections`, one output
/// section a name.
void tool_sections_arrange(const SymbolTable &table, std::deque<OutputSection> &sections);

/// Strings sections together from `memory.start` on, so that their range, padded, is exactly what a
/// capability can have as bounds. Fails when it passes the end of memory, saying that `what` does
/// not fit.
Result<Range> range_place(std::span<OutputSection *const> sections, const Range &memory,
                          std::string_view what, uint64_t alignment = RangeAlignment);

/// Where in a domain's data CGP points: most of what AUICGP's low part reaches is used.
uint32_t cgp_choose(const Range &data);

} // namespace griotte::link
