// std::string, compiled once, and its conversions from and to numbers.
#include "../errno_set.h"
#include <stdexcept>
#include <stdio.h>
#include <stdlib.h>
#include <string>

template class std::basic_string<char>;
template std::string std::operator+
    <char, std::char_traits<char>, std::allocator<char>>(const char *, const std::string &);

namespace {

/// Runs one of the strtol family on `text`; ends the run as the standard's exceptions would.
template <typename Value, typename Convert>
Value number_from(const std::string &text, size_t *length, Convert convert)
{
    const int before = errno_get();
    char *end;
    errno_set(0);
    Value value = convert(text.c_str(), &end);
    const int error = errno_get();
    errno_set(before);
    if (end == text.c_str()) {
        std::__throw_invalid_argument("not a number");
    }
    if (error == ERANGE) {
        std::__throw_out_of_range("number out of range");
    }
    if (length != nullptr) {
        *length = static_cast<size_t>(end - text.c_str());
    }
    return value;
}

template <typename Value>
std::string text_from(const char *format, Value value)
{
    // An integer fits; so does a floating-point number of ordinary size.
    char buffer[32];
    int length = snprintf(buffer, sizeof(buffer), format, value);
    if (static_cast<size_t>(length) < sizeof(buffer)) {
        return std::string(buffer, static_cast<size_t>(length));
    }
    std::string text(static_cast<size_t>(length), '\0');
    snprintf(text.data(), text.size() + 1, format, value);
    return text;
}

} // namespace

_LIBCPP_BEGIN_NAMESPACE_STD

int stoi(const string &text, size_t *length, int base)
{
    return number_from<int>(text, length, [base](const char *from, char **end) {
        long long value = strtoll(from, end, base);
        if (value != static_cast<int>(value)) {
            errno_set(ERANGE);
        }
        return static_cast<int>(value);
    });
}

long stol(const string &text, size_t *length, int base)
{
    return number_from<long>(
        text, length, [base](const char *from, char **end) { return strtol(from, end, base); });
}

unsigned long stoul(const string &text, size_t *length, int base)
{
    return number_from<unsigned long>(
        text, length, [base](const char *from, char **end) { return strtoul(from, end, base); });
}

long long stoll(const string &text, size_t *length, int base)
{
    return number_from<long long>(
        text, length, [base](const char *from, char **end) { return strtoll(from, end, base); });
}

unsigned long long stoull(const string &text, size_t *length, int base)
{
    return number_from<unsigned long long>(
        text, length, [base](const char *from, char **end) { return strtoull(from, end, base); });
}

float stof(const string &text, size_t *length)
{
    return number_from<float>(text, length, strtof);
}

double stod(const string &text, size_t *length)
{
    return number_from<double>(text, length, strtod);
}

string to_string(int value)
{
    return text_from("%d", value);
}

string to_string(unsigned value)
{
    return text_from("%u", value);
}

string to_string(long value)
{
    return text_from("%ld", value);
}

string to_string(unsigned long value)
{
    return text_from("%lu", value);
}

string to_string(long long value)
{
    return text_from("%lld", value);
}

string to_string(unsigned long long value)
{
    return text_from("%llu", value);
}

string to_string(float value)
{
    return text_from("%f", static_cast<double>(value));
}

string to_string(double value)
{
    return text_from("%f", value);
}

#if __SIZEOF_LONG_DOUBLE__ == 8
long double stold(const string &text, size_t *length)
{
    return stod(text, length);
}

string to_string(long double value)
{
    return to_string(static_cast<double>(value));
}
#endif

_LIBCPP_END_NAMESPACE_STD
