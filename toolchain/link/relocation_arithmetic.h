// The sums behind relocations, apart from where the bits go (isa::immediate_replace() knows that).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace griotte::link {

/// The step of AUIPCC and AUICGP.
inline constexpr int32_t HighUnit = 2048;
/// Their immediate has 20 bits.
inline constexpr int64_t HighLimit = int64_t{HighUnit} << 19;

/// A distance as AUIPCC or AUICGP and a 12-bit low part make it: `high` counts bytes, a multiple of
/// HighUnit.
struct SplitDistance
{
    int32_t high = 0;
    int32_t low = 0;

    constexpr bool operator==(const SplitDistance &) const = default;
};

/// Rounded towards zero, so that the address in between never lies beyond the ends (docs/reference/
/// abi.md): low has the sign of the distance and is at most 2047 in size. Nothing when the distance
/// is 2^30 or more.
constexpr std::optional<SplitDistance> distance_split(int64_t distance)
{
    const int64_t low = distance % HighUnit;
    const int64_t high = distance - low;
    if (high >= HighLimit || high < -HighLimit) {
        return std::nullopt;
    }
    return SplitDistance{static_cast<int32_t>(high), static_cast<int32_t>(low)};
}

/// The part LUI takes of an address, such that adding the sign-extended lower 12 bits gives it.
constexpr uint32_t high_of_absolute(uint32_t address)
{
    return (address + 0x800) & ~uint32_t{0xfff};
}

/// The sign-extended lower 12 bits.
constexpr int32_t low_of_absolute(uint32_t address)
{
    return static_cast<int32_t>(address << 20) >> 20;
}

/// Whether a branch or jump whose immediate has `bits` bits reaches `distance`.
constexpr bool is_reachable(int64_t distance, unsigned bits)
{
    const int64_t limit = int64_t{1} << (bits - 1);
    return distance >= -limit && distance < limit;
}

/// Bytes of the number in ULEB128 that `bytes` begins with; 0 when it does not end there.
constexpr size_t uleb128_length(std::span<const uint8_t> bytes)
{
    for (size_t index = 0; index < bytes.size(); index++) {
        if ((bytes[index] & 0x80) == 0) {
            return index + 1;
        }
    }
    return 0;
}

/// Writes `value` in exactly `bytes.size()` bytes; false when it needs more.
constexpr bool uleb128_write(std::span<uint8_t> bytes, uint64_t value)
{
    for (size_t index = 0; index < bytes.size(); index++) {
        const uint8_t more = index + 1 < bytes.size() ? 0x80 : 0;
        bytes[index] = static_cast<uint8_t>((value & 0x7f) | more);
        value >>= 7;
    }
    return value == 0;
}

} // namespace griotte::link
