// The fast bounds arithmetic against the wide-integer oracle.
#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

#include "tests/unit/capability/oracle.h"

namespace griotte::machine {
namespace {

/// Random cases a test draws: 10^8 as the product promises; sanitizer builds take a hundredth.
size_t random_case_count()
{
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
    return 1'000'000;
#endif
#endif
    return 100'000'000;
}

uint32_t metadata_make(uint32_t exponentField, uint32_t top, uint32_t base)
{
    constexpr uint32_t ReadWriteGlobal = 0b111111u << metadata::PermissionsShift;
    return ReadWriteGlobal | (exponentField << metadata::ExponentShift) |
           (top << metadata::TopShift) | base;
}

TEST(Bounds, EveryPatternDecodesAsTheFormulaeSayAtEdgeAddresses)
{
    for (uint32_t exponentField = 0; exponentField < 16; exponentField++) {
        const unsigned exponent = exponentField == 15 ? 24 : exponentField;
        for (uint32_t base = 0; base < 512; base++) {
            for (uint32_t top = 0; top < 512; top++) {
                const auto baseAddress = static_cast<uint32_t>(uint64_t{base} << exponent);
                const auto topAddress = static_cast<uint32_t>(uint64_t{top} << exponent);
                for (const uint32_t address :
                     {0u, 1u, baseAddress - 1, baseAddress, baseAddress + 1, topAddress - 1,
                      topAddress, 0x7fffffffu, 0x80000000u + baseAddress, 0xfffffffeu, 0xffffffffu})
                {
                    const Bounds expected = oracle::bounds(exponent, top, base, address);
                    const uint32_t word = metadata_make(exponentField, top, base);
                    const auto untagged = Capability::from_memory(address, word, false);
                    const auto tagged = Capability::from_memory(address, word, true);
                    if (untagged.bounds() != expected || tagged.bounds() != expected) {
                        FAIL() << "exponent " << exponent << " base " << base << " top " << top
                               << " address " << address;
                    }
                }
            }
        }
    }
}

TEST(Bounds, EveryPatternKeepsItsTagExactlyWhereItsBoundsStay)
{
    // The fast path of with_address() against decoding twice, at the edges of the window.
    std::mt19937 random(1);
    for (uint32_t exponentField = 0; exponentField < 16; exponentField++) {
        const unsigned exponent = exponentField == 15 ? 24 : exponentField;
        for (uint32_t base = 0; base < 512; base += 3) {
            for (uint32_t top = 0; top < 512; top += 7) {
                const auto word = metadata_make(exponentField, top, base);
                const auto address = static_cast<uint32_t>(random());
                const auto capability = Capability::from_memory(address, word, true);
                const Bounds bounds = capability.bounds();
                const auto window = static_cast<uint32_t>(uint64_t{512} << exponent);
                for (const uint32_t target :
                     {bounds.base, bounds.base - 1, bounds.base + window, bounds.base + window - 1,
                      static_cast<uint32_t>(bounds.top), 0u, 0xffffffffu, address,
                      static_cast<uint32_t>(random())})
                {
                    const bool isSame = oracle::bounds(exponent, top, base, target) == bounds;
                    if (capability.with_address(target).is_tagged() != isSame) {
                        FAIL() << to_string(capability) << " moved to " << target;
                    }
                }
            }
        }
    }
}

TEST(Bounds, SettingAgreesWithTheOracleOnRandomRanges)
{
    std::mt19937_64 random(2);
    for (size_t count = random_case_count(); count > 0; count--) {
        const uint64_t bits = random();
        const auto base = static_cast<uint32_t>(bits) << (bits >> 59 & 15);
        const auto length = static_cast<uint32_t>(bits >> 32) >> (bits >> 54 & 31);
        const BoundsSet fast = bounds_set(base, length);
        const BoundsSet slow = oracle::bounds_set(base, length);
        if (fast.fields != slow.fields || fast.isExact != slow.isExact) {
            FAIL() << "base " << base << " length " << length;
        }
    }
}

TEST(Bounds, RoundingDownAgreesWithTheOracleOnRandomRanges)
{
    std::mt19937_64 random(3);
    for (size_t count = random_case_count() / 10; count > 0; count--) {
        const uint64_t bits = random();
        const auto base = static_cast<uint32_t>(bits) << (bits >> 59 & 31);
        const auto length = static_cast<uint32_t>(bits >> 32) >> (bits >> 54 & 31);
        if (bounds_set_round_down(base, length) != oracle::bounds_set_round_down(base, length)) {
            FAIL() << "base " << base << " length " << length;
        }
    }
}

TEST(Bounds, SettingTheAddressAgreesWithDecodingTwice)
{
    std::mt19937_64 random(4);
    const auto root = Capability::root_memory();
    for (size_t count = random_case_count() / 2; count > 0; count--) {
        const uint64_t bits = random();
        const auto base = static_cast<uint32_t>(bits);
        const auto length = static_cast<uint32_t>(bits >> 32) >> (bits & 31);
        const auto capability = root.with_address(base).with_bounds(length);
        if (!capability.is_tagged()) {
            continue; // base + length passes the end of the address space
        }
        // Targets cluster round the bounds, where it matters.
        const auto offset = static_cast<uint32_t>(random());
        const uint32_t target = base + (offset >> (offset & 31));
        const BoundsFields fields = capability.fields();
        const bool isSame =
            oracle::bounds(fields.exponent, fields.top, fields.base, target) == capability.bounds();
        if (capability.with_address(target).is_tagged() != isSame) {
            FAIL() << to_string(capability) << " moved to " << target;
        }
    }
}

TEST(Bounds, ResultOfSettingCoversTheRequestAndIsNoLargerThanItsAlignmentAllows)
{
    std::mt19937_64 random(5);
    for (int count = 0; count < 1'000'000; count++) {
        const uint64_t bits = random();
        const auto base = static_cast<uint32_t>(bits);
        const auto length = static_cast<uint32_t>(bits >> 32) >> (bits & 31);
        const auto result = Capability::root_memory().with_address(base).with_bounds(length);
        if (!result.is_tagged()) {
            ASSERT_GT(uint64_t{base} + length, AddressSpaceSize);
            continue;
        }
        ASSERT_LE(result.base(), base);
        ASSERT_GE(result.top(), uint64_t{base} + length);
        const uint32_t step = 1u << result.fields().exponent;
        ASSERT_LT(base - result.base(), step);
        ASSERT_LT(result.top() - (uint64_t{base} + length), step);
    }
}

TEST(Bounds, RepresentableLengthIsExactOnAnAlignedBase)
{
    std::mt19937 random(6);
    for (int count = 0; count < 1'000'000; count++) {
        const uint32_t length = static_cast<uint32_t>(random()) >> (random() & 31);
        const uint32_t mask = representable_alignment_mask(length);
        const uint32_t rounded = representable_length(length);
        const uint32_t base = static_cast<uint32_t>(random()) & mask;
        if (rounded < length) {
            ASSERT_EQ(rounded, 0u); // 2^32
            continue;
        }
        ASSERT_TRUE(bounds_set(base, rounded).isExact) << base << " " << rounded;
    }
}

TEST(Bounds, MaximumLengthIsTheWholeAddressSpace)
{
    const auto root = Capability::root_memory();
    EXPECT_EQ(root.base(), 0u);
    EXPECT_EQ(root.top(), AddressSpaceSize);
    EXPECT_EQ(root.length(), AddressSpaceSize);
    const auto almost = root.with_bounds(0xffffffff);
    EXPECT_TRUE(almost.is_tagged());
    EXPECT_EQ(almost.top(), AddressSpaceSize);
}

} // namespace
} // namespace griotte::machine
