// pow and cbrt, by way of the binary logarithm with more bits than the result needs; hypot.
#include "number.hh"

namespace math {
namespace {

enum class Whole : uint8_t
{
    No,
    Even,
    Odd
};

/// Of a number that is not zero; infinities are even, as all large numbers are.
Whole wholeness(double y)
{
    constexpr int FractionBits = Double::FractionBits;
    int exponent = exponent_of(y);
    if (exponent < 0) {
        return Whole::No;
    }
    if (exponent > FractionBits) {
        return Whole::Even;
    }
    uint64_t bits = (softfloat::bits_of<Binary64>(y) & Double::FractionMask) | Double::ImplicitBit;
    uint64_t one = uint64_t{1} << (FractionBits - exponent);
    if ((bits & (one - 1)) != 0) {
        return Whole::No;
    }
    return (bits & one) != 0 ? Whole::Odd : Whole::Even;
}

/// x^y where one of them is infinite, or x is zero.
double power_of_extremes(double x, double y)
{
    double magnitude = __builtin_fabs(x);
    if (magnitude == 1.0) {
        return 1.0;
    }
    bool isLarge = (magnitude > 1.0) != is_negative(y);
    bool isNegative = is_negative(x) && wholeness(y) == Whole::Odd;
    return isLarge ? infinity(isNegative) : zero(isNegative);
}

} // namespace
} // namespace math

double pow(double x, double y)
{
    using namespace math;
    if (is_zero(y) || x == 1.0) {
        return 1.0;
    }
    if (is_nan(x) || is_nan(y)) {
        return not_a_number();
    }
    if (is_zero(x) || is_infinite(x) || is_infinite(y)) {
        return power_of_extremes(x, y);
    }
    Whole whole = wholeness(y);
    if (is_negative(x) && whole == Whole::No) {
        return not_a_number();
    }
    Number base = number_from(x);
    base.isNegative = false;
    Number exponent = number_from(y);
    WideNumber wideExponent = {{exponent.significand, 0}, exponent.exponent, exponent.isNegative};
    Number result = exponential2(product(to_binary_logarithm(logarithm(base)), wideExponent));
    result.isNegative = is_negative(x) && whole == Whole::Odd;
    return packed(result);
}

double cbrt(double x)
{
    using namespace math;
    if (is_nan(x)) {
        return not_a_number();
    }
    if (is_zero(x) || is_infinite(x)) {
        return x;
    }
    constexpr WideNumber Third = {{0xaaaaaaaaaaaaaaaa, 0xaaaaaaaaaaaaaaaa}, -2};
    Number number = number_from(x);
    bool isNegative = number.isNegative;
    number.isNegative = false;
    Number result = exponential2(product(to_binary_logarithm(logarithm(number)), Third));
    result.isNegative = isNegative;
    return packed(result);
}

double hypot(double x, double y)
{
    using namespace math;
    if (is_infinite(x) || is_infinite(y)) {
        return infinity(false);
    }
    if (is_nan(x) || is_nan(y)) {
        return not_a_number();
    }
    Number larger = number_from(__builtin_fabs(x));
    Number smaller = number_from(__builtin_fabs(y));
    if (__builtin_fabs(x) < __builtin_fabs(y)) {
        Number other = larger;
        larger = smaller;
        smaller = other;
    }
    if (smaller.significand == 0) {
        return packed(larger);
    }
    // Halves, so that the sum of the squares has room; nothing is lost of a double.
    uint64_t high = larger.significand >> 1;
    uint64_t low = smaller.significand >> 1;
    int distance = larger.exponent - smaller.exponent;
    Wide128 less = {0, 0};
    if (distance < 64) {
        less = softfloat::shift_right_sticky(softfloat::wide_product(low, low), 2 * distance);
    }
    Wide128 square = softfloat::wide_product(high, high) + less;
    return packed(scaled(root(square), larger.exponent + 2));
}
