// CHERI::ErrorOr<T>: a pointer or a negated error, told apart by the tag.
#ifndef CHERI_ERROR_OR_HH
#define CHERI_ERROR_OR_HH

#include <cheri/capability.hh>
#include <concepts>
#include <type_traits>

namespace CHERI {
/// What functions return that return a pointer, or an untagged one whose address is a negative
/// errno. It owns nothing.
template <typename T, bool IsSealed = false>
class ErrorOr
{
    using Pointer = Capability<T, IsSealed>;
    Pointer pointer;

public:
    /// From what such a function returned, valid or not.
    ErrorOr(typename Pointer::PointerType pointer) : pointer(pointer) {}
    __always_inline ErrorOr(Pointer pointer) : pointer(pointer) {}
    /// From an error, which is negative.
    ErrorOr(int error)
        : pointer(reinterpret_cast<typename Pointer::PointerType>(static_cast<intptr_t>(error)))
    {}

    bool is_error() { return !pointer.is_valid(); }

    /// Calls `onT` with the pointer, or `onE` with the error; the result is as of `onT`.
    __always_inline auto either(auto &&onT, auto &&onE)
        requires std::is_invocable_v<decltype(onT), Pointer> &&
                 std::is_invocable_v<decltype(onE), int> &&
                 std::convertible_to<std::invoke_result_t<decltype(onE), int>,
                                     std::invoke_result_t<decltype(onT), Pointer>>
    {
        using Result = std::invoke_result_t<decltype(onT), Pointer>;
        if (!is_error()) {
            return onT(pointer);
        }
        int error = static_cast<int>(static_cast<const Pointer &>(pointer).address());
        if constexpr (std::is_void_v<Result>) {
            return onE(error);
        } else {
            return Result{onE(error)};
        }
    }

    /// The error; 0 for none. An error may be 0 too, which is_error() tells apart.
    int as_error()
    {
        return either([](auto) { return 0; }, [](int e) { return e; });
    }

    /// The pointer; null for an error.
    T *as_pointer()
        requires(!IsSealed)
    {
        return either([](auto t) { return t.get(); }, [](int) { return nullptr; });
    }

    /// What the function returned.
    T *as_raw()
        requires(!IsSealed)
    {
        return pointer.get();
    }
    [[nodiscard]] auto as_raw_capability() { return pointer; }

    /// Calls `function` with the pointer, if there is one; returns this.
    auto and_then(auto &&function)
        requires std::is_convertible_v<Pointer, T *> &&
                 std::is_void_v<std::invoke_result_t<decltype(function), T *>>
    {
        either([&](T *t) { function(t); }, [](int) {});
        return *this;
    }

    /// As above; returns the ErrorOr that `function` returns, or this error in its type.
    auto and_then(auto &&function)
        requires std::is_convertible_v<Pointer, T *> &&
                 requires(std::invoke_result_t<decltype(function), T *> r) {
                     requires std::is_same_v<decltype(CHERI::ErrorOr(r)), decltype(r)>;
                 }
    {
        return either(function,
                      [](int e) { return std::invoke_result_t<decltype(function), T *>{e}; });
    }

    /// As above; returns the number that `function` returns, or this error.
    int and_then(auto &&function)
        requires std::is_convertible_v<Pointer, T *> &&
                 std::is_same_v<std::invoke_result_t<decltype(function), T *>, int>
    {
        return either(function, [](int e) { return e; });
    }

    /// Calls `function` with the error, if there is one; returns this.
    auto or_else(auto &&function)
        requires std::is_void_v<std::invoke_result_t<decltype(function), int>>
    {
        either([](Pointer) {}, [&](int e) { function(e); });
        return *this;
    }

    /// As above; returns this, or the error that `function` returns.
    auto or_else(auto &&function)
        requires std::is_convertible_v<std::invoke_result_t<decltype(function), int>, int>
    {
        return either([this](Pointer) { return *this; },
                      [&](int e) { return ErrorOr{static_cast<int>(function(e))}; });
    }
};

template <typename T>
ErrorOr(T *) -> ErrorOr<T, false>;
template <typename T, bool IsSealed>
ErrorOr(Capability<T, IsSealed>) -> ErrorOr<T, IsSealed>;
template <typename T, bool IsSealed>
ErrorOr(ErrorOr<T, IsSealed>) -> ErrorOr<T, IsSealed>;

static_assert(std::is_trivially_copy_constructible_v<ErrorOr<void>> &&
              std::is_trivially_destructible_v<ErrorOr<void>>);
} // namespace CHERI

#endif
