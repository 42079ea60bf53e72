// The twelve architectural permissions and their six-bit compressed form.
//
// A capability in memory stores six bits that name one of six formats; only the combinations those
// formats can express exist. Compressing an inexpressible set yields the largest subset the format
// chosen by the specification can hold (architecture document, "Permissions encoding"; Sail
// capToEncCap and encCapabilityToCapability).
#pragma once

#include <array>
#include <cstdint>

namespace griotte::machine {

/// Bit positions as CGetPerm returns them and CAndPerm takes them.
enum class Permission : uint16_t
{
    Global = 1u << 0,
    LoadGlobal = 1u << 1,
    Store = 1u << 2,
    LoadMutable = 1u << 3,
    StoreLocal = 1u << 4,
    Load = 1u << 5,
    LoadStoreCapability = 1u << 6,
    AccessSystemRegisters = 1u << 7,
    Execute = 1u << 8,
    Unseal = 1u << 9,
    Seal = 1u << 10,
    User0 = 1u << 11,
};

/// A set of permissions: the value of CGetPerm.
class Permissions
{
public:
    static constexpr uint16_t AllBits = 0xfff;

    constexpr Permissions() = default;
    constexpr explicit Permissions(uint32_t bits) : set(static_cast<uint16_t>(bits & AllBits)) {}
    constexpr Permissions(Permission permission) : set(static_cast<uint16_t>(permission)) {}

    [[nodiscard]] constexpr uint16_t bits() const { return set; }
    [[nodiscard]] constexpr bool has(Permissions other) const
    {
        return (set & other.set) == other.set;
    }
    [[nodiscard]] constexpr bool has_any(Permissions other) const { return (set & other.set) != 0; }
    constexpr bool operator==(const Permissions &) const = default;
    constexpr Permissions operator|(Permissions other) const
    {
        return Permissions(static_cast<uint32_t>(set | other.set));
    }
    constexpr Permissions operator&(Permissions other) const
    {
        return Permissions(static_cast<uint32_t>(set & other.set));
    }
    /// This set with those of `other` taken away.
    [[nodiscard]] constexpr Permissions without(Permissions other) const
    {
        return Permissions(static_cast<uint32_t>(set & ~other.set));
    }

private:
    uint16_t set = 0;
};

constexpr Permissions operator|(Permission left, Permission right)
{
    return Permissions(left) | Permissions(right);
}

/// Permissions of the six-bit field `compressed` (bit 5 is Global, bits 4..0 the format). Total:
/// all 64 encodings mean something.
constexpr Permissions permissions_decompress(uint32_t compressed)
{
    using enum Permission;
    auto flag = [compressed](unsigned bit, Permission permission) {
        return ((compressed >> bit) & 1) != 0 ? Permissions(permission) : Permissions();
    };
    Permissions result = flag(5, Global);
    if ((compressed & 0b11000) == 0b11000) {
        // Memory, read-write, with capabilities.
        result = result | Load | LoadStoreCapability | Store | flag(2, StoreLocal) |
                 flag(1, LoadMutable) | flag(0, LoadGlobal);
    } else if ((compressed & 0b11100) == 0b10100) {
        // Memory, read-only, with capabilities.
        result = result | Load | LoadStoreCapability | flag(1, LoadMutable) | flag(0, LoadGlobal);
    } else if ((compressed & 0b11111) == 0b10000) {
        // Memory, write-only, with capabilities.
        result = result | Store | LoadStoreCapability;
    } else if ((compressed & 0b11100) == 0b10000) {
        // Memory, data only.
        result = result | flag(1, Load) | flag(0, Store);
    } else if ((compressed & 0b11000) == 0b01000) {
        // Executable.
        result = result | Execute | Load | LoadStoreCapability | flag(2, AccessSystemRegisters) |
                 flag(1, LoadMutable) | flag(0, LoadGlobal);
    } else {
        // Sealing.
        result = result | flag(2, User0) | flag(1, Seal) | flag(0, Unseal);
    }
    return result;
}

/// The six-bit field for `permissions`, or for the subset of them the format can express.
constexpr uint32_t permissions_compress(Permissions permissions)
{
    using enum Permission;
    auto flag = [permissions](Permission permission, unsigned bit) {
        return permissions.has(permission) ? 1u << bit : 0u;
    };
    uint32_t global = flag(Global, 5);
    if (permissions.has(Execute | Load | LoadStoreCapability)) {
        return global | 0b01000 | flag(AccessSystemRegisters, 2) | flag(LoadMutable, 1) |
               flag(LoadGlobal, 0);
    }
    if (permissions.has(Load | LoadStoreCapability | Store)) {
        return global | 0b11000 | flag(StoreLocal, 2) | flag(LoadMutable, 1) | flag(LoadGlobal, 0);
    }
    if (permissions.has(Load | LoadStoreCapability)) {
        return global | 0b10100 | flag(LoadMutable, 1) | flag(LoadGlobal, 0);
    }
    if (permissions.has(Store | LoadStoreCapability)) {
        return global | 0b10000;
    }
    if (permissions.has_any(Load | Store)) {
        return global | 0b10000 | flag(Load, 1) | flag(Store, 0);
    }
    return global | flag(User0, 2) | flag(Seal, 1) | flag(Unseal, 0);
}

/// permissions_decompress() as a table, for the paths that load capabilities.
inline constexpr std::array<uint16_t, 64> PermissionsTable = [] {
    std::array<uint16_t, 64> table{};
    for (uint32_t compressed = 0; compressed < table.size(); compressed++) {
        table[compressed] = permissions_decompress(compressed).bits();
    }
    return table;
}();

} // namespace griotte::machine
