#include "toolchain/link/firmware_layout.h"

#include <algorithm>

#include "machine/capability/bounds.h"
#include "toolchain/link/section_layout.h"

namespace griotte::link {

namespace {

constexpr uint64_t AddressSpaceEnd = uint64_t{1} << 32;
constexpr uint64_t EntryAlignment = 8;

Range range_of(const OutputSection &section)
{
    return {section.address, section.end()};
}

class AddressAssigner
{
public:
    explicit AddressAssigner(Firmware &theFirmware)
        : firmware(theFirmware), memory(theFirmware.description.memory), map(theFirmware.map)
    {}

    Result<void> run()
    {
        map = FirmwareMap();
        TRY_VOID(code_place());
        TRY_VOID(data_place());
        TRY_VOID(heap_place());
        for (OutputSection &section : firmware.toolSections) {
            section_pack(section);
        }
        system_ranges_set();
        symbols_set();
        return {};
    }

private:
    [[nodiscard]] Range rest() const { return {cursor, AddressSpaceEnd}; }

    /// Where the memory of what is written ends.
    [[nodiscard]] uint64_t data_end() const
    {
        const Range &whole = memory.data.value_or(memory.code);
        return memory.heapEnd == 0 ? whole.end : std::min(memory.heapEnd, whole.end);
    }

    /// Only outputs that have anything take part.
    Result<Range> place(std::deque<OutputSection> &sections, const std::string &what)
    {
        if (sections.empty()) {
            return Range{};
        }
        const Range range = TRY(range_place(pointers(sections), rest(), what));
        cursor = range.end;
        return range;
    }

    void section_place(OutputSection &section)
    {
        section_pack(section);
        cursor = round_up(cursor, section.alignment);
        section.address = static_cast<uint32_t>(cursor);
        cursor += section.size;
    }

    Result<void> code_place()
    {
        cursor = memory.code.start;
        for (Domain &domain : firmware.domains) {
            domain.pcc = TRY(place(domain.code, "the code of " + domain.describe()));
        }
        for (Domain &domain : firmware.domains) {
            if (domain.isInImage && domain.exportTable != nullptr) {
                OutputSection *const table[] = {&domain.exportOutput};
                domain.exportRange =
                    TRY(range_place(table, rest(), "an export table", EntryAlignment));
                cursor = domain.exportRange.end;
            }
        }
        map.code = {memory.code.start, cursor};
        if (memory.data.has_value() && cursor > memory.code.end) {
            return shortage("code", cursor - memory.code.end, memory.code);
        }
        return {};
    }

    Result<void> data_place()
    {
        if (memory.data.has_value()) {
            cursor = memory.data->start;
        }
        cursor = round_up(cursor, sweep_alignment());
        map.data.start = cursor;
        for (Domain &domain : firmware.domains) {
            if (!domain.sealedOutput.inputs.empty()) {
                section_place(domain.sealedOutput);
            }
        }
        section_place(firmware.systemSections.front());
        for (Domain &domain : firmware.domains) {
            domain.globals = TRY(place(domain.data, "the globals of " + domain.describe()));
            domain.cgp = domain.data.empty() ? 0 : cgp_choose(domain.globals);
        }
        for (size_t index = 1; index < firmware.systemSections.size(); index++) {
            section_place(firmware.systemSections[index]);
        }
        cursor = round_up(cursor, RangeAlignment);
        map.data.end = cursor;
        return {};
    }

    /// A software revoker sweeps with one capability all that may hold pointers to the heap: where
    /// that begins, the capability must be able to. Without one, anywhere.
    [[nodiscard]] uint64_t sweep_alignment() const
    {
        if (!is_swept()) {
            return RangeAlignment;
        }
        const uint64_t longest = std::min(data_end() - std::min(cursor, data_end()), LongestSweep);
        return std::max<uint64_t>(RangeAlignment,
                                  machine::representable_alignment(static_cast<uint32_t>(longest)));
    }

    [[nodiscard]] bool is_swept() const
    {
        return std::ranges::any_of(firmware.domains, [](const Domain &domain) {
            return std::ranges::any_of(domain.imports, [](const Import &import) {
                return import.target != nullptr &&
                       import.target->kind == Target::Kind::Privileged &&
                       import.target->privileged->kind == RecordKind::RevocableMemory;
            });
        });
    }

