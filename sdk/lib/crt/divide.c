// 64-bit division from 32-bit division.
//
// Three cases, cheapest first: both operands are words; the divisor is a word (schoolbook in base
// 2^32, whose inner step, two words by one, is done in base 2^16 with the divide instruction); the
// divisor is longer, so the quotient is one word, which is estimated from the leading bits and is
// then at most one too large. Division by zero gives what the machine's own instruction gives: all
// ones, and the numerator as remainder.
#include "integers.h"

enum
{
    HalfBits = 16,
    HalfMask = 0xffff
};

typedef struct
{
    uint32_t quotient;
    uint32_t remainder;
} WordDivision;

/// One base-2^16 digit of a long division: (remainder, next) by a divisor with its top bit set.
static WordDivision digit_divide(uint32_t remainder, uint32_t next, uint32_t divisor)
{
    uint32_t divisorHigh = divisor >> HalfBits;
    uint32_t digit = remainder / divisorHigh;
    uint32_t rest = remainder - digit * divisorHigh;
    uint32_t product = digit * (divisor & HalfMask);
    uint32_t partial = rest << HalfBits | next;
    // The estimate looked at half the divisor; it is at most two too large.
    while (rest <= HalfMask && (digit > HalfMask || product > partial)) {
        digit--;
        rest += divisorHigh;
        product -= divisor & HalfMask;
        partial = rest << HalfBits | next;
    }
    return (WordDivision){digit, (remainder << HalfBits | next) - digit * divisor};
}

/// (high, low) by `divisor`, whose top bit is set and which is greater than `high`.
static WordDivision normal_divide(uint32_t high, uint32_t low, uint32_t divisor)
{
    WordDivision first = digit_divide(high, low >> HalfBits, divisor);
    WordDivision second = digit_divide(first.remainder, low & HalfMask, divisor);
    return (WordDivision){first.quotient << HalfBits | second.quotient, second.remainder};
}

/// (high, low) by a divisor greater than `high`.
static WordDivision wide_divide(uint32_t high, uint32_t low, uint32_t divisor)
{
    if (high == 0) {
        uint32_t quotient = low / divisor;
        return (WordDivision){quotient, low - quotient * divisor};
    }
    int shift = __builtin_clz(divisor);
    if (shift != 0) {
        high = high << shift | low >> (WordBits - shift);
        low <<= shift;
    }
    WordDivision result = normal_divide(high, low, divisor << shift);
    result.remainder >>= shift;
    return result;
}

static uint64_t word_divisor(uint64_t numerator, uint32_t divisor, uint64_t *remainder)
{
    uint32_t highQuotient = 0;
    uint32_t high = high_word(numerator);
    if (high >= divisor) {
        highQuotient = high / divisor;
        high -= highQuotient * divisor;
    }
    WordDivision lower = wide_divide(high, low_word(numerator), divisor);
    *remainder = lower.remainder;
    return words_join(highQuotient, lower.quotient);
}

/// A divisor of more than 32 bits, not greater than the numerator: the quotient is one word.
static uint32_t long_divisor(uint64_t numerator, uint64_t denominator, uint64_t *remainder)
{
    int shift = __builtin_clz(high_word(denominator));
    uint32_t leading = high_word(denominator);
    if (shift != 0) {
        leading = leading << shift | low_word(denominator) >> (WordBits - shift);
    }
    // Halving the numerator keeps its high word below `leading`, whose top bit is set.
    uint32_t high = high_word(numerator) >> 1;
    uint32_t low = high_word(numerator) << (WordBits - 1) | low_word(numerator) >> 1;
    uint32_t estimate = normal_divide(high, low, leading).quotient;
    // numerator / 2 by denominator << shift >> 32, brought back to scale.
    estimate >>= WordBits - 1 - shift;
    if (estimate != 0) {
        estimate--; // at most one too large before, at most one too small now
    }
    uint64_t crossed = (uint64_t)estimate * low_word(denominator);
    uint32_t high2 = high_word(crossed) + estimate * high_word(denominator);
    uint64_t rest = numerator - words_join(high2, low_word(crossed));
    if (rest >= denominator) {
        estimate++;
        rest -= denominator;
    }
    *remainder = rest;
    return estimate;
}

uint64_t __udivmoddi4(uint64_t numerator, uint64_t denominator, uint64_t *remainder)
{
    uint64_t rest;
    uint64_t quotient;
    if (denominator > numerator) {
        rest = numerator;
        quotient = 0;
    } else if (high_word(denominator) != 0) {
        quotient = long_divisor(numerator, denominator, &rest);
    } else if (denominator == 0) {
        rest = numerator;
        quotient = ~(uint64_t)0;
    } else if (high_word(numerator) == 0) {
        uint32_t wordQuotient = low_word(numerator) / low_word(denominator);
        rest = low_word(numerator) - wordQuotient * low_word(denominator);
        quotient = wordQuotient;
    } else {
        quotient = word_divisor(numerator, low_word(denominator), &rest);
    }
    if (remainder != 0) {
        *remainder = rest;
    }
    return quotient;
}

uint64_t __udivdi3(uint64_t numerator, uint64_t denominator)
{
    return __udivmoddi4(numerator, denominator, 0);
}

uint64_t __umoddi3(uint64_t numerator, uint64_t denominator)
{
    uint64_t remainder;
    __udivmoddi4(numerator, denominator, &remainder);
    return remainder;
}

static uint64_t magnitude(int64_t value)
{
    return value < 0 ? -(uint64_t)value : (uint64_t)value;
}

int64_t __divmoddi4(int64_t numerator, int64_t denominator, int64_t *remainder)
{
    uint64_t rest;
    uint64_t quotient = __udivmoddi4(magnitude(numerator), magnitude(denominator), &rest);
    if (denominator == 0) {
        *remainder = numerator;
        return -1;
    }
    *remainder = (int64_t)(numerator < 0 ? -rest : rest);
    return (int64_t)((numerator < 0) != (denominator < 0) ? -quotient : quotient);
}

int64_t __divdi3(int64_t numerator, int64_t denominator)
{
    int64_t remainder;
    return __divmoddi4(numerator, denominator, &remainder);
}

int64_t __moddi3(int64_t numerator, int64_t denominator)
{
    int64_t remainder;
    __divmoddi4(numerator, denominator, &remainder);
    return remainder;
}
