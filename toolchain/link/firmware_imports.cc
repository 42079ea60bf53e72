#include "toolchain/link/firmware_imports.h"

#include <algorithm>
#include <cstring>

#include <elf.h>

#include "base/text.h"
#include "toolchain/link/capability_table.h"
#include "toolchain/link/section_layout.h"

namespace griotte::link {

namespace {

constexpr uint32_t SlotSize = 8;
constexpr unsigned PermissionsShift = 27;

/// Calls `visit(section)` for each live section that is part of the running program.
template <typename Visit>
void live_sections_visit(const Domain &domain, Visit visit)
{
    for (const auto &object : domain.table.objects()) {
        for (const auto &section : object->sections) {
            if (section != nullptr && section->isLive && section->is_allocated()) {
                visit(*section);
            }
        }
    }
}

bool has_code(const Domain &domain)
{
    bool result = false;
    live_sections_visit(domain, [&result](const Section &section) {
        result = result || (section.is_executable() && section.size != 0);
    });
    return result;
}

class DomainImports
{
public:
    DomainImports(Firmware &theFirmware, Domain &theDomain, Complaints &theComplaints)
        : firmware(theFirmware), domain(theDomain), complaints(theComplaints)
    {}

    void run()
    {
        live_sections_visit(domain, [this](Section &section) { section_read(section); });
        std::ranges::stable_sort(domain.imports, {}, [](const Import &slot) -> const std::string & {
            return slot.section->name;
        });
        capabilities_visit(domain.table, [this](Section &section, const Relocation &relocation,
                                                const Symbol &symbol) {
            capability_read(section, relocation, symbol);
        });
        constructors_check();
    }

private:
    template <typename... Arguments>
    void complain(const Section &section, uint32_t offset, fmt::format_string<Arguments...> format,
                  Arguments &&...arguments)
    {
        complaints.add("{}: {}: {}", domain.describe(), place_describe(section, offset),
                       fmt::format(format, std::forward<Arguments>(arguments)...));
    }

    void section_read(Section &section)
    {
        if (is_named(section.name, ImportsSection)) {
            slot_read(section);
        } else if (is_named(section.name, InitialisersSection)) {
            initialisers_read(section);
        } else if (is_named(section.name, SealedSection)) {
            sealed_check(section);
        } else if (domain.kind() != DomainKind::Compartment && section.size != 0) {
            const std::string_view place = output_choose(section);
            if (place == ".data" || place == ".bss") {
                variable_complain(section);
            }
        }
    }

    void variable_complain(const Section &section)
    {
        std::string names;
        for (const InputSymbol &symbol : section.file->symbols) {
            const bool isVariable = symbol.section == &section && symbol.type == STT_OBJECT;
            names += isVariable ? fmt::format("{}'{}'", names.empty() ? "" : ", ",
                                              symbol_demangle(symbol.name))
                                : "";
        }
        complain(section, 0,
                 "{} can be written, and {} has no globals of its own: it runs with its caller's. "
                 "Make it constant, or the code a compartment",
                 names.empty() ? "the section" : names,
                 domain.kind() == DomainKind::Switcher ? "the switcher" : "a library");
    }

    void slot_read(Section &section)
    {
        if (section.size != SlotSize || section.bytes.size() != SlotSize ||
            section.relocations.size() != 1 || section.relocations.front().offset != 0 ||
            section.relocations.front().kind() != RelocationType::Word32 ||
            section.relocations.front().addend != 0 || section.alignment < CapabilitySize)
        {
            complain(section, 0,
                     "is no import: eight bytes, aligned to 8, the first four of them .word of "
                     "what is imported");
            return;
        }
        Import slot;
        slot.section = &section;
        slot.symbol = section.file->symbols[section.relocations.front().symbol].resolved;
        if (!slot.symbol->is_defined()) {
            return; // weak, and null
        }
        uint32_t permissions = 0;
        std::memcpy(&permissions, section.bytes.data() + sizeof permissions, sizeof permissions);
        slot.permissions = static_cast<uint8_t>(permissions >> PermissionsShift);
        if (import_take(slot)) {
            domain.imports.push_back(slot);
        }
    }

    /// Fills in the target, if the domain may have it.
    bool import_take(Import &import)
    {
        const auto found = domain.targets.find(import.symbol);
        if (found == domain.targets.end()) {
            if (is_sealed_object(*import.symbol)) {
                return sealed_import_check(import);
            }
            complain(*import.section, import.offset,
                     "'{}' is nothing that is imported: it is this domain's own. Use it as it is",
                     import.symbol->name);
            return false;
        }
        import.target = &found->second;
        switch (found->second.kind) {
        case Target::Kind::Export:
            return export_import_check(import, *found->second.theExport);
        case Target::Kind::Device:
            return device_import_check(import, *found->second.device);
        case Target::Kind::SharedObject:
            return shared_object_check(import, found->second.sharedObject->name);
        case Target::Kind::Privileged:
            break;
        }
        return true;
    }

