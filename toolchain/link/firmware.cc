// The steps of a firmware's link, in order. What each does is in its own file.
#include "toolchain/link/firmware.h"

#include <algorithm>

#include <elf.h>

#include "toolchain/link/digest.h"
#include "toolchain/link/firmware_facts.h"
#include "toolchain/link/firmware_imports.h"
#include "toolchain/link/firmware_layout.h"
#include "toolchain/link/firmware_resolve.h"
#include "toolchain/link/image_writer.h"
#include "toolchain/link/loader_tables.h"
#include "toolchain/link/map_file.h"
#include "toolchain/link/relax.h"
#include "toolchain/link/relocate.h"

namespace griotte::link {

namespace {

class FirmwareLink
{
public:
    explicit FirmwareLink(const FirmwareDescription &description) : firmware(description) {}

    Result<LinkedFirmware> run()
    {
        TRY_VOID(firmware_read(firmware));
        TRY_VOID(firmware_resolve(firmware));
        TRY_VOID(firmware_mark(firmware));
        TRY_VOID(firmware_imports_collect(firmware));
        if (const auto chosen = firmware.loader.sections_choose(); !chosen.has_value()) {
            return context("the loader", chosen.error());
        }
        TRY_VOID(firmware_sections_arrange(firmware));
        firmware.imageHeader->size = loader_tables_size(firmware);
        TRY_VOID(layout_make());
        TRY_VOID(tables_make());
        TRY_VOID(contents_make());
        return result_make();
    }

private:
    /// Again and again, until nothing gets shorter.
    Result<void> layout_make()
    {
        for (const Domain &domain : firmware.domains) {
            low_parts_pair(domain.table);
        }
        bool isChanged = true;
        for (int round = 0; isChanged; round++) {
            TRY_VOID(firmware_addresses_assign(firmware));
            isChanged = TRY(firmware.loader.sections_settle(round));
            Complaints complaints;
            for (const Domain &domain : firmware.domains) {
                const Shrink how = shrink_of_round(round, firmware.description.relaxes);
                isChanged = sections_shrink(domain.table, domain.cgp, how, complaints) || isChanged;
            }
            TRY_VOID(complaints.result());
        }
        return {};
    }

    Result<void> tables_make()
    {
        Complaints complaints;
        for (Domain &domain : firmware.domains) {
            if (domain.isInImage && domain.exportTable != nullptr) {
                export_table_fill(domain, complaints);
            }
        }
        TRY_VOID(complaints.result());
        TRY_VOID(firmware_records_make(firmware));
        firmware.imageHeader->bytes = loader_tables_make(firmware);
        if (firmware.imageHeader->bytes.size() != firmware.imageHeader->size) {
            return fail("the loader's tables have {} bytes instead of {}; this is a fault of the "
                        "linker, please report it",
                        firmware.imageHeader->bytes.size(), firmware.imageHeader->size);
        }
        return {};
    }

    Result<void> contents_make()
    {
        Complaints complaints;
        firmware.loader.capabilities_fill(complaints);
        for (Domain &domain : firmware.domains) {
            Relocator relocator(domain.cgp, complaints);
            segment_add(domain.code, relocator);
        }
        // These hold addresses only.
        Relocator plain(0, complaints);
        std::vector<OutputSection *> exports;
        std::vector<OutputSection *> sealed;
        for (Domain &domain : firmware.domains) {
            exports.push_back(&domain.exportOutput);
            sealed.push_back(&domain.sealedOutput);
        }
        segment_add(exports, plain);
        segment_add(sealed, plain);
        segment_add({&firmware.systemSections.front()}, plain);
        for (Domain &domain : firmware.domains) {
            Relocator relocator(domain.cgp, complaints);
            segment_add(domain.data, relocator);
        }
        for (size_t index = 1; index < firmware.systemSections.size(); index++) {
            segment_add({&firmware.systemSections[index]}, plain);
        }
        BaremetalMap &loader = firmware.loader.map;
        Relocator relocator(loader.cgp, complaints);
        segment_add(loader.sections_of(Reach::Pcc), relocator);
        segment_add(loader.sections_of(Reach::Cgp), relocator);
        tools_add(plain);
        return complaints.result();
    }

