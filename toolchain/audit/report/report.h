// The report of a firmware: which domains it has, what each may do, and what it is made of. The
// schema is docs/reference/firmware-report.schema.json; griotte's linker writes it, and so do older
// CHERIoT tools, whose reports lack what is optional here.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/error.h"

namespace griotte::audit {

/// A line of a source file, relative to the firmware's folder or the SDK's. Line 0: only the file
/// is known.
struct SourcePlace
{
    std::string file;
    uint32_t line = 0;

    auto operator<=>(const SourcePlace &) const = default;
    /// "greeter.c:12".
    [[nodiscard]] std::string to_string() const;
};

/// `length` bytes from `start`.
struct MemoryRange
{
    uint64_t start = 0;
    uint64_t length = 0;

    auto operator<=>(const MemoryRange &) const = default;
    [[nodiscard]] uint64_t end() const { return start + length; }
};

/// What a capability to memory may do.
struct Permissions
{
    bool load = false;
    bool store = false;
    bool loadStoreCapabilities = false;
    bool loadMutable = false;
    bool loadGlobal = false;

    bool operator==(const Permissions &) const = default;
    [[nodiscard]] Permissions united(const Permissions &other) const;
    /// Those of these that `other` lacks.
    [[nodiscard]] Permissions without(const Permissions &other) const;
    [[nodiscard]] bool is_empty() const { return *this == Permissions(); }
    /// "load, store", in words people use in sources; "nothing" without any.
    [[nodiscard]] std::string to_string() const;
};

/// Whether a function runs with interrupts as its caller, on, or off.
enum class Posture : uint8_t
{
    Inherit,
    Enabled,
    Disabled,
};
std::string_view to_string(Posture posture);

/// A part of the image and the files it was made of.
struct ReportSection
{
    struct Input
    {
        std::string file;
        std::string section;
        uint64_t size = 0;
        /// Of its bytes before relocation; empty for zeros.
        std::string sha256;

        auto operator<=>(const Input &) const = default;
    };

    std::string name;
    std::vector<Input> inputs;
    /// Of its bytes in the image.
    std::string sha256;

    /// Sum of what it was made of: padding is not in it.
    [[nodiscard]] uint64_t size() const;
};

/// A function or a sealing type that a domain provides.
struct ReportExport
{
    std::string symbol;
    /// Whether other domains may import it.
    bool isExported = true;
    bool isSealingKey = false;
    /// Of a function, as its source has it, parameters included; of a sealing type its key.
    std::string name;
    Posture posture = Posture::Inherit;
    uint32_t registerArguments = 0;
    /// Bytes of stack a caller must have left; if the report says.
    std::optional<uint32_t> minimumStack;
    std::optional<SourcePlace> source;
};

/// The right to call a function of a compartment or library.
struct CallImport
{
    std::string symbol;
    std::string providedBy;
    bool isLibrary = false;
    /// The domain that provides it; empty if no domain of the report does.
    std::string provider;
    /// As the source has it.
    std::string function;
};

/// The right to seal and unseal with a type of the domain's own.
struct KeyImport
{
    std::string symbol;
    std::string key;
};

/// The right to a device's registers.
struct DeviceImport
{
    /// Empty if neither report nor board names it: see `devices_name()`.
    std::string device;
    MemoryRange range;
    Permissions permissions;
};

/// The right to memory that the manifest shares.
struct SharedObjectImport
{
    std::string name;
    MemoryRange range;
    Permissions permissions;
};

/// A static sealed object: what its contents allow is up to who owns the type.
struct SealedObjectImport
{
    /// In the order of memory.
    std::vector<uint8_t> contents;
    std::string typeOwner;
    std::string typeKey;
    /// Of the type's export.
    std::string typeSymbol;
    /// Of the object; empty in older reports.
    std::string symbol;
    /// Where the object is defined.
    std::optional<SourcePlace> definition;
};

/// What only one part of the system may have: "heap", "unseal_9".
struct PrivilegedImport
{
    std::string name;
};

struct ReportImport
{
    std::variant<CallImport, KeyImport, DeviceImport, SharedObjectImport, SealedObjectImport,
                 PrivilegedImport>
        what;
    /// Everywhere in the domain's code that it is used; empty in older reports.
    std::vector<SourcePlace> sources;
};

enum class DomainKind : uint8_t
{
    Compartment,
    Library,
    Switcher,
};
std::string_view to_string(DomainKind kind);

struct ReportDomain
{
    std::string name;
    DomainKind kind = DomainKind::Compartment;
    ReportSection code;
    std::optional<ReportSection> data;
    std::vector<ReportExport> exports;
    std::vector<ReportImport> imports;

    /// Part of what every firmware trusts: switcher, allocator, scheduler, token library, revoker.
    [[nodiscard]] bool is_system() const;
};

struct ReportThread
{
    /// The compartment it starts in, and the function there as its source has it.
    std::string compartment;
    std::string function;
    uint32_t priority = 0;
    /// Bytes.
    uint64_t stack = 0;
    uint64_t trustedStack = 0;
    std::optional<SourcePlace> source;
};

struct ReportSharedObject
{
    std::string name;
    MemoryRange range;
    std::optional<SourcePlace> source;
};

struct Report
{
    /// The firmware's name, or its file's if the report does not say.
    std::string firmware;
    /// Empty in older reports.
    std::string board;
    std::optional<MemoryRange> heap;
    /// Of the whole image.
    std::string sha256;
    /// The loader's.
    std::vector<ReportSection> core;
    /// By name.
    std::vector<ReportDomain> domains;
    std::vector<ReportSharedObject> sharedObjects;
    /// In the report's order, which is that of the threads' numbers, from 1.
    std::vector<ReportThread> threads;

    /// Or null.
    [[nodiscard]] const ReportDomain *domain_find(std::string_view name) const;
};

/// Reads a report. Fails with the place in the JSON, what was expected there and what there is.
Result<Report> report_parse(std::string_view text);

/// The same from a file, whose name starts every message.
Result<Report> report_read(const std::string &file);

struct NamedRange
{
    std::string name;
    MemoryRange range;
};

/// Names the devices that have none in the report and exactly the range of one of `devices`.
void devices_name(Report &report, std::span<const NamedRange> devices);

} // namespace griotte::audit
