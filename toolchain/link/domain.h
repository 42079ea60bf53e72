// A domain of a firmware on its way to being linked, and what its objects say of their exports
// (docs/reference/compartments.md, "What objects hold").
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "toolchain/link/complaints.h"
#include "toolchain/link/firmware.h"
#include "toolchain/link/garbage.h"
#include "toolchain/link/record.h"
#include "toolchain/link/symbol_table.h"

namespace griotte::link {

struct Domain;
struct PrivilegedTarget;

/// One entry of a section `.cheriot.exports`.
struct Export
{
    enum class Kind : uint8_t
    {
        /// `__export_C_f`: reached through the switcher, by an entry of an export table.
        EntryPoint,
        /// `__library_export_...`, and the compartment call itself: reached by a sentry.
        Function,
        /// `__export.sealing_type.C.K`.
        SealingType,
    };

    Domain *domain = nullptr;
    Kind kind = Kind::EntryPoint;
    /// The export's own symbol, and who defines it.
    Symbol *symbol = nullptr;
    const ObjectFile *file = nullptr;
    /// The function's symbol, or the sealing type's name.
    std::string name;
    /// What it leads to; null for a sealing type.
    Symbol *function = nullptr;
    int32_t addend = 0;
    /// Stack the function needs, in bytes.
    uint16_t stackSize = 0;
    /// 0 to 6, or 7: all of them and `ct0`.
    uint8_t argumentRegisters = 0;
    /// 0 as the caller's, 1 enabled, 2 disabled.
    uint8_t posture = 0;
    /// For its own domain only.
    bool isOwn = false;
    /// A copy of an inline function: another domain may have one, too.
    bool isWeak = false;
    /// In the image. Set by firmware_mark().
    bool isWanted = false;
    /// Of its entry, in the domain's export table.
    uint32_t entryOffset = 0;

    /// Of the function. Addresses must be final.
    [[nodiscard]] uint32_t function_address() const { return function->address_of(addend); }
};

/// What a name leads to that is no code or data of the domain that uses it.
struct Target
{
    enum class Kind : uint8_t
    {
        Export,
        Device,
        SharedObject,
        Privileged,
    };

    Kind kind = Kind::Export;
    const Export *theExport = nullptr;
    const FirmwareDevice *device = nullptr;
    const SharedObjectDescription *sharedObject = nullptr;
    const PrivilegedTarget *privileged = nullptr;
};

/// What an import of memory asks for: bits 27 to 31 of its second word, here from 0 on.
enum ImportPermission : uint8_t
{
    LoadGlobal = 1,
    LoadMutable = 2,
    LoadStoreCapabilities = 4,
    Store = 8,
    Load = 16,
};

/// A slot of an import table, or a place in data that means the same.
struct Import
{
    /// What is imported: a key of Domain::targets, or a static sealed object.
    const Symbol *symbol = nullptr;
    const Target *target = nullptr;
    /// Where the capability goes, for messages and records.
    Section *section = nullptr;
    uint32_t offset = 0;
    /// Bits of ImportPermission.
    uint8_t permissions = 0;
};

struct Domain
{
    explicit Domain(const DomainDescription &theDescription) : description(theDescription) {}

    const DomainDescription &description;
    SymbolTable table;
    /// By the names of their symbols.
    std::deque<Export> exports;
    std::map<Symbol *, Target, std::less<>> targets;
    std::optional<SectionMarker> marker;
    /// Something of it is wanted.
    bool isInImage = false;
    std::vector<const Section *> discarded;
    /// Of a compartment.
    Section *exportTable = nullptr;
    /// Sorted by the names of their slots, then those in data in its order. Set by
    /// firmware_imports_collect().
    std::vector<Import> imports;
    /// Set by firmware_records_make().
    std::vector<Record> records;

    /// In memory order, each without empty ones: import table to constructors' table; variables.
    std::deque<OutputSection> code;
    std::deque<OutputSection> data;
    OutputSection exportOutput;
    OutputSection sealedOutput;
    /// Bounds of PCC, CGP and the capability to the export table: exactly representable. Those of
    /// what there is nothing of are empty.
    Range pcc;
    Range globals;
    Range exportRange;
    uint32_t cgp = 0;

    [[nodiscard]] const std::string &name() const { return description.name; }
    [[nodiscard]] DomainKind kind() const { return description.kind; }
    /// "compartment 'hello'", "library 'string'", "the switcher".
    [[nodiscard]] std::string describe() const;
    /// The export that `symbol` is of, in any domain; null when it is none.
    [[nodiscard]] const Export *export_find(const Symbol &symbol) const;
    /// A function by the name its source gives it: its symbol, or what that demangles to without
    /// parameters and namespaces. Null when there is none, or more than one.
    [[nodiscard]] Symbol *function_find(std::string_view sourceName) const;
};

/// The name of a function as its source has it: without parameters, return type and, in `isShort`,
/// namespaces.
std::string source_name(const std::string &symbol, bool isShort);

/// Functions found by their names: the switcher calls them when a compartment faults.
inline constexpr std::array<std::string_view, 2> ErrorHandlerNames = {
    "compartment_error_handler", "compartment_error_handler_stackless"};

/// Beginnings of symbols that lead beyond a domain.
inline constexpr std::string_view EntryPointPrefix = "__export_";
inline constexpr std::string_view FunctionPrefix = "__library_export_";
inline constexpr std::string_view LibraryFunctionPrefix = "__library_export_libcalls_";
inline constexpr std::string_view SealingTypePrefix = "__export.sealing_type.";
inline constexpr std::string_view DevicePrefix = "__export_mem_";
inline constexpr std::string_view SharedObjectPrefix = "__cheriot_shared_object_";
inline constexpr std::string_view PrivilegedPrefix = "__privileged_";
inline constexpr std::string_view CompartmentCallExport = "__export_switcher";

/// Numbers the linker defines in every domain. They give no rights.
inline constexpr std::string_view InitArrayStart = "__init_array_start";
inline constexpr std::string_view InitArrayEnd = "__init_array_end";
inline constexpr std::string_view HeapStartName = "__export_mem_heap";
inline constexpr std::string_view HeapEndName = "__export_mem_heap_end";
/// What may hold pointers to the heap begins there.
inline constexpr std::string_view ScanStartName = "__revoker_scan_start";

/// Prefixes of sections with a meaning of their own.
inline constexpr std::string_view ExportsSection = ".cheriot.exports";
inline constexpr std::string_view ImportsSection = ".compartment_imports";
inline constexpr std::string_view InitialisersSection = ".cheriot_initialisers";
inline constexpr std::string_view SealedSection = ".sealed_objects";

/// 1. Reads a domain's files and its exports.
Result<void> domain_read(Domain &domain);

/// The bytes of the domain's export table but for the two capabilities it begins with. Addresses
/// must be final. Complains of functions too far from the start of the code.
void export_table_fill(Domain &domain, Complaints &complaints);

} // namespace griotte::link
