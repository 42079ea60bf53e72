#include <algorithm>
#include <map>

#include "base/text.h"
#include "toolchain/link/digest.h"
#include "toolchain/link/firmware_facts.h"
#include "toolchain/link/firmware_imports.h"
#include "toolchain/link/section_layout.h"

namespace griotte::link {

namespace {

/// Others call the allocator's view of the hazard slots this.
constexpr const char *HazardSlotsName = "allocator_hazard_pointers";

std::string provider_of(const Export &entry)
{
    return entry.function == nullptr ? entry.file->name : entry.function->section->file->name;
}

class ReportMaker
{
public:
    ReportMaker(const Firmware &theFirmware, const Image &theImage)
        : firmware(theFirmware), image(theImage)
    {}

    FirmwareReport run()
    {
        FirmwareReport report;
        report.file = firmware.description.name;
        loader_report(report);
        for (const Domain &domain : firmware.domains) {
            if (domain.isInImage) {
                report.domains.push_back(domain_report(domain));
            }
        }
        for (const auto &object : firmware.sharedObjects) {
            const Range range = firmware.map.sharedObjects.at(&object);
            report.sharedObjects.push_back(
                {object.name, {range.start, range.start + object.size}, {}});
        }
        report.sharedObjects.push_back({HazardSlotsName, firmware.map.hazardSlots, {}});
        for (const FirmwareThread &thread : firmware.threads) {
            report.threads.push_back({thread.entry->domain->name(),
                                      symbol_demangle(thread.entry->name),
                                      provider_of(*thread.entry),
                                      thread.description->priority,
                                      thread.stack,
                                      thread.trustedStack,
                                      {}});
        }
        report.heap = firmware.map.heap;
        return report;
    }

private:
    static void inputs_add(const OutputSection &output, ReportSection &section)
    {
        for (const Section *input : output.inputs) {
            input_add(*input, section);
        }
    }

    static void input_add(const Section &input, ReportSection &section)
    {
        section.inputs.push_back({input.file->name, input.name, input.size,
                                  input.is_zero_filled() ? "" : sha256_hex(input.bytes)});
    }

    void bytes_copy(const OutputSection &output, const Range &range, std::vector<uint8_t> &bytes)
    {
        const auto found = image.contents.find(&output);
        if (found != image.contents.end()) {
            std::ranges::copy(found->second,
                              bytes.begin() + static_cast<ptrdiff_t>(output.address - range.start));
        }
    }

    /// Everything in `range` as it is at boot.
    ReportSection section_report(std::string name, const std::deque<OutputSection> &outputs,
                                 const Range &range)
    {
        ReportSection section;
        section.name = std::move(name);
        std::vector<uint8_t> bytes(range.size());
        for (const OutputSection &output : outputs) {
            inputs_add(output, section);
            bytes_copy(output, range, bytes);
        }
        section.sha256 = sha256_hex(bytes);
        return section;
    }

    void loader_report(FirmwareReport &report)
    {
        const BaremetalMap &map = firmware.loader.map;
        const Section *start = firmware.loader.entry->section;
        ReportSection first{".loader_start", {}, {}};
        ReportSection code{".loader_code", {}, {}};
        ReportSection data{".loader_data", {}, {}};
        std::vector<uint8_t> codeBytes(map.code.size());
        std::vector<uint8_t> dataBytes(map.data.size());
        for (const OutputSection &output : map.sections) {
            if (!output.is_allocated()) {
                continue;
            }
            const bool isCode = output.reach == Reach::Pcc;
            bytes_copy(output, isCode ? map.code : map.data, isCode ? codeBytes : dataBytes);
            for (const Section *input : output.inputs) {
                input_add(*input, input == start ? first : isCode ? code : data);
            }
        }
        if (start != nullptr) {
            first.sha256 = sha256_hex(std::span(codeBytes).subspan(
                start->address() - map.code.start, start->size_after()));
        }
        code.sha256 = sha256_hex(codeBytes);
        data.sha256 = sha256_hex(dataBytes);
        report.core = {std::move(first), std::move(code), std::move(data)};
    }

    ReportDomain domain_report(const Domain &domain)
    {
        ReportDomain report;
        report.name = domain.name();
        report.kind = domain.kind();
        report.code =
            section_report(fmt::format(".{}_code", domain.name()), domain.code, domain.pcc);
        if (!domain.data.empty()) {
            report.data = section_report(fmt::format(".{}_globals", domain.name()), domain.data,
                                         domain.globals);
        }
        for (const Export &entry : domain.exports) {
            if (entry.isWanted) {
                report.exports.push_back(export_report(entry));
            }
        }
        imports_report(domain, report);
        return report;
    }

    void imports_report(const Domain &domain, ReportDomain &report)
    {
        const SlotUses uses = slot_uses(domain);
        // Where those that have been seen are among the report's, if they are.
        std::map<const Symbol *, std::optional<size_t>> seen;
        for (const Import &import : domain.imports) {
            // A slot and a pointer in data to the same thing are one right.
            const bool isMemory =
                import.target != nullptr && (import.target->kind == Target::Kind::Device ||
                                             import.target->kind == Target::Kind::SharedObject);
            const auto before = seen.find(import.symbol);
            std::optional<size_t> index;
            if (!isMemory && before != seen.end()) {
                index = before->second;
            } else if (auto what = import_report(domain, import)) {
                index = report.imports.size();
                report.imports.push_back({std::move(*what), {}});
            }
            seen[import.symbol] = index;
            if (index.has_value()) {
                uses_add(import, uses, report.imports[*index].uses);
            }
        }
    }

