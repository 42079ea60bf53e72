// std::to_chars for floating point: the shortest digits that read back as the same number, or as
// many as are asked for. Both are made by printf's exact conversion and checked by strtod's.
#include <charconv>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

namespace {

using std::chars_format;
using std::to_chars_result;

/// Text for `[first, last)`, or the error that it does not fit.
to_chars_result text_put(char *first, char *last, const char *text, size_t length)
{
    if (static_cast<size_t>(last - first) < length) {
        return {last, std::errc::value_too_large};
    }
    memcpy(first, text, length);
    return {first + length, std::errc()};
}

/// printf straight into the range; for lengths nobody knows before.
template <typename... Arguments>
to_chars_result printed(char *first, char *last, const char *format, Arguments... arguments)
{
    auto room = static_cast<size_t>(last - first);
    int length = snprintf(nullptr, 0, format, arguments...);
    if (length < 0 || static_cast<size_t>(length) > room) {
        return {last, std::errc::value_too_large};
    }
    // printf ends strings with a zero, for which there may be no room: the last character goes
    // last.
    if (static_cast<size_t>(length) < room) {
        snprintf(first, room, format, arguments...);
        return {first + length, std::errc()};
    }
    char *copy = static_cast<char *>(malloc(static_cast<size_t>(length) + 1));
    if (copy == nullptr) {
        return {last, std::errc::value_too_large};
    }
    snprintf(copy, static_cast<size_t>(length) + 1, format, arguments...);
    memcpy(first, copy, static_cast<size_t>(length));
    free(copy);
    return {first + length, std::errc()};
}

constexpr int MostDigits = 17;

/// A number as printf's %e has it: `-d.ddde-ddd` at its longest.
struct Scientific
{
    char text[MostDigits + 10];
    size_t length;
    int digits;
    int exponent;

    Scientific(double value, int theDigits) : digits(theDigits)
    {
        length = static_cast<size_t>(snprintf(text, sizeof(text), "%.*e", digits - 1, value));
        exponent = atoi(strchr(text, 'e') + 1);
    }
};

double read_back(const char *text, double)
{
    return strtod(text, nullptr);
}

float read_back(const char *text, float)
{
    return strtof(text, nullptr);
}

/// The fewest digits that read back as `value`, which is finite.
template <typename Float>
Scientific shortest(Float value)
{
    for (int digits = 1; digits < MostDigits; digits++) {
        Scientific candidate(static_cast<double>(value), digits);
        if (read_back(candidate.text, value) == value) {
            return candidate;
        }
    }
    return {static_cast<double>(value), MostDigits};
}

/// The same digits without an exponent; all of them, where the number goes on before the point.
to_chars_result fixed_put(char *first, char *last, double value, const Scientific &scientific)
{
    int places = scientific.digits - 1 - scientific.exponent;
    return printed(first, last, "%.*f", places > 0 ? places : 0, value);
}

/// How long fixed_put's text is.
int fixed_length(const Scientific &scientific)
{
    int sign = scientific.text[0] == '-';
    if (scientific.exponent < 0) {
        return sign + 1 + scientific.digits - scientific.exponent;
    }
    int whole = scientific.exponent + 1;
    return sign + (scientific.digits > whole ? scientific.digits + 1 : whole);
}

bool is_finite(double value)
{
    return __builtin_isfinite(value);
}

template <typename Float>
to_chars_result shortest_put(char *first, char *last, Float value, chars_format format)
{
    auto wide = static_cast<double>(value);
    if (!is_finite(wide)) {
        return printed(first, last, "%f", wide);
    }
    if (format == chars_format::hex) {
        char text[32];
        int length = snprintf(text, sizeof(text), "%a", wide);
        // `0x` goes, a sign before it stays.
        size_t sign = text[0] == '-';
        memmove(text + sign, text + sign + 2, static_cast<size_t>(length) - sign - 1);
        return text_put(first, last, text, static_cast<size_t>(length) - 2);
    }
    Scientific scientific = shortest(value);
    bool isFixed = false;
    switch (format) {
    case chars_format::scientific:
        break;
    case chars_format::fixed:
        isFixed = true;
        break;
    case chars_format::general:
        isFixed = scientific.exponent >= -4 && scientific.exponent < 6;
        break;
    default: // whichever is shorter
        isFixed = fixed_length(scientific) <= static_cast<int>(scientific.length);
    }
    return isFixed ? fixed_put(first, last, wide, scientific)
                   : text_put(first, last, scientific.text, scientific.length);
}

to_chars_result precise_put(char *first, char *last, double value, chars_format format,
                            int precision)
{
    precision = precision < 0 ? 6 : precision;
    if (!is_finite(value)) {
        return printed(first, last, "%f", value);
    }
    switch (format) {
    case chars_format::scientific:
        return printed(first, last, "%.*e", precision, value);
    case chars_format::fixed:
        return printed(first, last, "%.*f", precision, value);
    case chars_format::general:
        return printed(first, last, "%.*g", precision, value);
    default:
        break;
    }
    // Sixteenths: printed with `0x` behind the sign, which is then closed up.
    bool isNegative = __builtin_signbit(value);
    if (isNegative) {
        if (first == last) {
            return {last, std::errc::value_too_large};
        }
        *first++ = '-';
        value = -value;
    }
    char *text = static_cast<char *>(malloc(static_cast<size_t>(precision) + 32));
    if (text == nullptr) {
        return {last, std::errc::value_too_large};
    }
    int length = snprintf(text, static_cast<size_t>(precision) + 32, "%.*a", precision, value);
    to_chars_result result = text_put(first, last, text + 2, static_cast<size_t>(length) - 2);
    free(text);
    return result;
}

} // namespace

_LIBCPP_BEGIN_NAMESPACE_STD

to_chars_result to_chars(char *first, char *last, float value)
{
    return shortest_put(first, last, value, chars_format{});
}

to_chars_result to_chars(char *first, char *last, double value)
{
    return shortest_put(first, last, value, chars_format{});
}

to_chars_result to_chars(char *first, char *last, float value, chars_format format)
{
    return shortest_put(first, last, value, format);
}

to_chars_result to_chars(char *first, char *last, double value, chars_format format)
{
    return shortest_put(first, last, value, format);
}

to_chars_result to_chars(char *first, char *last, float value, chars_format format, int precision)
{
    return precise_put(first, last, static_cast<double>(value), format, precision);
}

to_chars_result to_chars(char *first, char *last, double value, chars_format format, int precision)
{
    return precise_put(first, last, value, format, precision);
}

#if __SIZEOF_LONG_DOUBLE__ == 8
to_chars_result to_chars(char *first, char *last, long double value)
{
    return to_chars(first, last, static_cast<double>(value));
}

to_chars_result to_chars(char *first, char *last, long double value, chars_format format)
{
    return to_chars(first, last, static_cast<double>(value), format);
}

to_chars_result to_chars(char *first, char *last, long double value, chars_format format,
                         int precision)
{
    return to_chars(first, last, static_cast<double>(value), format, precision);
}
#endif

_LIBCPP_END_NAMESPACE_STD
