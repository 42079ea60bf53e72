// Half precision (binary16) as a storage format: to and from float and double, with 16 bits passed
// as an integer.
#include "convert.hh"

using namespace softfloat;

namespace {

constexpr int HalfFractionBits = 10;
constexpr int HalfExponentMax = 31;
constexpr int HalfBias = 15;
constexpr uint32_t HalfSign = 0x8000;
constexpr uint32_t HalfInfinity = HalfExponentMax << HalfFractionBits;
constexpr uint32_t HalfNan = HalfInfinity | 0x200;
constexpr int GuardBits = 30 - HalfFractionBits;

/// Rounds a significand with its leading one at bit 30. The same steps as round_and_pack.
uint32_t half_round(uint32_t sign, int exponent, uint32_t significand)
{
    if (exponent >= HalfExponentMax) {
        return sign | HalfInfinity;
    }
    if (exponent < 1) {
        significand = shift_right_sticky(significand, 1 - exponent);
        exponent = 1;
    }
    constexpr uint32_t Half = 1U << (GuardBits - 1);
    uint32_t guard = significand & (2 * Half - 1);
    uint32_t rounded = significand >> GuardBits;
    rounded += guard > Half || (guard == Half && (rounded & 1) != 0);
    return sign | ((static_cast<uint32_t>(exponent - 1) << HalfFractionBits) + rounded);
}

template <typename Format>
uint16_t half_from(typename Format::Float value)
{
    using T = Traits<Format>;
    auto x = bits_of<Format>(value);
    uint32_t sign = is_negative<Format>(x) ? HalfSign : 0;
    x = magnitude_of<Format>(x);
    if (x >= T::Infinity) {
        return static_cast<uint16_t>(x == T::Infinity ? sign | HalfInfinity : HalfNan);
    }
    if (x < T::ImplicitBit) {
        return static_cast<uint16_t>(sign); // zero, or far below every half
    }
    auto significand = (x & T::FractionMask) | T::ImplicitBit;
    uint32_t working;
    if constexpr (T::FractionBits > 30) {
        working = static_cast<uint32_t>(shift_right_sticky(significand, T::FractionBits - 30));
    } else {
        working = significand << (30 - T::FractionBits);
    }
    int exponent = exponent_field<Format>(x) - T::Bias + HalfBias;
    return static_cast<uint16_t>(half_round(sign, exponent, working));
}

float half_to_float(uint16_t half)
{
    using T = Traits<Binary32>;
    bool isNegative = (half & HalfSign) != 0;
    uint32_t magnitude = half & (HalfSign - 1);
    if (magnitude >= HalfInfinity) {
        return magnitude == HalfInfinity ? packed_infinity<Binary32>(isNegative)
                                         : packed_nan<Binary32>();
    }
    if (magnitude == 0) {
        return packed_zero<Binary32>(isNegative);
    }
    int exponent = static_cast<int>(magnitude >> HalfFractionBits);
    uint32_t significand = magnitude & ((1U << HalfFractionBits) - 1);
    if (exponent != 0) {
        significand |= 1U << HalfFractionBits;
    }
    exponent += exponent == 0;
    return normalise_and_pack<Binary32>(isNegative, exponent - HalfBias + T::Bias,
                                        significand << GuardBits);
}

} // namespace

extern "C" {

uint16_t __cheri_libcall __truncsfhf2(float value)
{
    return half_from<Binary32>(value);
}

uint16_t __cheri_libcall __truncdfhf2(double value)
{
    return half_from<Binary64>(value);
}

float __cheri_libcall __extendhfsf2(uint16_t value)
{
    return half_to_float(value);
}

double __cheri_libcall __extendhfdf2(uint16_t value)
{
    return widen(half_to_float(value));
}

// The names of the ARM run-time, which LLVM uses for targets it knows nothing about.
uint16_t __cheri_libcall __gnu_f2h_ieee(float value)
{
    return half_from<Binary32>(value);
}

float __cheri_libcall __gnu_h2f_ieee(uint16_t value)
{
    return half_to_float(value);
}
}
