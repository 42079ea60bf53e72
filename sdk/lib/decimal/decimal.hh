// Exact decimal numbers, for printing floating point and for reading it.
//
// A number is a row of limbs, each nine decimal digits: limb 0 of the fraction is worth 10^-9, the
// one before it, the last of the whole part, is worth 1. Multiplying and dividing by powers of two
// is exact, and that is all the conversion between binary and decimal needs: no tables, no
// estimates, no heap.
#pragma once

#include <stdint.h>

namespace decimal {

constexpr uint32_t LimbBase = 1'000'000'000;
constexpr int LimbDigits = 9;
/// The most places a limb can be shifted left: 10^9 * 2^29 plus a carry fits 64 bits.
constexpr int MultiplyBits = 29;
/// The most places the number can be divided by at once: 2^9 divides 10^9.
constexpr int DivideBits = 9;

constexpr uint32_t PowersOfTen[] = {1,       10,        100,        1'000,       10'000,
                                    100'000, 1'000'000, 10'000'000, 100'000'000, 1'000'000'000};

/// `WholeLimbs` and `FractionLimbs` are how many limbs there is room for on each side of the point.
template <int WholeLimbs, int FractionLimbs>
class Decimal
{
public:
    /// Zero.
    Decimal() = default;

    explicit Decimal(uint64_t value)
    {
        while (value != 0) {
            uint64_t rest = value / LimbBase;
            limbs[--first] = static_cast<uint32_t>(value - rest * LimbBase);
            value = rest;
        }
    }

    /// By 2^power, 0 to MultiplyBits.
    void multiply(int power)
    {
        uint32_t carry = 0;
        for (int i = last; i-- > first;) {
            uint64_t value = (static_cast<uint64_t>(limbs[i]) << power) + carry;
            carry = static_cast<uint32_t>(value / LimbBase);
            limbs[i] = static_cast<uint32_t>(value - static_cast<uint64_t>(carry) * LimbBase);
        }
        if (carry != 0) {
            limbs[--first] = carry;
        }
        trim();
    }

    /// By 2^power, 0 to DivideBits.
    void divide(int power)
    {
        uint32_t mask = (1U << power) - 1;
        uint32_t scale = LimbBase >> power;
        uint32_t carry = 0;
        for (int i = first; i < last; i++) {
            uint32_t limb = limbs[i];
            limbs[i] = (limb >> power) + carry * scale;
            carry = limb & mask;
        }
        if (carry != 0) {
            limbs[last++] = carry * scale;
        }
        trim();
    }

    /// By 2^power, any.
    void scale(int power)
    {
        while (power > 0) {
            int step = power < MultiplyBits ? power : MultiplyBits;
            multiply(step);
            power -= step;
        }
        while (power < 0) {
            int step = -power < DivideBits ? -power : DivideBits;
            divide(step);
            power += step;
        }
    }

    bool is_zero() const { return first == last; }

    /// The digit worth 10^position.
    int digit(int position) const
    {
        int index = limb_of(position);
        return static_cast<int>(limb(index) / PowersOfTen[place_in_limb(position)] % 10);
    }

    /// The power of ten the first digit is worth; 0 for zero.
    int exponent() const
    {
        if (is_zero()) {
            return 0;
        }
        int position = (WholeLimbs - 1 - first) * LimbDigits;
        for (uint32_t rest = limbs[first]; rest >= 10; rest /= 10) {
            position++;
        }
        return position;
    }

    /// Rounds to a multiple of 10^position, halves to even.
    void round(int position)
    {
        int index = limb_of(position);
        if (index >= last) {
            return;
        }
        uint32_t unit = PowersOfTen[place_in_limb(position)];
        uint32_t dropped = limb(index) % unit;
        // What is dropped, in units of half of what is kept: the digit after decides, then the
        // rest.
        int relation; // of the dropped part to one half
        if (unit == 1) {
            uint32_t next = limb(index + 1);
            relation = next < LimbBase / 2 ? -1 : next > LimbBase / 2 ? 1 : 0;
            relation = relation == 0 && has_below(index + 2) ? 1 : relation;
        } else {
            relation = dropped < unit / 2 ? -1 : dropped > unit / 2 ? 1 : 0;
            relation = relation == 0 && has_below(index + 1) ? 1 : relation;
        }
        bool isOdd = digit(position) % 2 != 0;
        truncate(index, unit);
        if (relation > 0 || (relation == 0 && isOdd)) {
            increment(index, unit);
        }
        trim();
    }

    /// The whole part; it must fit.
    uint64_t whole() const
    {
        uint64_t value = 0;
        for (int i = first < WholeLimbs ? first : WholeLimbs; i < WholeLimbs; i++) {
            value = value * LimbBase + limb(i);
        }
        return value;
    }

    /// How many limbs the whole part has.
    int whole_limbs() const { return is_zero() || first > WholeLimbs ? 0 : WholeLimbs - first; }

    bool has_fraction() const { return has_below(WholeLimbs); }

    /// Sets the limb worth 10^(9 * place); for building a number from its digits, most significant
    /// limb first.
    void limb_append(int place, uint32_t value)
    {
        int index = WholeLimbs - 1 - place;
        if (is_zero()) {
            first = index;
            last = index;
        }
        limbs[last++] = value;
    }

    /// Removes zeros at both ends; after limb_append.
    void trim()
    {
        while (first < last && limbs[first] == 0) {
            first++;
        }
        while (first < last && limbs[last - 1] == 0) {
            last--;
        }
        if (first == last) {
            first = WholeLimbs;
            last = WholeLimbs;
        }
    }

private:
    static int limb_of(int position)
    {
        // Towards minus infinity.
        int place =
            position >= 0 ? position / LimbDigits : -((LimbDigits - 1 - position) / LimbDigits);
        return WholeLimbs - 1 - place;
    }
    static int place_in_limb(int position)
    {
        int rest = position % LimbDigits;
        return rest < 0 ? rest + LimbDigits : rest;
    }
    uint32_t limb(int index) const { return index >= first && index < last ? limbs[index] : 0; }
    /// Whether anything at or after `index` is not zero.
    bool has_below(int index) const
    {
        return first < last && last > index; // there are no zeros at the end
    }
    void truncate(int index, uint32_t unit)
    {
        if (index < first) {
            last = first;
            return;
        }
        limbs[index] -= limbs[index] % unit;
        last = index + 1;
    }
    /// Adds `unit` to a limb that may lie before the number's first.
    void increment(int index, uint32_t unit)
    {
        if (first >= last) {
            first = index;
            last = index + 1;
            limbs[index] = unit;
            return;
        }
        limbs[index] += unit;
        while (limbs[index] >= LimbBase) {
            limbs[index] -= LimbBase;
            if (index == first) {
                limbs[--first] = 0;
            }
            limbs[--index]++;
        }
    }

    /// limbs[first] to limbs[last - 1] are the number; the point is after limb WholeLimbs - 1. The
    /// limbs between the point and the number, on either side, are zero and not stored.
    uint32_t limbs[WholeLimbs + FractionLimbs];
    int first = WholeLimbs;
    int last = WholeLimbs;
};

} // namespace decimal
