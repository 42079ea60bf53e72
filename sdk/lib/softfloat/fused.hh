// Fused multiply-add: the exact product in a wide integer, one rounding.
#pragma once

#include "format.hh"

namespace softfloat {

/// A finite nonzero number with a wide significand, whose leading one is one below the top bit.
template <typename Format>
struct WideTerm
{
    typename Format::Wide significand;
    int exponent;
    bool isNegative;
};

/// The exact product of two finite nonzero magnitudes.
template <typename Format>
inline WideTerm<Format> product_term(typename Format::Bits x, typename Format::Bits y,
                                     bool isNegative)
{
    using T = Traits<Format>;
    using Bits = typename Format::Bits;
    Unpacked<Format> a = unpack_finite<Format>(x);
    Unpacked<Format> b = unpack_finite<Format>(y);
    auto product = wide_product(Bits{a.significand << (T::GuardBits + 1)},
                                Bits{b.significand << T::GuardBits});
    int exponent = a.exponent + b.exponent - T::Bias;
    if (leading_zeros(product) == 1) {
        return {product, exponent + 1, isNegative};
    }
    return {product << 1, exponent, isNegative};
}

/// The sum of two terms, rounded. A term shifted right by at most one place loses nothing, because
/// both have zeros at the bottom; shifted further, the sum keeps its leading bit within one place,
/// so the sticky bit stays below what is rounded.
template <typename Format>
inline typename Format::Float sum_of_terms(WideTerm<Format> larger, WideTerm<Format> smaller)
{
    if (larger.exponent < smaller.exponent ||
        (larger.exponent == smaller.exponent && larger.significand < smaller.significand))
    {
        WideTerm<Format> other = larger;
        larger = smaller;
        smaller = other;
    }
    auto aligned = shift_right_sticky(smaller.significand, larger.exponent - smaller.exponent);
    auto sum = larger.isNegative == smaller.isNegative ? larger.significand + aligned
                                                       : larger.significand - aligned;
    if (is_zero(sum)) {
        return packed_zero<Format>(false);
    }
    int shift = leading_zeros(sum) - 1;
    if (shift < 0) {
        return round_and_pack<Format>(larger.isNegative, larger.exponent + 1,
                                      upper_half_sticky(shift_right_sticky(sum, 1)));
    }
    return round_and_pack<Format>(larger.isNegative, larger.exponent - shift,
                                  upper_half_sticky(sum << shift));
}

template <typename Format>
inline typename Format::Float fused_multiply_add(typename Format::Float left,
                                                 typename Format::Float right,
                                                 typename Format::Float addend)
{
    using T = Traits<Format>;
    using Bits = typename Format::Bits;

    Bits x = bits_of<Format>(left);
    Bits y = bits_of<Format>(right);
    Bits z = bits_of<Format>(addend);
    bool productIsNegative = is_negative<Format>(x ^ y);
    bool addendIsNegative = is_negative<Format>(z);
    x = magnitude_of<Format>(x);
    y = magnitude_of<Format>(y);
    z = magnitude_of<Format>(z);

    if (x > T::Infinity || y > T::Infinity || z > T::Infinity) {
        return packed_nan<Format>();
    }
    if (x == T::Infinity || y == T::Infinity) {
        bool isInvalid =
            x == 0 || y == 0 || (z == T::Infinity && addendIsNegative != productIsNegative);
        return isInvalid ? packed_nan<Format>() : packed_infinity<Format>(productIsNegative);
    }
    if (z == T::Infinity) {
        return addend;
    }
    if (x == 0 || y == 0) {
        return z != 0 ? addend : packed_zero<Format>(productIsNegative && addendIsNegative);
    }
    WideTerm<Format> product = product_term<Format>(x, y, productIsNegative);
    if (z == 0) {
        return round_and_pack<Format>(productIsNegative, product.exponent,
                                      upper_half_sticky(product.significand));
    }
    Unpacked<Format> c = unpack_finite<Format>(z);
    return sum_of_terms<Format>(
        product, {widened(Bits{c.significand << T::GuardBits}), c.exponent, addendIsNegative});
}

} // namespace softfloat
