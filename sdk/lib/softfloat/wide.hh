// Integers wider than the machine's, with the few operations floating point asks of them.
#pragma once

#include <stdint.h>

namespace softfloat {

inline int leading_zeros(uint32_t value)
{
    return __builtin_clz(value);
}

inline int leading_zeros(uint64_t value)
{
    auto high = static_cast<uint32_t>(value >> 32);
    return high != 0 ? __builtin_clz(high) : 32 + __builtin_clz(static_cast<uint32_t>(value));
}

/// Shifts right by `amount` (any amount that is not negative); the lowest bit of the result is also
/// one if any dropped bit was.
template <typename Integer>
inline Integer shift_right_sticky(Integer value, int amount)
{
    constexpr int Width = sizeof(Integer) * 8;
    if (amount == 0) {
        return value;
    }
    if (amount >= Width) {
        return value != 0;
    }
    return value >> amount | Integer{value << (Width - amount) != 0};
}

/// The high word of a 32 x 32 product: one instruction.
inline uint32_t high_product(uint32_t left, uint32_t right)
{
    return static_cast<uint32_t>(static_cast<uint64_t>(left) * right >> 32);
}

/// 128 bits, for the exact product of two doubles' significands.
struct Wide128
{
    uint64_t high;
    uint64_t low;

    friend Wide128 operator+(Wide128 left, Wide128 right)
    {
        uint64_t lowSum = left.low + right.low;
        return {left.high + right.high + (lowSum < left.low), lowSum};
    }
    friend Wide128 operator-(Wide128 left, Wide128 right)
    {
        return {left.high - right.high - (left.low < right.low), left.low - right.low};
    }
    friend bool operator<(Wide128 left, Wide128 right)
    {
        return left.high != right.high ? left.high < right.high : left.low < right.low;
    }
    friend bool operator==(Wide128 left, Wide128 right) = default;
    /// By 0 to 127.
    friend Wide128 operator<<(Wide128 value, int amount)
    {
        if (amount >= 64) {
            return {value.low << (amount - 64), 0};
        }
        if (amount == 0) {
            return value;
        }
        return {value.high << amount | value.low >> (64 - amount), value.low << amount};
    }
};

inline bool is_zero(uint64_t value)
{
    return value == 0;
}

inline bool is_zero(Wide128 value)
{
    return (value.high | value.low) == 0;
}

inline int leading_zeros(Wide128 value)
{
    return value.high != 0 ? leading_zeros(value.high) : 64 + leading_zeros(value.low);
}

inline Wide128 shift_right_sticky(Wide128 value, int amount)
{
    if (amount >= 64) {
        uint64_t dropped = value.low != 0;
        return {0, shift_right_sticky(value.high, amount - 64) | dropped};
    }
    if (amount == 0) {
        return value;
    }
    uint64_t dropped = value.low << (64 - amount) != 0;
    return {value.high >> amount, value.high << (64 - amount) | value.low >> amount | dropped};
}

/// The exact product, from four 32 x 32 products.
inline uint64_t wide_product(uint32_t left, uint32_t right)
{
    return static_cast<uint64_t>(left) * right;
}

inline Wide128 wide_product(uint64_t left, uint64_t right)
{
    auto leftLow = static_cast<uint32_t>(left);
    auto leftHigh = static_cast<uint32_t>(left >> 32);
    auto rightLow = static_cast<uint32_t>(right);
    auto rightHigh = static_cast<uint32_t>(right >> 32);
    uint64_t lowest = wide_product(leftLow, rightLow);
    uint64_t crossed = wide_product(leftHigh, rightLow) + (lowest >> 32);
    uint64_t crossedToo = wide_product(leftLow, rightHigh) + static_cast<uint32_t>(crossed);
    return {wide_product(leftHigh, rightHigh) + (crossed >> 32) + (crossedToo >> 32),
            crossedToo << 32 | static_cast<uint32_t>(lowest)};
}

/// The upper half of a wide integer, its lowest bit also one if the lower half is not zero.
inline uint32_t upper_half_sticky(uint64_t value)
{
    return static_cast<uint32_t>(value >> 32) | (static_cast<uint32_t>(value) != 0);
}

inline uint64_t upper_half_sticky(Wide128 value)
{
    return value.high | (value.low != 0);
}

/// A wide integer whose upper half is `value`.
inline uint64_t widened(uint32_t value)
{
    return static_cast<uint64_t>(value) << 32;
}

inline Wide128 widened(uint64_t value)
{
    return {value, 0};
}

} // namespace softfloat
