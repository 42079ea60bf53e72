// fabs, copysign, nan, and the functions that choose one of two numbers.
#include "add.hh"
#include "compare.hh"
#include <math.h>

using namespace softfloat;

namespace {

template <typename Format>
typename Format::Float with_sign(typename Format::Float magnitude, typename Format::Float sign)
{
    return float_of<Format>(magnitude_of<Format>(bits_of<Format>(magnitude)) |
                            (bits_of<Format>(sign) & Traits<Format>::SignMask));
}

/// True if x comes before y, where -0 comes before +0. Neither is a NaN.
template <typename Format>
bool comes_before(typename Format::Float x, typename Format::Float y)
{
    int relation = order<Format>(x, y, 0);
    return relation != 0 ? relation < 0
                         : is_negative<Format>(bits_of<Format>(x)) &&
                               !is_negative<Format>(bits_of<Format>(y));
}

/// The lesser or the greater; of a number and a NaN, the number.
template <typename Format>
typename Format::Float chosen(typename Format::Float x, typename Format::Float y, bool isLesser)
{
    if (is_nan<Format>(bits_of<Format>(x))) {
        return is_nan<Format>(bits_of<Format>(y)) ? packed_nan<Format>() : y;
    }
    if (is_nan<Format>(bits_of<Format>(y))) {
        return x;
    }
    return comes_before<Format>(y, x) == isLesser ? y : x;
}

template <typename Format>
typename Format::Float positive_difference(typename Format::Float x, typename Format::Float y)
{
    if (is_unordered<Format>(x, y)) {
        return packed_nan<Format>();
    }
    if (order<Format>(x, y, 0) <= 0) {
        return packed_zero<Format>(false);
    }
    return add<Format>(bits_of<Format>(x), bits_of<Format>(y) ^ Traits<Format>::SignMask);
}

} // namespace

double fabs(double x)
{
    return float_of<Binary64>(magnitude_of<Binary64>(bits_of<Binary64>(x)));
}

float fabsf(float x)
{
    return float_of<Binary32>(magnitude_of<Binary32>(bits_of<Binary32>(x)));
}

double copysign(double magnitude, double sign)
{
    return with_sign<Binary64>(magnitude, sign);
}

float copysignf(float magnitude, float sign)
{
    return with_sign<Binary32>(magnitude, sign);
}

double nan(const char *)
{
    return packed_nan<Binary64>();
}

float nanf(const char *)
{
    return packed_nan<Binary32>();
}

double fmin(double x, double y)
{
    return chosen<Binary64>(x, y, true);
}

float fminf(float x, float y)
{
    return chosen<Binary32>(x, y, true);
}

double fmax(double x, double y)
{
    return chosen<Binary64>(x, y, false);
}

float fmaxf(float x, float y)
{
    return chosen<Binary32>(x, y, false);
}

double fdim(double x, double y)
{
    return positive_difference<Binary64>(x, y);
}

float fdimf(float x, float y)
{
    return positive_difference<Binary32>(x, y);
}
