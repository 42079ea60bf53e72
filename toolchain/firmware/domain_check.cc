#include "toolchain/firmware/domain_check.h"

#include <algorithm>
#include <map>
#include <memory>

#include "base/text.h"
#include "toolchain/link/archive.h"
#include "toolchain/link/complaints.h"
#include "toolchain/link/object.h"

namespace griotte::firmware {

namespace {

// docs/reference/compartments.md, "What objects hold".
constexpr std::string_view EntryPrefix = "__export_";
constexpr std::string_view DevicePrefix = "__export_mem_";
constexpr std::string_view LibraryPrefix = "__library_export_libcalls_";
constexpr const char *ExportSection = ".cheriot.exports";
constexpr uint32_t ExportStackOffset = 4;

/// A function as its source names it, without arguments.
std::string function_name(std::string_view symbol)
{
    const std::string name = symbol_demangle(std::string(symbol));
    return name.substr(0, name.find('('));
}

struct Entry
{
    std::string symbol;
    /// As the source has it.
    std::string name;
    /// Bytes of stack it needs.
    uint32_t stack = 0;
};

/// The objects of a domain, archives' members included.
struct ParsedFile
{
    std::unique_ptr<link::ObjectFile> object;
    std::string source;
};

Result<std::vector<ParsedFile>> files_parse(const LoadedDomain &domain)
{
    std::vector<ParsedFile> result;
    for (const LoadedFile &loaded : domain.files) {
        const link::InputFile &file = loaded.file;
        if (!link::is_archive(file.bytes)) {
            result.push_back({TRY(link::object_read(file.bytes, file.name)), loaded.source});
            continue;
        }
        for (const auto &member : TRY(link::archive_read(file.bytes, file.name))) {
            const std::string name = fmt::format("{}({})", loaded.source, member.name);
            result.push_back({TRY(link::object_read(member.bytes, name)), name});
        }
    }
    return result;
}

class DomainChecker
{
public:
    DomainChecker(const Manifest &theManifest, const Catalogue &theCatalogue, const Graph &theGraph)
        : manifest(theManifest), catalogue(theCatalogue), graph(theGraph)
    {
        for (const Part &part : catalogue.parts) {
            compartment_add(part.domain);
        }
        for (const Domain &domain : manifest.domains) {
            compartment_add(domain);
        }
    }

    Result<void> check(const std::vector<LoadedDomain> &domains)
    {
        std::vector<std::pair<const Member *, std::vector<ParsedFile>>> parsed;
        for (const LoadedDomain &domain : domains) {
            if (is_looked_at(*domain.member)) {
                parsed.emplace_back(domain.member, TRY(files_parse(domain)));
            }
        }
        for (const auto &[member, files] : parsed) {
            exports_collect(*member, files);
        }
        for (const auto &[member, files] : parsed) {
            if (!member->isOfSdk) {
                imports_check(*member, files);
            }
        }
        for (const Thread &thread : manifest.threads) {
            thread_check(thread);
        }
        return complaints.result();
    }

private:
    void compartment_add(const Domain &domain)
    {
        if (domain.kind == DomainKind::Compartment) {
            compartments.push_back(domain.name.text);
        }
    }

    /// The SDK's own domains are right about what they use. Of interest are those threads start in,
    /// and libraries that are good for nothing without a compartment that is not linked.
    [[nodiscard]] bool is_looked_at(const Member &member) const
    {
        const std::string &name = member.domain.name.text;
        return !member.isOfSdk || is_incomplete(member) ||
               std::ranges::any_of(manifest.threads, [&](const Thread &thread) {
                   const Part *part = catalogue.find(thread.compartment.text);
                   return part != nullptr && part->domain.name.text == name;
               });
    }

    /// Whether something `member` uses is not linked.
    [[nodiscard]] bool is_incomplete(const Member &member) const
    {
        return std::ranges::any_of(member.reach, [&](const std::string &used) {
            const bool isCompartment = std::ranges::find(compartments, used) != compartments.end();
            return isCompartment && graph.find(used) == nullptr;
        });
    }

    void exports_collect(const Member &member, const std::vector<ParsedFile> &files)
    {
        const std::string &name = member.domain.name.text;
        const bool isLibrary = member.domain.kind == DomainKind::Library;
        const std::string prefix =
            isLibrary ? std::string(LibraryPrefix) : fmt::format("{}{}_", EntryPrefix, name);
        for (const ParsedFile &file : files) {
            for (const link::InputSymbol &symbol : file.object->symbols) {
                const bool isExport = symbol.place == link::InputSymbol::Place::InSection &&
                                      symbol.section != nullptr &&
                                      symbol.section->name == ExportSection &&
                                      symbol.name.starts_with(prefix);
                if (isExport && isLibrary) {
                    libraryOf.emplace(symbol.name.substr(prefix.size()), &member);
                } else if (isExport) {
                    const std::string function = symbol.name.substr(prefix.size());
                    entries[name].push_back({function, function_name(function), stack_of(symbol)});
                }
            }
        }
    }

