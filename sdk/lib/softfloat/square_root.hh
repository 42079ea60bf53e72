// Square root, from an exact remainder.
#pragma once

#include "format.hh"

namespace softfloat {

/// Fraction bits of a radicand and its root beyond the format's: one to round by, one sticky, one
/// to spare.
constexpr int RootExtraBits = 3;

/// The root of `radicand`, a number in [1, 4) with 26 fraction bits, with as many fraction bits;
/// the lowest bit is sticky.
///
/// With the root's digits y so far and the next digit's weight b = 2^-i, `remainder` is
/// (radicand - y * y) * 2^i; the digit is one if 2 y + b can be taken from it.
inline uint32_t significand_root(uint32_t radicand)
{
    constexpr int Scale = Binary32::FractionBits + RootExtraBits;
    uint32_t root = 0;
    uint32_t remainder = radicand;
    for (uint32_t digit = 1U << Scale; digit != 0; digit >>= 1) {
        uint32_t trial = 2 * root + digit;
        if (remainder >= trial) {
            remainder -= trial;
            root += digit;
        }
        remainder <<= 1;
    }
    return root | (remainder != 0);
}

/// An integer root in the making, by the schoolbook's method: two bits of the radicand for each of
/// the root. What is left never exceeds twice the root.
struct WordRoot
{
    uint32_t root = 0;
    uint32_t remainder = 0;

    /// Takes the highest `pairs` pairs of bits of `radicand`.
    void extend(uint32_t radicand, int pairs)
    {
        for (; pairs != 0; pairs--) {
            remainder = remainder << 2 | radicand >> 30;
            radicand <<= 2;
            uint32_t trial = root << 2 | 1;
            root <<= 1;
            if (remainder >= trial) {
                remainder -= trial;
                root |= 1;
            }
        }
    }
};

/// The same for a number with 55 fraction bits, of which the lowest is zero.
///
/// The first 28 bits S of the root are made in words; the other 28, q, are a quotient: with R left
/// over, (S + q / 2^28)^2 = S^2 + R gives q = R * 2^28 / (2 S + q / 2^28), which R * 2^28 / 2 S
/// exceeds by at most two. The remainder, kept exactly, says by how much.
inline uint64_t significand_root(uint64_t radicand)
{
    constexpr int Pairs = 28;
    constexpr int PairsInWord = 16;
    radicand <<= 64 - 2 * Pairs - 1;
    WordRoot first;
    first.extend(static_cast<uint32_t>(radicand >> 32), PairsInWord);
    first.extend(static_cast<uint32_t>(radicand), Pairs - PairsInWord);

    uint64_t numerator = static_cast<uint64_t>(first.remainder) << Pairs;
    uint32_t divisor = 2 * first.root;
    uint64_t quotient = numerator / divisor;
    uint64_t rest = numerator - quotient * divisor;
    auto remainder = static_cast<int64_t>((rest << Pairs) - quotient * quotient);
    uint64_t root = (static_cast<uint64_t>(first.root) << Pairs) + quotient;
    while (remainder < 0) {
        root--;
        remainder += static_cast<int64_t>(2 * root + 1);
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
    Bits radicand = a.significand << RootExtraBits;
    if ((exponent & 1) != 0) {
        radicand <<= 1;
        exponent--;
    }
    Bits root = significand_root(radicand);
    return round_and_pack<Format>(false, exponent / 2 + T::Bias,
                                  root << (T::GuardBits - RootExtraBits));
}

} // namespace softfloat
