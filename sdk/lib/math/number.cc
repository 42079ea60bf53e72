// Sums, quotients and roots of numbers with 64 bits, truncated.
#include "number.hh"

namespace math {

Number sum(Number left, Number right)
{
    if (left.significand == 0) {
        return right;
    }
    if (right.significand == 0) {
        return left;
    }
    if (left.exponent < right.exponent ||
        (left.exponent == right.exponent && left.significand < right.significand))
    {
        Number other = left;
        left = right;
        right = other;
    }
    uint64_t aligned = shifted_right(right.significand, left.exponent - right.exponent);
    if (left.isNegative != right.isNegative) {
        return normalised(left.significand - aligned, left.exponent, left.isNegative);
    }
    uint64_t total = left.significand + aligned;
    if (total >= aligned) {
        return {total, left.exponent, left.isNegative};
    }
    return {total >> 1 | uint64_t{1} << 63, left.exponent + 1, left.isNegative};
}

uint64_t ratio(uint64_t numerator, uint64_t denominator)
{
    uint64_t result = 0;
    for (int i = 0; i < 64; i++) {
        bool carry = numerator >> 63 != 0;
        numerator <<= 1;
        result <<= 1;
        if (carry || numerator >= denominator) {
            numerator -= denominator;
            result |= 1;
        }
    }
    return result;
}

Number quotient(Number dividend, Number divisor)
{
    int exponent = dividend.exponent - divisor.exponent;
    bool isNegative = dividend.isNegative != divisor.isNegative;
    if (dividend.significand == 0) {
        return {0, 0, isNegative};
    }
    if (dividend.significand < divisor.significand) {
        return {ratio(dividend.significand, divisor.significand), exponent - 1, isNegative};
    }
    uint64_t rest = ratio(dividend.significand - divisor.significand, divisor.significand);
    return {rest >> 1 | uint64_t{1} << 63, exponent, isNegative};
}

Number root(Wide128 square)
{
    int shift = softfloat::leading_zeros(square) & ~1;
    Wide128 radicand = square << shift;
    Wide128 remainder = {0, 0};
    uint64_t digits = 0;
    for (int i = 0; i < 64; i++) {
        remainder = remainder << 2;
        remainder.low |= radicand.high >> 62;
        radicand = radicand << 2;
        Wide128 trial = {digits >> 62, digits << 2 | 1};
        digits <<= 1;
        if (!(remainder < trial)) {
            remainder = remainder - trial;
            digits |= 1;
        }
    }
    return {digits, -1 - shift / 2};
}

Number root(Number square)
{
    if (square.significand == 0) {
        return square;
    }
    // As a fraction times an even power of two.
    if ((square.exponent & 1) != 0) {
        return scaled(root(Wide128{square.significand, 0}), (square.exponent + 1) / 2);
    }
    Wide128 halved = {square.significand >> 1, square.significand << 63};
    return scaled(root(halved), square.exponent / 2 + 1);
}

} // namespace math
