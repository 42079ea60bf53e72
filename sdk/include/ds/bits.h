// Tricks with the least bit that is set.
#ifndef DS_BITS_H
#define DS_BITS_H

#include <cdefs.h>
#include <concepts>

namespace ds::bits {
/// The least bit set in `v` alone; 0 for 0.
template <typename T>
__always_inline constexpr T isolate_least(T v)
{
    return v & -v;
}

/// The least bit set in `v` and all above it; 0 for 0.
template <typename T>
__always_inline constexpr T above_or_least(T v)
{
    return v | -v;
}

/// All bits above the least one set in `v`; 0 for 0.
template <typename T>
__always_inline constexpr T above_least(T v)
{
    return above_or_least<T>(v << 1);
}
} // namespace ds::bits

#endif
