// Reading a format: see format.hh.
#include "format.hh"
#include <stddef.h>

namespace stdio {
namespace {

constexpr int Unlimited = 0x7fffffff;

class Formatter
{
public:
    Formatter(Output &theOutput, const char *theText, va_list theArguments)
        : output(theOutput), text(theText)
    {
        va_copy(arguments, theArguments);
    }
    ~Formatter() { va_end(arguments); }
    Formatter(const Formatter &) = delete;
    Formatter &operator=(const Formatter &) = delete;

    bool run()
    {
        for (; *text != '\0'; text++) {
            if (*text != '%') {
                output.put(*text);
                continue;
            }
            text++;
            Conversion conversion;
            if (!conversion_read(conversion) || !convert(conversion)) {
                return false;
            }
        }
        return true;
    }

private:
    void flags_read(Conversion &conversion)
    {
        for (;; text++) {
            switch (*text) {
            case '-':
                conversion.isLeft = true;
                break;
            case '+':
                conversion.hasPlus = true;
                break;
            case ' ':
                conversion.hasSpace = true;
                break;
            case '#':
                conversion.isAlternate = true;
                break;
            case '0':
                conversion.hasZeros = true;
                break;
            default:
                return;
            }
        }
    }

    /// Digits or `*`. False if the number is too large.
    bool number_read(int &number)
    {
        if (*text == '*') {
            text++;
            number = va_arg(arguments, int);
            return true;
        }
        number = 0;
        for (; *text >= '0' && *text <= '9'; text++) {
            int digit = *text - '0';
            if (number > (Unlimited - digit) / 10) {
                return false;
            }
            number = number * 10 + digit;
        }
        return true;
    }

    Length length_read()
    {
        char letter = *text;
        bool isDoubled = letter != '\0' && text[1] == letter;
        switch (letter) {
        case 'h':
            text += isDoubled ? 2 : 1;
            return isDoubled ? Length::Char : Length::Short;
        case 'l':
            text += isDoubled ? 2 : 1;
            return isDoubled ? Length::LongLong : Length::Long;
        case 'j':
            text++;
            return Length::Max;
        case 'z':
            text++;
            return Length::Size;
        case 't':
            text++;
            return Length::Difference;
        case 'L': // long double is double
            text++;
            return Length::LongLong;
        default:
            return Length::Int;
        }
    }

    bool conversion_read(Conversion &conversion)
    {
        flags_read(conversion);
        if (!number_read(conversion.width)) {
            return false;
        }
        if (conversion.width < 0) {
            conversion.isLeft = true;
            conversion.width = conversion.width < -Unlimited ? Unlimited : -conversion.width;
        }
        if (*text == '.') {
            text++;
            if (!number_read(conversion.precision)) {
                return false;
            }
        }
        conversion.length = length_read();
        conversion.letter = *text;
        return true;
    }

    int64_t signed_argument(Length length)
    {
        switch (length) {
        case Length::Char:
            return static_cast<signed char>(va_arg(arguments, int));
        case Length::Short:
            return static_cast<short>(va_arg(arguments, int));
        case Length::Int:
            return va_arg(arguments, int);
        case Length::Long:
            return va_arg(arguments, long);
        case Length::Size:
        case Length::Difference:
            return va_arg(arguments, ptrdiff_t);
        case Length::LongLong:
        case Length::Max:
            return va_arg(arguments, long long);
        }
        return 0;
    }

    uint64_t unsigned_argument(Length length)
    {
        switch (length) {
        case Length::Char:
            return static_cast<unsigned char>(va_arg(arguments, int));
        case Length::Short:
            return static_cast<unsigned short>(va_arg(arguments, int));
        case Length::Int:
            return va_arg(arguments, unsigned);
        case Length::Long:
            return va_arg(arguments, unsigned long);
        case Length::Size:
        case Length::Difference:
            return va_arg(arguments, size_t);
        case Length::LongLong:
        case Length::Max:
            return va_arg(arguments, unsigned long long);
        }
        return 0;
    }

    bool convert(const Conversion &conversion)
    {
        switch (conversion.letter) {
        case 'd':
        case 'i': {
            int64_t value = signed_argument(conversion.length);
            auto bits = static_cast<uint64_t>(value);
            integer_format(output, conversion, value < 0 ? -bits : bits, value < 0);
            return true;
        }
        case 'u':
        case 'o':
        case 'x':
        case 'X':
        case 'b':
        case 'B':
            integer_format(output, conversion, unsigned_argument(conversion.length), false);
            return true;
        case 'c':
            character_format(output, conversion, static_cast<char>(va_arg(arguments, int)));
            return true;
        case 's':
            string_format(output, conversion, va_arg(arguments, const char *));
            return true;
        case 'p':
            pointer_format(output, conversion, va_arg(arguments, void *));
            return true;
        case 'e':
        case 'E':
        case 'f':
        case 'F':
        case 'g':
        case 'G':
            double_format(output, conversion, va_arg(arguments, double));
            return true;
        case 'a':
        case 'A':
            hexadecimal_double_format(output, conversion, va_arg(arguments, double));
            return true;
        case '%':
            output.put('%');
            return true;
        default:
            return false;
        }
    }

    Output &output;
    const char *text;
    va_list arguments;
};

} // namespace

bool format(Output &output, const char *text, va_list arguments)
{
    return Formatter(output, text, arguments).run();
}

} // namespace stdio
