#include "toolchain/firmware/catalogue.h"

#include <algorithm>
#include <map>

#include "toolchain/firmware/domain_reader.h"

namespace griotte::firmware {

namespace {

class CatalogueReader
{
public:
    CatalogueReader(const toml::table &table, const std::string &file)
        : document(table, Place{file, 0, "", ""}, complaints)
    {
        catalogue.file = file;
    }

    Result<Catalogue> read()
    {
        catalogue.loader = foundation_read("loader");
        catalogue.switcher = foundation_read("switcher");
        parts_read("compartments", DomainKind::Compartment);
        parts_read("libraries", DomainKind::Library);
        parts_read("objects", DomainKind::Objects);
        catalogue.sharedObjects = shared_objects_read(document);
        document.finish();
        names_check();
        TRY_VOID(complaints.result());
        return std::move(catalogue);
    }

private:
    Foundation foundation_read(std::string_view name)
    {
        auto reader = document.table(name);
        if (!reader.has_value()) {
            document.complain(document.place(), "has no table [{}]", name);
            return {};
        }
        Foundation foundation{reader->texts("sources"), settings_read(*reader)};
        if (foundation.sources.empty()) {
            reader->complain(reader->place(), "needs sources");
        }
        reader->finish();
        return foundation;
    }

    void parts_read(std::string_view key, DomainKind kind)
    {
        for (auto &[name, reader] : document.tables(key)) {
            Part part;
            part.domain = domain_read(reader, name, kind);
            part.isCore = reader.boolean("core", false);
            part.isPortable = reader.boolean("portable", false);
            part.devices = reader.texts("devices");
            part.aliases = reader.texts("aliases");
            if (const auto revoker = reader.text("revoker")) {
                part.revoker = revoker->text;
                if (revoker->text != "software" && revoker->text != "hardware") {
                    reader.complain(revoker->place, "'{}' is neither software nor hardware",
                                    revoker->text);
                }
            }
            reader.finish();
            catalogue.parts.push_back(std::move(part));
        }
    }

    void names_check()
    {
        std::map<std::string_view, const Word *> names;
        const auto add = [&](const Word &name) {
            const auto [found, isNew] = names.emplace(name.text, &name);
            if (!isNew) {
                document.complain(name.place, "line {} has a part of that name",
                                  found->second->place.line);
            }
        };
        for (const Part &part : catalogue.parts) {
            add(part.domain.name);
            std::ranges::for_each(part.aliases, add);
        }
        for (const Part &part : catalogue.parts) {
            for (const Word &used : part.domain.uses) {
                if (!names.contains(used.text)) {
                    document.complain(used.place, "there is no part '{}'", used.text);
                }
            }
        }
    }

    Complaints complaints;
    TableReader document;
    Catalogue catalogue;
};

} // namespace

std::optional<std::string> Part::lack_on(const Board &board) const
{
    if (!revoker.empty() && revoker != board.revoker) {
        return fmt::format("a {} revoker", revoker);
    }
    for (const Word &device : devices) {
        if (std::ranges::find(board.memory.devices, device.text, &link::FirmwareDevice::name) ==
            board.memory.devices.end())
        {
            return fmt::format("a device '{}'", device.text);
        }
    }
    return std::nullopt;
}

const Part *Catalogue::find(std::string_view name) const
{
    const auto isCalled = [&](const Part &part) {
        return part.domain.name.text == name ||
               std::ranges::find(part.aliases, name, &Word::text) != part.aliases.end();
    };
    const auto found = std::ranges::find_if(parts, isCalled);
    return found == parts.end() ? nullptr : &*found;
}

Result<Catalogue> catalogue_parse(std::string_view text, const std::string &file)
{
    const toml::table document = TRY(toml_read(text, file));
    return CatalogueReader(document, file).read();
}

} // namespace griotte::firmware