    Result<void> heap_place()
    {
        Range wanted{round_up(std::max(cursor, memory.heapStart), RangeAlignment),
                     data_end() & ~(RangeAlignment - 1)};
        if (is_swept()) {
            wanted.end = std::min(wanted.end, map.data.start + LongestSweep);
            wanted.end &= ~(sweep_alignment() - 1);
        }
        if (const auto &revocable = memory.revocable) {
            wanted.start = std::max(wanted.start, revocable->start);
            wanted.end = std::min(wanted.end, revocable->end);
        }
        const uint64_t loaderSize = TRY(loader_measure());
        if (wanted.end < wanted.start || wanted.end - wanted.start < loaderSize) {
            return shortage("firmware", wanted.start + loaderSize - wanted.end,
                            memory.data.value_or(memory.code));
        }
        map.heap = representable_inside(wanted);
        if (is_swept()) {
            map.revocable = {map.data.start, map.heap.end};
        }
        if (map.heap.size() < loaderSize) {
            return shortage("firmware", loaderSize - map.heap.size(),
                            memory.data.value_or(memory.code));
        }
        const uint64_t start = (map.heap.end - loaderSize) & ~(loaderAlignment - 1);
        if (start < map.heap.start) {
            return shortage("firmware", map.heap.start - start, memory.data.value_or(memory.code));
        }
        (void)TRY(loader_place(start));
        firmware.loader.map.heap = map.heap;
        return {};
    }

    /// Its size, and sets what its start must be a multiple of: then its parts lie the same
    /// wherever it is.
    Result<uint64_t> loader_measure()
    {
        const uint64_t size = TRY(loader_place(0));
        const BaremetalMap &loader = firmware.loader.map;
        loaderAlignment = RangeAlignment;
        for (const Range &range : {loader.code, loader.data, loader.stack}) {
            loaderAlignment = std::max<uint64_t>(
                loaderAlignment,
                machine::representable_alignment(static_cast<uint32_t>(range.size())));
        }
        for (const OutputSection &section : loader.sections) {
            if (section.is_allocated()) {
                loaderAlignment = std::max<uint64_t>(loaderAlignment, section.alignment);
            }
        }
        return size;
    }

    Result<uint64_t> loader_place(uint64_t start)
    {
        BaremetalMap &loader = firmware.loader.map;
        const auto code = loader.sections_of(Reach::Pcc);
        const auto data = loader.sections_of(Reach::Cgp);
        loader.code = TRY(range_place(code, {start, AddressSpaceEnd}, "the loader"));
        loader.data = TRY(range_place(data, {loader.code.end, AddressSpaceEnd}, "the loader"));
        loader.cgp = cgp_choose(loader.data);
        const auto wanted =
            static_cast<uint32_t>(round_up(firmware.description.loaderStackSize, RangeAlignment));
        const auto size = static_cast<uint32_t>(representable_length(wanted));
        const uint64_t stack =
            round_up(loader.data.end,
                     std::max<uint64_t>(RangeAlignment, machine::representable_alignment(size)));
        loader.stack = {stack, stack + size};
        map.loader = {start, loader.data.end};
        map.loaderStack = loader.stack;
        return loader.stack.end - start;
    }

    [[nodiscard]] std::unexpected<Error> shortage(std::string_view what, uint64_t bytes,
                                                  const Range &where) const
    {
        constexpr size_t Shown = 5;
        std::vector<DomainSizes> sizes = firmware_sizes(firmware);
        std::ranges::stable_sort(sizes, std::greater(), &DomainSizes::total);
        std::string text;
        for (size_t index = 0; index < std::min(Shown, sizes.size()); index++) {
            text += fmt::format("\n  {:>9}  {}", sizes[index].total(), sizes[index].name);
        }
        return fail("the {} does not fit: the memory at 0x{:08x}-0x{:x} is {} bytes too small, "
                    "stacks and loader included. The largest domains:{}",
                    what, where.start, where.end, bytes, text);
    }

    void system_ranges_set()
    {
        auto range = [this](const std::string &name) {
            const Symbol *symbol = firmware.system.find(name);
            return symbol == nullptr
                       ? Range{}
                       : Range{symbol->address(), uint64_t{symbol->address()} + symbol->size};
        };
        for (const SharedObjectDescription &object : firmware.sharedObjects) {
            map.sharedObjects[&object] =
                range(fmt::format("{}{}", SharedObjectPrefix, object.name));
        }
        map.idleTrustedStack = range("__idle_trusted_stack");
        map.schedulerStack = range("__scheduler_stack");
        map.idleHazardSlots = range("__idle_hazard_slots");
        map.hazardSlots = range("__hazard_slots");
        map.initialisers = range_of(*firmware.initialisersEnd->output);
        for (size_t index = 0; index < firmware.threads.size(); index++) {
            FirmwareThread &thread = firmware.threads[index];
            thread.stack = range(fmt::format("__stack_{}", index + 1));
            thread.trustedStack = range(fmt::format("__trusted_stack_{}", index + 1));
            thread.hazardSlots.start = map.hazardSlots.start + index * HazardSlotsPerThread;
            thread.hazardSlots.end = thread.hazardSlots.start + HazardSlotsPerThread;
        }
    }

