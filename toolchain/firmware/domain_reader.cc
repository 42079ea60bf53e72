#include "toolchain/firmware/domain_reader.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace griotte::firmware {

namespace {

bool is_name_character(char character)
{
    return std::isalnum(static_cast<unsigned char>(character)) != 0 || character == '_';
}

/// Words that symbols of exports and imports have in the place of a domain's name.
constexpr std::array ReservedNames = {"libcalls", "loader", "mem", "switcher", "import", "export"};

/// Whether `text` is NAME or NAME=VALUE.
bool is_define(std::string_view text)
{
    const std::string_view name = text.substr(0, text.find('='));
    // A parameter list is the preprocessor's to judge.
    return !name.empty() && std::isdigit(static_cast<unsigned char>(name[0])) == 0 &&
           is_name_character(name[0]);
}

} // namespace

std::string_view to_string(DomainKind kind)
{
    switch (kind) {
    case DomainKind::Compartment:
        return "compartment";
    case DomainKind::Library:
        return "library";
    case DomainKind::Objects:
        break;
    }
    return "part";
}

bool is_domain_name(std::string_view name)
{
    return !name.empty() && std::isdigit(static_cast<unsigned char>(name[0])) == 0 &&
           std::ranges::all_of(name, is_name_character) &&
           std::ranges::find(ReservedNames, name) == ReservedNames.end();
}

void domain_name_check(TableReader &reader, const Word &name)
{
    if (std::ranges::find(ReservedNames, name.text) != ReservedNames.end()) {
        reader.complain(name.place, "the name is taken by what links domains; choose another");
    } else if (!is_domain_name(name.text)) {
        reader.complain(name.place,
                        "'{}' is no name: it consists of letters, digits and _, and begins with "
                        "no digit",
                        name.text);
    }
}

CompileSettings settings_read(TableReader &reader)
{
    CompileSettings settings{reader.texts("defines"), reader.texts("include"),
                             reader.texts("cflags"), reader.texts("cxxflags")};
    for (const Word &define : settings.defines) {
        if (!is_define(define.text)) {
            reader.complain(define.place, "'{}' defines no macro; write NAME or NAME=VALUE",
                            define.text);
        }
    }
    return settings;
}

Domain domain_read(TableReader &reader, const Word &name, DomainKind kind)
{
    Domain domain;
    domain.kind = kind;
    domain.name = name;
    domain_name_check(reader, name);
    domain.sources = reader.texts("sources");
    if (domain.sources.empty()) {
        Place place = reader.place();
        place.key = "sources";
        reader.complain(place,
                        "a {} needs sources; add sources = [\"{}.cc\"], or the folder they are in",
                        to_string(kind), name.text);
    }
    domain.uses = reader.texts("uses");
    domain.settings = settings_read(reader);
    return domain;
}

std::vector<SharedObject> shared_objects_read(TableReader &document)
{
    // A capability's exact length ends here, and so does any board's memory.
    constexpr uint32_t SizeLimit = 1u << 23;
    std::vector<SharedObject> objects;
    for (auto &[name, reader] : document.tables("shared_objects")) {
        domain_name_check(reader, name);
        objects.push_back({name, reader.number_required("size", 1, SizeLimit, "bytes")});
        reader.finish();
    }
    return objects;
}

} // namespace griotte::firmware
