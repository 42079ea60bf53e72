// Output sections: what of the input goes where, and the arithmetic of places.
//
// Which sections there are, in which order and at what addresses is the client's business (bare
// metal, compartments); how inputs are strung together, and what a capability can express exactly,
// is the same for all.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "toolchain/link/object.h"
#include "toolchain/link/symbol_table.h"

namespace griotte::link {

/// A range of addresses; `end` may be 2^32.
struct Range
{
    uint64_t start = 0;
    uint64_t end = 0;

    [[nodiscard]] constexpr uint64_t size() const { return end - start; }
    constexpr bool operator==(const Range &) const = default;
};

struct OutputSection
{
    std::string name;
    /// ELF section type and flags, the sum of its inputs'.
    uint32_t type = 0;
    uint32_t flags = 0;
    uint32_t alignment = 1;
    uint32_t address = 0;
    /// 64 bits, so that a sum of hostile sizes cannot wrap before it is checked.
    uint64_t size = 0;
    Reach reach = Reach::Nothing;
    std::vector<Section *> inputs;

    [[nodiscard]] bool is_zero_filled() const;
    [[nodiscard]] bool is_allocated() const;
    [[nodiscard]] uint64_t end() const { return address + size; }
};

/// Adds `section` to `output`; flags, type and alignment become what both need.
void section_append(OutputSection &output, Section &section);

/// Strings the inputs together, each at its alignment, and sets the size.
void section_pack(OutputSection &output);

/// `value` rounded up to a multiple of `alignment`, a power of two.
constexpr uint64_t round_up(uint64_t value, uint64_t alignment)
{
    return (value + alignment - 1) & ~(alignment - 1);
}

/// Whether a capability can have exactly the bounds [base, base + length).
bool is_representable(uint32_t base, uint32_t length);
/// `length` rounded up to one that can be exact; 2^32 at most.
uint64_t representable_length(uint32_t length);
/// A range inside `range`, nearly as large, that a capability can have as its bounds exactly; at
/// most 8 MiB - 16 KiB. Empty when there is none.
Range representable_inside(Range range);

} // namespace griotte::link
