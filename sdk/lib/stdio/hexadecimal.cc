// %a: the number's own bits, in base sixteen. A subnormal keeps its exponent and begins with 0.
#include "../softfloat/format.hh"
#include "format.hh"

namespace stdio {

void hexadecimal_double_format(Output &output, const Conversion &conversion, double value)
{
    using softfloat::Binary64;
    using Traits64 = softfloat::Traits<Binary64>;
    constexpr int MostDigits = Traits64::FractionBits / 4;

    uint64_t bits = softfloat::bits_of<Binary64>(value);
    uint64_t magnitude = softfloat::magnitude_of<Binary64>(bits);
    if (magnitude >= Traits64::Infinity) {
        double_format(output, conversion, value);
        return;
    }
    int exponent = softfloat::exponent_field<Binary64>(magnitude);
    uint64_t significand = magnitude & Traits64::FractionMask;
    if (exponent != 0) {
        significand |= Traits64::ImplicitBit;
    }
    exponent = magnitude == 0 ? 0 : (exponent == 0 ? 1 : exponent) - Traits64::Bias;

    int digits = conversion.precision;
    if (digits < 0) {
        digits = MostDigits;
        for (uint64_t rest = significand; digits != 0 && (rest & 0xf) == 0; rest >>= 4) {
            digits--;
        }
    }
    int known = digits < MostDigits ? digits : MostDigits;
    if (known < MostDigits) {
        int dropped = (MostDigits - known) * 4;
        uint64_t half = uint64_t{1} << (dropped - 1);
        uint64_t isOdd = significand >> dropped & 1;
        significand = (significand + half - 1 + isOdd) >> dropped << dropped;
    }

    char exponentDigits[4];
    int exponentLength = 0;
    auto exponentRest = static_cast<unsigned>(exponent < 0 ? -exponent : exponent);
    do {
        exponentDigits[exponentLength++] = static_cast<char>('0' + exponentRest % 10);
        exponentRest /= 10;
    } while (exponentRest != 0);

    const char *letters = conversion.is_upper() ? "0123456789ABCDEF" : "0123456789abcdef";
    char prefix[3];
    size_t prefixLength = 0;
    char sign = conversion.sign_for(softfloat::is_negative<Binary64>(bits));
    if (sign != '\0') {
        prefix[prefixLength++] = sign;
    }
    prefix[prefixLength++] = '0';
    prefix[prefixLength++] = conversion.is_upper() ? 'X' : 'x';
    bool hasPoint = digits != 0 || conversion.isAlternate;
    Field field(output, conversion, prefix, prefixLength,
                static_cast<int64_t>(1) + hasPoint + digits + 2 + exponentLength, true);
    output.put(static_cast<char>('0' + (significand >> Traits64::FractionBits)));
    if (hasPoint) {
        output.put('.');
    }
    for (int i = 1; i <= known; i++) {
        output.put(letters[significand >> (Traits64::FractionBits - 4 * i) & 0xf]);
    }
    output.fill('0', static_cast<int64_t>(digits) - known);
    output.put(conversion.is_upper() ? 'P' : 'p');
    output.put(exponent < 0 ? '-' : '+');
    while (exponentLength != 0) {
        output.put(exponentDigits[--exponentLength]);
    }
}

} // namespace stdio
