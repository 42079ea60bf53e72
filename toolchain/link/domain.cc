#include "toolchain/link/domain.h"

#include <algorithm>
#include <cstring>

#include <elf.h>

#include "base/text.h"
#include "toolchain/link/layout.h"

namespace griotte::link {

namespace {

constexpr uint32_t EntrySize = 8;
constexpr std::string_view LibraryCalls = "libcalls";

/// The bits of an entry's last byte.
enum Flags : uint8_t
{
    PostureMask = 3,
    SealingTypeFlag = 4,
    FunctionFlag = 8,
    OwnFlag = 16,
};

/// `name` without `prefix`, `owner` and `separator`, when it begins so and goes on.
std::optional<std::string> name_part(std::string_view name, std::string_view prefix,
                                     std::string_view owner, char separator)
{
    const std::string beginning = fmt::format("{}{}{}", prefix, owner, separator);
    if (!name.starts_with(beginning) || name.size() == beginning.size()) {
        return std::nullopt;
    }
    return std::string(name.substr(beginning.size()));
}

class ExportReader
{
public:
    ExportReader(Domain &theDomain, Complaints &theComplaints)
        : domain(theDomain), complaints(theComplaints)
    {}

    void run()
    {
        for (const auto &object : domain.table.objects()) {
            for (const auto &section : object->sections) {
                const bool isTable =
                    section != nullptr && section->isKept && section->name == ExportsSection;
                if (isTable) {
                    section_read(*section);
                    // It has done its work; the image has tables made of it.
                    section->isKept = false;
                }
            }
        }
        std::ranges::sort(domain.exports, {}, [](const Export &entry) -> const std::string & {
            return entry.symbol->name;
        });
    }

private:
    void section_read(const Section &section)
    {
        if (section.size % EntrySize != 0 || section.bytes.size() != section.size) {
            complaints.add("{}: its {} bytes are no table of {}-byte exports; build it again with "
                           "this version's compiler",
                           place_describe(section, 0), section.size, EntrySize);
            return;
        }
        std::vector<bool> isNamed(section.size / EntrySize);
        for (const InputSymbol &input : section.file->symbols) {
            const bool isHere = input.section == &section &&
                                input.place == InputSymbol::Place::InSection &&
                                input.binding != STB_LOCAL;
            if (!isHere) {
                continue;
            }
            if (input.value % EntrySize != 0 || input.value >= section.size) {
                complaints.add("{}: '{}' names no entry of the exports",
                               place_describe(section, input.value), input.name);
                continue;
            }
            isNamed[input.value / EntrySize] = true;
            if (input.resolved->section == &section) {
                entry_read(section, input);
            }
        }
        for (size_t index = 0; index < isNamed.size(); index++) {
            if (!isNamed[index]) {
                complaints.add("{}: the export has no global symbol, so nobody can import it",
                               place_describe(section, static_cast<uint32_t>(index) * EntrySize));
            }
        }
    }

    void entry_read(const Section &section, const InputSymbol &input)
    {
        const uint8_t *bytes = section.bytes.data() + input.value;
        const uint8_t flags = bytes[7];
        Export entry;
        entry.domain = &domain;
        entry.symbol = input.resolved;
        entry.file = section.file;
        std::memcpy(&entry.stackSize, bytes + 4, sizeof entry.stackSize);
        entry.argumentRegisters = bytes[6];
        entry.posture = flags & PostureMask;
        entry.isOwn = (flags & OwnFlag) != 0;
        entry.isWeak = input.resolved->isWeak;
        function_find(section, input.value, entry);
        const std::string problem = name_take(entry, flags);
        if (!problem.empty()) {
            complaints.add("{}: export '{}' of {}: {}", place_describe(section, input.value),
                           input.name, domain.describe(), problem);
            return;
        }
        domain.exports.push_back(std::move(entry));
    }

    static void function_find(const Section &section, uint32_t offset, Export &entry)
    {
        for (const Relocation &relocation : section.relocations) {
            if (relocation.offset == offset && relocation.kind() == RelocationType::Word32) {
                entry.function = section.file->symbols[relocation.symbol].resolved;
                entry.addend = relocation.addend;
            }
        }
    }

