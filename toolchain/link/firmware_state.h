// A firmware on its way to being linked: what the steps of firmware_link() hand on to each other.
// Each step says which of it it sets.
#pragma once

#include <array>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "toolchain/link/baremetal_domain.h"
#include "toolchain/link/domain.h"
#include "toolchain/link/firmware.h"
#include "toolchain/link/record.h"

namespace griotte::link {

/// Something only one domain may have: `__privileged_NAME`.
struct PrivilegedTarget
{
    std::string_view name;
    RecordKind kind = RecordKind::Data;
    /// The domain that may import it.
    std::string_view owner;
    /// Of a sentry, the function it leads to, in the scheduler.
    std::string_view function = {};
    /// Of a hardware key: the object type, and Record::permissions.
    uint32_t objectType = 0;
    uint8_t permissions = 0;
};

inline constexpr std::string_view SchedulerName = "scheduler";
inline constexpr std::string_view AllocatorName = "allocator";
/// A shared object of every image with the allocator, which alone may store to it.
inline constexpr std::string_view EpochName = "allocator_epoch";
inline constexpr uint8_t UnsealPermission = 16;
inline constexpr uint8_t SealPermission = 8;

inline constexpr std::array PrivilegedTargets = {
    PrivilegedTarget{"scheduler_pcc", RecordKind::SentryInherit, "switcher", "exception_entry"},
    PrivilegedTarget{"scheduler_cgp", RecordKind::Globals, "switcher"},
    PrivilegedTarget{"scheduler_csp", RecordKind::Stack, "switcher"},
    PrivilegedTarget{"unseal_9", RecordKind::HardwareKey, "switcher", "", 9, UnsealPermission},
    PrivilegedTarget{"key_10", RecordKind::HardwareKey, "switcher", "", 10,
                     UnsealPermission | SealPermission},
    PrivilegedTarget{"key_12", RecordKind::HardwareKey, AllocatorName, "", 12,
                     UnsealPermission | SealPermission},
    PrivilegedTarget{"unseal_12", RecordKind::HardwareKey, "token_library", "", 12,
                     UnsealPermission},
    PrivilegedTarget{"unseal_11", RecordKind::HardwareKey, "token_library", "", 11,
                     UnsealPermission},
    PrivilegedTarget{"reseal_11", RecordKind::HardwareKey, "token_library", "", 11,
                     UnsealPermission | SealPermission},
    PrivilegedTarget{"reseal_12", RecordKind::HardwareKey, "token_library", "", 12,
                     UnsealPermission | SealPermission},
    PrivilegedTarget{"token_keys", RecordKind::TokenKeys, AllocatorName},
    PrivilegedTarget{"heap", RecordKind::Heap, AllocatorName},
    PrivilegedTarget{"hazards", RecordKind::HazardSlots, AllocatorName},
    PrivilegedTarget{"memory", RecordKind::RevocableMemory, "software_revoker"},
};

/// A function of a domain the loader knows the address of: a symbol of its own.
struct LoaderEntry
{
    std::string_view symbol;
    /// In this domain, this function.
    std::string_view domain;
    std::string_view function;
};

inline constexpr std::array LoaderEntries = {
    LoaderEntry{"__switcher_boot", "switcher", "switcher_boot"},
    LoaderEntry{"__switcher_trap", "switcher", "switcher_trap"},
    LoaderEntry{"__switcher_return", "switcher", "switcher_return"},
    LoaderEntry{"__scheduler_entry", SchedulerName, "scheduler_entry"},
};

struct FirmwareThread
{
    const ThreadDescription *description = nullptr;
    const Export *entry = nullptr;
    Range stack;
    Range trustedStack;
    Range hazardSlots;
};

/// A function to run before the threads: a slot in the switcher's memory with an entry point in it.
struct Initialiser
{
    Section *section = nullptr;
    uint32_t offset = 0;
    const Export *entry = nullptr;
};

/// Memory of the image that is no domain's, by what it is for. Set by the layout.
struct FirmwareMap
{
    /// PCCs and export tables; everything else but the heap.
    Range code;
    Range data;
    Range schedulerStack;
    Range idleTrustedStack;
    Range idleHazardSlots;
    /// Of all threads but the idle one.
    Range hazardSlots;
    /// Slots of the initialisers, with the empty one that ends them.
    Range initialisers;
    Range heap;
    /// Of the loader, in the heap: code, data and tables.
    Range loader;
    Range loaderStack;
    /// What the software revoker sweeps.
    Range revocable;
    std::map<const SharedObjectDescription *, Range> sharedObjects;
};

struct Firmware
{
    explicit Firmware(const FirmwareDescription &theDescription);

    const FirmwareDescription &description;
    /// The switcher first.
    std::deque<Domain> domains;
    /// What other domains may import, by the export's symbol; each name once.
    std::map<std::string_view, const Export *> exports;
    std::vector<FirmwareThread> threads;
    /// Those described, and the system's own.
    std::vector<SharedObjectDescription> sharedObjects;
    /// Functions the loader or the switcher is told of: the symbol that stands for each, or the
    /// target.
    std::map<Symbol *, const Symbol *> loaderFunctions;
    std::map<const PrivilegedTarget *, const Symbol *> privilegedFunctions;

    BaremetalOptions loaderOptions;
    BaremetalDomain loader;
    /// The tables, in the loader's memory. Their size is known when all
    /// imports are.
    Section *imageHeader = nullptr;

    /// The firmware's own memory: shared objects, stacks.
    SymbolTable system;
    std::deque<OutputSection> systemSections;
    /// In the order they run.
    std::vector<Initialiser> initialisers;
    /// The empty slot after the last.
    Section *initialisersEnd = nullptr;
    /// Debug information of all domains.
    std::deque<OutputSection> toolSections;
    FirmwareMap map;

    /// Null when there is none of that name.
    [[nodiscard]] Domain *domain_find(std::string_view name);
};

} // namespace griotte::link
