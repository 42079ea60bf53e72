// Addition and subtraction.
#pragma once

#include "format.hh"

namespace softfloat {

/// x + y where at least one is a NaN or an infinity.
template <typename Format>
inline typename Format::Float add_special(typename Format::Bits x, typename Format::Bits y)
{
    if (is_nan<Format>(x) || is_nan<Format>(y) ||
        (is_infinite<Format>(x) && is_infinite<Format>(y) && x != y))
    {
        return packed_nan<Format>();
    }
    return float_of<Format>(is_infinite<Format>(x) ? x : y);
}

/// x + y by their bits.
template <typename Format>
inline typename Format::Float add(typename Format::Bits x, typename Format::Bits y)
{
    using T = Traits<Format>;
    using Bits = typename Format::Bits;

    if (magnitude_of<Format>(x) < magnitude_of<Format>(y)) {
        Bits other = x;
        x = y;
        y = other;
    }
    int exponent = exponent_field<Format>(x);
    int otherExponent = exponent_field<Format>(y);
    if (exponent == T::ExponentMax) {
        return add_special<Format>(x, y);
    }
    bool isNegative = is_negative<Format>(x);
    bool isDifference = isNegative != is_negative<Format>(y);

    // Subnormals need no normalising here: they have the scale of exponent 1 and no leading one.
    Bits significand = x & T::FractionMask;
    Bits other = y & T::FractionMask;
    if (exponent != 0) {
        significand |= T::ImplicitBit;
    }
    if (otherExponent != 0) {
        other |= T::ImplicitBit;
    }
    significand <<= T::GuardBits;
    other <<= T::GuardBits;
    exponent += exponent == 0;
    otherExponent += otherExponent == 0;
    other = shift_right_sticky(other, exponent - otherExponent);

    if (isDifference) {
        significand -= other;
        return significand == 0 ? packed_zero<Format>(false)
                                : normalise_and_pack<Format>(isNegative, exponent, significand);
    }
    // A sum needs no normalising: its leading one is where the larger number's was, or one above.
    // The sum of subnormals may have none, and is packed as what it is.
    significand += other;
    if ((significand & T::SignMask) != 0) {
        significand = shift_right_sticky(significand, 1);
        exponent++;
    }
    return round_and_pack<Format>(isNegative, exponent, significand);
}

} // namespace softfloat
