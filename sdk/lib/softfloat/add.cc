// Addition, subtraction and negation: __addsf3 and its kin.
#include "add.hh"

using namespace softfloat;

extern "C" {

float __cheri_libcall __addsf3(float left, float right)
{
    return add<Binary32>(bits_of<Binary32>(left), bits_of<Binary32>(right));
}

double __cheri_libcall __adddf3(double left, double right)
{
    return add<Binary64>(bits_of<Binary64>(left), bits_of<Binary64>(right));
}

float __cheri_libcall __subsf3(float left, float right)
{
    return add<Binary32>(bits_of<Binary32>(left),
                         bits_of<Binary32>(right) ^ Traits<Binary32>::SignMask);
}

double __cheri_libcall __subdf3(double left, double right)
{
    return add<Binary64>(bits_of<Binary64>(left),
                         bits_of<Binary64>(right) ^ Traits<Binary64>::SignMask);
}

float __cheri_libcall __negsf2(float value)
{
    return float_of<Binary32>(bits_of<Binary32>(value) ^ Traits<Binary32>::SignMask);
}

double __cheri_libcall __negdf2(double value)
{
    return float_of<Binary64>(bits_of<Binary64>(value) ^ Traits<Binary64>::SignMask);
}
}
