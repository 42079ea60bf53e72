#include "toolchain/link/loader_tables.h"

#include <algorithm>
#include <cstring>

#include "base/text.h"
#include "toolchain/link/capability_table.h"
#include "toolchain/link/firmware_imports.h"
#include "toolchain/link/firmware_layout.h"
#include "toolchain/link/section_layout.h"

namespace griotte::link {

namespace {

constexpr uint32_t Magic = 0x544f'4952; // "RIOT"
constexpr uint32_t Version = 1;
constexpr uint32_t HeaderSize = 72;
constexpr uint32_t DomainSize = 44;
constexpr uint32_t RecordSize = 16;
constexpr uint32_t ThreadSize = 32;
constexpr uint32_t ChecksumOffset = 12;

/// Whether the capability in data is one the domain's own addresses make: no import, and no sealing
/// type of a static sealed object, which is a number.
bool is_ordinary(const Domain &domain, const Section &section, const Symbol &symbol)
{
    return !is_named(section.name, SealedSection) && !is_sealed_object(symbol) &&
           !domain.targets.contains(&symbol);
}

uint32_t record_count(const Firmware &firmware, const Domain &domain)
{
    auto count = static_cast<uint32_t>(domain.imports.size());
    capabilities_visit(domain.table,
                       [&](const Section &section, const Relocation &, const Symbol &symbol) {
                           count += is_ordinary(domain, section, symbol) ? 1 : 0;
                       });
    if (domain.exportTable != nullptr) {
        count += domain.data.empty() ? 1 : 2;
    }
    if (domain.kind() == DomainKind::Switcher) {
        count += static_cast<uint32_t>(firmware.initialisers.size());
    }
    return count;
}

class RecordMaker
{
public:
    RecordMaker(Firmware &theFirmware, Domain &theDomain, Complaints &theComplaints)
        : firmware(theFirmware), domain(theDomain), complaints(theComplaints)
    {}

    void run()
    {
        domain.records.clear();
        for (const Import &import : domain.imports) {
            import_record(import);
        }
        if (domain.kind() == DomainKind::Switcher) {
            for (const Initialiser &initialiser : firmware.initialisers) {
                Record record = entry_record(*initialiser.entry);
                record.location = initialiser.section->address() + initialiser.offset;
                domain.records.push_back(record);
            }
        }
        capabilities_visit(
            domain.table,
            [this](const Section &section, const Relocation &relocation, const Symbol &symbol) {
                if (is_ordinary(domain, section, symbol)) {
                    data_record(section, relocation, symbol);
                }
            });
        if (domain.exportTable != nullptr) {
            export_table_records();
        }
        for (const Record &record : domain.records) {
            length_check(record);
        }
        std::ranges::sort(domain.records, {}, &Record::location);
    }

private:
    static Record range_record(const Range &range, RecordKind kind)
    {
        Record record;
        record.base = static_cast<uint32_t>(range.start);
        record.length = static_cast<uint32_t>(range.size());
        record.kind = kind;
        return record;
    }

    static Record entry_record(const Export &entry)
    {
        switch (entry.kind) {
        case Export::Kind::EntryPoint: {
            Record record = range_record(entry.domain->exportRange, RecordKind::ExportEntry);
            record.offset = entry.symbol->address() - record.base;
            return record;
        }
        case Export::Kind::SealingType: {
            Record record;
            record.base = entry.symbol->address();
            record.length = 1;
            record.kind = RecordKind::SealingKey;
            return record;
        }
        case Export::Kind::Function:
            break;
        }
        return sentry_record(*entry.domain, entry.function_address(), entry.posture);
    }

    static Record sentry_record(const Domain &owner, uint32_t address, uint8_t posture)
    {
        constexpr RecordKind Kinds[] = {RecordKind::SentryInherit, RecordKind::SentryEnable,
                                        RecordKind::SentryDisable};
        Record record = range_record(owner.pcc, Kinds[posture]);
        record.offset = address - record.base;
        return record;
    }

    Record privileged_record(const PrivilegedTarget &target)
    {
        const FirmwareMap &map = firmware.map;
        const Domain *scheduler = firmware.domain_find(SchedulerName);
        switch (target.kind) {
        case RecordKind::SentryInherit:
            return sentry_record(*scheduler, firmware.privilegedFunctions.at(&target)->address(),
                                 0);
        case RecordKind::Globals:
            return globals_record(*scheduler);
        case RecordKind::Stack: {
            Record record = range_record(map.schedulerStack, target.kind);
            record.offset = record.length;
            return record;
        }
        case RecordKind::HardwareKey: {
            Record record;
            record.base = target.objectType;
            record.length = 1;
            record.kind = target.kind;
            record.permissions = target.permissions;
            return record;
        }
        case RecordKind::TokenKeys: {
            Record record;
            record.kind = target.kind;
            return record;
        }
        case RecordKind::RevocableMemory:
            return range_record(map.revocable, target.kind);
        case RecordKind::HazardSlots:
            return range_record(map.hazardSlots, target.kind);
        default:
            return range_record(map.heap, RecordKind::Heap);
        }
    }

