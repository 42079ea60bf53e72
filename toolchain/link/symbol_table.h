// Which definition each name means, over all the files of a link.
//
// Objects are taken whole, archives by need: a member comes in when it defines a name somebody
// strongly refers to and nobody defines yet. Archives stay open until nothing is missing that they
// have, so their order decides only between two that define the same name (the first wins).
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "toolchain/link/archive.h"
#include "toolchain/link/complaints.h"
#include "toolchain/link/object.h"

namespace griotte::link {

/// The register code gets at something by.
enum class Reach : uint8_t
{
    /// Neither: only a capability filled in at start-up leads there.
    Nothing,
    Pcc,
    Cgp,
};

/// What a capability to something may do: the `kind` of its entry in the capability table. The
/// numbers are the start-up code's (docs/reference/linking.md).
enum class CapabilityKind : uint32_t
{
    ReadWrite = 0,
    ReadOnly = 1,
    Code = 2,
    Device = 3,
    SentryInherit = 4,
    SentryDisable = 5,
    SentryEnable = 6,
};

/// A name, resolved; also each local symbol of each file.
struct Symbol
{
    enum class Kind : uint8_t
    {
        Undefined,
        Absolute,
        /// Tentative; in a section once commons_allocate() has run.
        Common,
        InSection,
        /// In none of the files of this table: who links several domains knows where.
        Elsewhere,
    };

    std::string name;
    Kind kind = Kind::Undefined;
    /// Who defines it, else who first asked for it; null for the command line and the linker.
    const ObjectFile *file = nullptr;
    Section *section = nullptr;
    /// Offset in the section, address, or a common symbol's alignment.
    uint32_t value = 0;
    uint32_t size = 0;
    uint8_t type = 0;
    uint8_t visibility = 0;
    bool isLocal = false;
    /// The definition may be overridden.
    bool isWeak = false;
    /// Somebody cannot do without.
    bool isRequired = false;
    /// Defined by the linker itself. Then these two say what `section` says of others.
    bool isLinkerDefined = false;
    Reach linkerReach = Reach::Nothing;
    CapabilityKind linkerKind = CapabilityKind::ReadWrite;

    [[nodiscard]] bool is_defined() const { return kind != Kind::Undefined; }
    /// In the image; of a symbol in a section that is not in it, only the offset.
    [[nodiscard]] uint32_t address() const { return address_of(0); }
    /// The address `addend` bytes further. Of a section symbol that is an offset in the file, so
    /// it follows what the linker removed.
    [[nodiscard]] uint32_t address_of(int32_t addend) const;
    /// Its size in the image.
    [[nodiscard]] uint32_t size_after() const;
    /// Whether it is in a section that is not in the image.
    [[nodiscard]] bool is_discarded() const;
    [[nodiscard]] Reach reach() const;
};

/// A member of an archive that came in, and for what.
struct ArchivePull
{
    const ObjectFile *member;
    std::string wanted;
    /// Who wanted it; empty for the command line.
    std::string by;
};

/// A name that is needed and not there.
struct UndefinedSymbol
{
    std::string_view name;
    /// Places in live sections that need it; one a function.
    std::vector<std::string> places;

    /// "\n  needed by ..." for the first few.
    [[nodiscard]] std::string places_describe() const;
};

class SymbolTable
{
public:
    SymbolTable();

    /// Takes a file whole.
    void object_add(std::unique_ptr<ObjectFile> object);
    /// Offers an archive's members. Fails when one is no object.
    Result<void> archive_add(std::string_view name, std::span<const ArchiveMember> members);
    /// Something outside the files refers to `name` (the entry point, --undefined).
    Symbol &symbol_require(std::string_view name);
    /// Defines `name` as a number (--defsym).
    void symbol_define(std::string_view name, uint32_t value);
    /// A symbol of the linker's own, or null when the program defines the name itself. Its value is
    /// for the caller to set, once it is known.
    Symbol *linker_define(std::string_view name);
    /// Takes what is needed from the archives until nothing more is found there.
    void archives_search();
    /// Gives every common symbol a place in zeroed data.
    void commons_allocate();

    /// Everything wrong so far: duplicate definitions.
    [[nodiscard]] Result<void> result() const { return complaints.result(); }
    /// The names that live sections need and nobody defines, sorted.
    [[nodiscard]] std::vector<UndefinedSymbol> undefined_collect() const;
    /// The complaint about a name nobody defines: the nearest that somebody does, and the places.
    [[nodiscard]] std::string undefined_describe(const UndefinedSymbol &symbol) const;
    /// One complaint for each of undefined_collect().
    [[nodiscard]] Result<void> undefined_check() const;

    [[nodiscard]] Symbol *find(std::string_view name) const;
    /// The files in the order they were linked; the last is the linker's own.
    [[nodiscard]] const std::vector<std::unique_ptr<ObjectFile>> &objects() const
    {
        return theObjects;
    }
    /// Global names, sorted.
    [[nodiscard]] const std::map<std::string, Symbol *, std::less<>> &globals() const
    {
        return theGlobals;
    }
    [[nodiscard]] const std::vector<ArchivePull> &pulls() const { return thePulls; }
    /// A symbol of the linker's own in one of its sections. The name must be new.
    Symbol &symbol_place(std::string_view name, Section &section, uint32_t value, uint32_t size);
    /// A new section of the linker's own.
    Section &section_make(std::string_view name, uint32_t type, uint32_t flags, uint32_t alignment);

private:
    struct ArchivedObject
    {
        std::unique_ptr<ObjectFile> object;
        bool isTaken = false;
    };

    Symbol &global_get(std::string_view name);
    void copies_drop(ObjectFile &object);
    void symbol_resolve(ObjectFile &object, InputSymbol &input);
    void reference_note(Symbol &symbol, const ObjectFile &object, bool isWeak);
    void definition_merge(Symbol &symbol, const ObjectFile &object, const InputSymbol &input);
    void definition_take(Symbol &symbol, const ObjectFile &object, const InputSymbol &input);

    /// Addresses of symbols stay valid for ever.
    std::deque<Symbol> symbols;
    std::map<std::string, Symbol *, std::less<>> theGlobals;
    std::unique_ptr<ObjectFile> linkerObject;
    std::vector<std::unique_ptr<ObjectFile>> theObjects;
    std::vector<ArchivedObject> archived;
    /// Name to the index of the first archived object that defines it.
    std::map<std::string, size_t, std::less<>> archiveIndex;
    /// Signatures of the COMDAT groups linked.
    std::set<std::string, std::less<>> groupsTaken;
    /// Names that may still be found in archives.
    std::vector<Symbol *> wanted;
    std::vector<ArchivePull> thePulls;
    Complaints complaints;
};

} // namespace griotte::link
