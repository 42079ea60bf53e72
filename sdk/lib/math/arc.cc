// atan, and what is made of it: asin, acos and atan2.
#include "number.hh"

namespace math {
namespace {

/// Pi: Q62.
constexpr uint64_t Pi = 0xc90fdaa22168c234;

/// atan(i / 8): Q64.
constexpr uint64_t Eighths[] = {
    0x0000000000000000, 0x1fd5ba9aac2f6dc6, 0x3eb6ebf25901bac5,
    0x5bd86507937bc239, 0x76b19c1586ed3da2, 0x8f005d5ef7f59f9b,
    0xa4bc7d1934f70924, 0xb8053e2bc2319e73, 0xc90fdaa22168c234,
};

/// x - atan(x) as a part of x, in Q64: x^2 (1/3 - x^2/5 + ...), for x up to 1/16.
uint64_t shortfall(uint64_t fraction)
{
    uint64_t square = high(fraction, fraction);
    uint64_t series = 0;
    for (unsigned n = 17; n >= 3; n -= 2) {
        series = reciprocal(n) - high(series, square);
    }
    return high(series, square);
}

/// Of a number from zero to one: atan(t) = atan(c) + atan((t - c) / (1 + t c)), c in eighths.
Number arc(Number t)
{
    uint64_t fixed = shifted_right(t.significand, -t.exponent);
    auto eighth = static_cast<unsigned>((fixed + (uint64_t{1} << 59)) >> 60);
    if (eighth == 0) {
        uint64_t less = high(t.significand, shortfall(fraction_of(t)));
        return normalised(t.significand - less, t.exponent, false);
    }
    uint64_t c = static_cast<uint64_t>(eighth) << 60;
    bool isBelow = fixed < c;
    // Both in Q62.
    uint64_t numerator = (isBelow ? c - fixed : fixed - c) >> 1;
    uint64_t denominator = (uint64_t{1} << 62) + (fixed >> 4) * eighth;
    uint64_t rest = ratio(numerator, denominator);
    rest -= high(rest, shortfall(rest));
    return normalised(isBelow ? Eighths[eighth] - rest : Eighths[eighth] + rest, -1, false);
}

/// The angle of a point that is not the origin, both coordinates taken as positive.
Number arc(Number y, Number x, bool isLeft)
{
    y.isNegative = x.isNegative = false;
    bool isSteep =
        y.significand != 0 && (x.significand == 0 || y.exponent > x.exponent ||
                               (y.exponent == x.exponent && y.significand > x.significand));
    Number result = arc(isSteep ? quotient(x, y) : quotient(y, x));
    if (!isSteep && !isLeft) {
        return result;
    }
    // Here the result is large.
    uint64_t fixed = shifted_right(result.significand, 1 - result.exponent);
    if (isSteep) {
        fixed = Pi / 2 - fixed;
    }
    if (isLeft) {
        fixed = Pi - fixed;
    }
    return normalised(fixed, 1, false);
}

double packed_like(Number magnitude, double sign)
{
    magnitude.isNegative = is_negative(sign);
    return packed(magnitude);
}

/// sqrt(1 - x^2), of a number between -1 and 1.
Number complement(Number x)
{
    if (x.significand == 0) {
        return One;
    }
    if (x.exponent >= 0) {
        return {0, 0};
    }
    Wide128 square = softfloat::wide_product(x.significand, x.significand);
    return root(negated(softfloat::shift_right_sticky(square, -2 - 2 * x.exponent)));
}

} // namespace
} // namespace math

double atan2(double y, double x)
{
    using namespace math;
    if (is_nan(y) || is_nan(x)) {
        return not_a_number();
    }
    bool isLeft = is_negative(x);
    Number vertical = {0, 0};
    Number horizontal = One;
    if (is_infinite(y)) {
        vertical = One;
        horizontal = is_infinite(x) ? One : Number{0, 0};
    } else if (!is_infinite(x)) {
        vertical = number_from(y);
        horizontal = vertical.significand == 0 ? One : number_from(x);
    }
    // Up and down are neither left nor right.
    isLeft = isLeft && horizontal.significand != 0;
    return packed_like(arc(vertical, horizontal, isLeft), y);
}

double atan(double x)
{
    return atan2(x, 1.0);
}

double asin(double x)
{
    if (math::is_nan(x) || x < -1.0 || x > 1.0) {
        return math::not_a_number();
    }
    math::Number number = math::number_from(x);
    return math::packed_like(math::arc(number, math::complement(number), false), x);
}

double acos(double x)
{
    if (math::is_nan(x) || x < -1.0 || x > 1.0) {
        return math::not_a_number();
    }
    math::Number number = math::number_from(x);
    bool isLeft = number.isNegative && number.significand != 0;
    return math::packed(math::arc(math::complement(number), number, isLeft));
}
