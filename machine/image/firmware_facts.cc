#include "machine/image/firmware_facts.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "machine/image/image.h"

namespace griotte::machine {

namespace {

using Json = nlohmann::json;

constexpr int FactsVersion = 1;
constexpr uint64_t AddressSpace = uint64_t{1} << 32;
/// A firmware of a thousand compartments has a tenth of it.
constexpr size_t TextLimit = 16u << 20;
/// Bytes of an entry in an export table (docs/reference/compartments.md).
constexpr uint32_t ExportEntrySize = 4;

/// A JSON object, and where it is for messages: "domains[2]".
class Object
{
public:
    static Result<Object> create(const Json &json, std::string where)
    {
        if (!json.is_object()) {
            return fail("{} must be an object", where);
        }
        return Object(json, std::move(where));
    }

    /// The value at `key`, or null.
    [[nodiscard]] const Json *find(const char *key) const
    {
        const auto found = json->find(key);
        return found == json->end() ? nullptr : &*found;
    }

    [[nodiscard]] Result<std::string> text(const char *key) const
    {
        const Json *value = find(key);
        if (value == nullptr || !value->is_string()) {
            return fail("{}.{} must be a string", where, key);
        }
        return value->get<std::string>();
    }

    [[nodiscard]] Result<uint32_t> number(const char *key) const
    {
        const Json *value = find(key);
        if (value == nullptr || !value->is_number_unsigned() ||
            value->get<uint64_t>() >= AddressSpace)
        {
            return fail("{}.{} must be a number of 32 bits", where, key);
        }
        return value->get<uint32_t>();
    }

    [[nodiscard]] Result<std::optional<uint32_t>> number_if_there(const char *key) const
    {
        if (find(key) == nullptr) {
            return std::nullopt;
        }
        return TRY(number(key));
    }

    [[nodiscard]] Result<AddressRange> range(const char *key) const
    {
        const Json *value = find(key);
        const bool isPair = value != nullptr && value->is_array() && value->size() == 2 &&
                            (*value)[0].is_number_unsigned() && (*value)[1].is_number_unsigned();
        const uint64_t start = isPair ? (*value)[0].get<uint64_t>() : 0;
        const uint64_t end = isPair ? (*value)[1].get<uint64_t>() : 0;
        if (!isPair || start > end || end > AddressSpace || start == AddressSpace) {
            return fail("{}.{} must be [start, end] in 32 bits of address space", where, key);
        }
        return AddressRange{static_cast<uint32_t>(start), end - start};
    }

    /// Calls `read` with each object of the list at `key` and collects what it returns.
    template <typename Element, typename Read>
    Result<std::vector<Element>> list(const char *key, Read read) const
    {
        const Json *value = find(key);
        if (value == nullptr || !value->is_array()) {
            return fail("{}.{} must be a list", where, key);
        }
        std::vector<Element> elements;
        for (size_t index = 0; index < value->size(); index++) {
            const auto object =
                TRY(Object::create((*value)[index], fmt::format("{}.{}[{}]", where, key, index)));
            elements.push_back(TRY(read(object)));
        }
        return elements;
    }

    /// Which of `names` the string at `key` is.
    [[nodiscard]] Result<size_t> choice(const char *key, std::span<const char *const> names) const
    {
        const std::string chosen = TRY(text(key));
        for (size_t index = 0; index < names.size(); index++) {
            if (chosen == names[index]) {
                return index;
            }
        }
        return fail("{}.{} is '{}', which this griotte does not know", where, key, chosen);
    }

private:
    Object(const Json &theJson, std::string theWhere) : json(&theJson), where(std::move(theWhere))
    {}

