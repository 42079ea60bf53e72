#include "toolchain/link/baremetal_layout.h"
#include "machine/capability/bounds.h"

#include <algorithm>
#include <array>

#include <elf.h>

#include "toolchain/link/section_layout.h"

namespace griotte::link {

namespace {

/// The image's own sections, in memory order.
struct Rule
{
    std::string_view output;
    Reach reach;
};
constexpr std::array Rules = {
    Rule{".image_header", Reach::Pcc}, // of a firmware's loader
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

bool is_array(const OutputSection &section)
{
    return section.name.ends_with("_array");
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
            priorities_sort(output);
        }
        map.sections.push_back(std::move(output));
        for (Section *section : map.sections.back().inputs) {
            section->output = &map.sections.back();
        }
    }
    tool_sections_arrange(table, map.sections);
    return map;
}

Result<void> addresses_assign(BaremetalMap &map, const BaremetalLayout &layout)
{
    map.code = TRY(range_place(map.sections_of(Reach::Pcc), layout.code, "the code"));
    Range memory = layout.data.value_or(Range{map.code.end, layout.code.end});
    map.data = TRY(range_place(map.sections_of(Reach::Cgp), memory, "the data"));
    map.cgp = cgp_choose(map.data);

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
