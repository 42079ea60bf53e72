// strtod and strtof, correctly rounded. The digits become an exact decimal, which is scaled by
// powers of two until its whole part has some sixty bits; that part, and whether anything is left
// below it, is all rounding needs.
#include "../decimal/decimal.hh"
#include "../errno_set.h"
#include "../softfloat/format.hh"
#include <ctype.h>
#include <stdlib.h>
#include <strings.h>

namespace {

using softfloat::Binary32;
using softfloat::Binary64;

/// More digits than any double or any midpoint between two has; a nonzero digit beyond is
/// remembered by one more digit.
constexpr int MostDigits = 800;
/// 10^this overflows every double, and 10^-this is less than half the smallest.
constexpr int MostExponent = 350;
/// Limbs before the point for 10^MostExponent; after it for the digits, and for what halving a
/// large number down to sixty bits adds.
using DecimalInput = decimal::Decimal<42, 210>;

/// significand * 2^exponent, less than one unit of the significand more if `isInexact`.
struct Scanned
{
    uint64_t significand = 0;
    int exponent = 0;
    bool isInexact = false;
};

template <typename Format>
typename Format::Float rounded(bool isNegative, Scanned scanned)
{
    using T = softfloat::Traits<Format>;
    if (scanned.significand == 0) {
        return softfloat::packed_zero<Format>(isNegative);
    }
    int shift = softfloat::leading_zeros(scanned.significand) - 1;
    uint64_t working = scanned.significand;
    int exponent = scanned.exponent + 62 - shift + T::Bias;
    if (shift < 0) {
        working = softfloat::shift_right_sticky(working, 1);
    } else {
        working <<= shift;
    }
    working |= scanned.isInexact;
    typename Format::Bits narrow;
    if constexpr (T::Width == 64) {
        narrow = working;
    } else {
        narrow = softfloat::upper_half_sticky(working);
    }
    auto result = softfloat::round_and_pack<Format>(isNegative, exponent, narrow);
    auto bits = softfloat::magnitude_of<Format>(softfloat::bits_of<Format>(result));
    if (bits == T::Infinity || bits == 0) {
        errno_set(ERANGE);
    }
    return result;
}

int exponent_clamped(int exponent)
{
    constexpr int Limit = 100'000;
    return exponent > Limit ? Limit : exponent < -Limit ? -Limit : exponent;
}

/// An optional exponent after `letter`; leaves `at` alone if there is none.
int exponent_scan(const char *&at, char letter)
{
    if (tolower(static_cast<unsigned char>(*at)) != letter) {
        return 0;
    }
    const char *next = at + 1;
    bool isNegative = *next == '-';
    next += *next == '-' || *next == '+';
    if (!isdigit(static_cast<unsigned char>(*next))) {
        return 0;
    }
    int exponent = 0;
    for (; isdigit(static_cast<unsigned char>(*next)); next++) {
        exponent = exponent_clamped(exponent * 10 + (*next - '0'));
    }
    at = next;
    return isNegative ? -exponent : exponent;
}

/// The exact decimal as a binary number with all the bits rounding can ask for.
Scanned binary_from(DecimalInput &number)
{
    // Two limbs and a bit are sixty bits.
    constexpr int WantedBits = 60;
    Scanned result;
    while (number.whole_limbs() > 2) {
        number.divide(decimal::DivideBits);
        result.exponent += decimal::DivideBits;
    }
    while (number.whole_limbs() < 2) {
        number.multiply(decimal::MultiplyBits);
        result.exponent -= decimal::MultiplyBits;
    }
    int power = WantedBits - (64 - softfloat::leading_zeros(number.whole()));
    if (power > 0) {
        number.scale(power);
        result.exponent -= power;
    }
    result.significand = number.whole();
    result.isInexact = number.has_fraction();
    return result;
}

/// Collects digits into limbs of a decimal whose point is known before the first digit is.
class DigitCollector
{
public:
    /// The first digit is worth 10^position.
    DigitCollector(DecimalInput &theNumber, int position) : number(theNumber)
    {
        // Towards minus infinity.
        place = position >= 0 ? position / decimal::LimbDigits
                              : -((decimal::LimbDigits - 1 - position) / decimal::LimbDigits);
        weight = position - place * decimal::LimbDigits;
    }
    void add(int digit)
    {
        limb += static_cast<uint32_t>(digit) * decimal::PowersOfTen[weight];
        if (weight-- == 0) {
            flush();
        }
    }
    void finish()
    {
        if (weight != decimal::LimbDigits - 1) {
            flush();
        }
        number.trim();
    }

private:
    void flush()
    {
        number.limb_append(place--, limb);
        limb = 0;
        weight = decimal::LimbDigits - 1;
    }

