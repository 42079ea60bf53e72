// The capability encoding a second time: wide integers, straight from the formulae of the
// architecture document, no bit tricks. What machine/capability/ computes must agree with this.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "machine/capability/capability.h"

namespace griotte::machine::oracle {

using Wide = __int128;

constexpr Wide power_of_two(unsigned exponent)
{
    return Wide{1} << exponent;
}

constexpr Wide floor_divide(Wide value, Wide divisor)
{
    const Wide quotient = value / divisor;
    return value % divisor < 0 ? quotient - 1 : quotient;
}

constexpr Wide modulo(Wide value, Wide divisor)
{
    return value - floor_divide(value, divisor) * divisor;
}

/// Bounds from the fields: base and top lie in the region of the address, the one before or after.
inline Bounds bounds(unsigned exponent, unsigned top, unsigned base, uint32_t address)
{
    const Wide step = power_of_two(exponent);
    const Wide region = 512 * step;
    const Wide regionOfAddress = floor_divide(address, region);
    const Wide middle = modulo(floor_divide(address, step), 512);
    const Wide regionOfBase = regionOfAddress - (middle < base ? 1 : 0);
    const Wide regionOfTop = regionOfBase + (top < base ? 1 : 0);
    return {static_cast<uint32_t>(modulo(regionOfBase * region + base * step, power_of_two(32))),
            static_cast<uint64_t>(modulo(regionOfTop * region + top * step, power_of_two(33)))};
}

inline constexpr std::array<unsigned, 16> Exponents = {0, 1, 2,  3,  4,  5,  6,  7,
                                                       8, 9, 10, 11, 12, 13, 14, 24};

/// The smallest exponent at which [base, base + length), rounded outwards, is at most 511 steps.
inline BoundsSet bounds_set(uint32_t base, uint32_t length)
{
    const Wide end = Wide{base} + length;
    for (const unsigned exponent : Exponents) {
        const Wide step = power_of_two(exponent);
        const Wide first = floor_divide(base, step);
        const Wide last = -floor_divide(-end, step);
        if (last - first <= 511 || exponent == 24) {
            return {{exponent, static_cast<uint32_t>(modulo(last, 512)),
                     static_cast<uint32_t>(modulo(first, 512))},
                    first * step == base && last * step == end};
        }
    }
    return {};
}

/// The longest representable length up to `length` that starts exactly at `base`, at the smallest
/// exponent up to 14 that gives it.
inline BoundsFields bounds_set_round_down(uint32_t base, uint32_t length)
{
    BoundsFields best;
    Wide bestLength = -1;
    for (unsigned exponent = 0; exponent <= 14; exponent++) {
        const Wide step = power_of_two(exponent);
        if (modulo(base, step) != 0) {
            break;
        }
        const Wide steps = std::min<Wide>(floor_divide(length, step), 511);
        if (steps * step > bestLength) {
            bestLength = steps * step;
            const Wide first = floor_divide(base, step);
            best = {exponent, static_cast<uint32_t>(modulo(first + steps, 512)),
                    static_cast<uint32_t>(modulo(first, 512))};
        }
    }
    return best;
}

} // namespace griotte::machine::oracle
