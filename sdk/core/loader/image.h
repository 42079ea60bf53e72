// The tables the linker leaves for the loader: docs/reference/compartments.md, "The tables of the
// loader". All of it is untrusted until image_check() has said otherwise; offsets are from the
// header.
#ifndef LOADER_IMAGE_H
#define LOADER_IMAGE_H

#include <stddef.h>
#include <stdint.h>

namespace loader {

inline constexpr uint32_t Magic = 0x544f4952;
inline constexpr uint16_t Version = 1;

/// Addresses from start to below end.
struct Range
{
    uint32_t start;
    uint32_t end;

    [[nodiscard]] constexpr uint32_t size() const { return end - start; }
    [[nodiscard]] constexpr bool is_empty() const { return start == end; }
    [[nodiscard]] constexpr bool contains(Range other) const
    {
        return start <= other.start && other.start <= other.end && other.end <= end;
    }
    [[nodiscard]] constexpr bool overlaps(Range other) const
    {
        return start < other.end && other.start < end;
    }
    constexpr bool operator==(const Range &) const = default;
};

/// Where one of the tables is.
struct Table
{
    uint32_t offset;
    uint32_t count;
};

enum class DomainKind : uint32_t
{
    Switcher,
    Library,
    Compartment,
};

struct Domain
{
    uint32_t name;
    DomainKind kind;
    Range code;
    Range globals;
    /// The address CGP has in the globals.
    uint32_t cgp;
    Range exports;
    uint32_t firstRecord;
    uint32_t recordCount;
};

enum class RecordKind : uint8_t
{
    Data,
    Constant,
    Code,
    Device,
    SentryInherit,
    SentryDisable,
    SentryEnable,
    ExportEntry,
    SealedObject,
    SealingKey,
    SharedObject,
    Cgp,
    HardwareKey,
    Stack,
    Heap,
    Memory,
    Hazards,
    TokenKeys,
};

/// A capability to derive, and where to put it.
struct Record
{
    uint32_t location;
    uint32_t base;
    uint32_t lengthAndKind;
    uint32_t offsetAndPermissions;

    [[nodiscard]] constexpr uint32_t length() const { return lengthAndKind & 0xffffff; }
    [[nodiscard]] constexpr RecordKind kind() const
    {
        return static_cast<RecordKind>(lengthAndKind >> 24);
    }
    /// The address, from the base.
    [[nodiscard]] constexpr uint32_t offset() const { return offsetAndPermissions & 0xffffff; }
    [[nodiscard]] constexpr Range range() const { return {base, base + length()}; }
    [[nodiscard]] constexpr bool permits_load() const { return (offsetAndPermissions >> 31) & 1; }
    [[nodiscard]] constexpr bool permits_store() const { return (offsetAndPermissions >> 30) & 1; }
    [[nodiscard]] constexpr bool permits_capabilities() const
    {
        return (offsetAndPermissions >> 29) & 1;
    }
    [[nodiscard]] constexpr bool permits_load_mutable() const
    {
        return (offsetAndPermissions >> 28) & 1;
    }
    [[nodiscard]] constexpr bool permits_load_global() const
    {
        return (offsetAndPermissions >> 27) & 1;
    }
};

/// A thread; the first one is the idle thread, which has no entry.
struct Thread
{
    uint32_t entry;
    uint16_t domain;
    uint16_t priority;
    Range stack;
    Range trustedStack;
    uint32_t hazards;
    uint32_t reserved;
};

struct Header
{
    uint32_t magic;
    uint16_t version;
    uint16_t headerSize;
    uint32_t size;
    uint32_t checksum;
    Table domains;
    Table records;
    Table threads;
    /// What PCCs and export tables lie in.
    Range code;
    /// What globals, objects and stacks lie in.
    Range data;
    Range heap;
    /// Initialisers' imports; eight bytes of zeros follow the last.
    uint32_t initialisers;
    uint32_t initialiserCount;
};

static_assert(sizeof(Header) == 72 && sizeof(Domain) == 44 && sizeof(Record) == 16 &&
              sizeof(Thread) == 32);

} // namespace loader

#endif