    static uint32_t stack_of(const link::InputSymbol &symbol)
    {
        const std::vector<uint8_t> &bytes = symbol.section->bytes;
        const uint64_t at = uint64_t{symbol.value} + ExportStackOffset;
        return at + 1 < bytes.size() ? bytes[at] | uint32_t{bytes[at + 1]} << 8 : 0;
    }

    void imports_check(const Member &member, const std::vector<ParsedFile> &files)
    {
        for (const ParsedFile &file : files) {
            for (const link::InputSymbol &symbol : file.object->symbols) {
                if (symbol.place != link::InputSymbol::Place::Undefined) {
                    continue;
                }
                if (symbol.name.starts_with(LibraryPrefix)) {
                    library_import_check(member, file, symbol.name.substr(LibraryPrefix.size()));
                } else if (symbol.name.starts_with(EntryPrefix) &&
                           !symbol.name.starts_with(DevicePrefix))
                {
                    entry_import_check(member, file, symbol.name.substr(EntryPrefix.size()));
                }
            }
        }
    }

    void library_import_check(const Member &member, const ParsedFile &file,
                              const std::string &function)
    {
        const auto found = libraryOf.find(function);
        if (found == libraryOf.end() || found->second == &member) {
            return; // the SDK's, or unknown to all, which the linker says
        }
        const Member &library = *found->second;
        const std::string &name = library.domain.name.text;
        if (!member.reach.contains(name)) {
            unused_complain(member, file, function, "library", name);
        }
    }

    /// `rest` is COMPARTMENT_FUNCTION, of which both may have underscores.
    void entry_import_check(const Member &member, const ParsedFile &file, std::string_view rest)
    {
        const std::string *owner = nullptr;
        for (const std::string &name : compartments) {
            const bool isOwner =
                rest.size() > name.size() && rest.starts_with(name) && rest[name.size()] == '_';
            if (isOwner && (owner == nullptr || name.size() > owner->size())) {
                owner = &name;
            }
        }
        if (owner == nullptr || member.reach.contains(*owner)) {
            return;
        }
        const Part *part = catalogue.find(*owner);
        if (part == nullptr || !part->isCore) {
            unused_complain(member, file, rest.substr(owner->size() + 1), "compartment", *owner);
        }
    }

    void unused_complain(const Member &member, const ParsedFile &file, std::string_view function,
                         std::string_view kind, const std::string &owner)
    {
        const Domain &domain = member.domain;
        Place place = domain.uses.empty() ? domain.name.place : domain.uses.front().place;
        place.key = "uses";
        complaints.add("{}: does not name the {} {}, of which {} imports {}; add \"{}\"",
                       place.to_string(), kind, owner, file.source, function_name(function), owner);
    }

    void thread_check(const Thread &thread)
    {
        const Part *part = catalogue.find(thread.compartment.text);
        const std::string &compartment =
            part == nullptr ? thread.compartment.text : part->domain.name.text;
        const std::vector<Entry> &known = entries[compartment];
        const auto found = std::ranges::find_if(known, [&](const Entry &entry) {
            return entry.name == thread.entry.text || entry.symbol == thread.entry.text;
        });
        if (found == known.end()) {
            entry_complain(thread, compartment, known);
            return;
        }
        if (thread.stack.value < found->stack) {
            constexpr uint32_t Granule = 16;
            complaints.add("{}: {} bytes, of which {} alone needs {}; make it {} and what {} calls",
                           thread.stack.place.to_string(), thread.stack.value, found->name,
                           found->stack, (found->stack + Granule - 1) / Granule * Granule,
                           found->name);
        }
    }

    void entry_complain(const Thread &thread, const std::string &compartment,
                        const std::vector<Entry> &known)
    {
        std::vector<std::string> names;
        for (const Entry &entry : known) {
            names.push_back(entry.name);
        }
        const std::string place = thread.entry.place.to_string();
        if (names.empty()) {
            complaints.add("{}: compartment {} has no entry points; declare {} with "
                           "__cheri_compartment(\"{}\")",
                           place, compartment, thread.entry.text, compartment);
            return;
        }
        complaints.add("{}: compartment {} has no entry point '{}'{} (it has: {})", place,
                       compartment, thread.entry.text, spelling_hint(thread.entry.text, names),
                       fmt::join(names, ", "));
    }

    link::Complaints complaints;
    const Manifest &manifest;
    const Catalogue &catalogue;
    const Graph &graph;
    std::vector<std::string> compartments;
    /// By compartment.
    std::map<std::string, std::vector<Entry>> entries;
    /// By function's symbol: libraries one has to name to use them.
    std::map<std::string, const Member *> libraryOf;
};

} // namespace

Result<void> domains_check(const Manifest &manifest, const Catalogue &catalogue, const Graph &graph,
                           const std::vector<LoadedDomain> &domains)
{
    return DomainChecker(manifest, catalogue, graph).check(domains);
}

} // namespace griotte::firmware
