// scalbn, ldexp, frexp, ilogb, logb, nextafter, modf.
#include "scale.hh"
#include "add.hh"
#include "convert.hh"
#include "integral.hh"
#include <math.h>

using namespace softfloat;

namespace {

int int_from_long(long value)
{
    constexpr int Most = 0x7fffffff;
    return value > Most ? Most : value < -Most ? -Most : static_cast<int>(value);
}

template <typename Format>
int exponent_of(typename Format::Float x)
{
    auto bits = bits_of<Format>(x);
    if (is_zero<Format>(bits)) {
        return FP_ILOGB0;
    }
    if (is_nan<Format>(bits) || is_infinite<Format>(bits)) {
        return FP_ILOGBNAN;
    }
    return unpack_finite<Format>(magnitude_of<Format>(bits)).exponent - Traits<Format>::Bias;
}

template <typename Format>
typename Format::Float exponent_as_float(typename Format::Float x)
{
    auto bits = bits_of<Format>(x);
    if (is_zero<Format>(bits)) {
        return packed_infinity<Format>(true);
    }
    if (is_nan<Format>(bits)) {
        return packed_nan<Format>();
    }
    if (is_infinite<Format>(bits)) {
        return packed_infinity<Format>(false);
    }
    return from_signed<Format>(static_cast<int32_t>(exponent_of<Format>(x)));
}

template <typename Format>
typename Format::Float whole_and_fraction(typename Format::Float x, typename Format::Float *whole)
{
    using T = Traits<Format>;
    auto bits = bits_of<Format>(x);
    *whole = integral<Format>(x, Direction::TowardsZero);
    if (is_nan<Format>(bits)) {
        return packed_nan<Format>();
    }
    auto sign = bits & T::SignMask;
    if (is_infinite<Format>(bits)) {
        return float_of<Format>(sign);
    }
    auto fraction = bits_of<Format>(add<Format>(bits, bits_of<Format>(*whole) ^ T::SignMask));
    return float_of<Format>(magnitude_of<Format>(fraction) | sign);
}

} // namespace

double scalbn(double x, int exponent)
{
    return scaled<Binary64>(x, exponent);
}

float scalbnf(float x, int exponent)
{
    return scaled<Binary32>(x, exponent);
}

double scalbln(double x, long exponent)
{
    return scaled<Binary64>(x, int_from_long(exponent));
}

float scalblnf(float x, long exponent)
{
    return scaled<Binary32>(x, int_from_long(exponent));
}

double ldexp(double x, int exponent)
{
    return scaled<Binary64>(x, exponent);
}

float ldexpf(float x, int exponent)
{
    return scaled<Binary32>(x, exponent);
}

double frexp(double x, int *exponent)
{
    return fraction_and_exponent<Binary64>(x, *exponent);
}

float frexpf(float x, int *exponent)
{
    return fraction_and_exponent<Binary32>(x, *exponent);
}

int ilogb(double x)
{
    return exponent_of<Binary64>(x);
}

int ilogbf(float x)
{
    return exponent_of<Binary32>(x);
}

double logb(double x)
{
    return exponent_as_float<Binary64>(x);
}

float logbf(float x)
{
    return exponent_as_float<Binary32>(x);
}

double nextafter(double from, double towards)
{
    return neighbour<Binary64>(from, towards);
}

float nextafterf(float from, float towards)
{
    return neighbour<Binary32>(from, towards);
}

double modf(double x, double *whole)
{
    return whole_and_fraction<Binary64>(x, whole);
}

float modff(float x, float *whole)
{
    return whole_and_fraction<Binary32>(x, whole);
}
