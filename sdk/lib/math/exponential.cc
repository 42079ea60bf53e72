// exp and exp2: 2^t = 2^k * 2^(i/16) * e^u, with k whole, i one of sixteen, and u below 0.044.
#include "number.hh"

namespace math {
namespace {

/// log2(e), 1.44: Q127.
constexpr WideNumber BinaryOfE = {{0xb8aa3b295c17f0bb, 0xbe87fed0691d3e88}, 0};
/// ln(2): Q64.
constexpr uint64_t NaturalOf2 = 0xb17217f7d1cf79ab;

/// 2^(i/16): Q63.
constexpr uint64_t Sixteenths[] = {
    0x8000000000000000, 0x85aac367cc487b14, 0x8b95c1e3ea8bd6e6, 0x91c3d373ab11c336,
    0x9837f0518db8a96f, 0x9ef5326091a111ad, 0xa5fed6a9b15138ea, 0xad583eea42a14ac6,
    0xb504f333f9de6484, 0xbd08a39f580c36be, 0xc5672a115506dadd, 0xce248c151f8480e3,
    0xd744fccad69d6af4, 0xe0ccdeec2a94e111, 0xeac0c6e7dd24392e, 0xf5257d152486cc2c,
};

/// 2^fraction in Q63, of a fraction in Q64.
uint64_t power_of_fraction(uint64_t fraction)
{
    constexpr int TableBits = 4;
    uint64_t rest = fraction << TableBits >> TableBits;
    uint64_t u = high(rest, NaturalOf2);
    // e^u - 1 = u + u^2 (1/2! + u/3! + ...)
    constexpr int Terms = 11;
    uint64_t series = 0;
    for (int n = Terms; n >= 2; n--) {
        series = reciprocal_factorial(n) + high(series, u);
    }
    uint64_t excess = u + high(high(u, u), series);
    uint64_t power = Sixteenths[fraction >> (64 - TableBits)];
    // Everything was rounded down: this is less than two.
    return power + high(power, excess);
}

} // namespace

Number exponential2(WideNumber number)
{
    // Beyond any double; what is less than a unit of Q64 does not show.
    constexpr int MostExponent = 11;
    if (number.exponent > MostExponent) {
        return {uint64_t{1} << 63, number.isNegative ? -0x1000 : 0x1000};
    }
    constexpr int PointShift = 127 - 64;
    Wide128 fixed = {0, 0};
    if (!softfloat::is_zero(number.significand)) {
        fixed = softfloat::shift_right_sticky(number.significand, PointShift - number.exponent);
    }
    if (number.isNegative) {
        fixed = negated(fixed);
    }
    return {power_of_fraction(fixed.low), static_cast<int>(fixed.high)};
}

Number exponential(Number number)
{
    WideNumber wide = {{number.significand, 0}, number.exponent, number.isNegative};
    return exponential2(product(wide, BinaryOfE));
}

} // namespace math

double exp(double x)
{
    if (math::is_nan(x)) {
        return math::not_a_number();
    }
    if (math::is_infinite(x)) {
        return math::is_negative(x) ? 0.0 : x;
    }
    return math::packed(math::exponential(math::number_from(x)));
}

double exp2(double x)
{
    if (math::is_nan(x)) {
        return math::not_a_number();
    }
    if (math::is_infinite(x)) {
        return math::is_negative(x) ? 0.0 : x;
    }
    math::Number number = math::number_from(x);
    return math::packed(
        math::exponential2({{number.significand, 0}, number.exponent, number.isNegative}));
}
