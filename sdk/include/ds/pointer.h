// Arithmetic on pointers, and references to pointers that are stored in other ways.
#ifndef DS_POINTER_H
#define DS_POINTER_H

#include <cdefs.h>
#include <cheri.hh>
#include <compare>
#include <concepts>
#include <cstddef>

namespace ds::pointer {
/// `base` moved by `offset` bytes, to a T.
template <typename T, typename U>
static inline __always_inline T *offset(U *base, std::integral auto offset)
{
    CHERI::Capability capability{base};
    capability.address() += offset;
    return capability.template cast<void>().template cast<T>();
}

/// The bytes from `base` to `cursor`.
static inline __always_inline size_t diff(const void *base, const void *cursor)
{
    return static_cast<size_t>(static_cast<const char *>(cursor) - static_cast<const char *>(base));
}

namespace proxy {
/// Something that can be used as a `T *&`: assigned to, compared, followed.
template <typename P, typename T>
concept Proxies = std::same_as<T, typename P::Type> && requires(P &proxy, P &proxy2, T *pointer) {
    { proxy = pointer } -> std::same_as<P &>;
    { pointer == proxy } -> std::same_as<bool>;
    { proxy == pointer } -> std::same_as<bool>;
    { proxy == proxy2 } -> std::same_as<bool>;
    { proxy <=> pointer } -> std::same_as<std::strong_ordering>;
    { proxy <=> proxy2 } -> std::same_as<std::strong_ordering>;
};

/// A pointer stored as one.
template <typename T>
class Pointer
{
    T *&ref;

public:
    using Type = T;
    __always_inline Pointer(T *&r) : ref(r) {}
    __always_inline operator T *() { return ref; }
    __always_inline T *operator->() { return ref; }
    __always_inline Pointer &operator=(T *pointer)
    {
        ref = pointer;
        return *this;
    }
    __always_inline Pointer &operator=(const Pointer &other)
    {
        ref = other.ref;
        return *this;
    }
    __always_inline bool operator==(Pointer &other) { return ref == other.ref; }
    __always_inline auto operator<=>(Pointer &other) { return ref <=> other.ref; }
};
static_assert(Proxies<Pointer<void>, void>);

/// A pointer stored as its address less `Offset`; it has the bounds and permissions of a context
/// that encloses all it may point to.
template <ptrdiff_t Offset, typename T>
class OffsetPtrAddr
{
    CHERI::Capability<void> context;
    ptraddr_t &ref;

public:
    using Type = T;
    __always_inline OffsetPtrAddr(void *theContext, ptraddr_t &r) : context(theContext), ref(r) {}
    __always_inline operator T *()
    {
        auto pointer = context;
        pointer.address() = ref + Offset;
        return pointer.cast<T>().get();
    }
    __always_inline T *operator->() { return *this; }
    __always_inline OffsetPtrAddr &operator=(T *pointer)
    {
        ref = CHERI::Capability{pointer}.address() - Offset;
        return *this;
    }
    __always_inline OffsetPtrAddr &operator=(const OffsetPtrAddr &other)
    {
        ref = other.ref;
        return *this;
    }
    // In one context, addresses are all that can differ.
    __always_inline bool operator==(OffsetPtrAddr &other) { return ref == other.ref; }
    __always_inline auto operator<=>(OffsetPtrAddr &other) { return ref <=> other.ref; }
};
static_assert(Proxies<OffsetPtrAddr<8, void>, void>);

/// A pointer stored as its address.
template <typename T>
class PtrAddr : public OffsetPtrAddr<0, T>
{
public:
    using OffsetPtrAddr<0, T>::OffsetPtrAddr;
    __always_inline PtrAddr &operator=(T *pointer)
    {
        OffsetPtrAddr<0, T>::operator=(pointer);
        return *this;
    }
    __always_inline PtrAddr &operator=(const PtrAddr &other)
    {
        OffsetPtrAddr<0, T>::operator=(other);
        return *this;
    }
};
static_assert(Proxies<PtrAddr<void>, void>);

template <typename T>
PtrAddr(T *, ptraddr_t) -> PtrAddr<T>;
} // namespace proxy
} // namespace ds::pointer

#endif