    /// Takes the kind and the name from the symbol; what is wrong with it, if anything is.
    std::string name_take(Export &entry, uint8_t flags) const
    {
        const std::string &name = entry.symbol->name;
        const bool isFunction = (flags & FunctionFlag) != 0;
        const bool isType = (flags & SealingTypeFlag) != 0;
        if (auto key = name_part(name, SealingTypePrefix, domain.name(), '.')) {
            entry.kind = Export::Kind::SealingType;
            entry.name = std::move(*key);
        } else if (auto library = name_part(name, FunctionPrefix, LibraryCalls, '_')) {
            entry.kind = Export::Kind::Function;
            entry.name = std::move(*library);
            // Code of a compartment must not run with another's globals.
            entry.isOwn = entry.isOwn || domain.kind() == DomainKind::Compartment;
        } else if (auto own = name_part(name, FunctionPrefix, domain.name(), '_')) {
            entry.kind = Export::Kind::Function;
            entry.name = std::move(*own);
            entry.isOwn = true;
        } else if (name == CompartmentCallExport && domain.kind() == DomainKind::Switcher) {
            entry.kind = Export::Kind::Function;
            entry.name = "switcher";
        } else if (auto function = name_part(name, EntryPointPrefix, domain.name(), '_')) {
            entry.kind = Export::Kind::EntryPoint;
            entry.name = std::move(*function);
        } else {
            return fmt::format("the name is not one of this domain's; compile the file with "
                               "-cheri-compartment={}, or link it where it belongs",
                               domain.name());
        }
        return entry_check(entry, isFunction, isType, flags);
    }

    [[nodiscard]] std::string entry_check(const Export &entry, bool isFunction, bool isType,
                                          uint8_t flags) const
    {
        constexpr uint8_t Known = PostureMask | SealingTypeFlag | FunctionFlag | OwnFlag;
        constexpr uint8_t MostRegisters = 7;
        if (isFunction != (entry.kind == Export::Kind::Function) ||
            isType != (entry.kind == Export::Kind::SealingType))
        {
            return "its flags say something else than its name";
        }
        if ((flags & ~Known) != 0 || entry.posture > 2 || entry.argumentRegisters > MostRegisters) {
            return fmt::format("its flags 0x{:02x} or its {} argument registers mean nothing; "
                               "build it again with this version's compiler",
                               flags, entry.argumentRegisters);
        }
        if (entry.kind != Export::Kind::Function && domain.kind() != DomainKind::Compartment) {
            return "only compartments have entry points, callbacks and sealing types; make it a "
                   "library function, or put it in a compartment";
        }
        if (isType) {
            return {};
        }
        if (entry.function == nullptr || !entry.function->is_defined()) {
            return fmt::format("its function {} is not in this domain",
                               entry.function == nullptr
                                   ? "has no name, so it"
                                   : fmt::format("'{}'", entry.function->name));
        }
        if (entry.function->section == nullptr || !entry.function->section->is_executable()) {
            return fmt::format("'{}' is no function", entry.function->name);
        }
        return {};
    }

