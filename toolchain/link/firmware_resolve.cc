#include "toolchain/link/firmware_resolve.h"

#include <algorithm>
#include <cctype>
#include <set>

#include <elf.h>

#include "base/text.h"
#include "toolchain/link/section_layout.h"

namespace griotte::link {

namespace {

bool is_identifier(std::string_view name)
{
    return !name.empty() && std::ranges::all_of(name, [](unsigned char letter) {
        return std::isalnum(letter) != 0 || letter == '_';
    });
}

Result<void> description_check(const FirmwareDescription &description)
{
    Complaints complaints;
    std::set<std::string_view> names;
    size_t switchers = 0;
    for (const DomainDescription &domain : description.domains) {
        // These would be taken for devices and library functions.
        const bool isReserved = domain.name == "mem" || domain.name == "libcalls";
        if (!is_identifier(domain.name) || isReserved) {
            complaints.add("a domain cannot be called '{}'{}", domain.name,
                           isReserved ? ", which means something else in names of exports"
                                      : "; use letters, digits and underscores");
        }
        if (!names.insert(domain.name).second) {
            complaints.add("two domains are called '{}'; rename one", domain.name);
        }
        switchers += domain.kind == DomainKind::Switcher ? 1 : 0;
    }
    if (switchers != 1) {
        complaints.add("a firmware has one switcher; this one has {}", switchers);
    }
    if (description.threads.empty()) {
        complaints.add("the firmware has no threads, so nothing in it would run; describe one");
    }
    names.clear();
    for (const SharedObjectDescription &object : description.sharedObjects) {
        if (!names.insert(object.name).second) {
            complaints.add("two shared objects are called '{}'; give it one size in one place",
                           object.name);
        }
        if (object.size == 0 || object.size > RecordLengthLimit) {
            complaints.add("shared object '{}' has {} bytes; expected 1 to {}", object.name,
                           object.size, RecordLengthLimit);
        }
    }
    return complaints.result();
}

/// Makes what others may import known by its name.
void exports_publish(Firmware &firmware, Complaints &complaints)
{
    for (Domain &domain : firmware.domains) {
        for (const Export &entry : domain.exports) {
            if (entry.isOwn) {
                continue;
            }
            const auto [other, isNew] = firmware.exports.emplace(entry.symbol->name, &entry);
            // Of an inline function's copies any will do.
            if (!isNew && !entry.isWeak && !other->second->isWeak) {
                complaints.add("{} and {} both export '{}'\n  first in {}\n  again in {}\n  rename "
                               "one, or leave one of the libraries out",
                               other->second->domain->describe(), domain.describe(),
                               symbol_demangle(entry.name), other->second->file->name,
                               entry.file->name);
            } else if (!isNew && other->second->isWeak && !entry.isWeak) {
                other->second = &entry;
            }
        }
    }
}

/// What `name` means in `domain`, when no file of it says so.
std::optional<Target> target_find(Firmware &firmware, const Domain &domain, std::string_view name)
{
    Target target;
    if (name.starts_with(PrivilegedPrefix)) {
        const auto found = std::ranges::find(
            PrivilegedTargets, name.substr(PrivilegedPrefix.size()), &PrivilegedTarget::name);
        if (found == PrivilegedTargets.end() || found->owner != domain.name()) {
            return std::nullopt;
        }
        target.kind = Target::Kind::Privileged;
        target.privileged = &*found;
        return target;
    }
    if (name.starts_with(DevicePrefix)) {
        const auto &devices = firmware.description.memory.devices;
        const auto found =
            std::ranges::find(devices, name.substr(DevicePrefix.size()), &FirmwareDevice::name);
        if (found == devices.end()) {
            return std::nullopt;
        }
        target.kind = Target::Kind::Device;
        target.device = &*found;
        return target;
    }
    if (name.starts_with(SharedObjectPrefix)) {
        const auto &objects = firmware.sharedObjects;
        const auto found = std::ranges::find(objects, name.substr(SharedObjectPrefix.size()),
                                             &SharedObjectDescription::name);
        if (found == objects.end()) {
            return std::nullopt;
        }
        target.kind = Target::Kind::SharedObject;
        target.sharedObject = &*found;
        return target;
    }
    if (const auto found = firmware.exports.find(name); found != firmware.exports.end()) {
        target.theExport = found->second;
        return target;
    }
    return std::nullopt;
}

/// Gives the exports of a domain their places, and says what its undefined names mean.
void targets_set(Firmware &firmware, Domain &domain)
{
    for (const std::string_view name :
         {InitArrayStart, InitArrayEnd, HeapStartName, HeapEndName, ScanStartName})
    {
        domain.table.linker_define(name);
    }
    for (const Export &entry : domain.exports) {
        Target target;
        target.theExport = &entry;
        domain.targets[entry.symbol] = target;
        if (entry.kind == Export::Kind::Function) {
            // It has no entry: its symbol is where nothing is.
            entry.symbol->kind = Symbol::Kind::Elsewhere;
            entry.symbol->section = nullptr;
        }
    }
    for (const auto &[name, symbol] : domain.table.globals()) {
        if (symbol->is_defined()) {
            continue;
        }
        if (const auto target = target_find(firmware, domain, name)) {
            symbol->kind = Symbol::Kind::Elsewhere;
            symbol->value = 0;
            domain.targets[symbol] = *target;
        }
    }
}

/// The export table's section, and in it the entries' symbols.
void export_table_make(Domain &domain)
{
    constexpr uint32_t HeaderSize = 20;
    constexpr uint32_t EntrySize = 4;
    domain.exportTable = &domain.table.section_make(".compartment_export_table", SHT_PROGBITS,
                                                    SHF_ALLOC | SHF_WRITE, CapabilitySize);
    uint32_t size = HeaderSize;
    for (Export &entry : domain.exports) {
        if (entry.kind == Export::Kind::Function) {
            continue;
        }
        entry.entryOffset = size;
        size += EntrySize;
        Symbol &symbol = *entry.symbol;
        symbol.section = domain.exportTable;
        symbol.value = entry.entryOffset;
        symbol.size = EntrySize;
    }
    domain.exportTable->size = size;
    domain.exportTable->isLive = true;
}

Result<const Export *> thread_entry_find(Firmware &firmware, const ThreadDescription &thread,
                                         size_t number)
{
    std::vector<std::string> names;
    Domain *domain = firmware.domain_find(thread.compartment);
    if (domain == nullptr || domain->kind() != DomainKind::Compartment) {
        for (const Domain &other : firmware.domains) {
            if (other.kind() == DomainKind::Compartment) {
                names.push_back(other.name());
            }
        }
        return fail("thread {}: there is no compartment '{}' to start in{}", number,
                    thread.compartment, spelling_hint(thread.compartment, names));
    }
    std::vector<const Export *> found;
    for (const Export &entry : domain->exports) {
        if (entry.kind != Export::Kind::EntryPoint) {
            continue;
        }
        if (entry.name == thread.entry) {
            return &entry;
        }
        names.push_back(source_name(entry.name, true));
        if (names.back() == thread.entry || source_name(entry.name, false) == thread.entry) {
            found.push_back(&entry);
        }
    }
    if (found.size() == 1) {
        return found.front();
    }
    if (!found.empty()) {
        std::string all;
        for (const Export *entry : found) {
            all += fmt::format("\n  {}  {}", symbol_demangle(entry->name), entry->name);
        }
        return fail("thread {}: '{}' may be any of these in compartment '{}'; name its symbol:{}",
                    number, thread.entry, domain->name(), all);
    }
    return fail("thread {}: compartment '{}' has no entry point '{}'{}\n  {}", number,
                domain->name(), thread.entry, spelling_hint(thread.entry, names),
                names.empty() ? "it has none; say __cheri_compartment(\"" + domain->name() +
                                    "\") where the function is declared"
                              : fmt::format("it has {}", fmt::join(names, ", ")));
}

/// What the loader's own code can ask for besides a bare-metal program's symbols.
void loader_symbols_define(Firmware &firmware)
{
    SymbolTable &loader = firmware.loader.table;
    firmware.imageHeader =
        &loader.section_make(".image_header", SHT_PROGBITS, SHF_ALLOC, CapabilitySize);
    firmware.imageHeader->isLive = true;
    loader.symbol_place("__image_header", *firmware.imageHeader, 0, 0);
}

/// Functions of domains that others know by their names.
Result<void> functions_find(Firmware &firmware)
{
    Complaints complaints;
    for (const LoaderEntry &entry : LoaderEntries) {
        Symbol *symbol = firmware.loader.table.find(entry.symbol);
        if (symbol == nullptr || symbol->is_defined()) {
            continue;
        }
        Domain *domain = firmware.domain_find(entry.domain);
        const Symbol *function =
            domain == nullptr ? nullptr : domain->function_find(entry.function);
        if (function == nullptr) {
            complaints.add("the loader needs '{}', but {} has no function '{}'", entry.symbol,
                           domain == nullptr
                               ? fmt::format("a domain '{}', which there is none of,", entry.domain)
                               : domain->describe(),
                           entry.function);
            continue;
        }
        firmware.loader.table.linker_define(entry.symbol);
        firmware.loaderFunctions[symbol] = function;
    }
    for (const Domain &domain : firmware.domains) {
        for (const auto &[name, symbol] : domain.table.globals()) {
            const auto target = domain.targets.find(symbol);
            if (target == domain.targets.end() || target->second.kind != Target::Kind::Privileged) {
                continue;
            }
            const PrivilegedTarget &privileged = *target->second.privileged;
            const bool isScheduler = privileged.name.starts_with(SchedulerName);
            Domain *scheduler = firmware.domain_find(SchedulerName);
            if (isScheduler && scheduler == nullptr) {
                complaints.add("{} wants '{}', but there is no compartment '{}'", domain.describe(),
                               symbol->name, SchedulerName);
            } else if (!privileged.function.empty()) {
                const Symbol *function = scheduler->function_find(privileged.function);
                if (function == nullptr) {
                    complaints.add("{} wants '{}', but {} has no function '{}'", domain.describe(),
                                   symbol->name, scheduler->describe(), privileged.function);
                }
                firmware.privilegedFunctions[&privileged] = function;
            }
        }
    }
    return complaints.result();
}

} // namespace

Firmware::Firmware(const FirmwareDescription &theDescription)
    : description(theDescription), sharedObjects(theDescription.sharedObjects),
      loader(loaderOptions)
{
    const bool hasAllocator =
        std::ranges::find(description.domains, AllocatorName, &DomainDescription::name) !=
        description.domains.end();
    if (hasAllocator && std::ranges::find(sharedObjects, EpochName,
                                          &SharedObjectDescription::name) == sharedObjects.end())
    {
        sharedObjects.push_back({std::string(EpochName), sizeof(uint32_t)});
    }
    loaderOptions.layout.code = description.memory.code;
    loaderOptions.layout.stackSize = description.loaderStackSize;
    for (const FirmwareDevice &device : description.memory.devices) {
        loaderOptions.layout.devices.push_back({device.name, device.range});
    }
    if (const auto &exit = description.memory.exitDevice) {
        loaderOptions.layout.exitDevice = {exit->name, exit->range};
    }
    loaderOptions.collectsGarbage = description.collectsGarbage;
    loaderOptions.relaxes = description.relaxes;
}

Domain *Firmware::domain_find(std::string_view name)
{
    const auto found =
        std::ranges::find(domains, name, [](const Domain &domain) { return domain.name(); });
    return found == domains.end() ? nullptr : &*found;
}

Result<void> firmware_read(Firmware &firmware)
{
    TRY_VOID(description_check(firmware.description));
    for (const bool isSwitcher : {true, false}) {
        for (const DomainDescription &domain : firmware.description.domains) {
            if ((domain.kind == DomainKind::Switcher) == isSwitcher) {
                firmware.domains.emplace_back(domain);
                TRY_VOID(domain_read(firmware.domains.back()));
            }
        }
    }
    if (const auto loaded = firmware.loader.symbols_resolve(firmware.description.loaderFiles);
        !loaded.has_value())
    {
        return context("the loader", loaded.error());
    }
    Complaints complaints;
    exports_publish(firmware, complaints);
    return complaints.result();
}

Result<void> firmware_resolve(Firmware &firmware)
{
    for (Domain &domain : firmware.domains) {
        targets_set(firmware, domain);
        if (domain.kind() == DomainKind::Compartment) {
            export_table_make(domain);
        }
    }
    for (const ThreadDescription &thread : firmware.description.threads) {
        FirmwareThread made;
        made.description = &thread;
        made.entry = TRY(thread_entry_find(firmware, thread, firmware.threads.size() + 1));
        firmware.threads.push_back(made);
    }
    loader_symbols_define(firmware);
    return functions_find(firmware);
}

} // namespace griotte::link
