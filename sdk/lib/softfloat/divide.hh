// Division. The quotient of the significands is made digit by digit from an exact remainder, so the
// sticky bit is exact too.
#pragma once

#include "format.hh"

namespace softfloat {

/// numerator / denominator, which is at least a half and less than one, as a working significand;
/// the denominator has 25 bits.
///
/// Seven bits a step, by the machine's divide instruction.
inline uint32_t significand_quotient(uint32_t numerator, uint32_t denominator)
{
    constexpr int DigitBits = 7;
    uint32_t quotient = 0;
    uint32_t remainder = numerator;
    for (int digits = 0; digits < 4; digits++) {
        remainder <<= DigitBits;
        uint32_t digit = remainder / denominator;
        remainder -= digit * denominator;
        quotient = quotient << DigitBits | digit;
    }
    // 28 bits: the leading one is at bit 27.
    return quotient << 3 | (remainder != 0);
}

/// An underestimate of 2^63 / (divisor + 1), close to 2^-29 of it; divisor's top bit is set.
inline uint32_t reciprocal(uint32_t divisor)
{
    // Sixteen bits by the divide instruction, then Newton's iteration, which from below stays
    // below.
    uint32_t estimate = (0xffffffffU / ((divisor >> 16) + 1)) << 15;
    for (int steps = 0; steps < 2; steps++) {
        uint64_t product = wide_product(estimate, divisor) + estimate;
        uint64_t error = (uint64_t{1} << 63) - product;
        estimate += high_product(estimate, static_cast<uint32_t>(error >> 31));
    }
    return estimate;
}

/// The same for doubles, whose denominator has 54 bits: digits of 31 bits, estimated by the
/// reciprocal of the denominator's leading 32 bits and corrected by the remainder.
inline uint64_t significand_quotient(uint64_t numerator, uint64_t denominator)
{
    constexpr int DigitBits = 31;
    constexpr int Headroom = 7; // leading one at bit 60: a digit may be a few too small
    denominator <<= Headroom;
    uint64_t remainder = numerator << Headroom;
    uint32_t inverse = reciprocal(static_cast<uint32_t>(denominator >> 29));
    uint64_t quotient = 0;
    for (int digits = 0; digits < 2; digits++) {
        uint32_t digit = high_product(static_cast<uint32_t>(remainder >> 29), inverse);
        // digit * denominator fits 92 bits; the difference fits 64, so it may be taken there.
        uint64_t product =
            wide_product(digit, static_cast<uint32_t>(denominator)) +
            (static_cast<uint64_t>(digit * static_cast<uint32_t>(denominator >> 32)) << 32);
        remainder = (remainder << DigitBits) - product;
        while (remainder >= denominator) {
            remainder -= denominator;
            digit++;
        }
        quotient = (quotient << DigitBits) + digit;
    }
    // 62 bits: the leading one is at bit 61.
    return quotient << 1 | (remainder != 0);
}

template <typename Format>
inline typename Format::Float divide(typename Format::Float left, typename Format::Float right)
{
    using T = Traits<Format>;
    using Bits = typename Format::Bits;

    Bits x = bits_of<Format>(left);
    Bits y = bits_of<Format>(right);
    bool isNegative = is_negative<Format>(x ^ y);
    x = magnitude_of<Format>(x);
    y = magnitude_of<Format>(y);
    if (x >= T::Infinity || y >= T::Infinity) {
        if (x > T::Infinity || y > T::Infinity || x == y) {
            return packed_nan<Format>();
        }
        return x == T::Infinity ? packed_infinity<Format>(isNegative)
                                : packed_zero<Format>(isNegative);
    }
    if (y == 0) {
        return x == 0 ? packed_nan<Format>() : packed_infinity<Format>(isNegative);
    }
    if (x == 0) {
        return packed_zero<Format>(isNegative);
    }
    Unpacked<Format> a = unpack_finite<Format>(x);
    Unpacked<Format> b = unpack_finite<Format>(y);
    int exponent = a.exponent - b.exponent + T::Bias;
    // A quotient in [1/2, 1): one place is given up, or the denominator doubled.
    if (a.significand < b.significand) {
        a.significand <<= 1;
        exponent--;
    }
    return round_and_pack<Format>(isNegative, exponent,
                                  significand_quotient(a.significand, Bits{b.significand << 1}));
}

} // namespace softfloat
