// Between floating point and integers, and between widths.
//
// A number an integer type cannot hold becomes the nearest it can, and a NaN its largest, as the
// instructions of RISC-V's F and D have it. C leaves these cases undefined.
#pragma once

#include "format.hh"

namespace softfloat {

template <typename Format>
inline typename Format::Float from_magnitude(bool isNegative, uint32_t magnitude)
{
    using T = Traits<Format>;
    if (magnitude == 0) {
        return packed_zero<Format>(false);
    }
    return normalise_and_pack<Format>(isNegative, T::Bias + T::LeadBit,
                                      typename Format::Bits{magnitude});
}

template <typename Format>
inline typename Format::Float from_magnitude(bool isNegative, uint64_t magnitude)
{
    using T = Traits<Format>;
    if ((magnitude >> 32) == 0) {
        return from_magnitude<Format>(isNegative, static_cast<uint32_t>(magnitude));
    }
    int excess = 64 - T::Width;
    if (excess != 0) {
        excess -= leading_zeros(magnitude);
        magnitude = shift_right_sticky(magnitude, excess);
    }
    return normalise_and_pack<Format>(isNegative, T::Bias + T::LeadBit + excess,
                                      static_cast<typename Format::Bits>(magnitude));
}

template <typename Format>
inline typename Format::Float from_signed(int32_t value)
{
    auto bits = static_cast<uint32_t>(value);
    return from_magnitude<Format>(value < 0, value < 0 ? -bits : bits);
}

template <typename Format>
inline typename Format::Float from_signed(int64_t value)
{
    auto bits = static_cast<uint64_t>(value);
    return from_magnitude<Format>(value < 0, value < 0 ? -bits : bits);
}

/// |x| without its fraction; all ones if that is too large. x is not a NaN.
template <typename Integer, typename Format>
inline Integer truncated_magnitude(typename Format::Bits x)
{
    using T = Traits<Format>;
    constexpr int Bits = sizeof(Integer) * 8;
    int exponent = exponent_field<Format>(x) - T::Bias;
    if (exponent < 0) {
        return 0;
    }
    if (exponent >= Bits) {
        return ~Integer{0};
    }
    typename Format::Bits significand = (x & T::FractionMask) | T::ImplicitBit;
    if (exponent <= T::FractionBits) {
        return static_cast<Integer>(significand >> (T::FractionBits - exponent));
    }
    return static_cast<Integer>(significand) << (exponent - T::FractionBits);
}

template <typename Integer, typename Format>
inline Integer to_unsigned(typename Format::Float value)
{
    typename Format::Bits x = bits_of<Format>(value);
    if (is_nan<Format>(x)) {
        return ~Integer{0};
    }
    return is_negative<Format>(x) ? 0 : truncated_magnitude<Integer, Format>(x);
}

/// `Integer` is the unsigned type of the result's width; the result is in two's complement.
template <typename Integer, typename Format>
inline Integer to_signed(typename Format::Float value)
{
    constexpr Integer Limit = Integer{1} << (sizeof(Integer) * 8 - 1);
    typename Format::Bits x = bits_of<Format>(value);
    if (is_nan<Format>(x)) {
        return Limit - 1;
    }
    Integer magnitude = truncated_magnitude<Integer, Format>(x);
    if (is_negative<Format>(x)) {
        return -(magnitude > Limit ? Limit : magnitude);
    }
    return magnitude >= Limit ? Limit - 1 : magnitude;
}

inline double widen(float value)
{
    using Narrow = Traits<Binary32>;
    using Wide = Traits<Binary64>;
    constexpr int Rebias = Wide::Bias - Narrow::Bias;
    constexpr int Shift = Wide::FractionBits - Narrow::FractionBits;

    uint32_t x = bits_of<Binary32>(value);
    uint64_t sign = is_negative<Binary32>(x) ? Wide::SignMask : 0;
    x = magnitude_of<Binary32>(x);
    if (x >= Narrow::Infinity) {
        return x == Narrow::Infinity ? float_of<Binary64>(sign | Wide::Infinity)
                                     : packed_nan<Binary64>();
    }
    if (x == 0) {
        return float_of<Binary64>(sign);
    }
    // Every float is a normal double.
    Unpacked<Binary32> a = unpack_finite<Binary32>(x);
    uint64_t fraction = static_cast<uint64_t>(a.significand & Narrow::FractionMask) << Shift;
    uint64_t exponent = static_cast<uint32_t>(a.exponent + Rebias);
    return float_of<Binary64>(sign | exponent << Wide::FractionBits | fraction);
}

inline float narrow(double value)
{
    using Narrow = Traits<Binary32>;
    using Wide = Traits<Binary64>;

    uint64_t x = bits_of<Binary64>(value);
    bool isNegative = is_negative<Binary64>(x);
    x = magnitude_of<Binary64>(x);
    if (x >= Wide::Infinity) {
        return x == Wide::Infinity ? packed_infinity<Binary32>(isNegative) : packed_nan<Binary32>();
    }
    // A subnormal double is far below half the smallest float: it rounds to zero.
    uint64_t significand = x & Wide::FractionMask;
    int exponent = exponent_field<Binary64>(x);
    if (exponent == 0) {
        return packed_zero<Binary32>(isNegative);
    }
    significand |= Wide::ImplicitBit;
    return round_and_pack<Binary32>(isNegative, exponent - Wide::Bias + Narrow::Bias,
                                    static_cast<uint32_t>(shift_right_sticky(
                                        significand, Wide::FractionBits - Narrow::LeadBit)));
}

} // namespace softfloat
