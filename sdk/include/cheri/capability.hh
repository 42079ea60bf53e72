// CHERI::Capability<T>: a pointer whose address, bounds and permissions can be read and, as far as
// they may be, changed. It is as large as the pointer and goes where a pointer goes.
#ifndef CHERI_CAPABILITY_HH
#define CHERI_CAPABILITY_HH

#include <cheri-builtins.h>
#include <cheri/permission_set.hh>
#include <compare>
#include <concepts>
#include <cstddef>
#include <type_traits>

namespace CHERI {
/// `length`, or the next larger one that a capability can have exactly.
__always_inline inline size_t representable_length(size_t length)
{
    return __builtin_cheri_round_representable_length(length);
}

/// What an address must be unchanged by `&` with to be the base of that many bytes exactly.
__always_inline inline size_t representable_alignment_mask(size_t length)
{
    return __builtin_cheri_representable_alignment_mask(length);
}

/// Whether a capability can have exactly these bounds.
inline bool is_precise_range(ptraddr_t base, size_t size)
{
    return (base & ~representable_alignment_mask(size)) == 0 && representable_length(size) == size;
}

// Sealed pointers are one opaque type here (__cheri_sealed.h): what was sealed cannot be told from
// it.

/// The pointer type without its seal.
template <typename T>
struct remove_sealed;
template <typename T>
struct remove_sealed<T *>
{
    using type = T *;
};
template <typename T>
using remove_sealed_t = typename remove_sealed<T>::type;

/// Whether a type is that of sealed pointers. The opaque type may also be a plain pointer: false.
template <typename T>
struct is_sealed_capability
{
    static constexpr bool value = false;
};
template <typename T>
constexpr bool is_sealed_capability_v = is_sealed_capability<T>::value;

/// A pointer to T, or with `IsSealedT` a sealed pointer to what is a T for the holder of its key.
template <typename T, bool IsSealedT = false>
class Capability
{
public:
    static constexpr bool IsSealed = IsSealedT;
    using PointerType = std::conditional_t<IsSealed, CHERI_SEALED(T *), T *>;

protected:
    PointerType ptr;

private:
    template <typename U, bool IsUSealed>
    friend class Capability;

    /// A property of a capability, as something that can be assigned to.
    class PropertyProxyBase
    {
    protected:
        Capability &cap;
        void set(PointerType pointer) { cap.ptr = pointer; }
        [[nodiscard]] PointerType ptr() const { return cap.ptr; }

    public:
        PropertyProxyBase(Capability &c) : cap(c) {}
    };

    struct AddressProxy : PropertyProxyBase
    {
        using PropertyProxyBase::PropertyProxyBase;
        using PropertyProxyBase::ptr;
        using PropertyProxyBase::set;

        operator ptraddr_t() const { return __builtin_cheri_address_get(ptr()); }
        /// Moves the capability; too far from its bounds, it loses its tag.
        AddressProxy &operator=(ptraddr_t address)
        {
            set(__builtin_cheri_address_set(ptr(), address));
            return *this;
        }
        AddressProxy &operator=(AddressProxy address)
        {
            return *this = static_cast<ptraddr_t>(address);
        }
        AddressProxy &operator+=(ptrdiff_t displacement)
        {
            set(__builtin_cheri_offset_increment(ptr(), displacement));
            return *this;
        }
        AddressProxy &operator-=(ptrdiff_t displacement) { return *this += -displacement; }
    };

    struct BoundsProxy : PropertyProxyBase
    {
        using PropertyProxyBase::PropertyProxyBase;
        using PropertyProxyBase::ptr;
        using PropertyProxyBase::set;

        /// Bytes from the address to the end.
        operator ptrdiff_t() const
        {
            return __builtin_cheri_top_get(ptr()) - __builtin_cheri_address_get(ptr());
        }
        /// From the address, exactly so many bytes; where that cannot be, the tag is lost.
        BoundsProxy &operator=(size_t bounds)
        {
            set(__builtin_cheri_bounds_set_exact(ptr(), bounds));
            return *this;
        }
        /// At least so many bytes: base and end move outwards as far as the encoding needs.
        BoundsProxy &set_inexact(size_t bounds)
        {
            set(__builtin_cheri_bounds_set(ptr(), bounds));
            return *this;
        }
        /// From exactly the address, at most so many bytes: as many as the encoding has from there.
        /// length() then says how many. See is_precise_range().
        __always_inline BoundsProxy &set_inexact_at_most(size_t bounds)
        {
            set(__builtin_cheri_bounds_set_round_down(ptr(), bounds));
            return *this;
        }
    };