    bool export_import_check(const Import &import, const Export &entry)
    {
        if (entry.kind == Export::Kind::SealingType && entry.domain != &domain) {
            complain(*import.section, import.offset,
                     "the key of sealing type '{}' is {}'s own: who has it can open every object "
                     "of the type. Call {} to do that",
                     entry.name, entry.domain->describe(), entry.domain->describe());
            return false;
        }
        return true;
    }

    bool device_import_check(const Import &import, const FirmwareDevice &device)
    {
        const Range &range = device.range;
        const bool isExact = range.size() <= RecordLengthLimit &&
                             is_representable(static_cast<uint32_t>(range.start),
                                              static_cast<uint32_t>(range.size()));
        if (!isExact) {
            complain(*import.section, import.offset,
                     "a capability cannot have the bounds of device '{}', 0x{:08x} to 0x{:08x}, "
                     "exactly, or they are longer than {} bytes; divide it in the board's "
                     "description",
                     device.name, range.start, range.end, RecordLengthLimit);
            return false;
        }
        return permissions_check(import, fmt::format("device '{}'", device.name));
    }

    bool shared_object_check(const Import &import, const std::string &name)
    {
        if (name == EpochName && (import.permissions & Store) != 0 &&
            domain.name() != AllocatorName)
        {
            complain(*import.section, import.offset,
                     "only the allocator may store to shared object '{}': others tell by it what "
                     "is being freed. Import it without permission to store",
                     name);
            return false;
        }
        return permissions_check(import, fmt::format("shared object '{}'", name));
    }

    bool permissions_check(const Import &import, const std::string &what)
    {
        if ((import.permissions & (Load | Store)) != 0) {
            return true;
        }
        complain(*import.section, import.offset,
                 "the import of {} may neither load nor store, so it is good for nothing; permit "
                 "one of them",
                 what);
        return false;
    }

    bool sealed_import_check(const Import &import)
    {
        const Symbol &object = *import.symbol;
        if (sealing_type_find(domain, object) == nullptr) {
            complain(*import.section, import.offset,
                     "static sealed object '{}' does not begin with its sealing type; define it "
                     "with DEFINE_STATIC_SEALED_VALUE",
                     symbol_demangle(object.name));
            return false;
        }
        if (object.size < SealedLeastSize) {
            complain(*import.section, import.offset,
                     "static sealed object '{}' has {} bytes; with its type's {} it needs {} or "
                     "more. Say .size where it is defined",
                     symbol_demangle(object.name), object.size, SealedHeaderSize, SealedLeastSize);
            return false;
        }
        const Export &type = *sealing_type_find(domain, object);
        if (is_quota(type) && object.size != SealedHeaderSize + QuotaSize) {
            complain(*import.section, import.offset,
                     "allocator capability '{}' has {} bytes; the allocator expects {}. Define it "
                     "with DEFINE_ALLOCATOR_CAPABILITY",
                     symbol_demangle(object.name), object.size - SealedHeaderSize, QuotaSize);
            return false;
        }
        return true;
    }

    void sealed_check(const Section &section)
    {
        for (const Relocation &relocation : section.relocations) {
            const Symbol &symbol = *section.file->symbols[relocation.symbol].resolved;
            const Export *entry = domain.export_find(symbol);
            const bool isType = entry != nullptr && entry->kind == Export::Kind::SealingType &&
                                is_object_start(section, relocation.offset);
            if (relocation.kind() == RelocationType::CheriCapability && !isType) {
                complain(section, relocation.offset,
                         "a static sealed object holds a capability, to '{}'; only its sealing "
                         "type may be one, at the beginning. Give it numbers, or fill it in at "
                         "run time",
                         symbol_demangle(symbol.name));
            }
        }
    }

    static bool is_object_start(const Section &section, uint32_t offset)
    {
        return std::ranges::any_of(section.file->symbols, [&](const InputSymbol &symbol) {
            return symbol.section == &section && symbol.value == offset &&
                   symbol.type == STT_OBJECT;
        });
    }

