// What a firmware's image says about itself: section `.griotte.firmware`, which the linker leaves
// for tools (docs/reference/linking.md, "What tools find in the image").
//
// With it an address is more than a number: code of a compartment, a thread's stack, an export
// entry. The section comes with the image and so is as untrusted as all of it: parse() checks
// every value's type and range, and what it says is only ever shown, never relied on.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "machine/memory/memory.h"

namespace griotte::machine {

/// What a domain offers, or the name of a sealing type of its.
struct ExportFacts
{
    enum class Kind : uint8_t
    {
        EntryPoint,
        Function,
        SealingType,
    };
    std::string symbol;
    /// As the source has it, with parameters: "attacker_try(Attack)".
    std::string name;
    Kind kind = Kind::EntryPoint;
    /// Address of its entry in the export table: the number of a sealing type.
    std::optional<uint32_t> entry;
    /// Address of its code.
    std::optional<uint32_t> code;
};

/// A slot with a capability to what another domain or the board has.
struct ImportFacts
{
    uint32_t slot = 0;
    std::string symbol;
};

/// A static sealed object.
struct SealedObjectFacts
{
    std::string symbol;
    AddressRange range;
    /// The symbol of its sealing type's export.
    std::string type;
};

/// Code with one PCC, and what belongs to it. Ranges are empty where it has nothing.
struct DomainFacts
{
    enum class Kind : uint8_t
    {
        Switcher,
        Library,
        Compartment,
    };
    std::string name;
    Kind kind = Kind::Compartment;
    AddressRange code;
    AddressRange globals;
    AddressRange exportTable;
    std::optional<uint32_t> errorHandler;
    std::optional<uint32_t> stacklessErrorHandler;
    std::vector<ExportFacts> exports;
    std::vector<ImportFacts> imports;
    std::vector<SealedObjectFacts> sealedObjects;

    /// Its export whose code begins at `address`, or null.
    [[nodiscard]] const ExportFacts *export_of_code(uint32_t address) const;
    /// Its export whose entry in the export table contains `address`, or null.
    [[nodiscard]] const ExportFacts *export_of_entry(uint32_t address) const;
};

struct ThreadFacts
{
    std::string compartment;
    /// As the source has it, with parameters.
    std::string entry;
    uint32_t priority = 0;
    /// Of compartment calls, its own entry's included.
    uint32_t frames = 0;
    AddressRange stack;
    AddressRange trustedStack;
    AddressRange hazardSlots;
};

struct SharedObjectFacts
{
    std::string name;
    AddressRange range;
};

/// A firmware. Threads are numbered from 1 in the order of the list; 0 is the idle thread, which is
/// the switcher's and on the scheduler's stack.
struct FirmwareFacts
{
    std::string name;
    AddressRange code;
    AddressRange data;
    AddressRange heap;
    /// Until the system has started these lie in what is heap afterwards.
    AddressRange loader;
    AddressRange loaderStack;
    AddressRange schedulerStack;
    AddressRange idleTrustedStack;
    AddressRange initialisers;
    std::vector<DomainFacts> domains;
    std::vector<ThreadFacts> threads;
    std::vector<SharedObjectFacts> sharedObjects;

    /// Reads the section's text. Fails, naming the key, on what is no JSON, another version, a
    /// value of the wrong type, or a range that no memory can have.
    static Result<FirmwareFacts> parse(std::string_view json);

    /// The domain whose code (or constants, or imports) `address` lies in, or null.
    [[nodiscard]] const DomainFacts *domain_of_code(uint32_t address) const;
    /// The compartment whose export table `address` lies in, or null.
    [[nodiscard]] const DomainFacts *domain_of_exports(uint32_t address) const;
    [[nodiscard]] const DomainFacts *domain_find(std::string_view theName) const;
    /// The thread whose trusted stack, or whose stack, `address` lies in. Nothing for the
    /// scheduler's stack, which is the idle thread's too.
    [[nodiscard]] std::optional<uint32_t> thread_of_trusted_stack(uint32_t address) const;
    [[nodiscard]] std::optional<uint32_t> thread_of_stack(uint32_t address) const;
    /// Of thread `number`, which must be 0 or one of the list's.
    [[nodiscard]] const AddressRange &trusted_stack(uint32_t number) const;

    /// "2 (arena.arena_run)", "0 (idle)".
    [[nodiscard]] std::string thread_describe(uint32_t number) const;
    /// "sealing type 'vault.TreasureKey'" for the number of a static type; empty when there is no
    /// such.
    [[nodiscard]] std::string sealing_type_describe(uint32_t number) const;
    /// What lies at `address`, in the system's terms: "globals of vault", "stack of thread 2
    /// (arena.arena_run)", "export entry vault.vault_tree_lend". Empty outside the firmware.
    [[nodiscard]] std::string address_describe(uint32_t address) const;
};

/// A function's name without its parameters: "attacker_try" of "attacker_try(Attack)".
std::string_view name_without_parameters(std::string_view name);

/// What the ELF file `file`, called `fileName` in messages, says of its firmware; nothing when it
/// is none.
Result<std::optional<FirmwareFacts>> firmware_facts_read(std::span<const uint8_t> file,
                                                         std::string_view fileName);

} // namespace griotte::machine
