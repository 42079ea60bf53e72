// fmod, remainder, remquo.
#include "remainder.hh"
#include <math.h>

using namespace softfloat;

double fmod(double x, double y)
{
    uint32_t quotient;
    return remainder_of<Binary64>(x, y, Quotient::Truncated, quotient);
}

float fmodf(float x, float y)
{
    uint32_t quotient;
    return remainder_of<Binary32>(x, y, Quotient::Truncated, quotient);
}

double remainder(double x, double y)
{
    uint32_t quotient;
    return remainder_of<Binary64>(x, y, Quotient::Nearest, quotient);
}

float remainderf(float x, float y)
{
    uint32_t quotient;
    return remainder_of<Binary32>(x, y, Quotient::Nearest, quotient);
}

namespace {

template <typename Format>
typename Format::Float remainder_and_quotient(typename Format::Float x, typename Format::Float y,
                                              int *quotient)
{
    uint32_t magnitude;
    auto result = remainder_of<Format>(x, y, Quotient::Nearest, magnitude);
    int low = static_cast<int>(magnitude & 7);
    *quotient = is_negative<Format>(bits_of<Format>(x) ^ bits_of<Format>(y)) ? -low : low;
    return result;
}

} // namespace

double remquo(double x, double y, int *quotient)
{
    return remainder_and_quotient<Binary64>(x, y, quotient);
}

float remquof(float x, float y, int *quotient)
{
    return remainder_and_quotient<Binary32>(x, y, quotient);
}
