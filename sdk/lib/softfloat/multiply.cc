// Multiplication: __mulsf3, __muldf3.
#include "multiply.hh"

extern "C" {

float __cheri_libcall __mulsf3(float left, float right)
{
    return softfloat::multiply<softfloat::Binary32>(left, right);
}

double __cheri_libcall __muldf3(double left, double right)
{
    return softfloat::multiply<softfloat::Binary64>(left, right);
}
}