    /// Addresses of the instructions that load each slot of an import table.
    using SlotUses = std::map<const Section *, std::vector<uint32_t>>;

    static SlotUses slot_uses(const Domain &domain)
    {
        SlotUses uses;
        for (const Import &import : domain.imports) {
            uses[import.section];
        }
        for (const auto &object : domain.table.objects()) {
            for (const auto &section : object->sections) {
                if (section != nullptr && section->isLive && section->is_executable()) {
                    section_uses_add(*section, uses);
                }
            }
        }
        return uses;
    }

    static void section_uses_add(const Section &section, SlotUses &uses)
    {
        for (const Relocation &relocation : section.relocations) {
            const Symbol *symbol = section.file->symbols[relocation.symbol].resolved;
            const bool isInSection = symbol != nullptr && symbol->kind == Symbol::Kind::InSection;
            const auto slot = isInSection ? uses.find(symbol->section) : uses.end();
            if (slot != uses.end() && is_named(slot->first->name, ImportsSection)) {
                slot->second.push_back(section.address() + section.offset_after(relocation.offset));
            }
        }
    }

    static void uses_add(const Import &import, const SlotUses &uses,
                         std::vector<ReportPlace> &places)
    {
        if (!is_named(import.section->name, ImportsSection)) {
            places.push_back({import.section->address() + import.offset, {}});
            return;
        }
        for (const uint32_t address : uses.at(import.section)) {
            places.push_back({address, {}});
        }
    }

    static ReportExport export_report(const Export &entry)
    {
        ReportExport report;
        report.symbol = entry.symbol->name;
        report.isExported = !entry.isOwn;
        report.isSealingKey = entry.kind == Export::Kind::SealingType;
        report.posture = entry.posture;
        report.argumentRegisters = entry.argumentRegisters;
        if (!report.isSealingKey) {
            report.function = symbol_demangle(entry.name);
            report.stackSize = entry.stackSize;
            report.place = ReportPlace{entry.function_address(), {}};
            report.offset =
                static_cast<uint32_t>(entry.function_address() - entry.domain->pcc.start);
        }
        return report;
    }

    static ReportPermissions permissions_report(uint8_t permissions)
    {
        return {(permissions & Load) != 0, (permissions & Store) != 0,
                (permissions & LoadStoreCapabilities) != 0, (permissions & LoadMutable) != 0,
                (permissions & LoadGlobal) != 0};
    }

    /// Nothing for what everybody has.
    std::optional<ReportImport::What> import_report(const Domain &domain, const Import &import)
    {
        if (import.target == nullptr) {
            return sealed_report(domain, *import.symbol);
        }
        const Target &target = *import.target;
        switch (target.kind) {
        case Target::Kind::Export:
            if (target.theExport->symbol->name == CompartmentCallExport) {
                return std::nullopt;
            }
            return call_report(*target.theExport);
        case Target::Kind::Device:
            return ReportDevice{target.device->name, target.device->range,
                                permissions_report(import.permissions)};
        case Target::Kind::SharedObject: {
            const Range range = firmware.map.sharedObjects.at(target.sharedObject);
            return ReportSharedObjectImport{target.sharedObject->name,
                                            {range.start, range.start + target.sharedObject->size},
                                            permissions_report(import.permissions)};
        }
        case Target::Kind::Privileged:
            break;
        }
        if (target.privileged->kind == RecordKind::HazardSlots) {
            return ReportSharedObjectImport{HazardSlotsName, firmware.map.hazardSlots,
                                            permissions_report(Load | LoadStoreCapabilities)};
        }
        return ReportPrivileged{std::string(target.privileged->name)};
    }

    static ReportCall call_report(const Export &entry)
    {
        ReportCall call;
        call.exportSymbol = entry.symbol->name;
        call.providedBy = provider_of(entry);
        call.isLibrary = entry.kind == Export::Kind::Function;
        if (entry.kind != Export::Kind::SealingType) {
            call.function = symbol_demangle(entry.name);
        }
        if (entry.kind == Export::Kind::EntryPoint) {
            call.compartment = entry.domain->name();
        }
        return call;
    }

    static ReportSealedObject sealed_report(const Domain &domain, const Symbol &object)
    {
        const Export &type = *sealing_type_find(domain, object);
        ReportSealedObject report;
        const std::vector<uint8_t> &bytes = object.section->bytes;
        const size_t first = std::min<size_t>(object.value + SealedHeaderSize, bytes.size());
        const size_t last = std::min<size_t>(object.value + object.size, bytes.size());
        report.contents.assign(bytes.begin() + static_cast<ptrdiff_t>(first),
                               bytes.begin() + static_cast<ptrdiff_t>(last));
        report.name = symbol_demangle(object.name);
        report.place.address = object.address_of(0);
        report.type = {type.domain->name(), type.name, provider_of(type), type.symbol->name};
        return report;
    }

    const Firmware &firmware;
    const Image &image;
};

} // namespace

FirmwareReport firmware_report_make(const Firmware &firmware, const Image &image)
{
    return ReportMaker(firmware, image).run();
}

} // namespace griotte::link
