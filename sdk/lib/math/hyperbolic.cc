// expm1, the hyperbolic functions and their inverses. Where the definition would cancel, a series
// or log1p takes its place.
#include "number.hh"

namespace math {
namespace {

/// Numbers of a lesser exponent, below 1/4, go by their series.
constexpr int SeriesExponent = -2;
/// e^-x of a greater x does not show in sums with e^x, nor e^x in double's range.
constexpr int LargeExponent = 10;

/// e^x - 1 = x + x^2 (1/2! + x/3! + ...)
Number exponential_less_one(Number x)
{
    if (x.exponent >= SeriesExponent) {
        return sum(exponential(x), negated(One));
    }
    uint64_t fraction = fraction_of(x);
    uint64_t series = 0;
    for (int n = 18; n >= 2; n--) {
        uint64_t term = high(series, fraction);
        series = x.isNegative ? reciprocal_factorial(n) - term : reciprocal_factorial(n) + term;
    }
    return sum(x, product(product(x, x), normalised(series, -1, false)));
}

Number hyperbolic_cosine(Number x)
{
    x.isNegative = false;
    Number grown = exponential(x);
    return scaled(sum(grown, quotient(One, grown)), -1);
}

/// x + x * x^2 * (1/3! + x^2/5! + ...)
Number hyperbolic_sine(Number x)
{
    if (x.significand == 0) {
        return x;
    }
    if (x.exponent >= SeriesExponent) {
        bool isNegative = x.isNegative;
        x.isNegative = false;
        Number grown = exponential(x);
        Number result = scaled(sum(grown, negated(quotient(One, grown))), -1);
        result.isNegative = isNegative;
        return result;
    }
    uint64_t fraction = fraction_of(x);
    uint64_t square = high(fraction, fraction);
    uint64_t series = 0;
    for (int n = 17; n >= 3; n -= 2) {
        series = reciprocal_factorial(n) + high(series, square);
    }
    return sum(x, product(x, normalised(high(series, square), -1, false)));
}

/// log(x + sqrt(x^2 + 1)) = log1p(x + x^2 / (1 + sqrt(x^2 + 1))), of a number that is not negative.
Number inverse_sine(Number x)
{
    constexpr int HugeExponent = 40;
    if (x.exponent >= HugeExponent) {
        return narrowed(logarithm(scaled(x, 1)));
    }
    Number square = product(x, x);
    return logarithm1p(sum(x, quotient(square, sum(One, root(sum(square, One))))));
}

/// With t = x - 1: log1p(t + sqrt(2 t + t^2)).
Number inverse_cosine(Number x)
{
    constexpr int HugeExponent = 40;
    if (x.exponent >= HugeExponent) {
        return narrowed(logarithm(scaled(x, 1)));
    }
    Number t = sum(x, negated(One));
    if (t.significand == 0) {
        return t;
    }
    return logarithm1p(sum(t, root(sum(scaled(t, 1), product(t, t)))));
}

} // namespace
} // namespace math

double expm1(double x)
{
    using namespace math;
    if (is_nan(x)) {
        return not_a_number();
    }
    if (is_zero(x)) {
        return x;
    }
    if (is_infinite(x) || exponent_of(x) >= LargeExponent) {
        return is_negative(x) ? -1.0 : infinity(false);
    }
    return packed(exponential_less_one(number_from(x)));
}

double sinh(double x)
{
    using namespace math;
    if (is_nan(x)) {
        return not_a_number();
    }
    if (is_infinite(x) || exponent_of(x) >= LargeExponent) {
        return infinity(is_negative(x));
    }
    return packed(hyperbolic_sine(number_from(x)));
}

double cosh(double x)
{
    using namespace math;
    if (is_nan(x)) {
        return not_a_number();
    }
    if (is_infinite(x) || exponent_of(x) >= LargeExponent) {
        return infinity(false);
    }
    return packed(hyperbolic_cosine(number_from(x)));
}

double tanh(double x)
{
    using namespace math;
    constexpr int OneExponent = 5;
    if (is_nan(x)) {
        return not_a_number();
    }
    if (is_infinite(x) || exponent_of(x) >= OneExponent) {
        return is_negative(x) ? -1.0 : 1.0;
    }
    Number number = number_from(x);
    return packed(quotient(hyperbolic_sine(number), hyperbolic_cosine(number)));
}

double asinh(double x)
{
    using namespace math;
    if (is_nan(x)) {
        return not_a_number();
    }
    if (is_zero(x) || is_infinite(x)) {
        return x;
    }
    Number number = number_from(x);
    bool isNegative = number.isNegative;
    number.isNegative = false;
    Number result = inverse_sine(number);
    result.isNegative = isNegative;
    return packed(result);
}

double acosh(double x)
{
    using namespace math;
    if (is_nan(x) || x < 1.0) {
        return not_a_number();
    }
    if (is_infinite(x)) {
        return x;
    }
    return packed(inverse_cosine(number_from(x)));
}

double atanh(double x)
{
    using namespace math;
    if (is_nan(x) || x < -1.0 || x > 1.0) {
        return not_a_number();
    }
    if (is_zero(x)) {
        return x;
    }
    if (x == 1.0 || x == -1.0) {
        return infinity(is_negative(x));
    }
    // log1p(2 x / (1 - x)) / 2, of the magnitude.
    Number number = number_from(x);
    bool isNegative = number.isNegative;
    number.isNegative = false;
    Number ratio = quotient(scaled(number, 1), sum(One, negated(number)));
    Number result = scaled(logarithm1p(ratio), -1);
    result.isNegative = isNegative;
    return packed(result);
}