    static void symbol_set(SymbolTable &table, std::string_view name, const Range &range,
                           Reach reach)
    {
        for (const auto &[part, value] :
             {std::pair{"_start", range.start}, std::pair{"_end", range.end}})
        {
            Symbol *symbol = table.find(fmt::format("{}{}", name, part));
            if (symbol != nullptr && symbol->isLinkerDefined) {
                symbol->value = static_cast<uint32_t>(value);
                symbol->linkerReach = reach;
                symbol->linkerKind = CapabilityKind::ReadOnly;
            }
        }
    }

    static void number_set(SymbolTable &table, std::string_view name, uint64_t value)
    {
        Symbol *symbol = table.find(name);
        if (symbol != nullptr && symbol->isLinkerDefined) {
            symbol->value = static_cast<uint32_t>(value);
        }
    }

    void symbols_set()
    {
        for (Domain &domain : firmware.domains) {
            const auto array = std::ranges::find_if(domain.code, [](const OutputSection &section) {
                return section.name.ends_with(".init_array");
            });
            const Range none{domain.pcc.start, domain.pcc.start};
            symbol_set(domain.table, "__init_array",
                       array == domain.code.end() ? none : range_of(*array), Reach::Pcc);
            number_set(domain.table, HeapStartName, map.heap.start);
            number_set(domain.table, HeapEndName, map.heap.end);
            number_set(domain.table, ScanStartName, map.data.start);
            for (const auto &[symbol, target] : domain.targets) {
                symbol->value = target_value(*symbol, target);
            }
        }
        for (const auto &[symbol, function] : firmware.loaderFunctions) {
            symbol->value = function->address();
        }
    }

    /// As a number, for whoever looks at the image: the loader goes by its records.
    uint32_t target_value(const Symbol &symbol, const Target &target)
    {
        switch (target.kind) {
        case Target::Kind::Export:
            if (symbol.kind != Symbol::Kind::Elsewhere) {
                return symbol.value; // in the export table
            }
            return target.theExport->kind == Export::Kind::Function
                       ? (target.theExport->isWanted ? target.theExport->function_address() : 0)
                       : target.theExport->symbol->address();
        case Target::Kind::Device:
            return static_cast<uint32_t>(target.device->range.start);
        case Target::Kind::SharedObject:
            return firmware.system
                .find(fmt::format("{}{}", SharedObjectPrefix, target.sharedObject->name))
                ->address();
        case Target::Kind::Privileged:
            break;
        }
        return 0;
    }

    /// Past this, capabilities count in steps of 16 MiB.
    static constexpr uint64_t LongestSweep = uint64_t{machine::MantissaMask}
                                             << machine::MaximumSmallExponent;

    Firmware &firmware;
    const FirmwareMemory &memory;
    FirmwareMap &map;
    uint64_t cursor = 0;
    uint64_t loaderAlignment = RangeAlignment;
};

} // namespace

std::vector<OutputSection *> pointers(std::deque<OutputSection> &sections)
{
    std::vector<OutputSection *> result;
    for (OutputSection &section : sections) {
        result.push_back(&section);
    }
    return result;
}

Result<void> firmware_addresses_assign(Firmware &firmware)
{
    return AddressAssigner(firmware).run();
}

std::vector<DomainSizes> firmware_sizes(const Firmware &firmware)
{
    std::vector<DomainSizes> result;
    for (const Domain &domain : firmware.domains) {
        if (!domain.isInImage) {
            continue;
        }
        DomainSizes sizes;
        sizes.name = domain.name();
        sizes.kind = domain.kind();
        uint64_t used = 0;
        for (const auto *sections : {&domain.code, &domain.data}) {
            for (const OutputSection &section : *sections) {
                const auto size = static_cast<uint32_t>(section.size);
                used += size;
                if (section.name.ends_with(".text")) {
                    sizes.code += size;
                } else if (section.name.ends_with(".imports") ||
                           section.name.ends_with(".initialisers"))
                {
                    sizes.imports += size;
                } else if (section.reach == Reach::Pcc) {
                    sizes.constants += size;
                } else if (section.is_zero_filled()) {
                    sizes.zeros += size;
                } else {
                    sizes.data += size;
                }
            }
        }
        sizes.exports = static_cast<uint32_t>(domain.exportOutput.size);
        sizes.sealedObjects = static_cast<uint32_t>(domain.sealedOutput.size);
        sizes.padding = static_cast<uint32_t>(domain.pcc.size() + domain.globals.size() +
                                              domain.exportRange.size() - sizes.exports - used);
        for (const FirmwareThread &thread : firmware.threads) {
            if (thread.entry->domain == &domain) {
                sizes.stacks += static_cast<uint32_t>(thread.stack.size());
            }
        }
        result.push_back(std::move(sizes));
    }
    return result;
}

} // namespace griotte::link
