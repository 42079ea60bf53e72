// The compiler's integer functions against the host's 64- and 128-bit arithmetic.

#include "guest.h"
#include <bit>
#include <gtest/gtest.h>
#include <vector>

GUEST(int64_t, __muldi3, int64_t, int64_t);
GUEST(uint64_t, __udivmoddi4, uint64_t, uint64_t, uint64_t *);
GUEST(uint64_t, __udivdi3, uint64_t, uint64_t);
GUEST(uint64_t, __umoddi3, uint64_t, uint64_t);
GUEST(int64_t, __divmoddi4, int64_t, int64_t, int64_t *);
GUEST(int64_t, __divdi3, int64_t, int64_t);
GUEST(int64_t, __moddi3, int64_t, int64_t);
GUEST(int32_t, __divmodsi4, int32_t, int32_t, int32_t *);
GUEST(uint32_t, __udivmodsi4, uint32_t, uint32_t, uint32_t *);
GUEST(int64_t, __ashldi3, int64_t, int);
GUEST(uint64_t, __lshrdi3, uint64_t, int);
GUEST(int64_t, __ashrdi3, int64_t, int);
GUEST(int, __clzsi2, uint32_t);
GUEST(int, __clzdi2, uint64_t);
GUEST(int, __ctzsi2, uint32_t);
GUEST(int, __ctzdi2, uint64_t);
GUEST(int, __ffssi2, uint32_t);
GUEST(int, __ffsdi2, uint64_t);
GUEST(int, __popcountsi2, uint32_t);
GUEST(int, __popcountdi2, uint64_t);
GUEST(int, __paritysi2, uint32_t);
GUEST(int, __paritydi2, uint64_t);
GUEST(uint32_t, __bswapsi2, uint32_t);
GUEST(uint64_t, __bswapdi2, uint64_t);
GUEST(int, __cmpdi2, int64_t, int64_t);
GUEST(int, __ucmpdi2, uint64_t, uint64_t);
GUEST(int64_t, __negdi2, int64_t);
GUEST(int32_t, __mulosi4, int32_t, int32_t, int *);
GUEST(int64_t, __mulodi4, int64_t, int64_t, int *);
GUEST(int32_t, __addvsi3, int32_t, int32_t);
GUEST(int64_t, __addvdi3, int64_t, int64_t);
GUEST(int32_t, __subvsi3, int32_t, int32_t);
GUEST(int64_t, __subvdi3, int64_t, int64_t);
GUEST(int32_t, __mulvsi3, int32_t, int32_t);
GUEST(int64_t, __mulvdi3, int64_t, int64_t);
GUEST(int32_t, __absvsi2, int32_t);
GUEST(int64_t, __absvdi2, int64_t);
GUEST(int32_t, __negvsi2, int32_t);
GUEST(int64_t, __negvdi2, int64_t);

