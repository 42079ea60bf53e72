// floor, ceil, trunc, round and rint, and those that go on to an integer.
#include "integral.hh"
#include "convert.hh"
#include <math.h>

using namespace softfloat;

double floor(double x)
{
    return integral<Binary64>(x, Direction::Down);
}

float floorf(float x)
{
    return integral<Binary32>(x, Direction::Down);
}

double ceil(double x)
{
    return integral<Binary64>(x, Direction::Up);
}

float ceilf(float x)
{
    return integral<Binary32>(x, Direction::Up);
}

double trunc(double x)
{
    return integral<Binary64>(x, Direction::TowardsZero);
}

float truncf(float x)
{
    return integral<Binary32>(x, Direction::TowardsZero);
}

double round(double x)
{
    return integral<Binary64>(x, Direction::Nearest);
}

float roundf(float x)
{
    return integral<Binary32>(x, Direction::Nearest);
}

double rint(double x)
{
    return integral<Binary64>(x, Direction::NearestEven);
}

float rintf(float x)
{
    return integral<Binary32>(x, Direction::NearestEven);
}

double nearbyint(double x)
{
    return integral<Binary64>(x, Direction::NearestEven);
}

float nearbyintf(float x)
{
    return integral<Binary32>(x, Direction::NearestEven);
}

double roundeven(double x)
{
    return integral<Binary64>(x, Direction::NearestEven);
}

float roundevenf(float x)
{
    return integral<Binary32>(x, Direction::NearestEven);
}

namespace {

template <typename Signed, typename Unsigned, typename Format>
Signed to_integer(typename Format::Float x, Direction direction)
{
    return static_cast<Signed>(to_signed<Unsigned, Format>(integral<Format>(x, direction)));
}

} // namespace

long lrint(double x)
{
    return to_integer<long, unsigned long, Binary64>(x, Direction::NearestEven);
}

long lrintf(float x)
{
    return to_integer<long, unsigned long, Binary32>(x, Direction::NearestEven);
}

long long llrint(double x)
{
    return to_integer<long long, unsigned long long, Binary64>(x, Direction::NearestEven);
}

long long llrintf(float x)
{
    return to_integer<long long, unsigned long long, Binary32>(x, Direction::NearestEven);
}

long lround(double x)
{
    return to_integer<long, unsigned long, Binary64>(x, Direction::Nearest);
}

long lroundf(float x)
{
    return to_integer<long, unsigned long, Binary32>(x, Direction::Nearest);
}

long long llround(double x)
{
    return to_integer<long long, unsigned long long, Binary64>(x, Direction::Nearest);
}

long long llroundf(float x)
{
    return to_integer<long long, unsigned long long, Binary32>(x, Direction::Nearest);
}
