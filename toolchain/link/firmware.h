// Links a firmware: compartments, libraries and the switcher, each a domain of its own, into one
// image with a loader that builds every capability they begin with
// (docs/reference/compartments.md).
//
// A domain is linked by itself, from its own files; names in one mean nothing in another. What ties
// them together are export symbols only: an import names the export it wants, and the linker finds
// the domain that has it or says why nobody may have it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "toolchain/link/domain_kind.h"
#include "toolchain/link/firmware_report.h"
#include "toolchain/link/input.h"
#include "toolchain/link/layout.h"

namespace griotte::link {

/// A range of addresses the board has a name for: `__export_mem_NAME` to imports.
struct FirmwareDevice
{
    std::string name;
    Range range;
};

/// What the linker has to know of a board.
struct FirmwareMemory
{
    /// Where the image goes.
    Range code;
    /// Where everything that is written goes, if that is another memory.
    std::optional<Range> data;
    /// The heap begins at the image's end, or here if that is higher.
    uint64_t heapStart = 0;
    /// First address past the heap; 0 means the end of `data` (of `code` without one).
    uint64_t heapEnd = 0;
    /// What the revocation bitmap covers; the heap lies inside. Nothing when there is no bitmap.
    std::optional<Range> revocable;
    std::vector<FirmwareDevice> devices;
    /// The UART that ends the run on a byte of 0x80 or more: the loader's `__import_mem_exit`.
    std::optional<FirmwareDevice> exitDevice;
};

struct DomainDescription
{
    /// As in `-cheri-compartment=NAME`, and unique among the domains.
    std::string name;
    DomainKind kind = DomainKind::Compartment;
    std::vector<InputFile> files;
};

struct ThreadDescription
{
    std::string compartment;
    /// The entry point as its source names it (`say_hello`), or as its symbol is.
    std::string entry;
    uint16_t priority = 1;
    /// Bytes; rounded up until a capability can have exactly its bounds.
    uint32_t stackSize = 1024;
    /// Compartment calls that may be nested below the entry point.
    uint16_t trustedStackFrames = 4;
};

/// Memory that several domains reach by importing its name; zero at boot.
struct SharedObjectDescription
{
    std::string name;
    uint32_t size = 0;
};

struct FirmwareDescription
{
    /// The image's file as the report names it.
    std::string name;
    FirmwareMemory memory;
    /// In the order they get in the image, the switcher first in any case.
    std::vector<DomainDescription> domains;
    /// A bare-metal program: its entry point is the image's, and its memory becomes heap.
    std::vector<InputFile> loaderFiles;
    /// Numbered from 1 in this order.
    std::vector<ThreadDescription> threads;
    std::vector<SharedObjectDescription> sharedObjects;
    /// Of the scheduler, which also runs initialisers: bytes.
    uint32_t schedulerStackSize = 1024;
    uint32_t loaderStackSize = 4096;
    /// Leave out libraries' functions nobody imports, and what nothing refers to.
    bool collectsGarbage = true;
    /// Shorten code where objects allow it.
    bool relaxes = true;
    /// Words to add to the complaint that nobody exports a symbol (`__export_C_f`,
    /// `__library_export_libcalls_f`): the caller may know of libraries that are not being linked.
    /// Optional; its result follows a sentence and so begins with punctuation or a space.
    std::function<std::string(const std::string &exportSymbol)> exportHint;
};

/// Where the bytes of a domain go. All but `stack` are bytes of the image's memory.
struct DomainSizes
{
    std::string name;
    DomainKind kind = DomainKind::Compartment;
    /// Machine code, padding inside included.
    uint32_t code = 0;
    /// Constants, those with capabilities and constructors' tables included.
    uint32_t constants = 0;
    /// Variables with initial values; those without.
    uint32_t data = 0;
    uint32_t zeros = 0;
    /// Import table; export table; static sealed objects.
    uint32_t imports = 0;
    uint32_t exports = 0;
    uint32_t sealedObjects = 0;
    /// Lost to make the bounds of PCC and CGP exact.
    uint32_t padding = 0;
    /// Stacks of the threads that start in it.
    uint32_t stacks = 0;

    /// All but the stacks.
    [[nodiscard]] uint32_t total() const
    {
        return code + constants + data + zeros + imports + exports + sealedObjects + padding;
    }
};

struct LinkedFirmware
{
    /// An ELF executable with symbols and debug information of every domain, and the section
    /// `.griotte.firmware` (docs/reference/linking.md) for tools.
    std::vector<uint8_t> elf;
    std::string map;
    /// What the audit reads; report_json() makes the file of it.
    FirmwareReport report;
    /// The domains in the image, in its order.
    std::vector<DomainSizes> sizes;
    /// The heap that is left.
    Range heap;
    /// What garbage collection left out, each "domain: file:(section)".
    std::vector<std::string> discarded;
    /// Libraries nobody wanted anything of.
    std::vector<std::string> unusedLibraries;
};

/// Links. The error is every complaint of the step that failed, each naming domain, file, section
/// and symbol as far as there are any, and what to do.
Result<LinkedFirmware> firmware_link(const FirmwareDescription &description);

} // namespace griotte::link