    static Record globals_record(const Domain &owner)
    {
        Record record = range_record(owner.globals, RecordKind::Globals);
        record.offset = owner.data.empty() ? 0 : owner.cgp - record.base;
        return record;
    }

    void import_record(const Import &import)
    {
        Record record = import.target == nullptr ? sealed_record(import) : target_record(import);
        record.location = import.section->address() + import.offset;
        domain.records.push_back(record);
    }

    Record target_record(const Import &import)
    {
        const Target &target = *import.target;
        Record record;
        switch (target.kind) {
        case Target::Kind::Export:
            return entry_record(*target.theExport);
        case Target::Kind::Privileged:
            return privileged_record(*target.privileged);
        case Target::Kind::Device:
            record = range_record(target.device->range, RecordKind::Device);
            break;
        case Target::Kind::SharedObject:
            record = range_record(firmware.map.sharedObjects.at(target.sharedObject),
                                  RecordKind::SharedObject);
            break;
        }
        record.permissions = import.permissions;
        return record;
    }

    Record sealed_record(const Import &import)
    {
        const Symbol &object = *import.symbol;
        const uint32_t start = object.address();
        Record record =
            range_record({start, uint64_t{start} + object.size}, RecordKind::SealedObject);
        record.offset = SealedAddressOffset;
        if (start % CapabilitySize != 0 || !is_representable(record.base, record.length)) {
            complain(*object.section, object.value,
                     "static sealed object '{}' lies where no capability has exactly its bounds, "
                     "0x{:08x} to 0x{:08x}; align it to 8 or more, and give it a size of {}",
                     symbol_demangle(object.name), record.base, record.base + record.length,
                     representable_length(record.length));
        }
        if (is_quota(*sealing_type_find(domain, object))) {
            quota_check(object);
        }
        return record;
    }

    void quota_check(const Symbol &object)
    {
        uint32_t quota = 0;
        if (object.value + SealedHeaderSize + sizeof quota <= object.section->bytes.size()) {
            std::memcpy(&quota, object.section->bytes.data() + object.value + SealedHeaderSize,
                        sizeof quota);
        }
        if (quota > firmware.map.heap.size()) {
            complain(*object.section, object.value,
                     "allocator capability '{}' has a quota of {} bytes, and the heap is {} bytes "
                     "large; give it less",
                     symbol_demangle(object.name), quota, firmware.map.heap.size());
        }
    }

    void data_record(const Section &section, const Relocation &relocation, const Symbol &symbol)
    {
        const auto entry = capability_make(section, relocation, symbol, domain.pcc);
        if (!entry.has_value()) {
            complain(section, relocation.offset, "{} of '{}': {}", relocation_name(relocation.type),
                     symbol.name, entry.error());
            return;
        }
        Record record;
        record.location = entry->location;
        record.base = entry->base;
        record.length = entry->length;
        record.offset = entry->offset;
        record.kind = static_cast<RecordKind>(entry->kind);
        if (record.offset > record.length) {
            complain(
                section, relocation.offset,
                "the pointer would be {} bytes from the start of '{}', which is {} bytes long; "
                "point into it",
                static_cast<int32_t>(record.offset), symbol.name, record.length);
            return;
        }
        domain.records.push_back(record);
    }

    /// What the switcher enters the compartment with.
    void export_table_records()
    {
        Record code = range_record(domain.pcc, RecordKind::Code);
        code.location = static_cast<uint32_t>(domain.exportRange.start);
        domain.records.push_back(code);
        if (!domain.data.empty()) {
            Record globals = globals_record(domain);
            globals.location = code.location + CapabilitySize;
            domain.records.push_back(globals);
        }
    }

    void length_check(const Record &record)
    {
        if (record.length > RecordLengthLimit || record.offset > RecordLengthLimit) {
            complaints.add("{}: the capability at 0x{:08x} is to {} bytes; the loader makes them "
                           "for up to {}",
                           domain.describe(), record.location, record.length, RecordLengthLimit);
        }
    }

    template <typename... Arguments>
    void complain(const Section &section, uint32_t offset, fmt::format_string<Arguments...> format,
                  Arguments &&...arguments)
    {
        complaints.add("{}: {}: {}", domain.describe(), place_describe(section, offset),
                       fmt::format(format, std::forward<Arguments>(arguments)...));
    }

    Firmware &firmware;
    Domain &domain;
    Complaints &complaints;
};

/// Little-endian numbers, one after the other.
class TableWriter
{
public:
    void half(uint64_t value) { number(value, 2); }
    void word(uint64_t value) { number(value, 4); }
    void range(const Range &range)
    {
        word(range.start);
        word(range.end);
    }
    void text(std::string_view value)
    {
        bytes.insert(bytes.end(), value.begin(), value.end());
        bytes.push_back(0);
    }

