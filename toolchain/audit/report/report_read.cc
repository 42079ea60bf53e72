// The reader of reports. What is missing in older ones is worked out here, so that nobody else has
// to know of them.
#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "base/text.h"
#include "toolchain/audit/report/json_document.h"
#include "toolchain/audit/report/report.h"

namespace griotte::audit {

namespace {

constexpr std::string_view LibraryPrefix = "__library_export_libcalls_";
constexpr std::string_view SealingPrefix = "__export.sealing_type.";
/// Nobody has had a tenth of either.
constexpr size_t DomainLimit = 4096;
constexpr size_t NameLimit = 4096;
constexpr uint64_t AddressLimit = uint64_t{1} << 32;

Result<std::string> name_read(const JsonObject &object, const char *key)
{
    std::string name = TRY(object.text(key));
    if (name.empty() || name.size() > NameLimit) {
        return object.wrong(key, fmt::format("a name of 1 to {} bytes", NameLimit));
    }
    return name;
}

Result<std::optional<SourcePlace>> place_read(const JsonObject &object, const char *key)
{
    if (!object.has(key)) {
        return std::nullopt;
    }
    const auto place = TRY(object.object(key));
    const auto line = TRY(place.number_if_there("line"));
    return SourcePlace{TRY(name_read(place, "file")), static_cast<uint32_t>(line.value_or(0))};
}

Result<MemoryRange> range_read(const JsonObject &object)
{
    const uint64_t start = TRY(object.number("start"));
    const uint64_t length = TRY(object.number("length", AddressLimit - start));
    return MemoryRange{start, length};
}

Result<Permissions> permissions_read(const JsonObject &object)
{
    return Permissions{TRY(object.boolean("permits_load")), TRY(object.boolean("permits_store")),
                       TRY(object.boolean("permits_load_store_capabilities")),
                       TRY(object.boolean("permits_load_mutable")),
                       TRY(object.boolean_if_there("permits_load_global"))};
}

/// "00100000 0000": bytes in the order of memory, four to a word.
Result<std::vector<uint8_t>> contents_read(const JsonObject &object, const char *key)
{
    const std::string text = TRY(object.text(key));
    std::string digits;
    std::ranges::remove_copy(text, std::back_inserter(digits), ' ');
    std::vector<uint8_t> contents;
    for (size_t index = 0; index + 1 < digits.size(); index += 2) {
        const auto byte = number_parse("0x" + digits.substr(index, 2));
        if (!byte.has_value()) {
            return object.wrong(key, "hexadecimal bytes, with a space after each four");
        }
        contents.push_back(static_cast<uint8_t>(*byte));
    }
    if (digits.size() % 2 != 0) {
        return object.wrong(key, "hexadecimal bytes, of two digits each");
    }
    return contents;
}

/// The key of "__export.sealing_type.C.K": C may have no dot, K may.
std::string key_of(std::string_view symbol)
{
    const std::string_view rest =
        symbol.starts_with(SealingPrefix) ? symbol.substr(SealingPrefix.size()) : symbol;
    const size_t dot = rest.find('.');
    return std::string(dot == std::string_view::npos ? rest : rest.substr(dot + 1));
}

/// The function of an export's symbol, as its source has it.
std::string function_of(std::string_view symbol, std::string_view domain)
{
    const std::string prefixes[] = {std::string(LibraryPrefix), fmt::format("__export_{}_", domain),
                                    fmt::format("__library_export_{}_", domain)};
    for (const std::string &prefix : prefixes) {
        if (symbol.starts_with(prefix)) {
            return symbol_demangle(std::string(symbol.substr(prefix.size())));
        }
    }
    return std::string(symbol);
}

Result<ReportSection> section_read(const JsonObject &object)
{
    ReportSection section;
    section.name = TRY(object.text_if_there(object.has("name") ? "name" : "section_name"));
    section.inputs = TRY(object.list<ReportSection::Input>(
        "inputs", [](const JsonObject &input) -> Result<ReportSection::Input> {
            return ReportSection::Input{TRY(name_read(input, "file")),
                                        TRY(input.text("section_name")), TRY(input.number("size")),
                                        TRY(input.text_if_there("sha256"))};
        }));
    section.sha256 = TRY(TRY(object.object("output")).text("sha256"));
    return section;
}

Result<ReportExport> export_read(const JsonObject &object, const std::string &domain)
{
    static const std::array<std::string, 2> Kinds = {"Function", "SealingKey"};
    static const std::array<std::string, 3> Postures = {"inherit", "enabled", "disabled"};
    ReportExport result;
    result.isSealingKey = TRY(object.choice("kind", Kinds)) == 1;
    result.symbol = TRY(name_read(object, "export_symbol"));
    result.isExported = TRY(object.boolean("exported"));
    result.source = TRY(place_read(object, "source"));
    if (result.isSealingKey) {
        result.name = key_of(result.symbol);
        return result;
    }
    result.name = TRY(object.text_if_there("function"));
    if (result.name.empty()) {
        result.name = function_of(result.symbol, domain);
    }
    result.posture = static_cast<Posture>(TRY(object.choice("interrupt_status", Postures)));
    result.registerArguments = static_cast<uint32_t>(TRY(object.number("register_arguments")));
    const auto stack = TRY(object.number_if_there("minimum_stack"));
    if (stack.has_value()) {
        result.minimumStack = static_cast<uint32_t>(*stack);
    }
    return result;
}

using ImportWhat = decltype(ReportImport::what);

Result<ImportWhat> call_read(const JsonObject &object, bool isLibrary)
{
    CallImport call;
    call.symbol = TRY(name_read(object, "export_symbol"));
    call.providedBy = TRY(object.text_if_there("provided_by"));
    if (!isLibrary && call.symbol.starts_with(SealingPrefix)) {
        return KeyImport{call.symbol, key_of(call.symbol)};
    }
    call.isLibrary = isLibrary;
    // Who provides a library's function follows from its symbol, once all exports are known.
    call.provider = isLibrary ? "" : TRY(name_read(object, "compartment_name"));
    call.function = TRY(object.text_if_there("function"));
    if (call.function.empty()) {
        call.function = function_of(call.symbol, call.provider);
    }
    return call;
}

Result<ImportWhat> device_read(const JsonObject &object)
{
    return DeviceImport{TRY(object.text_if_there("device")), TRY(range_read(object)),
                        TRY(permissions_read(object))};
}

Result<ImportWhat> shared_object_import_read(const JsonObject &object)
{
    return SharedObjectImport{TRY(name_read(object, "shared_object")), TRY(range_read(object)),
                              TRY(permissions_read(object))};
}

Result<ImportWhat> sealed_object_read(const JsonObject &object)
{
    SealedObjectImport sealed;
    sealed.contents = TRY(contents_read(object, "contents"));
    const auto type = TRY(object.object("sealing_type"));
    sealed.typeOwner = TRY(name_read(type, "compartment"));
    sealed.typeKey = TRY(name_read(type, "key"));
    sealed.typeSymbol = TRY(type.text_if_there("symbol"));
    sealed.symbol = TRY(object.text_if_there("symbol"));
    sealed.definition = TRY(place_read(object, "source"));
    return sealed;
}

Result<ImportWhat> import_what_read(const JsonObject &object)
{
    static const std::array<std::string, 6> Kinds = {
        "CompartmentExport", "LibraryFunction", "MMIO",
        "SharedObject",      "SealedObject",    "Privileged"};
    switch (TRY(object.choice("kind", Kinds))) {
    case 0:
        return call_read(object, false);
    case 1:
        return call_read(object, true);
    case 2:
        return device_read(object);
    case 3:
        return shared_object_import_read(object);
    case 4:
        return sealed_object_read(object);
    default:
        return PrivilegedImport{TRY(name_read(object, "name"))};
    }
}

Result<ReportImport> import_read(const JsonObject &object)
{
    ReportImport import{TRY(import_what_read(object)), {}};
    import.sources =
        TRY(object.list<SourcePlace>("sources", [](const JsonObject &place) -> Result<SourcePlace> {
            const auto line = TRY(place.number_if_there("line"));
            return SourcePlace{TRY(name_read(place, "file")),
                               static_cast<uint32_t>(line.value_or(0))};
        }));
    return import;
}

/// What a domain is, for reports that do not say: only libraries export functions for everybody.
DomainKind kind_guess(const ReportDomain &domain)
{
    if (domain.name == "switcher" || domain.name == "compartment_switcher") {
        return DomainKind::Switcher;
    }
    const auto has_prefix = [&domain](std::string_view prefix) {
        return std::ranges::any_of(domain.exports, [&](const ReportExport &entry) {
            return !entry.isSealingKey && entry.symbol.starts_with(prefix);
        });
    };
    const bool isLibrary = !has_prefix("__export_") && has_prefix(LibraryPrefix);
    return isLibrary ? DomainKind::Library : DomainKind::Compartment;
}

Result<ReportDomain> domain_read(const std::string &name, const JsonObject &object)
{
    static const std::array<std::string, 3> Kinds = {"compartment", "library", "switcher"};
    ReportDomain domain;
    domain.name = name;
    if (name.empty() || name.size() > NameLimit) {
        return object.wrong("", fmt::format("a compartment's name of 1 to {} bytes", NameLimit));
    }
    domain.code = TRY(section_read(TRY(object.object("code"))));
    if (object.has("data")) {
        domain.data = TRY(section_read(TRY(object.object("data"))));
    }
    domain.exports = TRY(object.list<ReportExport>(
        "exports", [&name](const JsonObject &entry) { return export_read(entry, name); }));
    domain.imports = TRY(object.list<ReportImport>("imports", import_read));
    domain.kind = object.has("kind") ? static_cast<DomainKind>(TRY(object.choice("kind", Kinds)))
                                     : kind_guess(domain);
    return domain;
}

Result<ReportThread> thread_read(const JsonObject &object)
{
    ReportThread thread;
    const auto entry = TRY(object.object("entry_point"));
    thread.compartment = TRY(name_read(entry, "compartment_name"));
    thread.function = TRY(name_read(entry, "function"));
    thread.priority = static_cast<uint32_t>(TRY(object.number("priority")));
    thread.stack = TRY(range_read(TRY(object.object("stack")))).length;
    thread.trustedStack = TRY(range_read(TRY(object.object("trusted_stack")))).length;
    thread.source = TRY(place_read(object, "source"));
    return thread;
}

Result<ReportSharedObject> shared_object_read(const JsonObject &object)
{
    const uint64_t start = TRY(object.number("start", AddressLimit));
    const uint64_t end = TRY(object.number("end", AddressLimit));
    if (end < start) {
        return object.wrong("end", fmt::format("an address from {} up", start));
    }
    return ReportSharedObject{
        TRY(name_read(object, "name")), {start, end - start}, TRY(place_read(object, "source"))};
}

/// "build/griotte/hello.elf": "hello".
std::string stem_of(const std::string &file)
{
    return std::filesystem::path(file).stem().string();
}

Result<void> origin_read(const JsonObject &root, Report &report)
{
    report.sha256 = TRY(root.text("final_hash"));
    report.firmware = stem_of(TRY(root.text("file")));
    if (!root.has("griotte")) {
        return {};
    }
    const auto own = TRY(root.object("griotte"));
    const std::string name = TRY(own.text_if_there("firmware"));
    report.firmware = name.empty() ? report.firmware : name;
    report.board = TRY(own.text_if_there("board"));
    if (own.has("heap")) {
        report.heap = TRY(range_read(TRY(own.object("heap"))));
    }
    return {};
}

/// Finds who provides what is imported. Of a library's function nothing says so; and in older
/// reports the allocator and the scheduler have one name as compartments and another in imports.
class Providers
{
public:
    explicit Providers(const Report &report)
    {
        for (const ReportDomain &domain : report.domains) {
            for (const ReportExport &entry : domain.exports) {
                exporters.emplace(entry.symbol, &domain);
                exports.emplace(&domain, entry.symbol);
            }
            for (const ReportSection::Input &input : domain.code.inputs) {
                files.emplace(input.file, &domain);
            }
        }
    }