    const Json *json;
    std::string where;
};

Result<ExportFacts> export_read(const Object &object)
{
    static constexpr const char *Kinds[] = {"entry_point", "function", "sealing_type"};
    ExportFacts facts;
    facts.symbol = TRY(object.text("symbol"));
    facts.name = TRY(object.text("name"));
    facts.kind = static_cast<ExportFacts::Kind>(TRY(object.choice("kind", Kinds)));
    facts.entry = TRY(object.number_if_there("entry"));
    facts.code = TRY(object.number_if_there("address"));
    return facts;
}

Result<ImportFacts> import_read(const Object &object)
{
    ImportFacts facts;
    facts.slot = TRY(object.number("at"));
    facts.symbol = TRY(object.text("symbol"));
    return facts;
}

Result<SealedObjectFacts> sealed_object_read(const Object &object)
{
    SealedObjectFacts facts;
    facts.symbol = TRY(object.text("symbol"));
    facts.range = TRY(object.range("range"));
    facts.type = TRY(object.text("type"));
    return facts;
}

Result<DomainFacts> domain_read(const Object &object)
{
    static constexpr const char *Kinds[] = {"switcher", "library", "compartment"};
    DomainFacts facts;
    facts.name = TRY(object.text("name"));
    facts.kind = static_cast<DomainFacts::Kind>(TRY(object.choice("kind", Kinds)));
    facts.code = TRY(object.range("code"));
    facts.globals = TRY(object.range("globals"));
    facts.exportTable = TRY(object.range("export_table"));
    facts.errorHandler = TRY(object.number_if_there("compartment_error_handler"));
    facts.stacklessErrorHandler =
        TRY(object.number_if_there("compartment_error_handler_stackless"));
    facts.exports = TRY(object.list<ExportFacts>("exports", export_read));
    facts.imports = TRY(object.list<ImportFacts>("imports", import_read));
    facts.sealedObjects = TRY(object.list<SealedObjectFacts>("sealed_objects", sealed_object_read));
    return facts;
}

Result<ThreadFacts> thread_read(const Object &object)
{
    ThreadFacts facts;
    facts.compartment = TRY(object.text("compartment"));
    facts.entry = TRY(object.text("entry"));
    facts.priority = TRY(object.number("priority"));
    facts.frames = TRY(object.number("frames"));
    facts.stack = TRY(object.range("stack"));
    facts.trustedStack = TRY(object.range("trusted_stack"));
    facts.hazardSlots = TRY(object.range("hazard_slots"));
    return facts;
}

Result<SharedObjectFacts> shared_object_read(const Object &object)
{
    SharedObjectFacts facts;
    facts.name = TRY(object.text("name"));
    facts.range = TRY(object.range("range"));
    return facts;
}

/// What of `domain` lies at `address`; empty when nothing does.
std::string domain_part_describe(const DomainFacts &domain, uint32_t address)
{
    for (const SealedObjectFacts &object : domain.sealedObjects) {
        if (object.range.contains(address)) {
            return fmt::format("static sealed object '{}' of {}", object.symbol, domain.name);
        }
    }
    if (domain.exportTable.contains(address)) {
        const ExportFacts *entry = domain.export_of_entry(address);
        return entry == nullptr ? fmt::format("export table of {}", domain.name)
               : entry->kind == ExportFacts::Kind::SealingType
                   ? fmt::format("sealing type '{}.{}'", domain.name, entry->name)
                   : fmt::format("export entry {}.{}", domain.name,
                                 name_without_parameters(entry->name));
    }
    if (domain.globals.contains(address)) {
        return fmt::format("globals of {}", domain.name);
    }
    if (!domain.code.contains(address)) {
        return {};
    }
    for (const ImportFacts &import : domain.imports) {
        if (AddressRange{import.slot, GranuleSize}.contains(address)) {
            return fmt::format("import of {}: {}", domain.name, import.symbol);
        }
    }
    return domain.kind == DomainFacts::Kind::Switcher
               ? "code of the switcher"
               : fmt::format("code of {}{}",
                             domain.kind == DomainFacts::Kind::Library ? "library " : "",
                             domain.name);
}

} // namespace

std::string_view name_without_parameters(std::string_view name)
{
    constexpr std::string_view Anonymous = "(anonymous namespace)::";
    constexpr std::string_view CallOperator = "operator()";
    size_t from = 0;
    for (const std::string_view part : {Anonymous, CallOperator}) {
        const size_t at = name.rfind(part);
        from = at == std::string_view::npos ? from : std::max(from, at + part.size());
    }
    return name.substr(0, name.find('(', from));
}

const ExportFacts *DomainFacts::export_of_code(uint32_t address) const
{
    const auto found = std::ranges::find_if(
        exports, [address](const ExportFacts &entry) { return entry.code == address; });
    return found == exports.end() ? nullptr : &*found;
}

const ExportFacts *DomainFacts::export_of_entry(uint32_t address) const
{
    const auto found = std::ranges::find_if(exports, [address](const ExportFacts &entry) {
        return entry.entry.has_value() &&
               AddressRange{*entry.entry, ExportEntrySize}.contains(address);
    });
    return found == exports.end() ? nullptr : &*found;
}

Result<FirmwareFacts> FirmwareFacts::parse(std::string_view json)
{
    if (json.size() > TextLimit) {
        return fail("has {} bytes, more than {}", json.size(), TextLimit);
    }
    const Json parsed = Json::parse(json, nullptr, false);
    if (parsed.is_discarded()) {
        return fail("is no JSON");
    }
    const Object root = TRY(Object::create(parsed, "firmware"));
    const uint32_t version = TRY(root.number("version"));
    if (version != FactsVersion) {
        return fail("has version {}; this griotte reads {}: build the image again with it", version,
                    FactsVersion);
    }
    FirmwareFacts facts;
    facts.name = TRY(root.text("name"));
    facts.code = TRY(root.range("code"));
    facts.data = TRY(root.range("data"));
    facts.heap = TRY(root.range("heap"));
    facts.loader = TRY(root.range("loader"));
    facts.loaderStack = TRY(root.range("loader_stack"));
    facts.schedulerStack = TRY(root.range("scheduler_stack"));
    facts.idleTrustedStack = TRY(root.range("idle_trusted_stack"));
    facts.initialisers = TRY(root.range("initialisers"));
    facts.domains = TRY(root.list<DomainFacts>("domains", domain_read));
    facts.threads = TRY(root.list<ThreadFacts>("threads", thread_read));
    facts.sharedObjects = TRY(root.list<SharedObjectFacts>("shared_objects", shared_object_read));
    return facts;
}

const DomainFacts *FirmwareFacts::domain_of_code(uint32_t address) const
{
    const auto found = std::ranges::find_if(
        domains, [address](const DomainFacts &domain) { return domain.code.contains(address); });
    return found == domains.end() ? nullptr : &*found;
}

const DomainFacts *FirmwareFacts::domain_of_exports(uint32_t address) const
{
    const auto found = std::ranges::find_if(domains, [address](const DomainFacts &domain) {
        return domain.exportTable.contains(address);
    });
    return found == domains.end() ? nullptr : &*found;
}

const DomainFacts *FirmwareFacts::domain_find(std::string_view theName) const
{
    const auto found = std::ranges::find(domains, theName, &DomainFacts::name);
    return found == domains.end() ? nullptr : &*found;
}

std::optional<uint32_t> FirmwareFacts::thread_of_trusted_stack(uint32_t address) const
{
    for (uint32_t number = 0; number <= threads.size(); number++) {
        if (trusted_stack(number).contains(address)) {
            return number;
        }
    }
    return std::nullopt;
}

std::optional<uint32_t> FirmwareFacts::thread_of_stack(uint32_t address) const
{
    for (uint32_t index = 0; index < threads.size(); index++) {
        if (threads[index].stack.contains(address)) {
            return index + 1;
        }
    }
    return std::nullopt;
}

const AddressRange &FirmwareFacts::trusted_stack(uint32_t number) const
{
    return number == 0 ? idleTrustedStack : threads[number - 1].trustedStack;
}

std::string FirmwareFacts::thread_describe(uint32_t number) const
{
    if (number == 0 || number > threads.size()) {
        return fmt::format("{} ({})", number, number == 0 ? "idle" : "unknown");
    }
    const ThreadFacts &thread = threads[number - 1];
    return fmt::format("{} ({}.{})", number, thread.compartment,
                       name_without_parameters(thread.entry));
}

std::string FirmwareFacts::sealing_type_describe(uint32_t number) const
{
    const DomainFacts *domain = domain_of_exports(number);
    const ExportFacts *entry = domain == nullptr ? nullptr : domain->export_of_entry(number);
    return entry == nullptr || entry->kind != ExportFacts::Kind::SealingType
               ? ""
               : fmt::format("sealing type '{}.{}'", domain->name, entry->name);
}

std::string FirmwareFacts::address_describe(uint32_t address) const
{
    for (const DomainFacts &domain : domains) {
        std::string part = domain_part_describe(domain, address);
        if (!part.empty()) {
            return part;
        }
    }
    for (const SharedObjectFacts &object : sharedObjects) {
        if (object.range.contains(address)) {
            return fmt::format("shared object '{}'", object.name);
        }
    }
    if (const auto thread = thread_of_stack(address)) {
        return fmt::format("stack of thread {}", thread_describe(*thread));
    }
    if (const auto thread = thread_of_trusted_stack(address)) {
        return fmt::format("trusted stack of thread {}", thread_describe(*thread));
    }
    for (uint32_t index = 0; index < threads.size(); index++) {
        if (threads[index].hazardSlots.contains(address)) {
            return fmt::format("hazard slots of thread {}", thread_describe(index + 1));
        }
    }
    return schedulerStack.contains(address) ? "stack of the scheduler"
           : heap.contains(address)         ? "heap"
           : code.contains(address)         ? "code memory of the firmware"
           : data.contains(address)         ? "data memory of the firmware"
                                            : "";
}

Result<std::optional<FirmwareFacts>> firmware_facts_read(std::span<const uint8_t> file,
                                                         std::string_view fileName)
{
    constexpr std::string_view Section = ".griotte.firmware";
    const auto bytes = TRY(elf_section_read(file, fileName, Section));
    if (!bytes.has_value()) {
        return std::nullopt;
    }
    auto facts =
        FirmwareFacts::parse({reinterpret_cast<const char *>(bytes->data()), bytes->size()});
    if (!facts.has_value()) {
        return fail("{}: section {}: {}", fileName, Section, facts.error().message);
    }
    return *std::move(facts);
}

} // namespace griotte::machine
