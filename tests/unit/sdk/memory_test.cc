// memcpy, memmove, memset and memcmp against a byte at a time, at every alignment.

#include "guest.h"
#include <array>
#include <gtest/gtest.h>
#include <numeric>
#include <vector>

GUEST(void *, memcpy, void *, const void *, size_t);
GUEST(void *, memmove, void *, const void *, size_t);
GUEST(void *, memset, void *, int, size_t);
GUEST(int, memcmp, const void *, const void *, size_t);
GUEST(int, bcmp, const void *, const void *, size_t);

namespace griotte::test {
namespace {

constexpr size_t Longest = 80;
constexpr size_t Alignments = 16;

/// A buffer in which every byte is different enough, so that a stray write shows.
struct alignas(16) Buffer
{
    std::array<unsigned char, 256> bytes;

    Buffer() { std::iota(bytes.begin(), bytes.end(), static_cast<unsigned char>(0)); }
    friend bool operator==(const Buffer &, const Buffer &) = default;
};

TEST(Memory, CopyIsACopy)
{
    Buffer source;
    for (size_t length = 0; length <= Longest; length++) {
        for (size_t from = 0; from < Alignments; from++) {
            for (size_t to = 0; to < Alignments; to++) {
                Buffer expected;
                Buffer actual;
                for (size_t i = 0; i < length; i++) {
                    expected.bytes[100 + to + i] = source.bytes[from + i];
                }
                unsigned char *destination = &actual.bytes[100 + to];
                ASSERT_EQ(guest_memcpy(destination, &source.bytes[from], length), destination);
                ASSERT_EQ(actual, expected) << length << " bytes, " << from << " to " << to;
            }
        }
    }
}

TEST(Memory, MoveIsACopyWhateverOverlaps)
{
    for (size_t length = 0; length <= Longest; length++) {
        for (size_t from = 0; from < 100; from++) {
            for (size_t to = from < 40 ? 0 : from - 40; to < from + 40; to++) {
                Buffer before;
                Buffer expected;
                Buffer actual;
                for (size_t i = 0; i < length; i++) {
                    expected.bytes[to + i] = before.bytes[from + i];
                }
                unsigned char *destination = &actual.bytes[to];
                ASSERT_EQ(guest_memmove(destination, &actual.bytes[from], length), destination);
                ASSERT_EQ(actual, expected) << length << " bytes, " << from << " to " << to;
            }
        }
    }
}

TEST(Memory, SetFillsExactly)
{
    for (size_t length = 0; length <= Longest; length++) {
        for (size_t to = 0; to < Alignments; to++) {
            for (int value : {0, 0x5a, 0xff, 0x1a5, -1}) {
                Buffer expected;
                Buffer actual;
                for (size_t i = 0; i < length; i++) {
                    expected.bytes[to + i] = static_cast<unsigned char>(value);
                }
                ASSERT_EQ(guest_memset(&actual.bytes[to], value, length), &actual.bytes[to]);
                ASSERT_EQ(actual, expected) << length << " bytes at " << to;
            }
        }
    }
}

TEST(Memory, CompareFindsTheFirstDifference)
{
    auto sign = [](int value) { return (value > 0) - (value < 0); };
    for (size_t length = 0; length <= 40; length++) {
        for (size_t left = 0; left < 8; left++) {
            for (size_t right = 0; right < 8; right++) {
                std::array<unsigned char, 64> first{};
                std::array<unsigned char, 64> second{};
                second[right + length] = 1; // just outside
                ASSERT_EQ(guest_memcmp(&first[left], &second[right], length), 0);
                for (size_t at = 0; at < length; at++) {
                    second[right + at] = 0x80;
                    first[left + length - 1] = at == length - 1 ? 0x7f : 0xff;
                    ASSERT_EQ(sign(guest_memcmp(&first[left], &second[right], length)), -1);
                    ASSERT_EQ(sign(guest_memcmp(&second[right], &first[left], length)), 1);
                    ASSERT_NE(guest_bcmp(&first[left], &second[right], length), 0);
                    second[right + at] = 0;
                    first[left + length - 1] = 0;
                }
            }
        }
    }
}

// Long copies go through the unrolled loops.
TEST(Memory, LongRegionsToo)
{
    Random random(2);
    std::vector<unsigned char> source(5000);
    for (unsigned char &byte : source) {
        byte = static_cast<unsigned char>(random.next());
    }
    for (int round = 0; round < 2000; round++) {
        auto actual = source;
        auto expected = source;
        size_t length = random.below(2000);
        size_t from = random.below(3000);
        size_t to = random.below(3000);
        std::copy_n(source.begin() + long(from), length, expected.begin() + long(to));
        guest_memmove(&actual[to], &actual[from], length);
        ASSERT_EQ(actual, expected);
        actual = source;
        guest_memcpy(&actual[to], &source[from], length);
        ASSERT_EQ(actual, expected);
    }
}

} // namespace
} // namespace griotte::test
