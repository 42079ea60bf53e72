// Square root, digit by digit from an exact remainder.
#pragma once

#include "format.hh"

namespace softfloat {

/// The root of `radicand`, a number in [1, 4) with `Scale` fraction bits, with as many fraction
/// bits; the lowest bit is sticky.
///
/// With the root's digits y so far and the next digit's weight b = 2^-i, `remainder` is
/// (radicand - y * y) * 2^i; the digit is one if 2 y + b can be taken from it.
template <int Scale, typename Bits>
inline Bits significand_root(Bits radicand)
{
    Bits root = 0;
    Bits remainder = radicand;
    for (Bits digit = Bits{1} << Scale; digit != 0; digit >>= 1) {
        Bits trial = 2 * root + digit;
        if (remainder >= trial) {
            remainder -= trial;
            root += digit;
        }
        remainder <<= 1;
    }
    return root | (remainder != 0);
}

template <typename Format>
inline typename Format::Float square_root(typename Format::Float value)
{
    using T = Traits<Format>;
    using Bits = typename Format::Bits;

    Bits x = bits_of<Format>(value);
    if (is_zero<Format>(x)) {
        return value;
    }
    if (is_nan<Format>(x) || is_negative<Format>(x)) {
        return packed_nan<Format>();
    }
    if (is_infinite<Format>(x)) {
        return value;
    }
    Unpacked<Format> a = unpack_finite<Format>(x);
    int exponent = a.exponent - T::Bias;
    constexpr int ExtraBits = 3; // one to round by, one sticky, one to spare
    Bits radicand = a.significand << ExtraBits;
    if ((exponent & 1) != 0) {
        radicand <<= 1;
        exponent--;
    }
    Bits root = significand_root<T::FractionBits + ExtraBits>(radicand);
    return round_and_pack<Format>(false, exponent / 2 + T::Bias,
                                  root << (T::GuardBits - ExtraBits));
}

} // namespace softfloat
