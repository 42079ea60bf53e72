// CHERI::Permission and sets of them. Pure arithmetic: it is the same on the host.
#ifndef CHERI_PERMISSION_SET_HH
#define CHERI_PERMISSION_SET_HH

#include <cheri.h>
#include <compare>
#include <concepts>
#include <cstdint>
#include <initializer_list>

namespace CHERI {
/// The permissions of a capability; see CHERIPermission in cheri.h.
enum class Permission : uint32_t
{
    Global = CheriPermissionGlobal,
    LoadGlobal = CheriPermissionLoadGlobal,
    Store = CheriPermissionStore,
    LoadMutable = CheriPermissionLoadMutable,
    StoreLocal = CheriPermissionStoreLocal,
    Load = CheriPermissionLoad,
    LoadStoreCapability = CheriPermissionLoadStoreCapability,
    AccessSystemRegisters = CheriPermissionAccessSystemRegisters,
    Execute = CheriPermissionExecute,
    Unseal = CheriPermissionUnseal,
    Seal = CheriPermissionSeal,
    User0 = CheriPermissionUser0
};

/// A set of permissions. It can be a template argument.
class PermissionSet
{
    static constexpr uint32_t permission_bit(Permission p)
    {
        return uint32_t{1} << static_cast<uint32_t>(p);
    }

    /// Numbers do not become sets by accident: from_raw() says that one should.
    constexpr PermissionSet(uint32_t rawPermissions) : rawPermissions(rawPermissions) {}

    /// Goes through a set's permissions, lowest number first.
    class Iterator
    {
        friend class PermissionSet;
        uint32_t permissions;
        constexpr Iterator(uint32_t rawPermissions) : permissions(rawPermissions) {}

    public:
        constexpr Permission operator*() const
        {
            return static_cast<Permission>(__builtin_ctz(permissions));
        }
        constexpr Iterator &operator++()
        {
            permissions &= permissions - 1;
            return *this;
        }
        constexpr bool operator!=(const Iterator other) const
        {
            return permissions != other.permissions;
        }
    };

public:
    /// A bit for each permission. Public because a template argument's members must be; not to be
    /// written.
    uint32_t rawPermissions = 0;

    /// The bits of all permissions there are.
    static constexpr uint32_t valid_permissions_mask()
    {
        return (permission_bit(Permission::User0) << 1) - 1;
    }

    /// The set with these bits; bits that are no permission are dropped.
    static constexpr PermissionSet from_raw(uint32_t raw)
    {
        return {raw & valid_permissions_mask()};
    }

    /// All permissions.
    static constexpr PermissionSet omnipotent() { return {valid_permissions_mask()}; }

    constexpr PermissionSet(Permission p) : rawPermissions(permission_bit(p)) {}

    __always_inline constexpr PermissionSet(std::initializer_list<Permission> permissions)
    {
        for (auto permission : permissions) {
            rawPermissions |= permission_bit(permission);
        }
    }

    constexpr PermissionSet(const PermissionSet &other) = default;
    constexpr PermissionSet &operator=(const PermissionSet &other) = default;

    /// What is in both.
    constexpr PermissionSet operator&(PermissionSet p) const
    {
        return {rawPermissions & p.rawPermissions};
    }
    constexpr PermissionSet &operator&=(PermissionSet p)
    {
        rawPermissions &= p.rawPermissions;
        return *this;
    }

    /// This set less the permissions given.
    template <std::same_as<Permission>... Permissions>
    [[nodiscard]] constexpr PermissionSet without(Permission p, Permissions... ps) const
    {
        return {rawPermissions & ~(permission_bit(p) | ... | permission_bit(ps))};
    }

    /// Whether a capability with `other` can be made into one with this set: it has nothing more.
    [[nodiscard]] constexpr bool can_derive_from(PermissionSet other) const
    {
        return (rawPermissions & ~other.rawPermissions) == 0;
    }

    /// Whether all of the permissions given are in it.
    template <std::same_as<Permission>... Permissions>
    [[nodiscard]] constexpr bool contains(Permission p, Permissions... ps) const
    {
        return PermissionSet{p, ps...}.can_derive_from(*this);
    }

    [[nodiscard]] constexpr uint32_t as_raw() const { return rawPermissions; }

    [[nodiscard]] constexpr Iterator begin() const { return {rawPermissions}; }
    [[nodiscard]] constexpr Iterator end() const { return {0}; }

    /// A set is less than another that has all of its permissions and more. Sets of which neither
    /// has all of the other's are unordered.
    constexpr std::partial_ordering operator<=>(const PermissionSet other) const
    {
        if (rawPermissions == other.rawPermissions) {
            return std::partial_ordering::equivalent;
        }
        if (can_derive_from(other)) {
            return std::partial_ordering::less;
        }
        if (other.can_derive_from(*this)) {
            return std::partial_ordering::greater;
        }
        return std::partial_ordering::unordered;
    }
    constexpr bool operator==(const PermissionSet other) const
    {
        return rawPermissions == other.rawPermissions;
    }
};
} // namespace CHERI

#endif
