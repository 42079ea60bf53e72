// Multiplication.
#pragma once

#include "format.hh"

namespace softfloat {

template <typename Format>
inline typename Format::Float multiply(typename Format::Float left, typename Format::Float right)
{
    using T = Traits<Format>;
    using Bits = typename Format::Bits;

    Bits x = bits_of<Format>(left);
    Bits y = bits_of<Format>(right);
    bool isNegative = is_negative<Format>(x ^ y);
    x = magnitude_of<Format>(x);
    y = magnitude_of<Format>(y);
    if (x >= T::Infinity || y >= T::Infinity) {
        bool isInvalid = x > T::Infinity || y > T::Infinity || x == 0 || y == 0;
        return isInvalid ? packed_nan<Format>() : packed_infinity<Format>(isNegative);
    }
    if (x == 0 || y == 0) {
        return packed_zero<Format>(isNegative);
    }
    Unpacked<Format> a = unpack_finite<Format>(x);
    Unpacked<Format> b = unpack_finite<Format>(y);

    // Leading ones at the top bit and at LeadBit: the product's is one or two below the top.
    auto product = wide_product(Bits{a.significand << (T::GuardBits + 1)},
                                Bits{b.significand << T::GuardBits});
    Bits significand = upper_half_sticky(product);
    int exponent = a.exponent + b.exponent - T::Bias;
    if ((significand >> T::LeadBit) != 0) {
        return round_and_pack<Format>(isNegative, exponent + 1, significand);
    }
    return round_and_pack<Format>(isNegative, exponent, significand << 1);
}

} // namespace softfloat
