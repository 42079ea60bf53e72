// sscanf: C11's conversions. Numbers are strtol's and strtod's, of which a width is a copy.
#include <ctype.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

namespace {

enum class Length : uint8_t
{
    Int,
    Char,
    Short,
    Long,
    LongLong
};

/// One conversion as the format has it.
struct Conversion
{
    bool isStored = true;
    size_t width = 0;
    Length length = Length::Int;
    char letter = 0;
};

/// va_list may be an array, which cannot be passed by reference.
struct Arguments
{
    va_list list;
};

bool is_space(char character)
{
    return isspace(static_cast<unsigned char>(character)) != 0;
}

Length length_parse(const char *&format)
{
    char letter = *format;
    if (letter != 'h' && letter != 'l' && letter != 'j' && letter != 'z' && letter != 't' &&
        letter != 'L')
    {
        return Length::Int;
    }
    format++;
    if ((letter == 'h' || letter == 'l') && *format == letter) {
        format++;
        return letter == 'h' ? Length::Char : Length::LongLong;
    }
    constexpr bool IsSizeLong = sizeof(size_t) == sizeof(long);
    switch (letter) {
    case 'h':
        return Length::Short;
    case 'j':
        return Length::LongLong;
    case 'z':
    case 't':
        return IsSizeLong ? Length::Long : Length::Int;
    default:
        return Length::Long;
    }
}

/// From behind the percent sign to behind the letter.
Conversion conversion_parse(const char *&format)
{
    Conversion result;
    if (*format == '*') {
        result.isStored = false;
        format++;
    }
    for (; isdigit(static_cast<unsigned char>(*format)); format++) {
        result.width = result.width * 10 + static_cast<size_t>(*format - '0');
    }
    result.length = length_parse(format);
    result.letter = *format;
    format += *format != '\0';
    return result;
}

void integer_store(Arguments &arguments, Length length, unsigned long long value)
{
    switch (length) {
    case Length::Char:
        *va_arg(arguments.list, signed char *) = static_cast<signed char>(value);
        break;
    case Length::Short:
        *va_arg(arguments.list, short *) = static_cast<short>(value);
        break;
    case Length::Int:
        *va_arg(arguments.list, int *) = static_cast<int>(value);
        break;
    case Length::Long:
        *va_arg(arguments.list, long *) = static_cast<long>(value);
        break;
    case Length::LongLong:
        *va_arg(arguments.list, long long *) = static_cast<long long>(value);
        break;
    }
}

int base_of(char letter)
{
    switch (letter) {
    case 'o':
        return 8;
    case 'x':
    case 'X':
    case 'p':
        return 16;
    case 'i':
        return 0;
    default:
        return 10;
    }
}

/// The value, whatever its type's sign; null in `end` if there is none.
unsigned long long integer_read(const char *text, const Conversion &conversion, const char **end)
{
    char *after;
    int base = base_of(conversion.letter);
    bool isSigned = conversion.letter == 'd' || conversion.letter == 'i';
    bool isWide = conversion.length == Length::LongLong;
    unsigned long long value;
    if (isWide) {
        value = isSigned ? static_cast<unsigned long long>(strtoll(text, &after, base))
                         : strtoull(text, &after, base);
    } else {
        value = isSigned ? static_cast<unsigned long long>(strtol(text, &after, base))
                         : strtoul(text, &after, base);
    }
    // Input is taken as far as it might have become a number: a lone 0x is zero.
    bool isHalf = (base == 0 || base == 16) && after != text && after[-1] == '0' &&
                  (*after == 'x' || *after == 'X') &&
                  (after - 1 == text || !isxdigit(static_cast<unsigned char>(after[-2])));
    *end = after == text ? nullptr : after + isHalf;
    return value;
}

/// The end of a number strtod reads, with an exponent that has no digits; null if there is none.
const char *float_end(const char *text, const char *end)
{
    if (end == text) {
        return nullptr;
    }
    const char *digits = text + (*text == '-' || *text == '+');
    if (!isdigit(static_cast<unsigned char>(*digits)) && *digits != '.') {
        return end;
    }
    bool isHexadecimal = digits[0] == '0' && tolower(static_cast<unsigned char>(digits[1])) == 'x';
    char letter = static_cast<char>(tolower(static_cast<unsigned char>(*end)));
    if (isHexadecimal && end == digits + 1) {
        return nullptr;
    }
    if (letter == (isHexadecimal ? 'p' : 'e')) {
        end++;
        end += *end == '-' || *end == '+';
    }
    return end;
}

const char *float_scan(const char *text, const Conversion &conversion, Arguments &arguments)
{
    char *after;
    if (conversion.length == Length::Int) {
        float value = strtof(text, &after);
        const char *end = float_end(text, after);
        if (end != nullptr && conversion.isStored) {
            *va_arg(arguments.list, float *) = value;
        }
        return end;
    }
    double value = strtod(text, &after);
    const char *end = float_end(text, after);
    if (end != nullptr && conversion.isStored) {
        *va_arg(arguments.list, double *) = value;
    }
    return end;
}

/// Reads a number at `text`; the end of what was read, or null.
const char *number_scan(const char *text, const Conversion &conversion, Arguments &arguments)
{
    if (strchr("aAeEfFgG", conversion.letter) != nullptr) {
        return float_scan(text, conversion, arguments);
    }
    const char *end;
    unsigned long long value = integer_read(text, conversion, &end);
    if (end == nullptr || !conversion.isStored) {
        return end;
    }
    if (conversion.letter == 'p') {
        *va_arg(arguments.list, void **) = reinterpret_cast<void *>(static_cast<uintptr_t>(value));
    } else {
        integer_store(arguments, conversion.length, value);
    }
    return end;
}

/// The same of at most as many characters as the conversion's width.
const char *limited_scan(const char *text, const Conversion &conversion, Arguments &arguments)
{
    size_t width = conversion.width;
    if (width == 0 || strnlen(text, width) < width) {
        return number_scan(text, conversion, arguments);
    }
    char *copy = static_cast<char *>(__builtin_alloca(width + 1));
    memcpy(copy, text, width);
    copy[width] = '\0';
    const char *end = number_scan(copy, conversion, arguments);
    return end == nullptr ? nullptr : text + (end - copy);
}

/// A set of characters in brackets.
class Set
{
public:
    /// From behind the opening bracket to behind the closing one.
    explicit Set(const char *&format)
    {
        isInverted = *format == '^';
        format += isInverted;
        const char *begin = format;
        for (; *format != '\0' && (*format != ']' || format == begin); format++) {
            auto low = static_cast<unsigned char>(*format);
            auto high = low;
            if (format[1] == '-' && format[2] != ']' && format[2] != '\0') {
                high = static_cast<unsigned char>(format[2]);
                format += 2;
            }
            for (unsigned value = low; value <= high; value++) {
                bits[value / 32] |= 1U << (value % 32);
            }
        }
        format += *format != '\0';
    }
    bool has(char character) const
    {
        auto value = static_cast<unsigned char>(character);
        return ((bits[value / 32] >> (value % 32) & 1) != 0) != isInverted;
    }

private:
    uint32_t bits[8] = {};
    bool isInverted;
};

/// Stores `count` characters, and a terminator unless the letter is `c`.
void text_store(Arguments &arguments, const Conversion &conversion, const char *text, size_t count)
{
    if (!conversion.isStored) {
        return;
    }
    char *destination = va_arg(arguments.list, char *);
    memcpy(destination, text, count);
    if (conversion.letter != 'c') {
        destination[count] = '\0';
    }
}

/// Reads characters for %c, %s and %[; the end of what was read, or null.
const char *text_scan(const char *text, Conversion conversion, const char *&format,
                      Arguments &arguments)
{
    size_t count = 0;
    if (conversion.letter == 'c') {
        size_t wanted = conversion.width == 0 ? 1 : conversion.width;
        count = strnlen(text, wanted);
    } else {
        size_t limit = conversion.width == 0 ? SIZE_MAX : conversion.width;
        if (conversion.letter == '[') {
            Set set(format);
            while (count < limit && text[count] != '\0' && set.has(text[count])) {
                count++;
            }
        } else {
            while (count < limit && text[count] != '\0' && !is_space(text[count])) {
                count++;
            }
        }
        if (count == 0) {
            return nullptr;
        }
    }
    text_store(arguments, conversion, text, count);
    return text + count;
}

int scan(const char *string, const char *format, Arguments &arguments)
{
    const char *at = string;
    int stored = 0;
    while (*format != '\0') {
        if (is_space(*format)) {
            format++;
            while (is_space(*at)) {
                at++;
            }
            continue;
        }
        if (*format != '%') {
            if (*at != *format) {
                return *at == '\0' && stored == 0 ? EOF : stored;
            }
            at++;
            format++;
            continue;
        }
        format++;
        Conversion conversion = conversion_parse(format);
        char letter = conversion.letter;
        if (letter == 'n') {
            if (conversion.isStored) {
                integer_store(arguments, conversion.length,
                              static_cast<unsigned long long>(at - string));
            }
            continue;
        }
        if (letter != 'c' && letter != '[') {
            while (is_space(*at)) {
                at++;
            }
        }
        if (letter == '%') {
            if (*at != '%') {
                return *at == '\0' && stored == 0 ? EOF : stored;
            }
            at++;
            continue;
        }
        if (*at == '\0') {
            return stored != 0 ? stored : EOF;
        }
        bool isText = letter == 'c' || letter == 's' || letter == '[';
        if (letter == '\0' || (!isText && strchr("diouxXpaAeEfFgG", letter) == nullptr)) {
            return stored;
        }
        const char *end = isText ? text_scan(at, conversion, format, arguments)
                                 : limited_scan(at, conversion, arguments);
        if (end == nullptr) {
            return stored;
        }
        at = end;
        stored += conversion.isStored;
    }
    return stored;
}

} // namespace

int vsscanf(const char *__restrict string, const char *__restrict format, va_list arguments)
{
    Arguments copied;
    va_copy(copied.list, arguments);
    int result = scan(string, format, copied);
    va_end(copied.list);
    return result;
}

int sscanf(const char *__restrict string, const char *__restrict format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int result = vsscanf(string, format, arguments);
    va_end(arguments);
    return result;
}