    void initialisers_read(Section &section)
    {
        const bool isTable = section.size % SlotSize == 0 && section.bytes.size() == section.size &&
                             section.relocations.size() == section.size / SlotSize;
        if (!isTable || section.alignment < CapabilitySize) {
            complain(section, 0,
                     "is no table of initialisers: eight bytes each, aligned to 8, the "
                     "first four .word of a callback's export");
            return;
        }
        for (const Relocation &relocation : section.relocations) {
            const Symbol &symbol = *section.file->symbols[relocation.symbol].resolved;
            const Export *entry = domain.export_find(symbol);
            const bool isEntry = entry != nullptr && entry->kind == Export::Kind::EntryPoint &&
                                 entry->domain == &domain && relocation.offset % SlotSize == 0 &&
                                 relocation.kind() == RelocationType::Word32;
            if (!isEntry) {
                complain(section, relocation.offset,
                         "an initialiser is a callback of its own compartment; '{}' is none. "
                         "Declare it with CHERIOT_INITIALISER",
                         symbol.name);
                continue;
            }
            firmware.initialisers.push_back({&section, relocation.offset, entry});
        }
    }

    /// Of a capability in data, what makes it more than one to the domain's own things.
    void capability_read(Section &section, const Relocation &relocation, const Symbol &symbol)
    {
        if (is_named(section.name, SealedSection)) {
            return;
        }
        const auto found = domain.targets.find(&symbol);
        const bool isElsewhere = found != domain.targets.end();
        if (!isElsewhere && !is_sealed_object(symbol)) {
            return;
        }
        if (isElsewhere && found->second.kind != Target::Kind::Export) {
            complain(section, relocation.offset,
                     "'{}' must be imported: only an import says what the capability may do. Use "
                     "MMIO_CAPABILITY or SHARED_OBJECT",
                     symbol.name);
            return;
        }
        if (relocation.addend != 0) {
            complain(section, relocation.offset,
                     "a capability to '{}' is sealed and cannot point {} bytes further",
                     symbol.name, relocation.addend);
            return;
        }
        Import import;
        import.symbol = &symbol;
        import.section = &section;
        import.offset = relocation.offset;
        if (import_take(import)) {
            domain.imports.push_back(import);
        }
    }

    /// Constructors have to be run by somebody.
    void constructors_check()
    {
        bool isRun = false;
        live_sections_visit(domain, [&](const Section &section) {
            for (const Relocation &relocation : section.relocations) {
                const InputSymbol &symbol = section.file->symbols[relocation.symbol];
                isRun = isRun || symbol.name == InitArrayStart;
            }
        });
        live_sections_visit(domain, [&](const Section &section) {
            const std::string_view place = output_choose(section);
            if (section.size == 0 || !place.ends_with("_array")) {
                return;
            }
            if (place == ".init_array" && domain.kind() == DomainKind::Compartment) {
                if (!isRun) {
                    complain(section, 0,
                             "has global constructors that nobody runs. Include "
                             "<global_constructors.hh> and call GlobalConstructors::run() at the "
                             "entry points, make the objects constinit, or initialise them in a "
                             "CHERIOT_INITIALISER");
                }
            } else if (place == ".init_array") {
                complain(section, 0,
                         "has global constructors, and {} has no globals; make the objects "
                         "constexpr",
                         domain.describe());
            } else {
                complain(section, 0,
                         "has functions for the end of a program or before its start-up code, and "
                         "a domain has neither; call them yourself");
            }
        });
    }

    Firmware &firmware;
    Domain &domain;
    Complaints &complaints;
};

} // namespace

bool is_sealed_object(const Symbol &symbol)
{
    return symbol.kind == Symbol::Kind::InSection && is_named(symbol.section->name, SealedSection);
}

const Export *sealing_type_find(const Domain &domain, const Symbol &object)
{
    for (const Relocation &relocation : object.section->relocations) {
        const bool isHere = relocation.offset == object.value && relocation.addend == 0 &&
                            (relocation.kind() == RelocationType::CheriCapability ||
                             relocation.kind() == RelocationType::Word32);
        const Symbol &symbol = *object.section->file->symbols[relocation.symbol].resolved;
        const Export *entry = isHere ? domain.export_find(symbol) : nullptr;
        if (entry != nullptr && entry->kind == Export::Kind::SealingType) {
            return entry;
        }
    }
    return nullptr;
}

bool is_quota(const Export &sealingType)
{
    return sealingType.domain->name() == AllocatorName && sealingType.name == "MallocKey";
}

Result<void> firmware_imports_collect(Firmware &firmware)
{
    Complaints complaints;
    for (Domain &domain : firmware.domains) {
        if (domain.isInImage && !has_code(domain)) {
            complaints.add("{} has no code, so nobody can run in it; leave it out",
                           domain.describe());
        }
        if (domain.isInImage) {
            DomainImports(firmware, domain, complaints).run();
        }
    }
    std::ranges::stable_sort(firmware.initialisers, {}, [](const Initialiser &initialiser) {
        return priority_of(*initialiser.section);
    });
    return complaints.result();
}

} // namespace griotte::link
