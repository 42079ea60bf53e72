// Comparison.
#pragma once

#include "format.hh"

namespace softfloat {

/// -1, 0 or 1 as x is less than, equal to or greater than y; `unordered` if either is a NaN.
template <typename Format>
inline int order(typename Format::Float left, typename Format::Float right, int unordered)
{
    using Bits = typename Format::Bits;
    Bits x = bits_of<Format>(left);
    Bits y = bits_of<Format>(right);
    if (is_nan<Format>(x) || is_nan<Format>(y)) {
        return unordered;
    }
    if (x == y || magnitude_of<Format>(x | y) == 0) {
        return 0;
    }
    if (is_negative<Format>(x) != is_negative<Format>(y)) {
        return is_negative<Format>(x) ? -1 : 1;
    }
    return (x < y) != is_negative<Format>(x) ? -1 : 1;
}

template <typename Format>
inline bool is_unordered(typename Format::Float left, typename Format::Float right)
{
    return is_nan<Format>(bits_of<Format>(left)) || is_nan<Format>(bits_of<Format>(right));
}

} // namespace softfloat
