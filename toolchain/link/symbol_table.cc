// Symbol resolution (System V ABI, "Symbol Table"; COMDAT as in its "Section Groups").
#include "toolchain/link/symbol_table.h"

#include <algorithm>

#include <elf.h>

#include "base/text.h"
#include "toolchain/link/layout.h"

namespace griotte::link {

namespace {

constexpr std::string_view LinkerName = "(griotte ld)";
constexpr std::string_view LinkOncePrefix = ".gnu.linkonce.";

std::string definition_describe(const Symbol &symbol)
{
    if (symbol.file == nullptr) {
        return "the command line";
    }
    return symbol.section != nullptr ? place_describe(*symbol.section, symbol.value)
                                     : symbol.file->name;
}

} // namespace

uint32_t Symbol::address_of(int32_t addend) const
{
    if (kind != Kind::InSection) {
        return value + addend;
    }
    const bool isOffset = type == STT_SECTION && addend >= 0;
    const uint32_t named = isOffset ? value + static_cast<uint32_t>(addend) : value;
    return section->address() + section->offset_after(named) + (isOffset ? 0 : addend);
}

uint32_t Symbol::size_after() const
{
    if (kind != Kind::InSection || section->removals.empty()) {
        return size;
    }
    return section->offset_after(value + size) - section->offset_after(value);
}

bool Symbol::is_discarded() const
{
    return kind == Kind::InSection && section->output == nullptr;
}

Reach Symbol::reach() const
{
    if (isLinkerDefined) {
        return linkerReach;
    }
    return kind == Kind::InSection && section->output != nullptr ? section->output->reach
                                                                 : Reach::Nothing;
}

SymbolTable::SymbolTable() : linkerObject(std::make_unique<ObjectFile>())
{
    linkerObject->name = LinkerName;
    theObjects.push_back(std::move(linkerObject));
}

Symbol &SymbolTable::global_get(std::string_view name)
{
    const auto found = theGlobals.find(name);
    if (found != theGlobals.end()) {
        return *found->second;
    }
    Symbol &symbol = symbols.emplace_back();
    symbol.name = name;
    theGlobals.emplace(name, &symbol);
    return symbol;
}

Symbol *SymbolTable::find(std::string_view name) const
{
    const auto found = theGlobals.find(name);
    return found == theGlobals.end() ? nullptr : found->second;
}

Symbol &SymbolTable::symbol_place(std::string_view name, Section &section, uint32_t value,
                                  uint32_t size)
{
    Symbol &symbol = global_get(name);
    symbol.kind = Symbol::Kind::InSection;
    symbol.file = section.file;
    symbol.section = &section;
    symbol.value = value;
    symbol.size = size;
    symbol.type = STT_OBJECT;
    return symbol;
}

Section &SymbolTable::section_make(std::string_view name, uint32_t type, uint32_t flags,
                                   uint32_t alignment)
{
    ObjectFile &object = *theObjects.back();
    auto section = std::make_unique<Section>();
    section->name = name;
    section->file = &object;
    section->type = type;
    section->flags = flags;
    section->alignment = alignment;
    object.sections.push_back(std::move(section));
    return *object.sections.back();
}

/// Of sections that are in several files so that one of them has them, the first stay.
void SymbolTable::copies_drop(ObjectFile &object)
{
    for (const SectionGroup &group : object.groups) {
        if (!group.isComdat || groupsTaken.insert(group.signature).second) {
            continue;
        }
        for (Section *member : group.members) {
            member->isKept = false;
        }
    }
    for (const auto &section : object.sections) {
        const bool isCopy = section != nullptr && section->name.starts_with(LinkOncePrefix) &&
                            !groupsTaken.insert(section->name).second;
        if (isCopy) {
            section->isKept = false;
        }
    }
}

void SymbolTable::object_add(std::unique_ptr<ObjectFile> object)
{
    copies_drop(*object);
    for (InputSymbol &input : object->symbols) {
        symbol_resolve(*object, input);
    }
    theObjects.insert(theObjects.end() - 1, std::move(object));
}

void SymbolTable::symbol_resolve(ObjectFile &object, InputSymbol &input)
{
    if (input.binding == STB_LOCAL) {
        Symbol &symbol = symbols.emplace_back();
        symbol.name = input.name;
        symbol.isLocal = true;
        definition_take(symbol, object, input);
        // A section symbol has the section's name where it has none of its own.
        if (symbol.name.empty() && input.section != nullptr) {
            symbol.name = input.section->name;
        }
        input.resolved = &symbol;
        return;
    }
    Symbol &symbol = global_get(input.name);
    input.resolved = &symbol;
    const bool isInCopy = input.place == InputSymbol::Place::InSection &&
                          (input.section == nullptr || !input.section->isKept);
    if (input.place == InputSymbol::Place::Undefined || isInCopy) {
        reference_note(symbol, object, input.binding == STB_WEAK);
    } else {
        definition_merge(symbol, object, input);
    }
}

void SymbolTable::reference_note(Symbol &symbol, const ObjectFile &object, bool isWeak)
{
    if (isWeak || symbol.isRequired) {
        return;
    }
    symbol.isRequired = true;
    if (!symbol.is_defined()) {
        symbol.file = &object;
        wanted.push_back(&symbol);
    }
}

void SymbolTable::definition_take(Symbol &symbol, const ObjectFile &object,
                                  const InputSymbol &input)
{
    using Place = InputSymbol::Place;
    symbol.file = &object;
    symbol.section = nullptr;
    symbol.value = input.value;
    symbol.size = input.size;
    symbol.type = input.type;
    symbol.visibility = input.visibility;
    symbol.isWeak = input.binding == STB_WEAK;
    switch (input.place) {
    case Place::Undefined:
        symbol.kind = Symbol::Kind::Undefined;
        break;
    case Place::Common:
        symbol.kind = Symbol::Kind::Common;
        break;
    case Place::InSection:
        // What lies in a table of the file is as good as a number.
        symbol.section = input.section;
        symbol.kind = input.section != nullptr ? Symbol::Kind::InSection : Symbol::Kind::Absolute;
        break;
    case Place::Absolute:
        symbol.kind = Symbol::Kind::Absolute;
        break;
    }
}

void SymbolTable::definition_merge(Symbol &symbol, const ObjectFile &object,
                                   const InputSymbol &input)
{
    const bool isCommon = input.place == InputSymbol::Place::Common;
    if (!symbol.is_defined() || symbol.isLinkerDefined) {
        symbol.isLinkerDefined = false;
        definition_take(symbol, object, input);
    } else if (symbol.kind == Symbol::Kind::Common && isCommon) {
        symbol.size = std::max(symbol.size, input.size);
        symbol.value = std::max(symbol.value, input.value);
    } else if (input.binding == STB_WEAK) {
        return; // the first weak definition, or any stronger one, stays
    } else if (symbol.isWeak || symbol.kind == Symbol::Kind::Common) {
        definition_take(symbol, object, input);
    } else if (!isCommon) {
        Symbol second;
        definition_take(second, object, input);
        complaints.add("'{}' is defined twice:\n  first in {}\n  again in {}\n  make one of them "
                       "local, weak or of another name",
                       symbol.name, definition_describe(symbol), definition_describe(second));
    }
}

Symbol &SymbolTable::symbol_require(std::string_view name)
{
    Symbol &symbol = global_get(name);
    symbol.isRequired = true;
    if (!symbol.is_defined()) {
        wanted.push_back(&symbol);
    }
    return symbol;
}

void SymbolTable::symbol_define(std::string_view name, uint32_t value)
{
    Symbol &symbol = global_get(name);
    if (symbol.is_defined() && !symbol.isWeak) {
        complaints.add("'{}' is defined twice:\n  first in {}\n  again on the command line", name,
                       definition_describe(symbol));
        return;
    }
    symbol.kind = Symbol::Kind::Absolute;
    symbol.file = nullptr;
    symbol.section = nullptr;
    symbol.value = value;
    symbol.isWeak = false;
}

Symbol *SymbolTable::linker_define(std::string_view name)
{
    Symbol &symbol = global_get(name);
    if (symbol.is_defined()) {
        return nullptr;
    }
    symbol.kind = Symbol::Kind::Absolute;
    symbol.file = nullptr;
    symbol.type = STT_OBJECT;
    symbol.isLinkerDefined = true;
    return &symbol;
}

Result<void> SymbolTable::archive_add(std::string_view name, std::span<const ArchiveMember> members)
{
    for (const ArchiveMember &member : members) {
        auto object = TRY(object_read(member.bytes, fmt::format("{}({})", name, member.name)));
        for (const InputSymbol &symbol : object->symbols) {
            if (symbol.binding != STB_LOCAL && symbol.place != InputSymbol::Place::Undefined) {
                archiveIndex.try_emplace(symbol.name, archived.size());
            }
        }
        archived.push_back({std::move(object), false});
    }
    return {};
}

void SymbolTable::archives_search()
{
    // Members taken add to the list while it is walked.
    for (size_t index = 0; index < wanted.size(); index++) {
        const Symbol &symbol = *wanted[index];
        const auto found = archiveIndex.find(symbol.name);
        if (symbol.is_defined() || found == archiveIndex.end() || archived[found->second].isTaken) {
            continue;
        }
        ArchivedObject &member = archived[found->second];
        member.isTaken = true;
        thePulls.push_back({member.object.get(), symbol.name,
                            symbol.file == nullptr ? std::string() : symbol.file->name});
        object_add(std::move(member.object));
    }
    wanted.clear();
}

void SymbolTable::commons_allocate()
{
    for (const auto &[name, symbol] : theGlobals) {
        if (symbol->kind != Symbol::Kind::Common) {
            continue;
        }
        Section &section = section_make(".bss." + name, SHT_NOBITS, SHF_ALLOC | SHF_WRITE,
                                        std::max(symbol->value, 1u));
        section.size = symbol->size;
        symbol->kind = Symbol::Kind::InSection;
        symbol->section = &section;
        symbol->value = 0;
        symbol->type = STT_OBJECT;
    }
}

std::vector<UndefinedSymbol> SymbolTable::undefined_collect() const
{
    std::map<std::string_view, std::vector<std::string>> places;
    for (const auto &object : theObjects) {
        for (const auto &section : object->sections) {
            if (section == nullptr || !section->isLive || !section->is_allocated()) {
                continue;
            }
            for (const Relocation &relocation : section->relocations) {
                const Symbol &symbol = *object->symbols[relocation.symbol].resolved;
                const bool isMissing = !symbol.is_defined() && !symbol.name.empty() &&
                                       (symbol.isRequired || symbol.isLocal);
                if (isMissing) {
                    places[symbol.name].push_back(place_describe(*section, relocation.offset));
                }
            }
        }
    }
    std::vector<UndefinedSymbol> result;
    for (auto &[name, list] : places) {
        // One instruction pair refers twice; one place of a function is enough.
        list.erase(std::ranges::unique(list).begin(), list.end());
        result.push_back({name, std::move(list)});
    }
    return result;
}

std::string UndefinedSymbol::places_describe() const
{
    /// A missing library would otherwise fill the screen.
    constexpr size_t PlacesShown = 4;
    std::string text;
    for (const std::string &place : std::span(places).first(std::min(PlacesShown, places.size()))) {
        text += fmt::format("\n  needed by {}", place);
    }
    if (places.size() > PlacesShown) {
        text += fmt::format("\n  and {} more places", places.size() - PlacesShown);
    }
    return text;
}

std::string SymbolTable::undefined_describe(const UndefinedSymbol &symbol) const
{
    std::vector<std::string> known;
    for (const auto &[name, candidate] : theGlobals) {
        if (candidate->is_defined()) {
            known.push_back(name);
        }
    }
    return fmt::format("'{}' is not defined{}{}", symbol.name, spelling_hint(symbol.name, known),
                       symbol.places_describe());
}

Result<void> SymbolTable::undefined_check() const
{
    Complaints undefined;
    for (const UndefinedSymbol &symbol : undefined_collect()) {
        undefined.add("{}", undefined_describe(symbol));
    }
    return undefined.result();
}

} // namespace griotte::link
