// string.h, strings.h and ctype.h against the host's.

#include "guest.h"
#include <array>
#include <cctype>
#include <cstring>
#include <gtest/gtest.h>
#include <string>
#include <strings.h>

GUEST(size_t, strlen, const char *);
GUEST(size_t, strnlen, const char *, size_t);
GUEST(int, strcmp, const char *, const char *);
GUEST(int, strncmp, const char *, const char *, size_t);
GUEST(int, strcasecmp, const char *, const char *);
GUEST(int, strncasecmp, const char *, const char *, size_t);
GUEST(char *, strcpy, char *, const char *);
GUEST(char *, strncpy, char *, const char *, size_t);
GUEST(char *, strcat, char *, const char *);
GUEST(char *, strncat, char *, const char *, size_t);
GUEST(size_t, strlcpy, char *, const char *, size_t);
GUEST(size_t, strlcat, char *, const char *, size_t);
GUEST(char *, strchr, const char *, int);
GUEST(char *, strrchr, const char *, int);
GUEST(char *, strstr, const char *, const char *);
GUEST(char *, strnstr, const char *, const char *, size_t);
GUEST(char *, strpbrk, const char *, const char *);
GUEST(size_t, strspn, const char *, const char *);
GUEST(size_t, strcspn, const char *, const char *);
GUEST(char *, strtok_r, char *, const char *, char **);
GUEST(void *, memchr, const void *, int, size_t);
GUEST(void *, memrchr, const void *, int, size_t);
GUEST(void *, memccpy, void *, const void *, int, size_t);

