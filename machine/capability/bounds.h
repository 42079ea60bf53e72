// Compressed bounds: the exponent E and the nine-bit fields B and T against the address.
//
// Everything here is pure arithmetic on the fields (Sail getCapBoundsBits, setCapBounds,
// setCapBoundsRoundDown, getRepresentableAlignmentMask, getRepresentableLength; architecture
// document, "Capability encoding"). tests/unit/capability/oracle.h holds the same definitions
// written with wide integers straight from the formulae; the two must agree everywhere.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>

namespace griotte::machine {

inline constexpr unsigned MantissaBits = 9;
inline constexpr uint32_t MantissaMask = (1u << MantissaBits) - 1;
/// The exponent at which one mantissa step is 2^24 bytes, so that the whole address space fits.
/// Encoded as 0xf; exponents 15 to 23 do not exist.
inline constexpr unsigned MaximumExponent = 24;
/// The largest exponent below the gap.
inline constexpr unsigned MaximumSmallExponent = 14;
inline constexpr uint64_t AddressSpaceSize = uint64_t{1} << 32;

/// Half-open range of addresses. `top` has 33 bits: the whole address space ends at 2^32. Of an
/// untagged capability `top` may lie below `base`.
struct Bounds
{
    uint32_t base = 0;
    uint64_t top = 0;

    constexpr bool operator==(const Bounds &) const = default;
};

/// The three bounds fields of a capability, the exponent expanded (0 to 14, or 24).
struct BoundsFields
{
    uint32_t exponent = 0;
    uint32_t top = 0;
    uint32_t base = 0;

    constexpr bool operator==(const BoundsFields &) const = default;
};

/// The bounds that `fields` mean when the capability's address is `address`.
constexpr Bounds bounds_decode(BoundsFields fields, uint32_t address)
{
    const unsigned shift = fields.exponent + MantissaBits; // 9 to 23, or 33
    const uint64_t wide = address;
    // 1. The address may lie in the 2^shift-aligned region after the one the base is in.
    const uint32_t middle = static_cast<uint32_t>(wide >> fields.exponent) & MantissaMask;
    const uint64_t addressAbove = middle < fields.base ? 1 : 0;
    // 2. So may the top.
    const uint64_t topAbove = fields.top < fields.base ? 1 : 0;
    // 3. Put the corrected upper bits, the field and zeros together.
    const uint64_t region = wide >> shift;
    const uint64_t base =
        ((region - addressAbove) << shift) | (uint64_t{fields.base} << fields.exponent);
    const uint64_t top =
        ((region - addressAbove + topAbove) << shift) | (uint64_t{fields.top} << fields.exponent);
    return {static_cast<uint32_t>(base), top & (2 * AddressSpaceSize - 1)};
}

/// New fields and whether they give exactly what was asked.
struct BoundsSet
{
    BoundsFields fields;
    bool isExact = false;
};

/// The smallest representable bounds that contain [base, base + length).
constexpr BoundsSet bounds_set(uint32_t base, uint32_t length)
{
    const uint64_t top = uint64_t{base} + length;
    // 1. The smallest exponent at which the length fits in nine bits; past 14 comes 24.
    const uint32_t lengthHigh = length >> MantissaBits;
    unsigned exponent = static_cast<unsigned>(std::bit_width(lengthHigh));
    if (exponent > MaximumSmallExponent) {
        exponent = MaximumExponent;
    }
    // 2. One spare bit in each field shows whether rounding made the length overflow.
    constexpr uint32_t WideMask = (1u << (MantissaBits + 1)) - 1;
    auto fields_at = [base, top](unsigned theExponent) {
        const uint64_t lost = (uint64_t{1} << theExponent) - 1;
        struct
        {
            uint32_t base;
            uint32_t top;
            bool isTopRounded;
            bool isBaseRounded;
        } result{};
        result.base = static_cast<uint32_t>(uint64_t{base} >> theExponent) & WideMask;
        result.top = static_cast<uint32_t>(top >> theExponent) & WideMask;
        result.isTopRounded = (top & lost) != 0;
        result.isBaseRounded = (base & lost) != 0;
        if (result.isTopRounded) {
            result.top = (result.top + 1) & WideMask;
        }
        return result;
    };
    auto fields = fields_at(exponent);
    // 3. If it did, the next exponent certainly holds it.
    if (((fields.top - fields.base) & WideMask) > MantissaMask) {
        exponent = exponent < MaximumSmallExponent ? exponent + 1 : MaximumExponent;
        fields = fields_at(exponent);
    }
    return {{exponent, fields.top & MantissaMask, fields.base & MantissaMask},
            !fields.isTopRounded && !fields.isBaseRounded};
}

/// The largest representable bounds that start at exactly `base` and are no longer than `length`
/// (nor than the largest length at exponent 14). CSetBoundsRoundDown.
constexpr BoundsFields bounds_set_round_down(uint32_t base, uint32_t length)
{
    const uint64_t top = uint64_t{base} + length;
    // 1. What exponent does the length want, and what does the alignment of the base allow?
    const auto lengthExponent = static_cast<unsigned>(std::bit_width(length >> MantissaBits));
    const auto baseExponent = static_cast<unsigned>(std::countr_zero(base)); // 32 for zero
    const unsigned exponent = std::min({MaximumSmallExponent, lengthExponent, baseExponent});
    const uint32_t baseField = (base >> exponent) & MantissaMask;
    // 2. Held back from the wanted exponent, the longest length is all ones.
    const uint32_t topField = lengthExponent > exponent
                                  ? (baseField - 1) & MantissaMask
                                  : static_cast<uint32_t>(top >> exponent) & MantissaMask;
    return {exponent, topField, baseField};
}

/// CRAM: the mask that aligns a base so that `length`, rounded up by CRRL, has exact bounds.
constexpr uint32_t representable_alignment_mask(uint32_t length)
{
    return ~uint32_t{0} << bounds_set(0, length).fields.exponent;
}

/// The alignment itself: the smallest power of two that the base of representable bounds of
/// `length` is a multiple of. 0 stands for 2^32.
constexpr uint32_t representable_alignment(uint32_t length)
{
    return ~representable_alignment_mask(length) + 1;
}

/// CRRL: `length` rounded up to one that has exact bounds on a suitably aligned base. Wraps to 0
/// when that would be 2^32.
constexpr uint32_t representable_length(uint32_t length)
{
    const uint32_t mask = representable_alignment_mask(length);
    return (length + ~mask) & mask;
}

} // namespace griotte::machine
