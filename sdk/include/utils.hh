// Small things that several parts need.
#ifndef UTILS_HH
#define UTILS_HH

#include <cdefs.h>
#include <cstddef>
#include <stddef.h>
#include <stdint.h>
#include <type_traits>
#include <utility>

namespace utils {
constexpr size_t bytes2bits(size_t in)
{
    return in * __CHAR_BIT__;
}

/// The exponent of a power of two.
template <size_t N>
constexpr size_t log2()
{
    static_assert(N > 0 && (N & (N - 1)) == 0, "not a power of two");
    return static_cast<size_t>(__builtin_ctzll(N));
}

template <typename T, size_t N>
constexpr size_t array_size(T (&)[N])
{
    return N;
}

/// A base for what must stay where it is, such as a device's registers.
class NoCopyNoMove
{
public:
    NoCopyNoMove() = default;
    NoCopyNoMove(const NoCopyNoMove &) = delete;
    NoCopyNoMove &operator=(const NoCopyNoMove &) = delete;
    NoCopyNoMove(NoCopyNoMove &&) = delete;
    NoCopyNoMove &operator=(NoCopyNoMove &&) = delete;
    ~NoCopyNoMove() = default;
};

/// A `T &`, or none. The value can only be reached by saying what is to happen without one.
template <typename T>
class OptionalReference
{
    T *pointer;

public:
    __always_inline OptionalReference(T &value) : pointer(&value) {}
    OptionalReference(std::nullptr_t) : pointer(nullptr) {}

    /// The value, or `defaultValue`.
    T value_or(T defaultValue) { return pointer != nullptr ? *pointer : defaultValue; }
    T &value_or(T &defaultValue)
        requires(!std::is_scalar_v<T>)
    {
        return pointer != nullptr ? *pointer : defaultValue;
    }

    /// Calls `f` with the value, if there is one. The result is its, or one made of nullptr.
    __always_inline auto and_then(auto &&f)
    {
        using Result = decltype(f(std::declval<T &>()));
        if constexpr (std::is_void_v<Result>) {
            if (pointer != nullptr) {
                f(*pointer);
            }
        } else {
            return pointer != nullptr ? f(*pointer) : Result{nullptr};
        }
    }
};
} // namespace utils

#endif