    struct PermissionsProxy : PropertyProxyBase
    {
        using PropertyProxyBase::PropertyProxyBase;
        using PropertyProxyBase::ptr;
        using PropertyProxyBase::set;

        operator PermissionSet() const { return permissions_of(ptr()); }
        /// Takes from the capability what is not in the set.
        PermissionsProxy &operator&=(PermissionSet permissions)
        {
            set(__builtin_cheri_perms_and(ptr(), permissions.as_raw()));
            return *this;
        }
        PermissionSet operator&(PermissionSet p) const { return value() & p; }

        /// @{ As of a PermissionSet.
        template <std::same_as<Permission>... Permissions>
        [[nodiscard]] PermissionSet without(Permissions... permissions) const
        {
            return value().without(permissions...);
        }
        [[nodiscard]] bool can_derive_from(PermissionSet other) const
        {
            return value().can_derive_from(other);
        }
        template <std::same_as<Permission>... Permissions>
        [[nodiscard]] bool contains(Permissions... permissions) const
        {
            return value().contains(permissions...);
        }
        [[nodiscard]] uint32_t as_raw() const { return value().as_raw(); }
        [[nodiscard]] auto begin() const { return value().begin(); }
        [[nodiscard]] auto end() const { return value().end(); }
        std::partial_ordering operator<=>(const PermissionSet other) const
        {
            return value() <=> other;
        }
        bool operator==(const PermissionSet other) const { return value() == other; }
        /// @}

    private:
        [[nodiscard]] PermissionSet value() const { return *this; }
    };

    static PermissionSet permissions_of(const volatile void *pointer)
    {
        return PermissionSet::from_raw(__builtin_cheri_perms_get((const void *)pointer));
    }

public:
    constexpr Capability(std::nullptr_t) : ptr(nullptr) {}
    constexpr Capability() : ptr(nullptr) {}
    constexpr Capability(PointerType p) : ptr(p) {}
    constexpr Capability(const Capability &other) = default;
    Capability &operator=(const Capability &other) = default;

    /// The address; `c.address() = 0x1000` and `c.address() += 4` move the capability.
    AddressProxy address() [[clang::lifetimebound]] { return {*this}; }
    [[nodiscard]] ptraddr_t address() const { return __builtin_cheri_address_get(ptr); }

    /// The bytes from the address to the end; `c.bounds() = 16` narrows them.
    BoundsProxy bounds() [[clang::lifetimebound]] { return {*this}; }
    [[nodiscard]] __always_inline ptrdiff_t bounds() const { return top() - address(); }

    /// The permissions; `c.permissions() &= Permission::Load` leaves no others.
    PermissionsProxy permissions() [[clang::lifetimebound]] { return {*this}; }
    [[nodiscard]] PermissionSet permissions() const { return permissions_of(ptr); }

    /// Takes these permissions away. It never asks for one to be kept that is not there, so Global
    /// may be dropped from a sealed capability without losing its tag.
    template <std::same_as<Permission>... Permissions>
    void without_permissions(Permissions... drop)
    {
        permissions() &= PermissionSet::omnipotent().without(drop...);
    }

    Capability operator-(ptrdiff_t diff) const { return {ptr - diff}; }
    Capability &operator-=(ptrdiff_t diff)
    {
        ptr -= diff;
        return *this;
    }
    Capability operator+(ptrdiff_t diff) const { return {ptr + diff}; }
    Capability &operator+=(ptrdiff_t diff)
    {
        ptr += diff;
        return *this;
    }

    /// Whether it has its tag. The value has one or not, whatever becomes of its object: the
    /// compiler asks once. is_valid_temporal() notices when the object was freed meanwhile.
    [[nodiscard]] bool is_valid() const { return __builtin_cheri_tag_get(ptr); }
    /// Whether it would have its tag if it were loaded now.
    [[nodiscard]] bool is_valid_temporal() const { return __builtin_cheri_tag_get_temporal(ptr); }

