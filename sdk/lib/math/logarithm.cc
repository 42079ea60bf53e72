// log and its kin: ln(2^e m) = e ln(2) - ln(c) + ln(1 + z), with m from 3/4 to 3/2, c one of 24
// numbers of eight bits close to 1 / m, and z = m c - 1 at most 1/32. Where m is within 1/32 of
// one, c is one: nothing cancels.
#include "number.hh"

namespace math {
namespace {

/// ln(2): Q128.
constexpr Wide128 NaturalOf2 = {0xb17217f7d1cf79ab, 0xc9e3b39803f2f6af};
constexpr WideNumber BinaryOfE = {{0xb8aa3b295c17f0bb, 0xbe87fed0691d3e88}, 0};
constexpr WideNumber DecimalOfE = {{0xde5bd8a937287195, 0x355baaafad33dc32}, -2};

constexpr int FirstInterval = 24;
constexpr int BeforeOne = 31 - FirstInterval;
constexpr int AfterOne = 32 - FirstInterval;

/// c for each interval of 1/32: Q7.
constexpr uint8_t Reciprocals[] = {
    167, 161, 155, 149, 144, 139, 134, 128, 128, 122, 119, 115,
    112, 109, 106, 104, 101, 99,  96,  94,  92,  90,  88,  86,
};

/// |ln(c)|: Q128. The sign changes at one.
constexpr Wide128 Logarithms[] = {
    {0x44162fe6b92b5462, 0x7e82ad32cc73e14c}, {0x3ab842d69f7722b7, 0x221acbf26a00e1e3},
    {0x30ff40ca41922120, 0x401202fb932ef5a5}, {0x26e3f8403d1ee877, 0x9b2d8abc627f2e81},
    {0x1e27076e2af2e5e9, 0xea87ffe1fe9e155d}, {0x151b073f06183f69, 0x278e686a2f91584b},
    {0x0bba2c7b196e7e23, 0x1a7950f7252c163c}, {0x0000000000000000, 0x0000000000000000},
    {0x0000000000000000, 0x0000000000000000}, {0x0c4a550a4fd9a19a, 0x8be97660a23cc540},
    {0x12aa04a44717a48b, 0xa8b1cb4170238b2e}, {0x1b6ac88dad5b1bdf, 0xf50225c6b4c1cc6e},
    {0x222f1d044fc8f7bc, 0x671683f8e5bd03c7}, {0x29227b06676ac1bc, 0xaa7edb3c3b2d046d},
    {0x304782caa3478376, 0xe698c7a0c3f4c240}, {0x3527da7915b3c6de, 0x57d4ef4b901b99b9},
    {0x3ca61dffce202424, 0x4ec083e860832524}, {0x41c4e181356189cd, 0xb16ed4e91387d0fa},
    {0x49a58844d36e49e0, 0xefadd9db02aa70a8}, {0x4f0949dcccc60ed5, 0x2d81af57139d42af},
    {0x548ab81ce28f5f38, 0x40b263acb4351104}, {0x5a2b20fa71a85069, 0x93ab75d005e19cbb},
    {0x5febe8ef60546fb7, 0x9bf6d4cb1225e657}, {0x65ce8d0c4d5ab73b, 0x16bf4983e3860333},
};

/// What is common to all fixed-point sums: eleven bits and a sign before the point.
constexpr int SumBits = 116;

Wide128 to_sum(Wide128 significand, int exponent)
{
    return softfloat::shift_right_sticky(significand, 127 - SumBits - exponent);
}

/// ln(1 + z) of a z that is not zero, and at most 1/32.
WideNumber series(Number z)
{
    uint64_t fraction = fraction_of(z);
    // 1/4 - z/5 + z^2/6 - ... for the powers that need few bits.
    constexpr unsigned Terms = 16;
    uint64_t inner = 0;
    auto add = [&](unsigned n) {
        uint64_t term = high(inner, fraction);
        inner = z.isNegative ? reciprocal(n) + term : reciprocal(n) - term;
    };
    for (unsigned n = Terms; n >= 3; n--) {
        add(n);
    }
    // 1 - z/2 + z^2 * (1/3 - z * ...): Q127.
    Wide128 tail = high(softfloat::wide_product(fraction, fraction), inner);
    Wide128 half = {fraction >> 2, fraction << 62};
    Wide128 factor = {uint64_t{1} << 63, 0};
    factor = z.isNegative ? factor + half : factor - half;
    factor = factor + softfloat::shift_right_sticky(tail, 1);
    return normalised(high(factor, z.significand), z.exponent + 1, z.isNegative);
}

} // namespace

WideNumber logarithm(Number number)
{
    // 3/2 and more is taken as half of it.
    uint64_t m = number.significand;
    bool isHalved = (m >> 62 & 1) != 0;
    int exponent = number.exponent + isHalved;
    int interval = static_cast<int>(m >> (58 + isHalved)) - FirstInterval;

    Wide128 scaledM = softfloat::wide_product(m, Reciprocals[interval]);
    constexpr int ProductBits = 63 + 7;
    Wide128 one = Wide128{0, 1} << (ProductBits + isHalved);
    bool isNegative = scaledM < one;
    Wide128 difference = isNegative ? one - scaledM : scaledM - one;
    WideNumber result = normalised(difference, 127 - ProductBits - isHalved, isNegative);
    bool hasSeries = !softfloat::is_zero(difference);
    if (hasSeries) {
        result = series(narrowed(result));
    }
    if (exponent == 0 && (interval == BeforeOne || interval == AfterOne)) {
        return result;
    }

    Wide128 total = hasSeries ? to_sum(result.significand, result.exponent) : Wide128{0, 0};
    if (isNegative) {
        total = negated(total);
    }
    // A unit of Q128 is 2^-1 of one of Q127.
    Wide128 table = to_sum(Logarithms[interval], -1);
    total = interval < AfterOne ? total - table : total + table;
    auto times = static_cast<uint64_t>(exponent < 0 ? -exponent : exponent);
    Wide128 unit = to_sum(NaturalOf2, -1);
    Wide128 powers = softfloat::wide_product(unit.low, times) + Wide128{unit.high * times, 0};
    total = exponent < 0 ? total - powers : total + powers;
    bool isBelow = total.high >> 63 != 0;
    return normalised(isBelow ? negated(total) : total, 127 - SumBits, isBelow);
}

Number logarithm1p(Number number)
{
    constexpr int SeriesExponent = -6;
    if (number.significand == 0) {
        return number;
    }
    if (number.exponent <= SeriesExponent) {
        return narrowed(series(number));
    }
    return narrowed(logarithm(sum(One, number)));
}

WideNumber to_binary_logarithm(WideNumber natural)
{
    return product(natural, BinaryOfE);
}

namespace {

enum class Base : uint8_t
{
    E,
    Two,
    Ten
};

double logarithm_of(double x, Base base)
{
    if (is_nan(x) || (is_negative(x) && !is_zero(x))) {
        return not_a_number();
    }
    if (is_zero(x)) {
        return infinity(true);
    }
    if (is_infinite(x)) {
        return x;
    }
    WideNumber result = logarithm(number_from(x));
    if (softfloat::is_zero(result.significand)) {
        return 0.0;
    }
    if (base == Base::Two) {
        result = product(result, BinaryOfE);
    } else if (base == Base::Ten) {
        result = product(result, DecimalOfE);
    }
    return packed(narrowed(result));
}

} // namespace
} // namespace math

double log(double x)
{
    return math::logarithm_of(x, math::Base::E);
}

double log2(double x)
{
    return math::logarithm_of(x, math::Base::Two);
}

double log10(double x)
{
    return math::logarithm_of(x, math::Base::Ten);
}

double log1p(double x)
{
    if (math::is_nan(x) || x < -1.0) {
        return math::not_a_number();
    }
    if (x == -1.0) {
        return math::infinity(true);
    }
    if (math::is_infinite(x)) {
        return x;
    }
    return math::packed(math::logarithm1p(math::number_from(x)));
}
