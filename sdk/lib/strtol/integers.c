// strtol and its kin: one scanner, four sets of limits.
#include "../errno_set.h"
#include <ctype.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>

enum
{
    NotADigit = 36
};

static int digit_value(char character)
{
    if (isdigit((unsigned char)character)) {
        return character - '0';
    }
    return isalpha((unsigned char)character) ? tolower((unsigned char)character) - 'a' + 10
                                             : NotADigit;
}

typedef struct
{
    unsigned long long magnitude;
    int isNegative;
    /// The magnitude would be larger than `limit`, and is it.
    int isTooLarge;
} Number;

/// `limit` is the largest magnitude of a positive number; a negative one may be `negativeLimit`.
static Number number_scan(const char *string, char **end, int base, unsigned long long limit,
                          unsigned long long negativeLimit)
{
    Number number = {0, 0, 0};
    const char *at = string;
    if (end != NULL) {
        *end = (char *)string;
    }
    if (base < 0 || base == 1 || base > 36) {
        errno_set(EINVAL);
        return number;
    }
    while (isspace((unsigned char)*at)) {
        at++;
    }
    number.isNegative = *at == '-';
    at += *at == '-' || *at == '+';
    int isHexadecimal = at[0] == '0' && (at[1] == 'x' || at[1] == 'X') && digit_value(at[2]) < 16;
    if ((base == 0 || base == 16) && isHexadecimal) {
        at += 2;
        base = 16;
    } else if (base == 0) {
        base = *at == '0' ? 8 : 10;
    }
    if (number.isNegative) {
        limit = negativeLimit;
    }
    unsigned long long most = limit / (unsigned)base;
    int mostDigit = (int)(limit - most * (unsigned)base);
    for (; digit_value(*at) < base; at++) {
        int digit = digit_value(*at);
        if (number.magnitude > most || (number.magnitude == most && digit > mostDigit)) {
            number.isTooLarge = 1;
        } else {
            number.magnitude = number.magnitude * (unsigned)base + (unsigned)digit;
        }
        if (end != NULL) {
            *end = (char *)at + 1;
        }
    }
    if (number.isTooLarge) {
        number.magnitude = limit;
        errno_set(ERANGE);
    }
    return number;
}

static unsigned long long with_sign(Number number)
{
    return number.isNegative ? -number.magnitude : number.magnitude;
}

long strtol(const char *__restrict string, char **__restrict end, int base)
{
    return (long)with_sign(
        number_scan(string, end, base, LONG_MAX, (unsigned long long)LONG_MAX + 1));
}

long long strtoll(const char *__restrict string, char **__restrict end, int base)
{
    return (long long)with_sign(
        number_scan(string, end, base, LLONG_MAX, (unsigned long long)LLONG_MAX + 1));
}

unsigned long strtoul(const char *__restrict string, char **__restrict end, int base)
{
    Number number = number_scan(string, end, base, ULONG_MAX, ULONG_MAX);
    return number.isTooLarge ? ULONG_MAX : (unsigned long)with_sign(number);
}

unsigned long long strtoull(const char *__restrict string, char **__restrict end, int base)
{
    Number number = number_scan(string, end, base, ULLONG_MAX, ULLONG_MAX);
    return number.isTooLarge ? ULLONG_MAX : with_sign(number);
}

intmax_t strtoimax(const char *__restrict string, char **__restrict end, int base)
{
    return strtoll(string, end, base);
}

uintmax_t strtoumax(const char *__restrict string, char **__restrict end, int base)
{
    return strtoull(string, end, base);
}

int atoi(const char *string)
{
    return (int)strtol(string, NULL, 10);
}

long atol(const char *string)
{
    return strtol(string, NULL, 10);
}

long long atoll(const char *string)
{
    return strtoll(string, NULL, 10);
}
