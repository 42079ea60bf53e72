// sqrt, sqrtf.
#include "square_root.hh"
#include <math.h>

float sqrtf(float x)
{
    return softfloat::square_root<softfloat::Binary32>(x);
}

double sqrt(double x)
{
    return softfloat::square_root<softfloat::Binary64>(x);
}
