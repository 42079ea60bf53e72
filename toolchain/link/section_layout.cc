#include "toolchain/link/section_layout.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "machine/capability/bounds.h"

namespace griotte::link {

namespace {

/// Strings sections together from `start`; fails when they pass `limit`.
Result<uint64_t> sections_place(std::span<OutputSection *const> sections, uint64_t start,
                                const Range &limit, std::string_view what)
{
    uint64_t address = start;
    for (OutputSection *section : sections) {
        section_pack(*section);
        address = round_up(address, section->alignment);
        section->address = static_cast<uint32_t>(address);
        address += section->size;
        if (address > limit.end) {
            return fail("{} does not fit: section {} ends at 0x{:x}, {} bytes past the end of the "
                        "memory at 0x{:08x}-0x{:x}; see the map for what is large",
                        what, section->name, address, address - limit.end, limit.start, limit.end);
        }
    }
    return address;
}

} // namespace

bool is_named(std::string_view name, std::string_view prefix)
{
    return name.starts_with(prefix) && (name.size() == prefix.size() || name[prefix.size()] == '.');
}

std::string_view output_choose(const Section &section)
{
    for (const std::string_view name : {".data.rel.ro", ".preinit_array", ".init_array",
                                        ".fini_array", ".capability_table", ".image_header"})
    {
        if (is_named(section.name, name)) {
            return name;
        }
    }
    if (section.is_executable()) {
        return ".text";
    }
    if (!section.is_writable()) {
        return ".rodata";
    }
    return section.is_zero_filled() ? ".bss" : ".data";
}

uint32_t priority_of(const Section &section)
{
    const std::string_view name = section.name;
    const std::string_view digits = name.substr(name.rfind('.') + 1);
    uint32_t priority = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), priority);
    return error == std::errc() && end == digits.data() + digits.size()
               ? priority
               : std::numeric_limits<uint32_t>::max();
}

void priorities_sort(OutputSection &output)
{
    std::ranges::stable_sort(output.inputs, {},
                             [](const Section *section) { return priority_of(*section); });
}

void tool_sections_arrange(const SymbolTable &table, std::deque<OutputSection> &sections)
{
    for (const auto &object : table.objects()) {
        for (const auto &section : object->sections) {
            if (section == nullptr || !section->isLive || section->is_allocated() ||
                section->is_zero_filled() || section->size == 0)
            {
                continue;
            }
            auto found = std::ranges::find(sections, section->name, &OutputSection::name);
            if (found == sections.end()) {
                found = sections.insert(sections.end(), OutputSection());
                found->name = section->name;
            }
            // Every file says which compiler made it; once is enough.
            const bool isSaid =
                section->name == ".comment" &&
                std::ranges::any_of(found->inputs, [&section](const Section *other) {
                    return other->bytes == section->bytes;
                });
            if (!isSaid) {
                section_append(*found, *section);
            }
        }
    }
}

Result<Range> range_place(std::span<OutputSection *const> sections, const Range &memory,
                          std::string_view what, uint64_t alignment)
{
    uint64_t start = round_up(memory.start, alignment);
    while (true) {
        const uint64_t end = TRY(sections_place(sections, start, memory, what));
        const uint64_t size = round_up(end - start, alignment);
        if (size > UINT32_MAX) {
            return fail("{} is larger than a capability can be", what);
        }
        const uint64_t length = representable_length(static_cast<uint32_t>(size));
        const uint64_t needed = machine::representable_alignment(static_cast<uint32_t>(size));
        // A start that had to move may change the padding inside, so it is tried again there.
        const uint64_t aligned = round_up(start, needed);
        if (aligned == start) {
            if (start + length > memory.end) {
                return fail("{} does not fit: bounds a capability can have exactly end at 0x{:x}, "
                            "past the end of the memory at 0x{:08x}-0x{:x}",
                            what, start + length, memory.start, memory.end);
            }
            return Range{start, start + length};
        }
        start = aligned;
    }
}

uint32_t cgp_choose(const Range &data)
{
    // 2047 bytes either way; a multiple of 8.
    constexpr uint64_t Farthest = 2040;
    const uint64_t middle = data.size() / 2 & ~uint64_t{CapabilitySize - 1};
    return static_cast<uint32_t>(data.start + std::min(middle, Farthest));
}

} // namespace griotte::link
