// sscanf against the host's.
#include "guest.h"

#include <array>
#include <cstdio>
#include <cstring>
#include <gtest/gtest.h>
#include <string>

GUEST(int, sscanf, const char *, const char *, ...);

namespace griotte::test {
namespace {

/// Two places of any type, both filled the same before.
struct Results
{
    alignas(16) std::array<unsigned char, 64> first;
    alignas(16) std::array<unsigned char, 64> second;
    bool operator==(const Results &) const = default;
};

void check(const std::string &text, const char *format)
{
    Results actual;
    actual.first.fill(0xaa);
    actual.second.fill(0xaa);
    Results expected = actual;
    int actualCount = guest_sscanf(text.c_str(), format, &actual.first, &actual.second);
    int expectedCount = std::sscanf(text.c_str(), format, &expected.first, &expected.second);
    EXPECT_EQ(actualCount, expectedCount) << '"' << text << "\" by " << format;
    EXPECT_EQ(actual, expected) << '"' << text << "\" by " << format;
}

TEST(Scan, DoesAsTheHostDoes)
{
    const std::array texts = {"",
                              "   ",
                              "12",
                              " 12 34",
                              "-7,8",
                              "+5 -6",
                              "0x1f 0X2A",
                              "0x 1",
                              "0777 09",
                              "abc def",
                              "a1b2",
                              "1.5 2e3",
                              "-.5e-2 .",
                              "100ergs",
                              "inf nan",
                              "0x1.8p1 3",
                              "99%",
                              "99 % 1",
                              "[x] y",
                              "x-y z",
                              "4294967295 -1",
                              "1e 2",
                              "1e+ 2",
                              "]ab]c",
                              "12345678901234567890 1",
                              "hello world",
                              "-",
                              "-x",
                              "+ 1",
                              "0",
                              "00x1",
                              "1 0x",
                              "\t\n7 8",
                              "3abc4",
                              "0b1"};
    const std::array formats = {
        "%d %d",    "%d,%d",     "%i %i",       "%x %x",        "%o %o",    "%u %u",  "%lld %lld",
        "%hd %hhd", "%ld %zu",   "%lg %lg",     "%f %f",        "%s %s",    "%3s%3s", "%c %c",
        "%2c%c",    "%[abc] %s", "%[^ ] %[^]]", "%[]a] %[b-z]", "%d%% %d",  "%*d %d", "%d%n",
        "%3d%2d",   "%4x%3x",    "%4lg%lg",     "x-%c %s",      "%*s %n%c", "%n",     "%1d%1d",
        "%a %e",    "%jd %td",   "%llu %llx",   "%4i%i"};
    for (const char *text : texts) {
        for (const char *format : formats) {
            check(text, format);
        }
    }
}

} // namespace
} // namespace griotte::test