    Domain &domain;
    Complaints &complaints;
};

/// Cuts what follows the first `end` that is in no brackets.
std::string_view cut_at(std::string_view text, char end)
{
    int depth = 0;
    for (size_t index = 0; index < text.size(); index++) {
        const char letter = text[index];
        if (depth == 0 && letter == end) {
            return text.substr(0, index);
        }
        depth += letter == '<' || letter == '(' ? 1 : 0;
        depth -= letter == '>' || letter == ')' ? 1 : 0;
    }
    return text;
}

} // namespace

std::string source_name(const std::string &symbol, bool isShort)
{
    const std::string whole = symbol_demangle(symbol);
    std::string_view name = cut_at(whole, '(');
    if (const size_t space = name.rfind(' '); space != std::string_view::npos) {
        name.remove_prefix(space + 1); // a template's result
    }
    if (isShort) {
        if (const size_t scope = cut_at(name, '<').rfind("::"); scope != std::string_view::npos) {
            name.remove_prefix(scope + 2);
        }
    }
    return std::string(name);
}

std::string Domain::describe() const
{
    switch (kind()) {
    case DomainKind::Switcher:
        return "the switcher";
    case DomainKind::Library:
        return fmt::format("library '{}'", name());
    case DomainKind::Compartment:
        break;
    }
    return fmt::format("compartment '{}'", name());
}

const Export *Domain::export_find(const Symbol &symbol) const
{
    const auto found = targets.find(&symbol);
    return found == targets.end() || found->second.kind != Target::Kind::Export
               ? nullptr
               : found->second.theExport;
}

Symbol *Domain::function_find(std::string_view sourceName) const
{
    Symbol *exact = table.find(sourceName);
    if (exact != nullptr && exact->section != nullptr && exact->section->is_executable()) {
        return exact;
    }
    Symbol *found = nullptr;
    for (const auto &[name, symbol] : table.globals()) {
        const bool isNamed = symbol->section != nullptr && symbol->section->is_executable() &&
                             source_name(name, true) == sourceName;
        if (isNamed && found != nullptr) {
            return nullptr;
        }
        found = isNamed ? symbol : found;
    }
    return found;
}

void export_table_fill(Domain &domain, Complaints &complaints)
{
    constexpr uint32_t HandlersOffset = 16;
    constexpr uint32_t None = 0xffff;
    constexpr uint32_t StackUnit = 16;
    // The switcher keeps this much of each call's stack for the callee's list of handlers.
    constexpr uint32_t StackReserved = 16;
    constexpr uint32_t MostStackUnits = 255;
    constexpr uint8_t SealingTypeEntry = 1u << 5;
    std::vector<uint8_t> &bytes = domain.exportTable->bytes;
    bytes.assign(domain.exportTable->size, 0);
    auto half_write = [&bytes](uint32_t offset, uint32_t value) {
        const auto half = static_cast<uint16_t>(value);
        std::memcpy(bytes.data() + offset, &half, sizeof half);
    };
    auto offset_of = [&](uint32_t address, std::string_view name) {
        const auto offset = static_cast<uint32_t>(address - domain.pcc.start);
        if (offset >= None) {
            complaints.add("{}: '{}' lies {} bytes from the start of the code, further than an "
                           "export can say ({}); divide the compartment, or let the function call "
                           "one that does its work",
                           domain.describe(), symbol_demangle(std::string(name)), offset, None - 1);
        }
        return offset;
    };
    for (uint32_t index = 0; index < ErrorHandlerNames.size(); index++) {
        const Symbol *handler = domain.table.find(ErrorHandlerNames[index]);
        const bool isThere =
            handler != nullptr && handler->is_defined() && !handler->is_discarded();
        half_write(HandlersOffset + 2 * index,
                   isThere ? offset_of(handler->address(), handler->name) : None);
    }
    for (const Export &entry : domain.exports) {
        if (entry.kind == Export::Kind::SealingType) {
            bytes[entry.entryOffset + 3] = SealingTypeEntry;
        } else if (entry.kind == Export::Kind::EntryPoint) {
            const uint32_t units = (entry.stackSize + StackReserved + StackUnit - 1) / StackUnit;
            if (units > MostStackUnits) {
                complaints.add("{}: '{}' needs {} bytes of stack; an export can ask for {}",
                               domain.describe(), symbol_demangle(entry.name), entry.stackSize,
                               MostStackUnits * StackUnit - StackReserved);
            }
            half_write(entry.entryOffset, offset_of(entry.function_address(), entry.name));
            bytes[entry.entryOffset + 2] = static_cast<uint8_t>(units);
            bytes[entry.entryOffset + 3] =
                static_cast<uint8_t>(entry.argumentRegisters | entry.posture << 3);
        }
    }
}

Result<void> domain_read(Domain &domain)
{
    for (const InputFile &file : domain.description.files) {
        const auto added = file_add(domain.table, file);
        if (!added.has_value()) {
            return context(domain.describe(), added.error());
        }
    }
    domain.table.archives_search();
    domain.table.commons_allocate();
    if (const auto merged = domain.table.result(); !merged.has_value()) {
        return context(domain.describe(), merged.error());
    }
    Complaints complaints;
    ExportReader(domain, complaints).run();
    return complaints.result();
}

} // namespace griotte::link