    /// The domain that has the file and exports the symbol, or else the first that exports it; or
    /// null.
    [[nodiscard]] const ReportDomain *find(const std::string &symbol,
                                           const std::string &providedBy) const
    {
        const auto file = files.find(providedBy);
        if (file != files.end() && exports.contains({file->second, symbol})) {
            return file->second;
        }
        const auto exporter = exporters.find(symbol);
        return exporter == exporters.end() ? nullptr : exporter->second;
    }

private:
    std::map<std::string, const ReportDomain *> exporters;
    std::map<std::string, const ReportDomain *> files;
    std::set<std::pair<const ReportDomain *, std::string>> exports;
};

void providers_find(Report &report)
{
    const Providers providers(report);
    for (ReportDomain &domain : report.domains) {
        for (ReportImport &import : domain.imports) {
            std::string *name = nullptr;
            const ReportDomain *found = nullptr;
            if (auto *call = std::get_if<CallImport>(&import.what)) {
                name = &call->provider;
                found = providers.find(call->symbol, call->providedBy);
            } else if (auto *sealed = std::get_if<SealedObjectImport>(&import.what)) {
                name = &sealed->typeOwner;
                found = providers.find(sealed->typeSymbol, "");
            }
            if (found != nullptr && report.domain_find(*name) == nullptr) {
                *name = found->name;
            }
        }
    }
}

/// Names that the report refers to and does not have.
Result<void> references_check(const Report &report)
{
    for (const ReportDomain &domain : report.domains) {
        for (size_t index = 0; index < domain.imports.size(); index++) {
            const auto *call = std::get_if<CallImport>(&domain.imports[index].what);
            if (call != nullptr && !call->isLibrary &&
                report.domain_find(call->provider) == nullptr)
            {
                return fail("compartments.{}.imports[{}].compartment_name: there is no compartment "
                            "'{}' in the report",
                            domain.name, index, call->provider);
            }
        }
    }
    for (size_t index = 0; index < report.threads.size(); index++) {
        if (report.domain_find(report.threads[index].compartment) == nullptr) {
            return fail("threads[{}].entry_point.compartment_name: there is no compartment '{}' in "
                        "the report",
                        index, report.threads[index].compartment);
        }
    }
    return {};
}

Result<Report> report_of(const Json &document)
{
    const auto root = TRY(JsonObject::create(document, ""));
    if (!root.has("compartments")) {
        return fail(
            "no firmware report: it has no 'compartments'; a firmware's report is the .json "
            "beside its image");
    }
    Report report;
    TRY_VOID(origin_read(root, report));
    const Json &compartments = *root.find("compartments");
    if (compartments.is_object() && compartments.size() > DomainLimit) {
        return fail("compartments: there are {}; at most {} are read", compartments.size(),
                    DomainLimit);
    }
    if (root.has("core")) {
        report.core = TRY(
            root.members<ReportSection>("core", [](const std::string &, const JsonObject &part) {
                return section_read(part);
            }));
    }
    report.domains = TRY(root.members<ReportDomain>("compartments", domain_read));
    report.sharedObjects = TRY(root.list<ReportSharedObject>("sharedObjects", shared_object_read));
    report.threads = TRY(root.list<ReportThread>("threads", thread_read));
    if (report.threads.size() > DomainLimit || report.sharedObjects.size() > DomainLimit) {
        return fail("more than {} threads or shared objects", DomainLimit);
    }
    providers_find(report);
    TRY_VOID(references_check(report));
    return report;
}

} // namespace

Result<Report> report_parse(std::string_view text)
{
    return report_of(TRY(json_document_parse(text)));
}

Result<Report> report_read(const std::string &file)
{
    std::error_code error;
    if (!std::filesystem::exists(file, error) || std::filesystem::is_directory(file, error)) {
        return fail("{}: no such file; `griotte build` writes a firmware's report beside its image",
                    file);
    }
    std::ifstream stream(file, std::ios::binary);
    std::string text(JsonLimits().size + 1, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (stream.bad() || (stream.fail() && !stream.eof())) {
        return fail("{}: cannot be read", file);
    }
    text.resize(static_cast<size_t>(stream.gcount()));
    auto report = report_parse(text);
    if (!report.has_value()) {
        return context(file, std::move(report).error());
    }
    return report;
}

} // namespace griotte::audit
