// A floating-point number as nine decimal digits and a power of ten, by integer arithmetic: what
// prints log messages must not need the floating-point library, nor much stack.
//
// The number is held as a 64-bit fraction and a power of two. Each of the up to 18 multiplications
// is off by a unit or so in the last place, so the ninth digit may be rounded the other way when
// what follows it is within 2^-25 of a half.
#ifndef DEBUG_DECIMAL_PARTS_HH
#define DEBUG_DECIMAL_PARTS_HH

#include <stdint.h>

namespace debug {
/// A number as `integral`.`decimal` times 10^`exponent`. `decimal` has `places` digits, the last of
/// which is not 0.
struct DecimalParts
{
    uint32_t integral;
    uint32_t decimal;
    int places;
    int exponent;
};

/// `fraction` * 2^`exponent`, the fraction's top bit set.
struct BinaryNumber
{
    uint64_t fraction;
    int exponent;
};

/// The high half of a product, its lowest bit perhaps short of a carry.
constexpr uint64_t multiply_high(uint64_t a, uint64_t b)
{
    uint64_t aLow = static_cast<uint32_t>(a);
    uint64_t aHigh = a >> 32;
    uint64_t bLow = static_cast<uint32_t>(b);
    uint64_t bHigh = b >> 32;
    uint64_t middle = aHigh * bLow + (aLow * bLow >> 32);
    uint64_t middleLow = static_cast<uint32_t>(middle) + aLow * bHigh;
    return aHigh * bHigh + (middle >> 32) + (middleLow >> 32);
}

constexpr BinaryNumber multiply(BinaryNumber a, BinaryNumber b)
{
    BinaryNumber product{multiply_high(a.fraction, b.fraction), a.exponent + b.exponent + 64};
    if (product.fraction >> 63 == 0) {
        product.fraction <<= 1;
        product.exponent--;
    }
    return product;
}

/// 10^(2^n) and 10^-(2^n), for n from 0 to 8, rounded to nearest.
struct PowersOfTen
{
    BinaryNumber up[9];
    BinaryNumber down[9];
};

/// 10^n exactly, or 10^-n, as 1216 bits, cut to 64. Only at compile time.
consteval BinaryNumber power_of_ten(int n, bool isUp)
{
    constexpr int Words = 38;
    uint32_t words[Words]{};
    int shift = 0; // the number is words * 2^-shift
    if (isUp) {
        words[0] = 1;
        for (int i = 0; i < n; i++) {
            uint64_t carry = 0;
            for (uint32_t &word : words) {
                carry += uint64_t{word} * 10;
                word = static_cast<uint32_t>(carry);
                carry >>= 32;
            }
        }
    } else {
        words[Words - 1] = 1U << 31;
        shift = Words * 32 - 1;
        for (int i = 0; i < n; i++) {
            uint64_t rest = 0;
            for (int at = Words - 1; at >= 0; at--) {
                rest = rest << 32 | words[at];
                words[at] = static_cast<uint32_t>(rest / 10);
                rest %= 10;
            }
        }
    }
    auto bit = [&](int at) { return at >= 0 && (words[at / 32] >> (at % 32) & 1) != 0; };
    int top = Words * 32 - 1;
    while (!bit(top)) {
        top--;
    }
    BinaryNumber result{0, top - 63 - shift};
    for (int i = 0; i < 64; i++) {
        result.fraction = result.fraction << 1 | static_cast<uint64_t>(bit(top - i));
    }
    result.fraction += static_cast<uint64_t>(bit(top - 64)); // no such power rounds up to 2^64
    return result;
}

inline constexpr PowersOfTen powersOfTen = [] consteval {
    PowersOfTen powers{};
    for (int n = 0; n <= 8; n++) {
        powers.up[n] = power_of_ten(1 << n, true);
        powers.down[n] = power_of_ten(1 << n, false);
    }
    return powers;
}();

/// Whether `a` is at least `whole`, which is below 2^63.
constexpr bool is_at_least(BinaryNumber a, uint64_t whole)
{
    return a.exponent > 0 || (a.exponent > -64 && a.fraction >> -a.exponent >= whole);
}

/// Takes apart a positive, finite number that is not 0. From 1e7 on, and up to 1e-5, it is scaled
/// to one digit before the point.
constexpr DecimalParts decompose(BinaryNumber number)
{
    int exponent = 0;
    if (is_at_least(number, 10'000'000)) {
        for (int n = 8; n >= 0; n--) {
            // number >= 10^(2^n), by the binary point first
            BinaryNumber power = powersOfTen.up[n];
            bool isLarger = number.exponent != power.exponent ? number.exponent > power.exponent
                                                              : number.fraction >= power.fraction;
            if (isLarger) {
                number = multiply(number, powersOfTen.down[n]);
                exponent += 1 << n;
            }
        }
    } else {
        BinaryNumber threshold{0xa7c5'ac47'1b47'8800, -80}; // 1e-5 as a double
        bool isSmall = number.exponent != threshold.exponent
                           ? number.exponent < threshold.exponent
                           : number.fraction <= threshold.fraction;
        for (int n = 8; isSmall && n >= 0; n--) {
            // number < 10^(1 - 2^n)
            BinaryNumber power = multiply(powersOfTen.down[n], powersOfTen.up[0]);
            bool isSmaller = number.exponent != power.exponent ? number.exponent < power.exponent
                                                               : number.fraction < power.fraction;
            if (isSmaller) {
                number = multiply(number, powersOfTen.up[n]);
                exponent -= 1 << n;
            }
        }
    }
    // Now below 10^7 and above 10^-5: the point is inside 128 bits. Eight places after it, less one
    // for each digit before it but the first.
    int places = 8;
    uint32_t scale = 100'000'000;
    uint32_t integral =
        number.exponent <= -64 ? 0 : static_cast<uint32_t>(number.fraction >> -number.exponent);
    for (uint32_t rest = integral; rest >= 10; rest /= 10) {
        scale /= 10;
        places--;
    }
    // What is after the point, as a fraction of 2^64.
    uint64_t after = number.exponent <= -64 ? number.fraction >> (-number.exponent - 64)
                                            : number.fraction << (64 + number.exponent);
    uint64_t scaled = multiply_high(after, static_cast<uint64_t>(scale) << 32);
    uint32_t decimal = static_cast<uint32_t>((scaled + (uint64_t{1} << 31)) >> 32);
    if (decimal >= scale) {
        decimal = 0;
        integral++;
        if (exponent != 0 && integral >= 10) {
            integral = 1;
            exponent++;
        }
    }
    while (places > 0 && decimal % 10 == 0) {
        decimal /= 10;
        places--;
    }
    return {integral, decimal, places, exponent};
}

/// A float's or double's bits, sign dropped, as such a number; the fraction is 0 for 0.
constexpr BinaryNumber number_of_bits(uint64_t bits, int fractionBits, int exponentBits)
{
    int bias = (1 << (exponentBits - 1)) - 1;
    uint64_t fraction = bits & ((uint64_t{1} << fractionBits) - 1);
    int exponent = static_cast<int>(bits >> fractionBits) & ((1 << exponentBits) - 1);
    if (exponent == 0) {
        exponent = 1;
    } else {
        fraction |= uint64_t{1} << fractionBits;
    }
    exponent -= bias + fractionBits;
    while (fraction != 0 && fraction >> 63 == 0) {
        fraction <<= 1;
        exponent--;
    }
    return {fraction, exponent};
}
} // namespace debug

#endif