    DecimalInput &number;
    uint32_t limb = 0;
    int place;
    int weight;
};

/// Where the digits of a number stand: [begin, end) with a point somewhere in between.
struct DigitRun
{
    const char *begin;
    const char *end;
    /// The power of the base the first digit that is not zero is worth.
    int position;
    bool hasDigits;
};

bool is_digit(char character, bool isHexadecimal)
{
    auto byte = static_cast<unsigned char>(character);
    return isHexadecimal ? isxdigit(byte) != 0 : isdigit(byte) != 0;
}

DigitRun digits_find(const char *at, bool isHexadecimal)
{
    DigitRun run{at, at, 0, false};
    bool hasPoint = false;
    bool hasSignificant = false;
    for (;; at++) {
        if (*at == '.' && !hasPoint) {
            hasPoint = true;
            continue;
        }
        if (!is_digit(*at, isHexadecimal)) {
            break;
        }
        run.hasDigits = true;
        if (*at != '0' && !hasSignificant) {
            hasSignificant = true;
            run.begin = at;
            run.position = hasPoint ? run.position - 1 : 0;
        } else if (hasSignificant) {
            run.position += !hasPoint;
        } else {
            run.position -= hasPoint;
        }
    }
    run.end = at;
    if (!hasSignificant) {
        run.begin = at;
    }
    return run;
}

Scanned decimal_scan(const DigitRun &run, int exponent)
{
    int position = run.position + exponent;
    if (run.begin == run.end || position < -MostExponent) {
        // Zero, or so small that it rounds to zero.
        return {run.begin == run.end ? 0U : 1U, -2000, false};
    }
    if (position > MostExponent) {
        return {1, 2000, false};
    }
    DecimalInput number;
    DigitCollector collector(number, position);
    int count = 0;
    bool hasMore = false;
    for (const char *at = run.begin; at != run.end; at++) {
        if (*at == '.') {
            continue;
        }
        if (count < MostDigits) {
            collector.add(*at - '0');
            count++;
        } else {
            hasMore |= *at != '0';
        }
    }
    collector.add(hasMore);
    collector.finish();
    return binary_from(number);
}

Scanned hexadecimal_scan(const DigitRun &run, int exponent)
{
    Scanned result;
    // The value of the last digit kept is 16^position.
    int position = run.position + 1;
    for (const char *at = run.begin; at != run.end; at++) {
        if (*at == '.') {
            continue;
        }
        auto byte = static_cast<unsigned char>(*at);
        unsigned digit =
            isdigit(byte) ? byte - '0' : static_cast<unsigned>(tolower(byte)) - 'a' + 10;
        if ((result.significand >> 58) == 0) {
            result.significand = result.significand << 4 | digit;
            position--;
        } else {
            result.isInexact |= digit != 0;
        }
    }
    result.exponent = exponent_clamped(exponent_clamped(position) * 4 + exponent);
    return result;
}

template <typename Format>
typename Format::Float number_scan(const char *string, char **end)
{
    const char *at = string;
    char *ignored;
    end = end == nullptr ? &ignored : end;
    *end = const_cast<char *>(string);
    while (isspace(static_cast<unsigned char>(*at))) {
        at++;
    }
    bool isNegative = *at == '-';
    at += *at == '-' || *at == '+';
    if (strncasecmp(at, "inf", 3) == 0) {
        *end = const_cast<char *>(at) + (strncasecmp(at, "infinity", 8) == 0 ? 8 : 3);
        return softfloat::packed_infinity<Format>(isNegative);
    }
    if (strncasecmp(at, "nan", 3) == 0) {
        *end = const_cast<char *>(at) + 3;
        return softfloat::packed_nan<Format>();
    }
    if (at[0] == '0' && (at[1] == 'x' || at[1] == 'X')) {
        DigitRun run = digits_find(at + 2, true);
        if (run.hasDigits) {
            const char *after = run.end;
            int exponent = exponent_scan(after, 'p');
            *end = const_cast<char *>(after);
            return rounded<Format>(isNegative, hexadecimal_scan(run, exponent));
        }
    }
    DigitRun run = digits_find(at, false);
    if (!run.hasDigits) {
        return softfloat::packed_zero<Format>(false);
    }
    const char *after = run.end;
    int exponent = exponent_scan(after, 'e');
    *end = const_cast<char *>(after);
    return rounded<Format>(isNegative, decimal_scan(run, exponent));
}

} // namespace

double strtod(const char *__restrict string, char **__restrict end)
{
    return number_scan<Binary64>(string, end);
}

float strtof(const char *__restrict string, char **__restrict end)
{
    return number_scan<Binary32>(string, end);
}

double atof(const char *string)
{
    return number_scan<Binary64>(string, nullptr);
}

#if __SIZEOF_LONG_DOUBLE__ == 8
long double strtold(const char *__restrict string, char **__restrict end)
{
    return number_scan<Binary64>(string, end);
}
#endif
