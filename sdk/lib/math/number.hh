// What transcendental functions compute in: significands of 64 bits, and fractions of 64 or 128.
//
// Every function here is computed to some 60 bits in integers and rounded to its type once, at the
// end, so that the result is within 0.51 units of its last place. "Q64" says how many bits stand
// behind an integer's binary point.
#pragma once

#include "../softfloat/format.hh"
#include <math.h>
#include <stdint.h>

namespace math {

using softfloat::Binary64;
using softfloat::Wide128;
using Double = softfloat::Traits<Binary64>;

/// significand / 2^63 * 2^exponent, negative or not; the leading one of `significand` is its
/// highest bit, unless the number is zero.
struct Number
{
    uint64_t significand;
    int exponent;
    bool isNegative = false;
};

/// The same with 128 bits: significand / 2^127 * 2^exponent.
struct WideNumber
{
    Wide128 significand;
    int exponent;
    bool isNegative = false;
};

constexpr Number One = {uint64_t{1} << 63, 0};

/// 1 / n in Q64, a unit too small where that is a power of two.
constexpr uint64_t reciprocal(uint64_t n)
{
    return ~uint64_t{0} / n;
}

/// 1 / n! in Q64, for n up to 20.
constexpr uint64_t reciprocal_factorial(int n)
{
    uint64_t factorial = 1;
    for (int i = 2; i <= n; i++) {
        factorial *= static_cast<uint64_t>(i);
    }
    return reciprocal(factorial);
}

/// The upper half of a product: of two fractions in Q64, their product in Q64.
inline uint64_t high(uint64_t left, uint64_t right)
{
    return softfloat::wide_product(left, right).high;
}

inline Wide128 high(Wide128 left, uint64_t right)
{
    return softfloat::wide_product(left.high, right) + Wide128{0, high(left.low, right)};
}

/// Up to three units too small.
inline Wide128 high(Wide128 left, Wide128 right)
{
    return high(left, right.high) + Wide128{0, high(left.high, right.low)};
}

inline Wide128 negated(Wide128 value)
{
    return Wide128{0, 0} - value;
}

inline uint64_t shifted_right(uint64_t value, int amount)
{
    return amount >= 64 ? 0 : value >> amount;
}

/// What of `significand` stands where: any leading one, with `exponent` as if it were the highest.
inline Number normalised(uint64_t significand, int exponent, bool isNegative)
{
    if (significand == 0) {
        return {0, 0, isNegative};
    }
    int shift = softfloat::leading_zeros(significand);
    return {significand << shift, exponent - shift, isNegative};
}

inline WideNumber normalised(Wide128 significand, int exponent, bool isNegative)
{
    if (softfloat::is_zero(significand)) {
        return {significand, 0, isNegative};
    }
    int shift = softfloat::leading_zeros(significand);
    return {significand << shift, exponent - shift, isNegative};
}

/// Of a finite number.
inline Number number_from(double value)
{
    uint64_t bits = softfloat::bits_of<Binary64>(value);
    uint64_t magnitude = softfloat::magnitude_of<Binary64>(bits);
    bool isNegative = softfloat::is_negative<Binary64>(bits);
    if (magnitude == 0) {
        return {0, 0, isNegative};
    }
    auto unpacked = softfloat::unpack_finite<Binary64>(magnitude);
    return {unpacked.significand << (63 - Double::FractionBits), unpacked.exponent - Double::Bias,
            isNegative};
}

inline double packed(Number number)
{
    if (number.significand == 0) {
        return softfloat::packed_zero<Binary64>(number.isNegative);
    }
    return softfloat::round_and_pack<Binary64>(
        number.isNegative, number.exponent + Double::Bias,
        softfloat::shift_right_sticky(number.significand, 1));
}

inline Number narrowed(WideNumber number)
{
    return {softfloat::upper_half_sticky(number.significand), number.exponent, number.isNegative};
}

/// |number| in Q64, of one less than 1.
inline uint64_t fraction_of(Number number)
{
    return shifted_right(number.significand, -1 - number.exponent);
}

inline Number product(Number left, Number right)
{
    return normalised(high(left.significand, right.significand), left.exponent + right.exponent + 1,
                      left.isNegative != right.isNegative);
}

inline WideNumber product(WideNumber left, WideNumber right)
{
    return normalised(high(left.significand, right.significand), left.exponent + right.exponent + 1,
                      left.isNegative != right.isNegative);
}

inline Number negated(Number number)
{
    number.isNegative = !number.isNegative;
    return number;
}

/// Times 2^power.
inline Number scaled(Number number, int power)
{
    number.exponent += power;
    return number;
}

Number sum(Number left, Number right);
/// Of a divisor that is not zero.
Number quotient(Number dividend, Number divisor);
/// Of a number that is not negative.
Number root(Number square);
/// The root of a fraction in Q128 that is not zero.
Number root(Wide128 square);
/// numerator / denominator in Q64, of a numerator that is less.
uint64_t ratio(uint64_t numerator, uint64_t denominator);

/// e^number.
Number exponential(Number number);
/// 2^number.
Number exponential2(WideNumber number);
/// The natural logarithm of a number greater than zero, good to 73 bits.
WideNumber logarithm(Number number);
/// The natural logarithm of 1 + number.
Number logarithm1p(Number number);
/// Times log2(e).
WideNumber to_binary_logarithm(WideNumber natural);

inline bool is_nan(double value)
{
    return __builtin_isnan(value);
}

inline bool is_infinite(double value)
{
    return softfloat::is_infinite<Binary64>(softfloat::bits_of<Binary64>(value));
}

inline bool is_negative(double value)
{
    return softfloat::is_negative<Binary64>(softfloat::bits_of<Binary64>(value));
}

inline bool is_zero(double value)
{
    return softfloat::is_zero<Binary64>(softfloat::bits_of<Binary64>(value));
}

/// The exponent of the leading one; of a zero that of a subnormal number, of others too large ones.
inline int exponent_of(double value)
{
    return softfloat::exponent_field<Binary64>(softfloat::bits_of<Binary64>(value)) - Double::Bias;
}

inline double not_a_number()
{
    return softfloat::packed_nan<Binary64>();
}

inline double infinity(bool isNegative)
{
    return softfloat::packed_infinity<Binary64>(isNegative);
}

inline double zero(bool isNegative)
{
    return softfloat::packed_zero<Binary64>(isNegative);
}

} // namespace math
