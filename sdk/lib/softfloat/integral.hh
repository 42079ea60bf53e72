// Rounding to an integral value in the same format.
#pragma once

#include "format.hh"

namespace softfloat {

enum class Direction
{
    TowardsZero,
    Down,
    Up,
    /// Halves away from zero.
    Nearest,
    /// Halves to even.
    NearestEven
};

/// What is added to a magnitude before the bits in `mask`, which lie below the units' bit, are
/// cleared. A carry goes into the exponent, which is right.
template <typename Bits>
inline Bits rounding_addend(Bits magnitude, Bits mask, bool isNegative, Direction direction)
{
    Bits half = (mask >> 1) + 1;
    switch (direction) {
    case Direction::TowardsZero:
        return 0;
    case Direction::Down:
        return isNegative ? mask : 0;
    case Direction::Up:
        return isNegative ? 0 : mask;
    case Direction::Nearest:
        return half;
    case Direction::NearestEven:
        // The units' bit of a number in [1, 2) is implicit; what stands in its place is the lowest
        // bit of the exponent, and that is one too, because the bias is odd.
        return half - 1 + ((magnitude & (mask + 1)) != 0);
    }
    return 0;
}

/// Whether a number in (0, 1) becomes 1 rather than 0.
template <typename Format>
inline bool fraction_rounds_up(typename Format::Bits magnitude, bool isNegative,
                               Direction direction)
{
    using T = Traits<Format>;
    constexpr auto Half = typename T::Bits{T::Bias - 1} << T::FractionBits;
    switch (direction) {
    case Direction::TowardsZero:
        return false;
    case Direction::Down:
        return isNegative;
    case Direction::Up:
        return !isNegative;
    case Direction::Nearest:
        return magnitude >= Half;
    case Direction::NearestEven:
        return magnitude > Half;
    }
    return false;
}

template <typename Format>
inline typename Format::Float integral(typename Format::Float value, Direction direction)
{
    using T = Traits<Format>;
    using Bits = typename Format::Bits;
    Bits x = bits_of<Format>(value);
    Bits magnitude = magnitude_of<Format>(x);
    Bits sign = x & T::SignMask;
    int exponent = exponent_field<Format>(x) - T::Bias;
    if (exponent >= T::FractionBits) {
        return is_nan<Format>(x) ? packed_nan<Format>() : value;
    }
    if (magnitude == 0) {
        return value;
    }
    if (exponent < 0) {
        Bits one = Bits{T::Bias} << T::FractionBits;
        bool isOne = fraction_rounds_up<Format>(magnitude, sign != 0, direction);
        return float_of<Format>(sign | (isOne ? one : 0));
    }
    Bits mask = T::FractionMask >> exponent;
    magnitude += rounding_addend(magnitude, mask, sign != 0, direction);
    return float_of<Format>(sign | (magnitude & ~mask));
}

} // namespace softfloat
