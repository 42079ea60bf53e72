// fma, fmaf.
#include "fused.hh"
#include <math.h>

float fmaf(float x, float y, float z)
{
    return softfloat::fused_multiply_add<softfloat::Binary32>(x, y, z);
}

double fma(double x, double y, double z)
{
    return softfloat::fused_multiply_add<softfloat::Binary64>(x, y, z);
}
