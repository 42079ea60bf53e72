// Conversions between floating point and integers, and between float and double. In the names, si
// is a 32-bit integer, di a 64-bit one, sf a float, df a double.
#include "convert.hh"

using namespace softfloat;

extern "C" {

int32_t __cheri_libcall __fixsfsi(float value)
{
    return static_cast<int32_t>(to_signed<uint32_t, Binary32>(value));
}

int64_t __cheri_libcall __fixsfdi(float value)
{
    return static_cast<int64_t>(to_signed<uint64_t, Binary32>(value));
}

uint32_t __cheri_libcall __fixunssfsi(float value)
{
    return to_unsigned<uint32_t, Binary32>(value);
}

uint64_t __cheri_libcall __fixunssfdi(float value)
{
    return to_unsigned<uint64_t, Binary32>(value);
}

int32_t __cheri_libcall __fixdfsi(double value)
{
    return static_cast<int32_t>(to_signed<uint32_t, Binary64>(value));
}

int64_t __cheri_libcall __fixdfdi(double value)
{
    return static_cast<int64_t>(to_signed<uint64_t, Binary64>(value));
}

uint32_t __cheri_libcall __fixunsdfsi(double value)
{
    return to_unsigned<uint32_t, Binary64>(value);
}

uint64_t __cheri_libcall __fixunsdfdi(double value)
{
    return to_unsigned<uint64_t, Binary64>(value);
}

float __cheri_libcall __floatsisf(int32_t value)
{
    return from_signed<Binary32>(value);
}

float __cheri_libcall __floatdisf(int64_t value)
{
    return from_signed<Binary32>(value);
}

float __cheri_libcall __floatunsisf(uint32_t value)
{
    return from_magnitude<Binary32>(false, value);
}

float __cheri_libcall __floatundisf(uint64_t value)
{
    return from_magnitude<Binary32>(false, value);
}

double __cheri_libcall __floatsidf(int32_t value)
{
    return from_signed<Binary64>(value);
}

double __cheri_libcall __floatdidf(int64_t value)
{
    return from_signed<Binary64>(value);
}

double __cheri_libcall __floatunsidf(uint32_t value)
{
    return from_magnitude<Binary64>(false, value);
}

double __cheri_libcall __floatundidf(uint64_t value)
{
    return from_magnitude<Binary64>(false, value);
}

double __cheri_libcall __extendsfdf2(float value)
{
    return widen(value);
}

float __cheri_libcall __truncdfsf2(double value)
{
    return narrow(value);
}
}
