// IEEE 754 binary32 and binary64 as bits, and the one core every operation is made of:
// take apart, compute on integers, round, put together.
//
// Rounding is to nearest, ties to even; there are no flags. A NaN result is always the canonical
// quiet NaN, as on RISC-V: payloads are not carried through.
//
// A *working significand* is an integer of the format's width whose leading one stands at bit
// `Format::LeadBit`, one below the top; the bits under the format's own fraction are guard bits,
// and the lowest of them is sticky: it is one if anything nonzero was dropped. All operations round
// through `round_and_pack` and nothing else.
#pragma once

#include "wide.hh"
#include <cdefs.h>
#include <stdint.h>

namespace softfloat {

struct Binary32
{
    using Float = float;
    using Bits = uint32_t;
    /// Holds the exact product of two significands.
    using Wide = uint64_t;
    static constexpr int FractionBits = 23;
    static constexpr int ExponentBits = 8;
};

struct Binary64
{
    using Float = double;
    using Bits = uint64_t;
    using Wide = Wide128;
    static constexpr int FractionBits = 52;
    static constexpr int ExponentBits = 11;
};

/// What follows from a format's two numbers.
template <typename Format>
struct Traits
{
    using Bits = typename Format::Bits;
    static constexpr int Width = sizeof(Bits) * 8;
    static constexpr int FractionBits = Format::FractionBits;
    static constexpr int ExponentMax = (1 << Format::ExponentBits) - 1;
    static constexpr int Bias = ExponentMax / 2;
    static constexpr int LeadBit = Width - 2;
    static constexpr int GuardBits = LeadBit - FractionBits;
    static constexpr Bits SignMask = Bits{1} << (Width - 1);
    static constexpr Bits ImplicitBit = Bits{1} << FractionBits;
    static constexpr Bits FractionMask = ImplicitBit - 1;
    static constexpr Bits Infinity = Bits{ExponentMax} << FractionBits;
    static constexpr Bits CanonicalNan = Infinity | ImplicitBit >> 1;
};

template <typename Format>
inline typename Format::Bits bits_of(typename Format::Float value)
{
    return __builtin_bit_cast(typename Format::Bits, value);
}

template <typename Format>
inline typename Format::Float float_of(typename Format::Bits bits)
{
    return __builtin_bit_cast(typename Format::Float, bits);
}

template <typename Format>
inline bool is_negative(typename Format::Bits bits)
{
    return (bits & Traits<Format>::SignMask) != 0;
}

template <typename Format>
inline typename Format::Bits magnitude_of(typename Format::Bits bits)
{
    return bits & ~Traits<Format>::SignMask;
}

template <typename Format>
inline bool is_nan(typename Format::Bits bits)
{
    return magnitude_of<Format>(bits) > Traits<Format>::Infinity;
}

template <typename Format>
inline bool is_infinite(typename Format::Bits bits)
{
    return magnitude_of<Format>(bits) == Traits<Format>::Infinity;
}

template <typename Format>
inline bool is_zero(typename Format::Bits bits)
{
    return magnitude_of<Format>(bits) == 0;
}

template <typename Format>
inline int exponent_field(typename Format::Bits bits)
{
    return static_cast<int>(bits >> Format::FractionBits) & Traits<Format>::ExponentMax;
}

/// A finite nonzero number: (-1)^isNegative * significand / 2^FractionBits * 2^(exponent - Bias),
/// with the leading one of `significand` at bit FractionBits, also for subnormals.
template <typename Format>
struct Unpacked
{
    typename Format::Bits significand;
    int exponent;
};

template <typename Format>
inline Unpacked<Format> unpack_finite(typename Format::Bits magnitude)
{
    using T = Traits<Format>;
    int exponent = exponent_field<Format>(magnitude);
    if (exponent != 0) {
        return {(magnitude & T::FractionMask) | T::ImplicitBit, exponent};
    }
    int shift = leading_zeros(magnitude) - (T::Width - 1 - T::FractionBits);
    return {magnitude << shift, 1 - shift};
}

template <typename Format>
inline typename Format::Float packed_zero(bool isNegative)
{
    return float_of<Format>(isNegative ? Traits<Format>::SignMask : 0);
}

template <typename Format>
inline typename Format::Float packed_infinity(bool isNegative)
{
    return float_of<Format>(Traits<Format>::Infinity | (isNegative ? Traits<Format>::SignMask : 0));
}

template <typename Format>
inline typename Format::Float packed_nan()
{
    return float_of<Format>(Traits<Format>::CanonicalNan);
}

/// Rounds a working significand at biased `exponent` and makes the number: an infinity if it is too
/// large, a subnormal or zero if it is small.
template <typename Format>
inline typename Format::Float round_and_pack(bool isNegative, int exponent,
                                             typename Format::Bits significand)
{
    using T = Traits<Format>;
    using Bits = typename Format::Bits;
    constexpr Bits GuardMask = (Bits{1} << T::GuardBits) - 1;
    constexpr Bits Half = Bits{1} << (T::GuardBits - 1);

    Bits sign = isNegative ? T::SignMask : 0;
    if (exponent >= T::ExponentMax) {
        return float_of<Format>(sign | T::Infinity);
    }
    if (exponent < 1) {
        significand = shift_right_sticky(significand, 1 - exponent);
        exponent = 1;
    }
    Bits guard = significand & GuardMask;
    Bits rounded = significand >> T::GuardBits;
    rounded += guard > Half || (guard == Half && (rounded & 1) != 0);
    // The leading one, where there is one, adds 1 to the exponent: a subnormal that rounds up to
    // the smallest normal number and a carry into the next power of two come out right by
    // themselves, the largest number's carry into infinity too.
    return float_of<Format>(sign |
                            ((Bits{static_cast<Bits>(exponent - 1)} << T::FractionBits) + rounded));
}

/// The same for any nonzero significand: its leading one may stand anywhere, and `exponent` is as
/// if it stood at LeadBit.
template <typename Format>
inline typename Format::Float normalise_and_pack(bool isNegative, int exponent,
                                                 typename Format::Bits significand)
{
    // A leading one at the top goes down by one place; others go up.
    int shift = leading_zeros(significand) - 1;
    if (shift < 0) {
        return round_and_pack<Format>(isNegative, exponent + 1, shift_right_sticky(significand, 1));
    }
    return round_and_pack<Format>(isNegative, exponent - shift, significand << shift);
}

} // namespace softfloat
