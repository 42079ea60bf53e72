// The steps of a bare-metal link, in order. What each does is in its own file.
#include "toolchain/link/baremetal.h"

#include <algorithm>

#include <elf.h>

#include "toolchain/link/baremetal_layout.h"
#include "toolchain/link/capability_table.h"
#include "toolchain/link/garbage.h"
#include "toolchain/link/image_writer.h"
#include "toolchain/link/map_file.h"
#include "toolchain/link/relax.h"
#include "toolchain/link/relocate.h"

namespace griotte::link {

namespace {

class BaremetalLink
{
public:
    explicit BaremetalLink(const BaremetalOptions &theOptions) : options(theOptions) {}

    Result<LinkedImage> run(std::span<const InputFile> files)
    {
        TRY_VOID(symbols_resolve(files));
        TRY_VOID(sections_choose());
        BaremetalMap map = sections_arrange(table, *entry);
        TRY_VOID(layout_make(map));
        return image_make(map);
    }

private:
    /// 1. What each name means.
    Result<void> symbols_resolve(std::span<const InputFile> files)
    {
        for (const InputFile &file : files) {
            TRY_VOID(file_add(table, file));
        }
        for (const auto &[name, value] : options.definitions) {
            table.symbol_define(name, value);
        }
        entry = &table.symbol_require(options.entry);
        for (const std::string &name : options.required) {
            roots.push_back(&table.symbol_require(name));
        }
        table.archives_search();
        symbols.emplace(table, options.layout);
        table.commons_allocate();
        TRY_VOID(table.result());
        if (!entry->is_defined()) {
            return fail("the entry point '{}' is not defined; link the start-up code "
                        "(sdk/core/baremetal/start.s), or name another with --entry",
                        options.entry);
        }
        for (const Symbol *root : roots) {
            if (!root->is_defined()) {
                return fail("'{}' is not defined, but --undefined asks for it", root->name);
            }
        }
        roots.push_back(entry);
        return {};
    }

    /// 2. What is wanted, the capability table included.
    Result<void> sections_choose()
    {
        if (options.collectsGarbage) {
            discarded = garbage_collect(table, roots);
        } else {
            sections_keep_all(table);
        }
        TRY_VOID(table.undefined_check());
        capabilities =
            &table.section_make(".capability_table", SHT_PROGBITS, SHF_ALLOC, sizeof(uint32_t));
        capabilities->size = capability_count(table) * CapabilityEntrySize;
        capabilities->isLive = true;
        return {};
    }

    /// 3. Where everything goes. Shorter code brings more code within reach, and now and then moves
    /// some out of it: so it is done again until nothing changes, the last rounds without anything
    /// new.
    Result<void> layout_make(BaremetalMap &map)
    {
        constexpr int FreeRounds = 8;
        low_parts_pair(table);
        for (int round = 0;; round++) {
            TRY_VOID(addresses_assign(map, options.layout));
            symbols->values_set(map);
            const Shrink how = !options.relaxes     ? Shrink::Padding
                               : round < FreeRounds ? Shrink::Freely
                                                    : Shrink::Settle;
            Complaints complaints;
            const bool isChanged = sections_shrink(table, map.cgp, how, complaints);
            TRY_VOID(complaints.result());
            if (!isChanged) {
                return {};
            }
        }
    }

    /// 4. The bytes of every section, relocated.
    Result<LinkedImage> image_make(BaremetalMap &map)
    {
        Complaints complaints;
        capabilities->bytes =
            capability_table_bytes(capabilities_collect(table, map.code, complaints));
        Image image;
        Relocator relocator(map.cgp, complaints);
        for (OutputSection &output : map.sections) {
            image.sections.push_back(&output);
            if (output.is_zero_filled()) {
                continue;
            }
            std::vector<uint8_t> bytes(output.size);
            for (const Section *section : output.inputs) {
                const std::span<uint8_t> part =
                    std::span(bytes).subspan(section->outputOffset, section->size_after());
                std::ranges::copy(section->bytes_after(), part.begin());
                relocator.section_relocate(*section, part);
            }
            image.contents[&output] = std::move(bytes);
        }
        TRY_VOID(complaints.result());
        for (const Reach reach : {Reach::Pcc, Reach::Cgp}) {
            if (auto sections = map.sections_of(reach); !sections.empty()) {
                image.segments.push_back(std::move(sections));
            }
        }
        image.entry = entry->address();
        for (const auto &object : table.objects()) {
            image.flags |= object->flags;
        }
        LinkedImage result;
        result.elf = TRY(image_write(image, table));
        result.map = map_text(map, image);
        for (const Section *section : discarded) {
            result.discarded.push_back(fmt::format("{}:({})", section->file->name, section->name));
        }
        return result;
    }

    std::string map_text(const BaremetalMap &map, const Image &image)
    {
        const std::pair<std::string_view, Range> regions[] = {
            {"code (PCC)", map.code},
            {"data (CGP)", map.data},
            {"heap", map.heap},
            {"stack", map.stack},
        };
        return map_make({table, image.sections, discarded, regions});
    }

    const BaremetalOptions &options;
    SymbolTable table;
    std::optional<LayoutSymbols> symbols;
    Symbol *entry = nullptr;
    std::vector<Symbol *> roots;
    Section *capabilities = nullptr;
    std::vector<const Section *> discarded;
};

} // namespace

Result<LinkedImage> baremetal_link(std::span<const InputFile> files,
                                   const BaremetalOptions &options)
{
    return BaremetalLink(options).run(files);
}

} // namespace griotte::link
