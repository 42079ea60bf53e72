// The sums of relocation against plain twins.
#include "toolchain/link/relocation_arithmetic.h"

#include <random>
#include <vector>

#include <gtest/gtest.h>

using namespace griotte::link;

TEST(DistanceSplit, RoundsTowardsZero)
{
    EXPECT_EQ(distance_split(0), (SplitDistance{0, 0}));
    EXPECT_EQ(distance_split(2047), (SplitDistance{0, 2047}));
    EXPECT_EQ(distance_split(2048), (SplitDistance{2048, 0}));
    EXPECT_EQ(distance_split(-1), (SplitDistance{0, -1}));
    EXPECT_EQ(distance_split(-2047), (SplitDistance{0, -2047}));
    EXPECT_EQ(distance_split(-2048), (SplitDistance{-2048, 0}));
    EXPECT_EQ(distance_split(-2049), (SplitDistance{-2048, -1}));
    EXPECT_FALSE(distance_split(int64_t{1} << 30).has_value());
    EXPECT_TRUE(distance_split((int64_t{1} << 30) - 1).has_value());
    EXPECT_TRUE(distance_split(-(int64_t{1} << 30)).has_value());
    EXPECT_FALSE(distance_split(-(int64_t{1} << 30) - 2048).has_value());
}

/// The address in between is what PCC or CGP is moved to first: it must not leave what lies between
/// start and target, or a capability bounded to just that would lose its tag.
TEST(DistanceSplit, StopsBetweenHereAndThere)
{
    std::mt19937 random(1);
    for (int round = 0; round < 100'000; round++) {
        const auto distance = static_cast<int32_t>(random()) >> (2 + random() % 28);
        const auto split = distance_split(distance);
        ASSERT_TRUE(split.has_value());
        ASSERT_EQ(split->high + split->low, distance);
        ASSERT_EQ(split->high % HighUnit, 0);
        ASSERT_LE(std::min(0, distance), split->high);
        ASSERT_LE(split->high, std::max(0, distance));
        ASSERT_LT(std::abs(split->low), HighUnit);
    }
}

TEST(AbsoluteParts, AddUpToTheAddress)
{
    std::mt19937 random(2);
    for (int round = 0; round < 100'000; round++) {
        const auto address = static_cast<uint32_t>(random());
        ASSERT_EQ(high_of_absolute(address) + static_cast<uint32_t>(low_of_absolute(address)),
                  address);
        ASSERT_EQ(high_of_absolute(address) % 4096, 0u);
    }
    EXPECT_EQ(high_of_absolute(0xffff'f800), 0u) << "wraps, as adding does";
}

TEST(Reach, IsThatOfTheImmediate)
{
    EXPECT_TRUE(is_reachable(4094, 13));
    EXPECT_FALSE(is_reachable(4096, 13));
    EXPECT_TRUE(is_reachable(-4096, 13));
    EXPECT_FALSE(is_reachable(-4098, 13));
}

TEST(Uleb128, KeepsItsLength)
{
    std::vector<uint8_t> bytes = {0x80, 0x80, 0x00};
    EXPECT_EQ(uleb128_length(bytes), 3u);
    EXPECT_TRUE(uleb128_write(bytes, 300));
    EXPECT_EQ(bytes, (std::vector<uint8_t>{0xac, 0x82, 0x00}));
    EXPECT_TRUE(uleb128_write(bytes, (1u << 21) - 1));
    EXPECT_FALSE(uleb128_write(bytes, 1u << 21));
    EXPECT_EQ(uleb128_length(std::vector<uint8_t>{0x80, 0x80}), 0u);
}
