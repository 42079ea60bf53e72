// The conversions of printf.
#pragma once

#include "output.hh"
#include <stdarg.h>
#include <stdint.h>

namespace stdio {

enum class Length
{
    Char,
    Short,
    Int,
    Long,
    LongLong,
    Size,
    Difference,
    Max
};

/// What stands between a `%` and its letter, and the letter.
struct Conversion
{
    bool isLeft = false;
    bool hasPlus = false;
    bool hasSpace = false;
    bool isAlternate = false;
    bool hasZeros = false;
    int width = 0;
    /// Negative: none was given.
    int precision = -1;
    Length length = Length::Int;
    char letter = '\0';

    bool is_upper() const { return letter >= 'A' && letter <= 'Z'; }
    char sign_for(bool isNegative) const
    {
        return isNegative ? '-' : hasPlus ? '+' : hasSpace ? ' ' : '\0';
    }
};

/// The pieces every number is printed from: padding around, or zeros between prefix and body.
class Field
{
public:
    /// Puts what comes before a body of `bodyLength` characters.
    Field(Output &theOutput, const Conversion &conversion, const char *prefix, size_t prefixLength,
          int64_t bodyLength, bool mayZeroFill)
        : output(theOutput)
    {
        int64_t padding = conversion.width - static_cast<int64_t>(prefixLength) - bodyLength;
        bool isZeroFilled = mayZeroFill && conversion.hasZeros && !conversion.isLeft;
        if (!isZeroFilled && !conversion.isLeft) {
            output.fill(' ', padding);
        }
        output.write(prefix, prefixLength);
        if (isZeroFilled) {
            output.fill('0', padding);
        }
        after = conversion.isLeft ? padding : 0;
    }
    /// Puts what comes after it.
    ~Field() { output.fill(' ', after); }
    Field(const Field &) = delete;
    Field &operator=(const Field &) = delete;

private:
    Output &output;
    int64_t after;
};

void integer_format(Output &output, const Conversion &conversion, uint64_t magnitude,
                    bool isNegative);
void string_format(Output &output, const Conversion &conversion, const char *text);
void character_format(Output &output, const Conversion &conversion, char character);
/// An address, or under `#` all of a capability, in CHERIoT's format.
void pointer_format(Output &output, const Conversion &conversion, const void *pointer);
/// e, f, g and a, in both cases.
void double_format(Output &output, const Conversion &conversion, double value);
/// The same for a: digits in base sixteen.
void hexadecimal_double_format(Output &output, const Conversion &conversion, double value);

/// The whole of a format. False if it has a conversion that does not exist, or %n.
bool format(Output &output, const char *text, va_list arguments);

} // namespace stdio
