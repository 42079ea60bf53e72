// %e, %f and %g: exact. The number is taken apart into an exact decimal and rounded there, once,
// halves to even; however many digits are asked for, they are the right ones.
#include "../decimal/decimal.hh"
#include "../softfloat/format.hh"
#include "format.hh"

namespace stdio {
namespace {

using softfloat::Binary64;
using Traits64 = softfloat::Traits<Binary64>;

/// The largest double has 309 digits, and rounding may add one; the smallest has 1074 places.
using DecimalDouble = decimal::Decimal<36, 120>;
constexpr int MostPlaces = 1080;
constexpr int DefaultPrecision = 6;

/// |value|, exactly.
DecimalDouble decimal_from(uint64_t magnitude)
{
    auto [significand, exponent] = softfloat::unpack_finite<Binary64>(magnitude);
    int power = exponent - Traits64::Bias - Traits64::FractionBits;
    while (power < 0 && (significand & 1) == 0) {
        significand >>= 1;
        power++;
    }
    DecimalDouble result(significand);
    result.scale(power);
    return result;
}

void digits_put(Output &output, const DecimalDouble &number, int from, int to)
{
    for (int position = from; position >= to; position--) {
        output.put(static_cast<char>('0' + number.digit(position)));
    }
}

/// `count` digits after the point, of which the first is worth 10^`from`.
void fraction_put(Output &output, const DecimalDouble &number, int from, int count, bool hasPoint)
{
    if (count != 0 || hasPoint) {
        output.put('.');
    }
    int known = count < MostPlaces ? count : MostPlaces;
    digits_put(output, number, from, from - known + 1);
    output.fill('0', static_cast<int64_t>(count) - known);
}

class DoubleFormatter
{
public:
    DoubleFormatter(Output &theOutput, const Conversion &theConversion, bool isNegative,
                    DecimalDouble &theNumber)
        : output(theOutput), conversion(theConversion), number(theNumber)
    {
        sign = conversion.sign_for(isNegative);
        signLength = sign != '\0';
    }

    void fixed(int precision)
    {
        number_round(-precision);
        int exponent = number.exponent() > 0 ? number.exponent() : 0;
        fixed_put(exponent, precision);
    }

    void scientific(int precision)
    {
        if (!number.is_zero()) {
            number_round(number.exponent() - precision);
        }
        scientific_put(number.exponent(), precision);
    }

    void general(int precision)
    {
        precision = precision == 0 ? 1 : precision;
        if (!number.is_zero()) {
            number_round(number.exponent() - precision + 1);
        }
        int exponent = number.exponent();
        bool isFixed = exponent < precision && exponent >= -4;
        int places = isFixed ? precision - 1 - exponent : precision - 1;
        if (!conversion.isAlternate) {
            int last = isFixed ? 0 : exponent; // the position before the fraction
            int known = places < MostPlaces ? places : MostPlaces;
            while (known > 0 && number.digit(last - known) == 0) {
                known--;
            }
            places = known;
        }
        if (isFixed) {
            fixed_put(exponent > 0 ? exponent : 0, places);
        } else {
            scientific_put(exponent, places);
        }
    }

private:
    void number_round(int position)
    {
        // Nothing lies further right.
        number.round(position < -MostPlaces - 8 ? -MostPlaces - 8 : position);
    }

    void fixed_put(int exponent, int precision)
    {
        bool hasPoint = conversion.isAlternate || precision != 0;
        Field field(output, conversion, &sign, signLength,
                    static_cast<int64_t>(exponent) + 1 + hasPoint + precision, true);
        digits_put(output, number, exponent, 0);
        fraction_put(output, number, -1, precision, conversion.isAlternate);
    }

    void scientific_put(int exponent, int precision)
    {
        bool hasPoint = conversion.isAlternate || precision != 0;
        unsigned magnitude = static_cast<unsigned>(exponent < 0 ? -exponent : exponent);
        int exponentDigits = magnitude >= 100 ? 3 : 2;
        Field field(output, conversion, &sign, signLength,
                    static_cast<int64_t>(1) + hasPoint + precision + 2 + exponentDigits, true);
        digits_put(output, number, exponent, exponent);
        fraction_put(output, number, exponent - 1, precision, conversion.isAlternate);
        output.put(conversion.is_upper() ? 'E' : 'e');
        output.put(exponent < 0 ? '-' : '+');
        for (int i = exponentDigits; i-- != 0;) {
            output.put(static_cast<char>('0' + magnitude / decimal::PowersOfTen[i] % 10));
        }
    }

    Output &output;
    const Conversion &conversion;
    DecimalDouble &number;
    char sign;
    size_t signLength;
};

} // namespace

void double_format(Output &output, const Conversion &conversion, double value)
{
    uint64_t bits = softfloat::bits_of<Binary64>(value);
    bool isNegative = softfloat::is_negative<Binary64>(bits);
    uint64_t magnitude = softfloat::magnitude_of<Binary64>(bits);
    if (magnitude >= Traits64::Infinity) {
        bool isInfinite = magnitude == Traits64::Infinity;
        const char *name =
            conversion.is_upper() ? (isInfinite ? "INF" : "NAN") : (isInfinite ? "inf" : "nan");
        char sign = conversion.sign_for(isNegative);
        Field field(output, conversion, &sign, sign != '\0', 3, false);
        output.write(name, 3);
        return;
    }
    DecimalDouble number = magnitude == 0 ? DecimalDouble() : decimal_from(magnitude);
    int precision = conversion.precision < 0 ? DefaultPrecision : conversion.precision;
    DoubleFormatter formatter(output, conversion, isNegative, number);
    switch (conversion.letter) {
    case 'f':
    case 'F':
        formatter.fixed(precision);
        break;
    case 'e':
    case 'E':
        formatter.scientific(precision);
        break;
    default:
        formatter.general(precision);
    }
}

} // namespace stdio