    [[nodiscard]] bool is_sealed() const { return type() != 0; }
    /// The number of the seal (CHERISealingType); 0 for none.
    [[nodiscard]] uint32_t type() const { return __builtin_cheri_type_get(ptr); }
    [[nodiscard]] ptraddr_t base() const { return __builtin_cheri_base_get(ptr); }
    [[nodiscard]] size_t length() const { return __builtin_cheri_length_get(ptr); }
    /// The first address after its bounds.
    [[nodiscard]] ptraddr_t top() const { return __builtin_cheri_top_get(ptr); }

    /// Equal when all bits are, the tag included.
    bool operator==(const Capability other) const
    {
        return __builtin_cheri_equal_exact(ptr, other.ptr);
    }
    /// Whether it is null and nothing but null. To ask for something to use, take is_valid().
    bool operator==(std::nullptr_t) const { return __builtin_cheri_equal_exact(ptr, nullptr); }

    /// Orders capabilities that differ in nothing but their address. Of different objects, compare
    /// the addresses.
    std::partial_ordering operator<=>(const Capability other) const
    {
        if (*this == other) {
            return std::partial_ordering::equivalent;
        }
        if (is_sealed() || other.is_sealed() ||
            !__builtin_cheri_equal_exact(__builtin_cheri_address_set(ptr, other.address()),
                                         other.ptr))
        {
            return std::partial_ordering::unordered;
        }
        return address() <=> other.address();
    }
    std::partial_ordering operator<=>(PointerType other) const
    {
        return *this <=> Capability{other};
    }
    std::partial_ordering operator<=>(std::nullptr_t) const
    {
        return *this == nullptr ? std::partial_ordering::equivalent
                                : std::partial_ordering::unordered;
    }

    /// The pointer.
    template <typename U = T>
        requires(!std::same_as<U, void> && !IsSealed)
    operator U *() const
    {
        return ptr;
    }
    template <typename U = T>
        requires(!std::same_as<U, void> && IsSealed)
    operator CHERI_SEALED(U *)() const
    {
        return ptr;
    }
    operator void *() const { return const_cast<void *>(static_cast<const volatile void *>(ptr)); }

    T *operator->() const
        requires(!IsSealed)
    {
        return ptr;
    }
    [[nodiscard]] T *get() const
        requires std::is_convertible_v<PointerType, T *>
    {
        return ptr;
    }
    [[nodiscard]] PointerType get() const
        requires(!std::is_convertible_v<PointerType, T *>)
    {
        return ptr;
    }
    template <typename U = T>
        requires(!std::same_as<U, void> && !IsSealed)
    U &operator*() const
    {
        return *ptr;
    }
    template <typename U = T>
        requires(!std::same_as<U, void> && !IsSealed)
    U &operator[](size_t index) const
    {
        return ptr[index];
    }

    /// The same capability to another type.
    template <typename U>
    [[nodiscard]] Capability<U, IsSealed> cast() const
    {
        return {static_cast<typename Capability<U, IsSealed>::PointerType>(ptr)};
    }

    /// Whether it has no rights that `other` has not, and the same tag.
    template <typename U>
    [[nodiscard]] bool is_subset_of(Capability<U, IsSealed> other) const
    {
        return __builtin_cheri_subset_test(other.ptr, ptr);
    }

    /// Seals it with the type that is `key`'s address. Without the right to, the tag is lost.
    [[nodiscard]] Capability<T, true> seal(void *key) const
        requires(!IsSealed)
    {
        return {reinterpret_cast<CHERI_SEALED(T *)>(__builtin_cheri_seal(ptr, key))};
    }
    /// Unseals it; with another key than it was sealed by, the tag is lost.
    [[nodiscard]] Capability<T, false> unseal(void *key) const
        requires(IsSealed)
    {
        return {reinterpret_cast<T *>(__builtin_cheri_unseal(ptr, key))};
    }

    [[nodiscard]] bool is_aligned(size_t align) const { return __builtin_is_aligned(ptr, align); }
    Capability &align_down(size_t align)
    {
        ptr = __builtin_align_down(ptr, align);
        return *this;
    }
    Capability &align_up(size_t align)
    {
        ptr = __builtin_align_up(ptr, align);
        return *this;
    }
};

template <typename T>
Capability(T *) -> Capability<T, false>;

// As arguments and results they must go in registers.
static_assert(std::is_trivially_copy_constructible_v<Capability<void>> &&
              std::is_trivially_destructible_v<Capability<void>>);
static_assert(sizeof(Capability<void>) == sizeof(void *));
} // namespace CHERI

#endif