    std::vector<uint8_t> bytes;

private:
    void number(uint64_t value, size_t size)
    {
        for (size_t index = 0; index < size; index++) {
            bytes.push_back(static_cast<uint8_t>(value >> (8 * index)));
        }
    }
};

std::vector<const Domain *> domains_of(const Firmware &firmware)
{
    std::vector<const Domain *> result;
    for (const Domain &domain : firmware.domains) {
        if (domain.isInImage) {
            result.push_back(&domain);
        }
    }
    return result;
}

void record_write(TableWriter &out, const Record &record)
{
    constexpr unsigned KindShift = 24;
    constexpr unsigned PermissionsShift = 27;
    out.word(record.location);
    out.word(record.base);
    out.word(record.length | static_cast<uint32_t>(record.kind) << KindShift);
    out.word(record.offset | uint32_t{record.permissions} << PermissionsShift);
}

void idle_thread_write(TableWriter &out, const FirmwareMap &map)
{
    out.word(0);
    out.half(0);
    out.half(0);
    out.range(map.schedulerStack);
    out.range(map.idleTrustedStack);
    out.word(map.idleHazardSlots.start);
    out.word(0);
}

void thread_write(TableWriter &out, const FirmwareThread &thread, size_t domainNumber)
{
    out.word(thread.entry->symbol->address());
    out.half(domainNumber);
    out.half(thread.description->priority);
    out.range(thread.stack);
    out.range(thread.trustedStack);
    out.word(thread.hazardSlots.start);
    out.word(0);
}

} // namespace

uint32_t checksum(std::span<const uint8_t> bytes)
{
    constexpr uint32_t Polynomial = 0xedb8'8320;
    uint32_t result = ~uint32_t{0};
    for (const uint8_t byte : bytes) {
        result ^= byte;
        for (int bit = 0; bit < 8; bit++) {
            result = (result >> 1) ^ ((result & 1) != 0 ? Polynomial : 0);
        }
    }
    return ~result;
}

uint32_t loader_tables_size(const Firmware &firmware)
{
    uint32_t size = HeaderSize;
    for (const Domain *domain : domains_of(firmware)) {
        size += DomainSize + record_count(firmware, *domain) * RecordSize;
        size += static_cast<uint32_t>(domain->name().size()) + 1;
    }
    return size + (static_cast<uint32_t>(firmware.threads.size()) + 1) * ThreadSize;
}

Result<void> firmware_records_make(Firmware &firmware)
{
    Complaints complaints;
    if (!is_representable(static_cast<uint32_t>(firmware.map.initialisers.start),
                          static_cast<uint32_t>(firmware.map.initialisers.size())))
    {
        complaints.add("there are {} initialisers, more than one capability to their slots can "
                       "have; run some from others",
                       firmware.initialisers.size());
    }
    for (Domain &domain : firmware.domains) {
        if (domain.isInImage) {
            RecordMaker(firmware, domain, complaints).run();
        }
    }
    return complaints.result();
}

std::vector<uint8_t> loader_tables_make(const Firmware &firmware)
{
    const auto domains = domains_of(firmware);
    size_t records = 0;
    for (const Domain *domain : domains) {
        records += domain->records.size();
    }
    const size_t recordsOffset = HeaderSize + domains.size() * DomainSize;
    const size_t threadsOffset = recordsOffset + records * RecordSize;
    const size_t threads = firmware.threads.size() + 1;
    size_t nameOffset = threadsOffset + threads * ThreadSize;

    TableWriter out;
    out.word(Magic);
    out.half(Version);
    out.half(HeaderSize);
    out.word(loader_tables_size(firmware));
    out.word(0); // the checksum, at last
    for (const auto &[offset, count] : {std::pair<size_t, size_t>{HeaderSize, domains.size()},
                                        {recordsOffset, records},
                                        {threadsOffset, threads}})
    {
        out.word(offset);
        out.word(count);
    }
    out.range(firmware.map.code);
    out.range(firmware.map.data);
    out.range(firmware.map.heap);
    out.word(firmware.map.initialisers.start);
    out.word(firmware.initialisers.size());

    size_t firstRecord = 0;
    for (const Domain *domain : domains) {
        out.word(nameOffset);
        out.word(static_cast<uint32_t>(domain->kind()));
        out.range(domain->pcc);
        out.range(domain->globals);
        out.word(domain->cgp);
        out.range(domain->exportRange);
        out.word(firstRecord);
        out.word(domain->records.size());
        firstRecord += domain->records.size();
        nameOffset += domain->name().size() + 1;
    }
    for (const Domain *domain : domains) {
        for (const Record &record : domain->records) {
            record_write(out, record);
        }
    }
    idle_thread_write(out, firmware.map);
    for (const FirmwareThread &thread : firmware.threads) {
        const auto number = std::ranges::find(domains, thread.entry->domain) - domains.begin();
        thread_write(out, thread, static_cast<size_t>(number));
    }
    for (const Domain *domain : domains) {
        out.text(domain->name());
    }
    const uint32_t sum = checksum(out.bytes);
    std::memcpy(out.bytes.data() + ChecksumOffset, &sum, sizeof sum);
    return out.bytes;
}

} // namespace griotte::link
