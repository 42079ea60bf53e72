#include "toolchain/link/baremetal_layout.h"
#include "machine/capability/bounds.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include <elf.h>

#include "toolchain/link/capability_table.h"

namespace griotte::link {

namespace {

/// The image's own sections, in memory order.
struct Rule
{
    std::string_view output;
    Reach reach;
};
constexpr std::array Rules = {
    Rule{".text", Reach::Pcc},
    Rule{".rodata", Reach::Pcc},
    Rule{".data.rel.ro", Reach::Pcc},
    Rule{".preinit_array", Reach::Pcc},
    Rule{".init_array", Reach::Pcc},
    Rule{".fini_array", Reach::Pcc},
    Rule{".capability_table", Reach::Pcc},
    Rule{".data", Reach::Cgp},
    Rule{".bss", Reach::Cgp},
};
/// Sections whose symbols the linker defines on the model of `__init_array_start`.
constexpr std::array Arrays = {
    std::pair{".preinit_array", "__preinit_array"},
    std::pair{".init_array", "__init_array"},
    std::pair{".fini_array", "__fini_array"},
    std::pair{".capability_table", "__cap_relocs"},
};

/// Capabilities and the stack want 8; more costs nothing where so few ranges are.
constexpr uint64_t RangeAlignment = 16;
constexpr uint32_t CapabilitySize = 8;
/// CGP points so far into the data that most of what AUICGP's low part reaches is used: 2047 bytes
/// either way. A multiple of 8.
constexpr uint64_t CgpOffset = 2040;

bool is_named(std::string_view name, std::string_view prefix)
{
    return name.starts_with(prefix) && (name.size() == prefix.size() || name[prefix.size()] == '.');
}

/// The output section an allocated input section belongs to: by its name where that says more than
/// its flags, else by those.
std::string_view output_choose(const Section &section)
{
    for (const std::string_view name :
         {".data.rel.ro", ".preinit_array", ".init_array", ".fini_array", ".capability_table"})
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

/// `.init_array.N` runs in the order of N; without a number it comes last.
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

bool is_array(const OutputSection &section)
{
    return section.name.ends_with("_array");
}

/// Debug information and other things for tools, one output section a name.
void tool_sections_arrange(const SymbolTable &table, BaremetalMap &map)
{
    for (const auto &object : table.objects()) {
        for (const auto &section : object->sections) {
            if (section == nullptr || !section->isLive || section->is_allocated() ||
                section->is_zero_filled() || section->size == 0)
            {
                continue;
            }
            auto found = std::ranges::find(map.sections, section->name, &OutputSection::name);
            if (found == map.sections.end()) {
                found = map.sections.insert(map.sections.end(), OutputSection());
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

/// Places sections so that their range, padded, is exactly what a capability can have as bounds.
Result<Range> range_place(std::span<OutputSection *const> sections, const Range &memory,
                          std::string_view what)
{
    uint64_t start = round_up(memory.start, RangeAlignment);
    while (true) {
        const uint64_t end = TRY(sections_place(sections, start, memory, what));
        const uint64_t size = round_up(end - start, RangeAlignment);
        if (size > UINT32_MAX) {
            return fail("{} is larger than a capability can be", what);
        }
        const uint64_t length = representable_length(static_cast<uint32_t>(size));
        const uint64_t alignment = machine::representable_alignment(static_cast<uint32_t>(size));
        // A start that had to move may change the padding inside, so it is tried again there.
        const uint64_t aligned = round_up(start, alignment);
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

} // namespace

const OutputSection *BaremetalMap::find(std::string_view name) const
{
    const auto found = std::ranges::find(sections, name, &OutputSection::name);
    return found == sections.end() ? nullptr : &*found;
}

std::vector<OutputSection *> BaremetalMap::sections_of(Reach reach)
{
    std::vector<OutputSection *> result;
    for (OutputSection &section : sections) {
        if (section.is_allocated() && section.reach == reach) {
            result.push_back(&section);
        }
    }
    return result;
}

BaremetalMap sections_arrange(const SymbolTable &table, const Symbol &entry)
{
    std::array<OutputSection, Rules.size()> outputs;
    for (size_t index = 0; index < Rules.size(); index++) {
        outputs[index].name = Rules[index].output;
        outputs[index].reach = Rules[index].reach;
    }
    auto output_of = [&outputs](const Section &section) -> OutputSection & {
        return *std::ranges::find(outputs, output_choose(section), &OutputSection::name);
    };
    if (entry.section != nullptr && entry.section->isLive && entry.section->is_allocated()) {
        section_append(output_of(*entry.section), *entry.section);
    }
    for (const auto &object : table.objects()) {
        for (const auto &section : object->sections) {
            const bool isWanted = section != nullptr && section->isLive &&
                                  section->is_allocated() && section->output == nullptr;
            if (isWanted) {
                section_append(output_of(*section), *section);
            }
        }
    }
    // Start-up code clears whole capabilities.
    outputs.back().alignment = std::max(outputs.back().alignment, CapabilitySize);
    BaremetalMap map;
    for (OutputSection &output : outputs) {
        if (output.inputs.empty()) {
            continue;
        }
        if (is_array(output)) {
            std::ranges::stable_sort(output.inputs, {},
                                     [](const Section *section) { return priority_of(*section); });
        }
        map.sections.push_back(std::move(output));
        for (Section *section : map.sections.back().inputs) {
            section->output = &map.sections.back();
        }
    }
    tool_sections_arrange(table, map);
    return map;
}

Result<void> addresses_assign(BaremetalMap &map, const BaremetalLayout &layout)
{
    map.code = TRY(range_place(map.sections_of(Reach::Pcc), layout.code, "the code"));
    Range memory = layout.data.value_or(Range{map.code.end, layout.code.end});
    map.data = TRY(range_place(map.sections_of(Reach::Cgp), memory, "the data"));
    const uint64_t middle = map.data.size() / 2 & ~uint64_t{7};
    map.cgp = static_cast<uint32_t>(map.data.start + std::min(middle, CgpOffset));

    // The stack ends where memory does, as nearly as its bounds allow.
    const uint64_t wanted = round_up(layout.stackSize, RangeAlignment);
    const uint64_t stackSize = representable_length(static_cast<uint32_t>(wanted));
    const uint64_t alignment =
        std::max<uint64_t>(machine::representable_alignment(layout.stackSize), RangeAlignment);
    const uint64_t stackEnd = memory.end & ~(alignment - 1);
    if (stackEnd < map.data.end + stackSize) {
        return fail("the stack does not fit: {} bytes are wanted and {} are left between the data "
                    "and the end of memory (0x{:x}); see --stack-size",
                    stackSize, memory.end - map.data.end, memory.end);
    }
    map.stack = {stackEnd - stackSize, stackEnd};
    map.heap = representable_inside(
        {round_up(map.data.end, RangeAlignment), std::max(map.stack.start, map.data.end)});
    for (OutputSection &section : map.sections) {
        if (!section.is_allocated()) {
            section_pack(section);
        }
    }
    return {};
}

LayoutSymbols::LayoutSymbols(SymbolTable &theTable, const BaremetalLayout &layout) : table(theTable)
{
    for (const char *name : {"__pcc", "__cgp", "__data", "__bss", "__heap"}) {
        for (const char *part : {"_start", "_end", "_size"}) {
            table.linker_define(std::string(name) + part);
        }
    }
    for (const auto &[section, name] : Arrays) {
        table.linker_define(std::string(name) + "_start");
        table.linker_define(std::string(name) + "_end");
    }
    for (const char *name : {"__cgp", "__stack_bottom", "__stack_top", "__stack_size"}) {
        table.linker_define(name);
    }
    auto device_define = [this](const std::string &name, const Range &range) {
        const std::string symbolName = "__import_mem_" + name;
        if (Symbol *symbol = table.linker_define(symbolName)) {
            symbol->value = static_cast<uint32_t>(range.start);
            symbol->size = static_cast<uint32_t>(range.size());
            symbol->linkerKind = CapabilityKind::Device;
        }
    };
    for (const BaremetalLayout::Device &device : layout.devices) {
        device_define(device.name, device.range);
    }
    if (layout.exitDevice.has_value()) {
        device_define("exit", layout.exitDevice->range);
    }
}

void LayoutSymbols::number_set(std::string_view name, uint64_t value, Reach reach)
{
    Symbol *symbol = table.find(name);
    if (symbol == nullptr || !symbol->isLinkerDefined) {
        return; // the program has one of its own
    }
    symbol->value = static_cast<uint32_t>(value);
    symbol->linkerReach = reach;
}

void LayoutSymbols::range_set(std::string_view name, Range range, Reach reach, CapabilityKind kind)
{
    const std::string start = fmt::format("{}_start", name);
    number_set(start, range.start, reach);
    number_set(fmt::format("{}_end", name), range.end, reach);
    number_set(fmt::format("{}_size", name), range.size());
    if (Symbol *symbol = table.find(start); symbol != nullptr && symbol->isLinkerDefined) {
        symbol->size = static_cast<uint32_t>(range.size());
        symbol->linkerKind = kind;
    }
}

void LayoutSymbols::values_set(const BaremetalMap &map)
{
    using enum CapabilityKind;
    auto range_of = [&map](std::string_view name, uint64_t otherwise) {
        const OutputSection *section = map.find(name);
        return section == nullptr ? Range{otherwise, otherwise}
                                  : Range{section->address, section->end()};
    };
    range_set("__pcc", map.code, Reach::Pcc, ReadOnly);
    range_set("__cgp", map.data, Reach::Cgp, ReadWrite);
    range_set("__data", range_of(".data", map.data.start), Reach::Cgp, ReadWrite);
    Range zeros = range_of(".bss", map.data.end);
    zeros.end = round_up(zeros.end, CapabilitySize);
    range_set("__bss", zeros, Reach::Cgp, ReadWrite);
    range_set("__heap", map.heap, Reach::Nothing, ReadWrite);
    for (const auto &[section, name] : Arrays) {
        range_set(name, range_of(section, map.code.start), Reach::Pcc, ReadOnly);
    }
    number_set("__cgp", map.cgp, Reach::Cgp);
    number_set("__stack_bottom", map.stack.start);
    number_set("__stack_top", map.stack.end);
    number_set("__stack_size", map.stack.size());
}

} // namespace griotte::link
