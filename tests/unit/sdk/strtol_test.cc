// strtol and strtod against the host's.

#include "guest.h"
#include <bit>
#include <cmath>
#include <cstdio>
#include <gtest/gtest.h>
#include <string>

GUEST(long, strtol, const char *, char **, int);
GUEST(unsigned long, strtoul, const char *, char **, int);
GUEST(long long, strtoll, const char *, char **, int);
GUEST(unsigned long long, strtoull, const char *, char **, int);
GUEST(double, strtod, const char *, char **);
GUEST(float, strtof, const char *, char **);
extern "C" int guest_errno;

namespace griotte::test {
namespace {

template <typename Guest, typename Host>
void check(const std::string &text, Guest guest, Host host)
{
    char *guestEnd;
    char *hostEnd;
    guest_errno = 0;
    errno = 0;
    auto actual = guest(text.c_str(), &guestEnd);
    auto expected = host(text.c_str(), &hostEnd);
    ASSERT_EQ(guestEnd - text.c_str(), hostEnd - text.c_str()) << '"' << text << '"';
    if constexpr (std::is_floating_point_v<decltype(actual)>) {
        if (std::isnan(expected)) {
            ASSERT_TRUE(std::isnan(actual)) << text;
            return;
        }
        ASSERT_EQ(std::signbit(actual), std::signbit(expected)) << '"' << text << '"';
    } else {
        ASSERT_EQ(guest_errno, errno) << '"' << text << '"';
    }
    ASSERT_EQ(actual, expected) << '"' << text << '"';
}

void check_integer(const std::string &text, int base)
{
    auto with_base = [base](auto function) {
        return [base, function](const char *string, char **end) {
            return function(string, end, base);
        };
    };
    check(text, with_base(guest_strtol), with_base(strtol));
    check(text, with_base(guest_strtoul), with_base(strtoul));
    check(text, with_base(guest_strtoll), with_base(strtoll));
    check(text, with_base(guest_strtoull), with_base(strtoull));
}

void check_floating(const std::string &text)
{
    check(text, guest_strtod, strtod);
    check(text, guest_strtof, strtof);
}

TEST(Strtol, ReadsIntegers)
{
    Random random(1);
    for (int i = 0; i < 200'000; i++) {
        std::string text(random.below(3), ' ');
        text += std::string(random.below(2), "+-"[random.below(2)]);
        const char *const prefixes[] = {"", "", "0", "0x", "0X", "00", "x"};
        text += prefixes[random.below(7)];
        for (uint64_t length = random.below(24); length != 0; length--) {
            text += "0123456789abcfzZ."[random.below(random.below(4) == 0 ? 17 : 10)];
        }
        const int bases[] = {0, 10, 16, 8, 2, 36, 7};
        check_integer(text, bases[random.below(7)]);
    }
}

TEST(Strtol, SaturatesAtTheLimits)
{
    for (const char *text :
         {"9223372036854775807", "9223372036854775808", "-9223372036854775808",
          "-9223372036854775809", "18446744073709551615", "18446744073709551616",
          "-18446744073709551615", "-18446744073709551616", "0", "-0", "", "-", "+-1", "0x", "0xg"})
    {
        check_integer(text, 10);
        check_integer(text, 0);
        check_integer(text, 16);
    }
    char *end;
    guest_errno = 0;
    EXPECT_EQ(guest_strtol("1", &end, 1), 0);
    EXPECT_EQ(guest_errno, 22);
}

// What printf wrote with enough digits, and one digit more or less.
TEST(Strtod, ReadsWhatWasPrinted)
{
    Random random(2);
    for (int i = 0; i < 100'000; i++) {
        auto value = std::bit_cast<double>(random.next());
        if (random.below(3) == 0) {
            value = std::ldexp(static_cast<double>(random.next() >> 11),
                               static_cast<int>(random.below(200)) - 140);
        }
        char text[1200];
        const char *const formats[] = {"%.*e", "%.*g", "%.*f", "%.*a"};
        snprintf(text, sizeof(text), formats[random.below(4)], static_cast<int>(random.below(22)),
                 value);
        check_floating(text);
    }
}

// Exactly between two numbers, and a little to either side: the tie decided by the last digit.
TEST(Strtod, DecidesTies)
{
    Random random(3);
    for (int i = 0; i < 3'000; i++) {
        uint64_t bits = random.next() & 0x7fffffffffffffff;
        bits = i % 3 == 0 ? bits % (uint64_t{1} << 53) : bits; // subnormals
        auto low = std::bit_cast<double>(bits);
        double high = std::nextafter(low, HUGE_VAL);
        if (!std::isfinite(high)) {
            continue;
        }
        char text[1200];
        snprintf(text, sizeof(text), "%.1080Le", ((long double)low + (long double)high) / 2);
        check_floating(text);
        std::string more = text;
        more.insert(more.find('e'), "1");
        check_floating(more);
        auto single = static_cast<float>(low);
        float next = std::nextafter(single, HUGE_VALF);
        if (std::isfinite(next)) {
            snprintf(text, sizeof(text), "%.300e", ((double)single + (double)next) / 2);
            check_floating(text);
        }
    }
}

TEST(Strtod, ReadsAllSpellings)
{
    for (const char *text : {"0",
                             "-0",
                             "",
                             ".",
                             "-.",
                             "+.5",
                             "5.",
                             "5.e3",
                             "1e",
                             "1e+",
                             "1e5x",
                             "  12.5e-3",
                             "inf",
                             "-INF",
                             "infinity",
                             "infinitx",
                             "nan",
                             "-nan",
                             "0x1p3",
                             "0x.8p1",
                             "0x",
                             "0x.",
                             "0xg",
                             "0x1.8p",
                             "0x1p-1074",
                             "0x1p-1075",
                             "0x1.8p-1074",
                             "0x1.fffffffffffff8p0",
                             "0x1.fffffffffffff7p1023",
                             "0x123456789abcdef0123456789p-20",
                             "1e400",
                             "1e-400",
                             "1e99999999999",
                             "1e-99999999999",
                             "0e99999999999",
                             "1.7976931348623157e308",
                             "1.7976931348623159e308",
                             "4.9e-324",
                             "2.4e-324",
                             "2.5e-324",
                             "9007199254740993",
                             "9007199254740992.5",
                             "00000000000000000000000000000001",
                             "0.000000000000000000000000000000000000000000001e45",
                             "1..2",
                             "1.2.3",
                             "123456789012345678901",
                             "3.4028235677973366e38",
                             "7.0064923216240853e-46"})
    {
        check_floating(text);
    }
    check_floating(std::string(2000, '9'));
    check_floating("0." + std::string(330, '0') + std::string(900, '7') + "e20");
    check_floating("1" + std::string(900, '0') + "1e-900");
}

} // namespace
} // namespace griotte::test