namespace griotte::test {
namespace {

/// Around every power of two, and all their complements.
std::vector<uint64_t> edge_values()
{
    std::vector<uint64_t> values;
    for (int shift = 0; shift < 64; shift++) {
        for (uint64_t nearby : {-2, -1, 0, 1, 2}) {
            values.push_back((uint64_t{1} << shift) + nearby);
            values.push_back(-(uint64_t{1} << shift) + nearby);
        }
    }
    return values;
}

template <typename Check>
void for_pairs(Check check)
{
    auto edges = edge_values();
    for (uint64_t x : edges) {
        for (uint64_t y : edges) {
            check(x, y);
        }
    }
    Random random(1);
    for (int i = 0; i < 1'000'000; i++) {
        uint64_t x = random.next() >> random.below(64);
        uint64_t y = random.next() >> random.below(64);
        check(x, i % 4 != 0 ? y : x / (y | 1)); // the last kind: nearly exact quotients
    }
}

TEST(Integers, Multiply)
{
    for_pairs([](uint64_t x, uint64_t y) {
        ASSERT_EQ(uint64_t(guest___muldi3(int64_t(x), int64_t(y))), x * y);
    });
}

TEST(Integers, DivideUnsigned)
{
    for_pairs([](uint64_t x, uint64_t y) {
        uint64_t remainder;
        uint64_t quotient = guest___udivmoddi4(x, y, &remainder);
        ASSERT_EQ(quotient, y == 0 ? ~uint64_t{0} : x / y) << x << " " << y;
        ASSERT_EQ(remainder, y == 0 ? x : x % y) << x << " " << y;
        ASSERT_EQ(guest___udivdi3(x, y), quotient);
        ASSERT_EQ(guest___umoddi3(x, y), remainder);
        auto xWord = uint32_t(x);
        auto yWord = uint32_t(y | 1);
        uint32_t wordRemainder;
        ASSERT_EQ(guest___udivmodsi4(xWord, yWord, &wordRemainder), xWord / yWord);
        ASSERT_EQ(wordRemainder, xWord % yWord);
    });
}

TEST(Integers, DivideSigned)
{
    for_pairs([](uint64_t xBits, uint64_t yBits) {
        auto x = int64_t(xBits);
        auto y = int64_t(yBits);
        int64_t expected = y == 0 ? -1 : int64_t(__int128(x) / y);
        int64_t expectedRemainder = y == 0 ? x : int64_t(__int128(x) % y);
        int64_t remainder;
        ASSERT_EQ(guest___divmoddi4(x, y, &remainder), expected) << x << " " << y;
        ASSERT_EQ(remainder, expectedRemainder) << x << " " << y;
        ASSERT_EQ(guest___divdi3(x, y), expected);
        ASSERT_EQ(guest___moddi3(x, y), expectedRemainder);
        auto xWord = int32_t(xBits >> 1 & 0x7fffffff);
        auto yWord = int32_t(yBits | 1);
        int32_t wordRemainder;
        ASSERT_EQ(guest___divmodsi4(xWord, yWord, &wordRemainder), xWord / yWord);
        ASSERT_EQ(wordRemainder, xWord % yWord);
    });
}

TEST(Integers, Shift)
{
    auto values = edge_values();
    for (uint64_t x : values) {
        for (int amount = 0; amount < 64; amount++) {
            ASSERT_EQ(uint64_t(guest___ashldi3(int64_t(x), amount)), x << amount);
            ASSERT_EQ(guest___lshrdi3(x, amount), x >> amount);
            ASSERT_EQ(guest___ashrdi3(int64_t(x), amount), int64_t(x) >> amount);
        }
    }
}

TEST(Integers, CountBits)
{
    for_pairs([](uint64_t x, uint64_t) {
        auto word = uint32_t(x);
        ASSERT_EQ(guest___clzsi2(word), std::countl_zero(word));
        ASSERT_EQ(guest___clzdi2(x), std::countl_zero(x));
        ASSERT_EQ(guest___ctzsi2(word), std::countr_zero(word));
        ASSERT_EQ(guest___ctzdi2(x), std::countr_zero(x));
        ASSERT_EQ(guest___ffssi2(word), word == 0 ? 0 : std::countr_zero(word) + 1);
        ASSERT_EQ(guest___ffsdi2(x), x == 0 ? 0 : std::countr_zero(x) + 1);
        ASSERT_EQ(guest___popcountsi2(word), std::popcount(word));
        ASSERT_EQ(guest___popcountdi2(x), std::popcount(x));
        ASSERT_EQ(guest___paritysi2(word), std::popcount(word) & 1);
        ASSERT_EQ(guest___paritydi2(x), std::popcount(x) & 1);
        ASSERT_EQ(guest___bswapsi2(word), std::byteswap(word));
        ASSERT_EQ(guest___bswapdi2(x), std::byteswap(x));
    });
}

TEST(Integers, Compare)
{
    for_pairs([](uint64_t x, uint64_t y) {
        ASSERT_EQ(guest___ucmpdi2(x, y), x < y ? 0 : x == y ? 1 : 2);
        ASSERT_EQ(guest___cmpdi2(int64_t(x), int64_t(y)), int64_t(x) < int64_t(y) ? 0
                                                          : x == y                ? 1
                                                                                  : 2);
        ASSERT_EQ(uint64_t(guest___negdi2(int64_t(x))), -x);
    });
}

TEST(Integers, NoticeOverflow)
{
    for_pairs([](uint64_t xBits, uint64_t yBits) {
        auto x = int64_t(xBits);
        auto y = int64_t(yBits);
        int64_t product;
        int expected = __builtin_mul_overflow(x, y, &product);
        int overflowed;
        ASSERT_EQ(guest___mulodi4(x, y, &overflowed), product) << x << " " << y;
        ASSERT_EQ(overflowed, expected) << x << " " << y;
        int32_t wordProduct;
        expected = __builtin_mul_overflow(int32_t(x), int32_t(y), &wordProduct);
        ASSERT_EQ(guest___mulosi4(int32_t(x), int32_t(y), &overflowed), wordProduct);
        ASSERT_EQ(overflowed, expected);

        int64_t sum;
        if (!__builtin_add_overflow(x, y, &sum)) {
            ASSERT_EQ(guest___addvdi3(x, y), sum);
        }
        if (!__builtin_sub_overflow(x, y, &sum)) {
            ASSERT_EQ(guest___subvdi3(x, y), sum);
        }
        int32_t wordSum;
        if (!__builtin_add_overflow(int32_t(x), int32_t(y), &wordSum)) {
            ASSERT_EQ(guest___addvsi3(int32_t(x), int32_t(y)), wordSum);
        }
        if (!__builtin_sub_overflow(int32_t(x), int32_t(y), &wordSum)) {
            ASSERT_EQ(guest___subvsi3(int32_t(x), int32_t(y)), wordSum);
        }
    });
    EXPECT_EQ(guest___absvdi2(-5), 5);
    EXPECT_EQ(guest___absvsi2(-5), 5);
    EXPECT_EQ(guest___negvdi2(5), -5);
    EXPECT_EQ(guest___negvsi2(5), -5);
    EXPECT_EQ(guest___mulvdi3(-5, 7), -35);
    EXPECT_EQ(guest___mulvsi3(-5, 7), -35);
}

TEST(IntegersDeathTest, TrapOnOverflow)
{
    constexpr int32_t Most = 0x7fffffff;
    constexpr int64_t LongMost = 0x7fffffffffffffff;
    EXPECT_DEATH(guest___addvsi3(Most, 1), "");
    EXPECT_DEATH(guest___addvdi3(LongMost, 1), "");
    EXPECT_DEATH(guest___subvsi3(-Most, 2), "");
    EXPECT_DEATH(guest___subvdi3(-LongMost, 2), "");
    EXPECT_DEATH(guest___mulvsi3(Most, 2), "");
    EXPECT_DEATH(guest___mulvdi3(LongMost, 2), "");
    EXPECT_DEATH(guest___absvsi2(-Most - 1), "");
    EXPECT_DEATH(guest___negvdi2(-LongMost - 1), "");
}

} // namespace
} // namespace griotte::test
