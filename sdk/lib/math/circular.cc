// sin, cos and tan, of any angle: 2 / pi has as many bits here as the largest double asks for
// (Payne and Hanek), and what is left of the angle 64 that count.
#include "number.hh"

namespace math {
namespace {

/// 2 / pi, the words behind the point.
constexpr uint32_t TwoOverPi[] = {
    0xa2f9836e, 0x4e441529, 0xfc2757d1, 0xf534ddc0, 0xdb629599, 0x3c439041, 0xfe5163ab, 0xdebbc561,
    0xb7246e3a, 0x424dd2e0, 0x06492eea, 0x09d1921c, 0xfe1deb1c, 0xb129a73e, 0xe88235f5, 0x2ebb4484,
    0xe99c7026, 0xb45f7e41, 0x3991d639, 0x835339f4, 0x9c845f8b, 0xbdf9283b, 0x1ff897ff, 0xde05980f,
    0xef2f118b, 0x5a0a6d1f, 0x6d367ecf, 0x27cb09b7, 0x4f463f66, 0x9e5fea2d, 0x7527bac7, 0xebe5f17b,
    0x3d0739f7, 0x8a5292ea, 0x6bfb5fb1, 0x1f8d5d08, 0x56033046,
};
constexpr Number HalfPi = {0xc90fdaa22168c234, 0};

/// An angle as quarter turns and the rest, at most an eighth of a turn either way.
struct Angle
{
    Number rest;
    unsigned quarters;
};

/// The words of a product, the lowest first; zeros behind it so that any bits can be asked for.
struct Words
{
    uint32_t word[12];

    uint64_t bits(int lowest) const
    {
        int index = lowest / 32;
        int shift = lowest % 32;
        uint64_t low = static_cast<uint64_t>(word[index + 1]) << 32 | word[index];
        if (shift == 0) {
            return low;
        }
        return low >> shift | static_cast<uint64_t>(word[index + 2]) << (64 - shift);
    }
};

/// How many words of 2 / pi there are in a product.
constexpr int Window = 7;

Words product_with(uint64_t significand, int firstWord)
{
    Words result = {};
    uint32_t halves[] = {static_cast<uint32_t>(significand),
                         static_cast<uint32_t>(significand >> 32)};
    for (int half = 0; half < 2; half++) {
        uint64_t carry = 0;
        for (int i = 0; i < Window; i++) {
            carry += softfloat::wide_product(halves[half], TwoOverPi[firstWord + Window - 1 - i]);
            carry += result.word[i + half];
            result.word[i + half] = static_cast<uint32_t>(carry);
            carry >>= 32;
        }
        result.word[Window + half] = static_cast<uint32_t>(carry);
    }
    return result;
}

/// Of a finite angle that is not negative.
Angle angle_from(Number x)
{
    // Less than 1/2 is less than an eighth of a turn.
    if (x.significand == 0 || x.exponent < -1) {
        return {x, 0};
    }
    // Bits of 2 / pi that make whole turns are left out.
    constexpr int FractionBits = Double::FractionBits;
    constexpr int TurnBits = FractionBits + 2;
    int firstWord = x.exponent > TurnBits ? (x.exponent - TurnBits) / 32 : 0;
    Words words = product_with(x.significand >> (63 - FractionBits), firstWord);
    int point = FractionBits - x.exponent + 32 * (firstWord + Window);

    auto quarters = static_cast<unsigned>(words.bits(point));
    Wide128 fraction = {words.bits(point - 64), words.bits(point - 128)};
    bool isNegative = fraction.high >> 63 != 0;
    if (isNegative) {
        fraction = negated(fraction);
        quarters++;
    }
    WideNumber rest = normalised(fraction, -1, isNegative);
    return {product(narrowed(rest), HalfPi), quarters & 3};
}

Number sine(Number rest)
{
    uint64_t fraction = fraction_of(rest);
    uint64_t square = high(fraction, fraction);
    // x - x * x^2 * (1/3! - x^2/5! + ...)
    uint64_t series = 0;
    for (int n = 19; n >= 3; n -= 2) {
        series = reciprocal_factorial(n) - high(series, square);
    }
    uint64_t less = high(rest.significand, high(series, square));
    return normalised(rest.significand - less, rest.exponent, rest.isNegative);
}

Number cosine(Number rest)
{
    uint64_t fraction = fraction_of(rest);
    uint64_t square = high(fraction, fraction);
    // 1 - x^2 * (1/2! - x^2/4! + ...)
    uint64_t series = 0;
    for (int n = 20; n >= 2; n -= 2) {
        series = reciprocal_factorial(n) - high(series, square);
    }
    uint64_t less = high(series, square);
    return less == 0 ? One : normalised(0 - less, -1, false);
}

Number sine_of(Angle angle)
{
    Number result = (angle.quarters & 1) != 0 ? cosine(angle.rest) : sine(angle.rest);
    return (angle.quarters & 2) != 0 ? negated(result) : result;
}

bool has_no_angle(double x)
{
    return is_nan(x) || is_infinite(x);
}

} // namespace
} // namespace math

double sin(double x)
{
    if (math::has_no_angle(x)) {
        return math::not_a_number();
    }
    math::Number number = math::number_from(x);
    bool isNegative = number.isNegative;
    number.isNegative = false;
    math::Number result = math::sine_of(math::angle_from(number));
    return math::packed(isNegative ? math::negated(result) : result);
}

double cos(double x)
{
    if (math::has_no_angle(x)) {
        return math::not_a_number();
    }
    math::Number number = math::number_from(x);
    number.isNegative = false;
    math::Angle angle = math::angle_from(number);
    angle.quarters++;
    return math::packed(math::sine_of(angle));
}

double tan(double x)
{
    if (math::has_no_angle(x)) {
        return math::not_a_number();
    }
    math::Number number = math::number_from(x);
    bool isNegative = number.isNegative;
    number.isNegative = false;
    math::Angle angle = math::angle_from(number);
    math::Number sine = math::sine(angle.rest);
    math::Number cosine = math::cosine(angle.rest);
    math::Number result = (angle.quarters & 1) != 0 ? math::negated(math::quotient(cosine, sine))
                                                    : math::quotient(sine, cosine);
    return math::packed(isNegative ? math::negated(result) : result);
}
