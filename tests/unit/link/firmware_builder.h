// Firmwares made by hand: objects as the compiler makes them for a domain, a description around
// them, and the linked image looked at by address.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "tests/unit/link/object_builder.h"
#include "toolchain/link/firmware.h"

namespace griotte::link {

/// What byte 7 of an export says.
enum ExportFlags : uint8_t
{
    Inherit = 0,
    Enabled = 1,
    Disabled = 2,
    SealingType = 4,
    LibraryFunction = 8,
    OwnDomain = 16,
};

/// An object of a domain.
class DomainObject
{
public:
    using Number = ObjectBuilder::Number;

    static constexpr uint32_t Code = SHF_ALLOC | SHF_EXECINSTR;
    static constexpr uint32_t Data = SHF_ALLOC | SHF_WRITE;

    /// A function in a section of its own, that does nothing for `size` bytes. Its symbol.
    Number function_add(const std::string &name, uint32_t size = 8);
    /// An entry of the exports; of a sealing type without a function.
    void export_add(const std::string &symbol, std::optional<Number> function, uint8_t flags,
                    uint16_t stack = 0, uint8_t registers = 0);
    /// A function and its entry point `__export_C_NAME`.
    Number entry_add(const std::string &compartment, const std::string &name, uint16_t stack = 32,
                     uint8_t registers = 0);
    /// The slot `__import_NAME`, in its section and group. Its symbol.
    Number import_add(const std::string &name, const std::string &target, uint32_t permissions = 0);
    Number import_add(const std::string &name, Number target, uint32_t permissions = 0);
    /// Makes `function` use the symbol `used`, at `offset`.
    void use(Number function, Number used, uint32_t offset = 0);
    /// A static sealed object: the type, then `payload`. Its symbol.
    Number sealed_add(const std::string &name, const std::string &type,
                      const std::vector<uint32_t> &payload);
    /// A capability in initialised data.
    void pointer_add(const std::string &name, Number target, int32_t addend = 0);
    /// A slot in the initialisers' section.
    void initialiser_add(const std::string &priority, const std::string &exportSymbol);

    Number undefined(const std::string &name);
    [[nodiscard]] std::vector<uint8_t> build() const { return builder.build(); }

    ObjectBuilder builder;

private:
    std::vector<std::pair<std::string, Number>> undefineds;
    std::vector<std::pair<Number, Number>> sectionOfFunction;
};

/// Permissions of an import: load, store, and the rest.
inline constexpr uint32_t LoadBit = 1u << 31;
inline constexpr uint32_t StoreBit = 1u << 30;
inline constexpr uint32_t AllBits = 0x1fu << 27;

/// A firmware that links: a switcher, a scheduler, an allocator, a loader, and what a test adds.
class FirmwareBuilder
{
public:
    FirmwareBuilder();

    /// Adds an object to a domain, which it makes if there is none of that name yet.
    void add(const std::string &domain, DomainKind kind, const DomainObject &object);
    void compartment(const std::string &name, const DomainObject &object)
    {
        add(name, DomainKind::Compartment, object);
    }
    void library(const std::string &name, const DomainObject &object)
    {
        add(name, DomainKind::Library, object);
    }
    void thread(const std::string &compartment, const std::string &entry);

    FirmwareDescription description;
};

/// The result, by address.
class LinkedByAddress
{
public:
    explicit LinkedByAddress(const FirmwareDescription &description);

    /// Four bytes of the image; a failure of the test where nothing is loaded.
    [[nodiscard]] uint32_t word(uint32_t address) const;
    [[nodiscard]] uint16_t half(uint32_t address) const
    {
        return static_cast<uint16_t>(word(address));
    }
    /// The value of the `which`-th symbol called `name`.
    [[nodiscard]] uint32_t symbol(std::string_view name, size_t which = 0) const;
    /// A domain of `.griotte.firmware`.
    [[nodiscard]] nlohmann::json domain(const std::string &name) const;

    /// A record of the loader's tables, decoded.
    struct Entry
    {
        uint32_t location = 0;
        uint32_t base = 0;
        uint32_t length = 0;
        uint32_t kind = 0;
        uint32_t offset = 0;
        uint32_t permissions = 0;

        bool operator==(const Entry &) const = default;
    };
    /// The record of what goes to `location`; nothing when there is none.
    [[nodiscard]] std::optional<Entry> record(uint32_t location) const;

    LinkedFirmware firmware;
    /// The section `.griotte.firmware`.
    nlohmann::json facts;
    /// The report, as policies read it.
    nlohmann::json report;
    /// Empty when it linked.
    std::string error;
    /// Of the tables.
    uint32_t header = 0;
};

} // namespace griotte::link
