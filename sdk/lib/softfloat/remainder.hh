// Exact remainders.
#pragma once

#include "format.hh"

namespace softfloat {

enum class Quotient
{
    /// fmod: rounded towards zero.
    Truncated,
    /// remainder: rounded to nearest, halves to even.
    Nearest
};

/// x - n * y, where n is x / y rounded as `rounding` says; the low bits of |n| go to `quotient`.
///
/// Long division in base two: as many steps as the exponents differ by. The divisor is taken at
/// half its exponent's place, so that a quotient that rounds from a half to zero or one needs no
/// case of its own.
template <typename Format>
inline typename Format::Float remainder_of(typename Format::Float numerator,
                                           typename Format::Float denominator, Quotient rounding,
                                           uint32_t &quotient)
{
    using T = Traits<Format>;
    using Bits = typename Format::Bits;

    quotient = 0;
    Bits x = bits_of<Format>(numerator);
    bool isNegative = is_negative<Format>(x);
    x = magnitude_of<Format>(x);
    Bits y = magnitude_of<Format>(bits_of<Format>(denominator));
    if (x >= T::Infinity || y > T::Infinity || y == 0) {
        return packed_nan<Format>();
    }
    if (x == 0 || y == T::Infinity) {
        return numerator;
    }
    Unpacked<Format> a = unpack_finite<Format>(x);
    Unpacked<Format> b = unpack_finite<Format>(y);
    int steps = a.exponent - (b.exponent - 1);
    if (steps < 0) {
        return numerator;
    }
    Bits divisor = b.significand << 1;
    Bits remainder = a.significand;
    for (; steps != 0; steps--) {
        remainder <<= 1;
        quotient <<= 1;
        if (remainder >= divisor) {
            remainder -= divisor;
            quotient |= 1;
        }
    }
    if (rounding == Quotient::Nearest &&
        (2 * remainder > divisor || (2 * remainder == divisor && (quotient & 1) != 0)))
    {
        remainder = divisor - remainder;
        isNegative = !isNegative;
        quotient++;
    }
    if (remainder == 0) {
        return packed_zero<Format>(is_negative<Format>(bits_of<Format>(numerator)));
    }
    return normalise_and_pack<Format>(isNegative, b.exponent - 1, Bits{remainder << T::GuardBits});
}

} // namespace softfloat