    void segment_add(std::deque<OutputSection> &sections, Relocator &relocator)
    {
        segment_add(pointers(sections), relocator);
    }

    void segment_add(std::vector<OutputSection *> sections, Relocator &relocator)
    {
        std::erase_if(sections,
                      [](const OutputSection *section) { return section->inputs.empty(); });
        if (sections.empty()) {
            return;
        }
        for (OutputSection *section : sections) {
            image.sections.push_back(section);
            if (!section->is_zero_filled()) {
                image.contents[section] = relocator.contents_make(*section);
            }
        }
        image.segments.push_back(std::move(sections));
    }

    void tools_add(Relocator &relocator)
    {
        // The loader's debug information joins the domains' of the same name.
        for (OutputSection &output : firmware.loader.map.sections) {
            if (output.is_allocated()) {
                continue;
            }
            const auto same =
                std::ranges::find(firmware.toolSections, output.name, &OutputSection::name);
            OutputSection &into =
                same == firmware.toolSections.end() ? firmware.toolSections.emplace_back() : *same;
            into.name = output.name;
            for (Section *section : output.inputs) {
                section_append(into, *section);
            }
            section_pack(into);
        }
        for (OutputSection &output : firmware.toolSections) {
            image.sections.push_back(&output);
        }
        for (OutputSection &output : firmware.toolSections) {
            image.contents[&output] = relocator.contents_make(output);
        }
        const std::string text = firmware_facts_json(firmware);
        OutputSection &facts = firmware.toolSections.emplace_back();
        facts.name = ".griotte.firmware";
        facts.type = SHT_PROGBITS;
        facts.size = text.size();
        image.sections.push_back(&facts);
        image.contents[&facts] = {text.begin(), text.end()};
    }

    Result<LinkedFirmware> result_make()
    {
        image.entry = firmware.loader.entry->address();
        std::vector<const SymbolTable *> tables;
        std::vector<MapDomain> domains;
        std::vector<const Section *> discarded;
        LinkedFirmware result;
        for (const Domain &domain : firmware.domains) {
            if (!domain.isInImage) {
                result.unusedLibraries.push_back(domain.name());
                continue;
            }
            tables.push_back(&domain.table);
            domains.push_back({domain.name(), domain.table});
            for (const Section *section : domain.discarded) {
                discarded.push_back(section);
                result.discarded.push_back(
                    fmt::format("{}: {}:({})", domain.name(), section->file->name, section->name));
            }
        }
        tables.push_back(&firmware.loader.table);
        domains.push_back({"loader", firmware.loader.table});
        tables.push_back(&firmware.system);
        domains.push_back({"system", firmware.system});
        result.elf = TRY(image_write(image, tables));
        result.report = firmware_report_make(firmware, image);
        result.report.sha256 = sha256_hex(result.elf);
        result.sizes = firmware_sizes(firmware);
        result.heap = firmware.map.heap;
        result.map = map_make({domains, image.sections, discarded, regions_make()});
        return result;
    }

    [[nodiscard]] std::vector<MapRegion> regions_make() const
    {
        std::vector<MapRegion> regions;
        auto add = [&regions](std::string name, const Range &range) {
            if (range.size() != 0) {
                regions.push_back({std::move(name), range});
            }
        };
        for (const Domain &domain : firmware.domains) {
            add(domain.name() + " (PCC)", domain.pcc);
        }
        for (const Domain &domain : firmware.domains) {
            add(domain.name() + " (exports)", domain.exportRange);
        }
        for (const Domain &domain : firmware.domains) {
            add(domain.name() + " (CGP)", domain.globals);
        }
        for (size_t index = 0; index < firmware.threads.size(); index++) {
            add(fmt::format("thread {} (stack)", index + 1), firmware.threads[index].stack);
        }
        add("scheduler (stack)", firmware.map.schedulerStack);
        add("heap", firmware.map.heap);
        add("loader, until it has run", firmware.map.loader);
        add("loader (stack)", firmware.map.loaderStack);
        return regions;
    }

    Firmware firmware;
    Image image;
};

} // namespace

Result<LinkedFirmware> firmware_link(const FirmwareDescription &description)
{
    return FirmwareLink(description).run();
}

} // namespace griotte::link
