// The steps of a bare-metal link, in order. What each does is in its own file.
#include "toolchain/link/baremetal.h"

#include "toolchain/link/baremetal_domain.h"
#include "toolchain/link/image_writer.h"
#include "toolchain/link/map_file.h"
#include "toolchain/link/relocate.h"

namespace griotte::link {

namespace {

class BaremetalLink
{
public:
    explicit BaremetalLink(const BaremetalOptions &theOptions)
        : options(theOptions), domain(theOptions)
    {}

    Result<LinkedImage> run(std::span<const InputFile> files)
    {
        TRY_VOID(domain.symbols_resolve(files));
        TRY_VOID(domain.sections_choose());
        domain.sections_arrange();
        TRY_VOID(layout_make());
        return image_make();
    }

private:
    /// Where everything goes. Shorter code brings more code within reach, and now and then moves
    /// some out of it: so it is done again until nothing changes.
    Result<void> layout_make()
    {
        bool isChanged = true;
        for (int round = 0; isChanged; round++) {
            TRY_VOID(addresses_assign(domain.map, options.layout));
            isChanged = TRY(domain.sections_settle(round));
        }
        return {};
    }

    /// The bytes of every section, relocated.
    Result<LinkedImage> image_make()
    {
        BaremetalMap &map = domain.map;
        Complaints complaints;
        domain.capabilities_fill(complaints);
        Image image;
        Relocator relocator(map.cgp, complaints);
        for (OutputSection &output : map.sections) {
            image.sections.push_back(&output);
            if (!output.is_zero_filled()) {
                image.contents[&output] = relocator.contents_make(output);
            }
        }
        TRY_VOID(complaints.result());
        for (const Reach reach : {Reach::Pcc, Reach::Cgp}) {
            if (auto sections = map.sections_of(reach); !sections.empty()) {
                image.segments.push_back(std::move(sections));
            }
        }
        image.entry = domain.entry->address();
        const SymbolTable *tables[] = {&domain.table};
        LinkedImage result;
        result.elf = TRY(image_write(image, tables));
        result.map = map_text(image);
        for (const Section *section : domain.discarded) {
            result.discarded.push_back(fmt::format("{}:({})", section->file->name, section->name));
        }
        return result;
    }

    std::string map_text(const Image &image)
    {
        const MapRegion regions[] = {
            {"code (PCC)", domain.map.code},
            {"data (CGP)", domain.map.data},
            {"heap", domain.map.heap},
            {"stack", domain.map.stack},
        };
        const MapDomain domains[] = {{"", domain.table}};
        return map_make({domains, image.sections, domain.discarded, regions});
    }

    const BaremetalOptions &options;
    BaremetalDomain domain;
};

} // namespace

Result<LinkedImage> baremetal_link(std::span<const InputFile> files,
                                   const BaremetalOptions &options)
{
    return BaremetalLink(options).run(files);
}

} // namespace griotte::link
