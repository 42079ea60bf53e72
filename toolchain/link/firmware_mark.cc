// What of each domain is wanted: from what is known to run, by relocations and, across domains, by
// imports.
#include <algorithm>

#include "toolchain/link/firmware_resolve.h"
#include "toolchain/link/section_layout.h"

namespace griotte::link {

namespace {

class FirmwareMarker
{
public:
    explicit FirmwareMarker(Firmware &theFirmware) : firmware(theFirmware) {}

    Result<void> run()
    {
        const bool keepsAll = !firmware.description.collectsGarbage;
        for (Domain &domain : firmware.domains) {
            domain.marker.emplace(domain.table);
            if (domain.kind() != DomainKind::Library || keepsAll) {
                domain_begin(domain, keepsAll || domain.kind() == DomainKind::Switcher);
            }
        }
        for (const auto &[symbol, function] : firmware.loaderFunctions) {
            function_want(*function);
        }
        while (isChanged) {
            isChanged = false;
            for (Domain &domain : firmware.domains) {
                domain.marker->follow([&](const Symbol &symbol) { symbol_reach(domain, symbol); });
            }
        }
        Complaints complaints;
        for (Domain &domain : firmware.domains) {
            if (domain.isInImage) {
                domain.discarded = domain.marker->finish();
                missing_complain(domain, complaints);
            }
        }
        return complaints.result();
    }

private:
    void domain_begin(Domain &domain, bool isWhole)
    {
        domain.isInImage = true;
        isChanged = true;
        domain.marker->retained_mark();
        for (const auto &object : domain.table.objects()) {
            for (const auto &section : object->sections) {
                const bool isWanted =
                    section != nullptr && (isWhole || is_named(section->name, InitialisersSection));
                if (isWanted) {
                    domain.marker->mark(section.get());
                }
            }
        }
        for (Export &entry : domain.exports) {
            if (isWhole || entry.kind != Export::Kind::Function) {
                export_want(entry);
            }
        }
        for (const std::string_view handler : ErrorHandlerNames) {
            if (const Symbol *symbol = domain.table.find(handler)) {
                domain.marker->mark(symbol->section);
            }
        }
    }

    void export_want(const Export &entry)
    {
        Export &wanted = *std::ranges::find(entry.domain->exports, entry.symbol, &Export::symbol);
        if (wanted.isWanted) {
            return;
        }
        wanted.isWanted = true;
        isChanged = true;
        if (!wanted.domain->isInImage) {
            domain_begin(*wanted.domain, false);
        }
        if (wanted.function != nullptr) {
            wanted.domain->marker->mark(wanted.function->section);
        }
    }

    void function_want(const Symbol &function)
    {
        for (Domain &domain : firmware.domains) {
            if (domain.table.find(function.name) == &function) {
                domain.marker->mark(function.section);
                isChanged = true;
            }
        }
    }

    void symbol_reach(const Domain &domain, const Symbol &symbol)
    {
        const auto found = domain.targets.find(&symbol);
        if (found == domain.targets.end()) {
            return;
        }
        if (found->second.kind == Target::Kind::Export) {
            export_want(*found->second.theExport);
        } else if (found->second.kind == Target::Kind::Privileged) {
            const auto function = firmware.privilegedFunctions.find(found->second.privileged);
            if (function != firmware.privilegedFunctions.end()) {
                function_want(*function->second);
            }
        }
    }

    void missing_complain(const Domain &domain, Complaints &complaints)
    {
        for (UndefinedSymbol &missing : domain.table.undefined_collect()) {
            const std::string text = missing_describe(firmware, missing.name);
            if (text.empty()) {
                complaints.add("{}: {}", domain.describe(),
                               domain.table.undefined_describe(missing));
                continue;
            }
            slots_replace(domain, missing);
            complaints.add("{}: {}{}", domain.describe(), text, missing.places_describe());
        }
    }

    /// Who needs an import is who uses its slot.
    static void slots_replace(const Domain &domain, UndefinedSymbol &missing)
    {
        std::vector<std::string> users;
        for (const auto &object : domain.table.objects()) {
            for (const auto &section : object->sections) {
                if (section == nullptr || !section->isLive || !section->is_allocated()) {
                    continue;
                }
                for (const Relocation &relocation : section->relocations) {
                    const Symbol &symbol = *object->symbols[relocation.symbol].resolved;
                    const bool isUse = symbol.section != nullptr &&
                                       symbol.section != section.get() &&
                                       is_named(symbol.section->name, ImportsSection) &&
                                       refers_to(*symbol.section, missing.name);
                    if (isUse) {
                        users.push_back(place_describe(*section, relocation.offset));
                    }
                }
            }
        }
        if (!users.empty()) {
            missing.places = std::move(users);
        }
    }

    static bool refers_to(const Section &slot, std::string_view name)
    {
        return std::ranges::any_of(slot.relocations, [&](const Relocation &relocation) {
            return slot.file->symbols[relocation.symbol].name == name;
        });
    }

    Firmware &firmware;
    bool isChanged = false;
};

} // namespace

Result<void> firmware_mark(Firmware &firmware)
{
    return FirmwareMarker(firmware).run();
}

} // namespace griotte::link
