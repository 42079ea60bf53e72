// Exponents: scalbn, frexp, ilogb, and the neighbour of a number.
#pragma once

#include "format.hh"

namespace softfloat {

/// value * 2^exponent, rounded once.
template <typename Format>
inline typename Format::Float scaled(typename Format::Float value, int exponent)
{
    using T = Traits<Format>;
    typename Format::Bits x = bits_of<Format>(value);
    if (is_nan<Format>(x)) {
        return packed_nan<Format>();
    }
    if (is_zero<Format>(x) || is_infinite<Format>(x)) {
        return value;
    }
    // Beyond this every result is an infinity or a zero, and the sum below might overflow.
    constexpr int Limit = 4 * T::ExponentMax;
    exponent = exponent > Limit ? Limit : exponent < -Limit ? -Limit : exponent;
    Unpacked<Format> a = unpack_finite<Format>(magnitude_of<Format>(x));
    return round_and_pack<Format>(is_negative<Format>(x), a.exponent + exponent,
                                  a.significand << T::GuardBits);
}

/// The fraction in [1/2, 1) and the power of two that make `value`; 0 for what has none.
template <typename Format>
inline typename Format::Float fraction_and_exponent(typename Format::Float value, int &exponent)
{
    using T = Traits<Format>;
    using Bits = typename Format::Bits;
    Bits x = bits_of<Format>(value);
    exponent = 0;
    if (is_nan<Format>(x)) {
        return packed_nan<Format>();
    }
    if (is_zero<Format>(x) || is_infinite<Format>(x)) {
        return value;
    }
    Unpacked<Format> a = unpack_finite<Format>(magnitude_of<Format>(x));
    exponent = a.exponent - (T::Bias - 1);
    return float_of<Format>((x & T::SignMask) | Bits{T::Bias - 1} << T::FractionBits |
                            (a.significand & T::FractionMask));
}

/// The next number from `value` in the direction of `towards`.
template <typename Format>
inline typename Format::Float neighbour(typename Format::Float value,
                                        typename Format::Float towards)
{
    using T = Traits<Format>;
    using Bits = typename Format::Bits;
    Bits x = bits_of<Format>(value);
    Bits y = bits_of<Format>(towards);
    if (is_nan<Format>(x) || is_nan<Format>(y)) {
        return packed_nan<Format>();
    }
    if (x == y || magnitude_of<Format>(x | y) == 0) {
        return towards;
    }
    if (is_zero<Format>(x)) {
        return float_of<Format>((y & T::SignMask) | 1);
    }
    // Away from zero if y is on the same side and further out.
    bool isOutwards = is_negative<Format>(x) == is_negative<Format>(y) &&
                      magnitude_of<Format>(y) > magnitude_of<Format>(x);
    return float_of<Format>(isOutwards ? x + 1 : x - 1);
}

} // namespace softfloat
