// Division: __divsf3, __divdf3.
#include "divide.hh"

extern "C" {

float __cheri_libcall __divsf3(float left, float right)
{
    return softfloat::divide<softfloat::Binary32>(left, right);
}

double __cheri_libcall __divdf3(double left, double right)
{
    return softfloat::divide<softfloat::Binary64>(left, right);
}
}
