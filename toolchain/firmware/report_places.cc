#include "toolchain/firmware/report_places.h"

#include <algorithm>
#include <filesystem>
#include <optional>

#include "debug_info/source_lines.h"
#include "debug_info/stack_variables.h"
#include "debug_info/variable_lines.h"
#include "toolchain/firmware/build.h"

namespace griotte::firmware {

namespace {

/// "vault.cc" of "./vault.cc".
std::string file_name(const std::string &file)
{
    return std::filesystem::path(file).lexically_normal().string();
}

class PlaceFinder
{
public:
    explicit PlaceFinder(std::span<const uint8_t> elf)
        : lines(SourceLines::read(elf)), functions(StackVariables::read(elf)),
          variables(VariableLines::read(elf))
    {}

    /// Of an instruction: where its function uses it, even if that inlines another.
    void instruction_find(link::ReportPlace &place) const
    {
        const auto line = line_find(place.address);
        if (!line.has_value()) {
            return;
        }
        set(place, *line);
        const auto call = functions.inlined_call(place.address);
        if (call.has_value() && call->line > 0) {
            place.inlineFile = place.file;
            place.inlineLine = place.line;
            set(place, *call);
        }
    }

    void variable_find(link::ReportPlace &place) const
    {
        const auto line = variables.find(place.address);
        if (line.has_value() && line->line > 0) {
            set(place, *line);
        }
    }

    /// Of what may be either.
    void find(link::ReportPlace &place) const
    {
        instruction_find(place);
        if (place.file.empty()) {
            variable_find(place);
        }
    }

private:
    /// Code the compiler has merged from several lines has none: then that of the code before it.
    [[nodiscard]] std::optional<SourceLine> line_find(uint32_t address) const
    {
        constexpr uint32_t SearchLimit = 64;
        for (uint32_t back = 0; back < SearchLimit; back += 2) {
            auto line = lines.find(address - back);
            if (!line.has_value() || line->line > 0) {
                return line;
            }
        }
        return std::nullopt;
    }

    static void set(link::ReportPlace &place, const SourceLine &line)
    {
        place.file = file_name(line.file);
        place.line = static_cast<uint32_t>(line.line);
    }

    SourceLines lines;
    StackVariables functions;
    VariableLines variables;
};

/// The file without the folders messages name it with, which are not the same everywhere.
void manifest_place_set(link::ReportPlace &place, const Place &where)
{
    const std::string name = std::filesystem::path(where.file).filename().string();
    place.file = name == CatalogueName ? std::string("sdk/") + name : name;
    place.line = where.line;
}

} // namespace

void report_places_find(link::FirmwareReport &report, std::span<const uint8_t> elf,
                        const Manifest &manifest, const std::vector<SharedObject> &sharedObjects)
{
    const PlaceFinder finder(elf);
    for (link::ReportDomain &domain : report.domains) {
        for (link::ReportExport &entry : domain.exports) {
            if (entry.place.has_value()) {
                finder.instruction_find(*entry.place);
            }
        }
        for (link::ReportImport &import : domain.imports) {
            std::ranges::for_each(import.uses,
                                  [&finder](link::ReportPlace &use) { finder.find(use); });
            if (auto *object = std::get_if<link::ReportSealedObject>(&import.what)) {
                finder.variable_find(object->place);
            }
        }
    }
    for (size_t index = 0; index < std::min(report.threads.size(), manifest.threads.size());
         index++)
    {
        manifest_place_set(report.threads[index].place, manifest.threads[index].place);
    }
    for (link::ReportSharedObject &object : report.sharedObjects) {
        const auto found = std::ranges::find(sharedObjects, object.name,
                                             [](const SharedObject &one) { return one.name.text; });
        if (found != sharedObjects.end()) {
            manifest_place_set(object.place, found->name.place);
        }
    }
}

} // namespace griotte::firmware