namespace griotte::test {
namespace {

int sign(int value)
{
    return (value > 0) - (value < 0);
}

/// Short strings over few letters, so that they often agree, and some bytes above 127.
std::string random_string(Random &random)
{
    static const std::string letters = "abABc \xe9";
    std::string text;
    for (uint64_t length = random.below(12); length != 0; length--) {
        text += letters[random.below(letters.size())];
    }
    return text;
}

TEST(Strings, CompareAsTheHostDoes)
{
    Random random(1);
    for (int i = 0; i < 200'000; i++) {
        std::string left = random_string(random);
        std::string right = random.below(4) == 0 ? left : random_string(random);
        const char *a = left.c_str();
        const char *b = right.c_str();
        size_t limit = random.below(14);
        ASSERT_EQ(guest_strlen(a), left.size());
        ASSERT_EQ(guest_strnlen(a, limit), strnlen(a, limit));
        ASSERT_EQ(sign(guest_strcmp(a, b)), sign(strcmp(a, b)));
        ASSERT_EQ(sign(guest_strncmp(a, b, limit)), sign(strncmp(a, b, limit)));
        ASSERT_EQ(sign(guest_strcasecmp(a, b)), sign(strcasecmp(a, b)));
        ASSERT_EQ(sign(guest_strncasecmp(a, b, limit)), sign(strncasecmp(a, b, limit)));
    }
}

TEST(Strings, SearchAsTheHostDoes)
{
    Random random(2);
    for (int i = 0; i < 200'000; i++) {
        std::string text = random_string(random) + random_string(random);
        std::string other = random_string(random).substr(0, random.below(4));
        const char *a = text.c_str();
        const char *b = other.c_str();
        size_t limit = random.below(text.size() + 1);
        int letter = random.below(8) == 0 ? 0 : "abABc\xe9"[random.below(6)];
        ASSERT_EQ(guest_strchr(a, letter), strchr(a, letter));
        ASSERT_EQ(guest_strrchr(a, letter), strrchr(a, letter));
        ASSERT_EQ(guest_strstr(a, b), strstr(a, b));
        ASSERT_EQ(guest_strpbrk(a, b), strpbrk(a, b));
        ASSERT_EQ(guest_strspn(a, b), strspn(a, b));
        ASSERT_EQ(guest_strcspn(a, b), strcspn(a, b));
        ASSERT_EQ(guest_memchr(a, letter, limit), memchr(a, letter, limit));
        ASSERT_EQ(guest_memrchr(a, letter, limit), memrchr(a, letter, limit));
        std::string front = text.substr(0, limit);
        const char *inFront = strstr(front.c_str(), b);
        ASSERT_EQ(guest_strnstr(a, b, limit),
                  inFront == nullptr ? nullptr : a + (inFront - front.c_str()));
    }
}

TEST(Strings, CopyAsTheHostDoes)
{
    Random random(3);
    for (int i = 0; i < 100'000; i++) {
        std::string text = random_string(random);
        const char *a = text.c_str();
        size_t size = random.below(16);
        std::array<char, 64> expected;
        std::array<char, 64> actual;
        auto check = [&](auto guest, auto host) {
            expected.fill('#');
            actual.fill('#');
            strcpy(expected.data(), "begin");
            strcpy(actual.data(), "begin");
            guest(actual.data());
            host(expected.data());
            ASSERT_EQ(actual, expected);
        };
        check([&](char *to) { guest_strcpy(to, a); }, [&](char *to) { strcpy(to, a); });
        check([&](char *to) { guest_strcat(to, a); }, [&](char *to) { strcat(to, a); });
        check([&](char *to) { guest_strncpy(to, a, size); },
              [&](char *to) { strncpy(to, a, size); });
        check([&](char *to) { guest_strncat(to, a, size); },
              [&](char *to) { strncat(to, a, size); });
        check([&](char *to) { guest_memccpy(to, a, 'b', text.size()); },
              [&](char *to) { memccpy(to, a, 'b', text.size()); });
        check([&](char *to) { ASSERT_EQ(guest_strlcpy(to, a, size), text.size()); },
              [&](char *to) {
                  if (size != 0) {
                      text.copy(to, std::min(size - 1, text.size()));
                      to[std::min(size - 1, text.size())] = '\0';
                  }
              });
        check(
            [&](char *to) {
                ASSERT_EQ(guest_strlcat(to, a, size), std::min<size_t>(size, 5) + text.size());
            },
            [&](char *to) {
                if (size > 5) {
                    text.copy(to + 5, std::min(size - 6, text.size()));
                    to[5 + std::min(size - 6, text.size())] = '\0';
                }
            });
    }
}

TEST(Strings, SplitIntoTokens)
{
    char text[] = ",one,;two;";
    char *position;
    EXPECT_STREQ(guest_strtok_r(text, ",;", &position), "one");
    EXPECT_STREQ(guest_strtok_r(nullptr, ",;", &position), "two");
    EXPECT_EQ(guest_strtok_r(nullptr, ",;", &position), nullptr);
    EXPECT_EQ(guest_strtok_r(nullptr, ",;", &position), nullptr);
}

#define CTYPE(name)                                                                                \
    GUEST(int, name, int);                                                                         \
    TEST(CharacterTypes, name)                                                                     \
    {                                                                                              \
        for (int character = -1; character < 256; character++) {                                   \
            ASSERT_EQ(guest_##name(character) != 0, name(character) != 0) << character;            \
        }                                                                                          \
    }
} // namespace

CTYPE(isalnum)
CTYPE(isalpha)
CTYPE(isblank)
CTYPE(iscntrl)
CTYPE(isdigit)
CTYPE(isgraph)
CTYPE(islower)
CTYPE(isprint)
CTYPE(ispunct)
CTYPE(isspace)
CTYPE(isupper)
CTYPE(isxdigit)
GUEST(int, tolower, int);
GUEST(int, toupper, int);

TEST(CharacterTypes, ChangeCase)
{
    for (int character = -1; character < 256; character++) {
        ASSERT_EQ(guest_tolower(character), tolower(character));
        ASSERT_EQ(guest_toupper(character), toupper(character));
    }
}

} // namespace griotte::test
