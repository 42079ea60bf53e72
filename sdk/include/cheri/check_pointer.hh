// CHERI::check_pointer: what a compartment asks of a pointer it was given.
#ifndef CHERI_CHECK_POINTER_HH
#define CHERI_CHECK_POINTER_HH

#include <cheri.h>
#include <cheri/capability.hh>
#include <type_traits>

namespace CHERI {
template <typename T>
concept IsPointer = std::is_pointer_v<T>;

/// Has a pointer to give and takes one: Capability, the standard library's smart pointers.
template <typename T>
concept IsSmartPointerLike = requires(T b) {
    { b.get() } -> IsPointer;
} && requires(T b) { b = b.get(); };

namespace detail {
/// The bytes of what a pointer points to, 1 where nothing is said of that.
template <typename Pointee>
constexpr size_t SizeOfPointee = [] {
    if constexpr (std::is_void_v<Pointee> || std::is_function_v<Pointee>) {
        return 1;
    } else {
        return sizeof(Pointee);
    }
}();

template <typename T>
struct PointeeOf
{
    using type = std::remove_pointer_t<decltype(std::declval<T &>().get())>;
};
template <IsPointer T>
struct PointeeOf<T>
{
    using type = std::remove_pointer_t<T>;
};
} // namespace detail

/// Whether `ptr`, a pointer or something like one, is tagged, unsealed, has all of `Permissions`,
/// and `space` bytes from its address on. If Global is not among them it must not be into this
/// compartment's part of the stack either, unless `CheckStack` is false: whoever passes that may
/// have a library's caller write over its own frames.
///
/// With `EnforceStrictPermissions` a pointer that passes is cut down to these permissions and
/// bounds, which shows code that needs more than it asked for.
template <PermissionSet Permissions = PermissionSet{Permission::Load}, bool CheckStack = true,
          bool EnforceStrictPermissions = false>
__always_inline inline bool check_pointer(
    auto &ptr,
    size_t space =
        detail::SizeOfPointee<typename detail::PointeeOf<std::remove_cvref_t<decltype(ptr)>>::type>)
    requires(std::is_pointer_v<std::remove_cvref_t<decltype(ptr)>> ||
             IsSmartPointerLike<std::remove_cvref_t<decltype(ptr)>>)
{
    constexpr bool IsRawPointer = std::is_pointer_v<std::remove_cvref_t<decltype(ptr)>>;
    // No capability to a stack has Global.
    constexpr bool StackCheckNeeded = CheckStack && !Permissions.contains(Permission::Global);
    Capability pointer{[&] {
        if constexpr (IsRawPointer) {
            return ptr;
        } else {
            return ptr.get();
        }
    }()};
    if (!::check_pointer(pointer.get(), space, Permissions.as_raw(), StackCheckNeeded)) {
        return false;
    }
    if constexpr (EnforceStrictPermissions) {
        pointer.permissions() &= Permissions;
        pointer.bounds() = space;
        ptr = pointer.get();
    }
    return true;
}
} // namespace CHERI

#endif
