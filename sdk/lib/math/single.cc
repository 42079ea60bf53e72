// The same functions of float: double's results, rounded once more.
#include <math.h>

#define FLOAT_FUNCTION(name)                                                                       \
    float name##f(float x)                                                                         \
    {                                                                                              \
        return static_cast<float>(name(static_cast<double>(x)));                                   \
    }
#define FLOAT_FUNCTION_OF_TWO(name)                                                                \
    float name##f(float x, float y)                                                                \
    {                                                                                              \
        return static_cast<float>(name(static_cast<double>(x), static_cast<double>(y)));           \
    }

FLOAT_FUNCTION(exp)
FLOAT_FUNCTION(exp2)
FLOAT_FUNCTION(expm1)
FLOAT_FUNCTION(log)
FLOAT_FUNCTION(log2)
FLOAT_FUNCTION(log10)
FLOAT_FUNCTION(log1p)
FLOAT_FUNCTION(sin)
FLOAT_FUNCTION(cos)
FLOAT_FUNCTION(tan)
FLOAT_FUNCTION(asin)
FLOAT_FUNCTION(acos)
FLOAT_FUNCTION(atan)
FLOAT_FUNCTION(sinh)
FLOAT_FUNCTION(cosh)
FLOAT_FUNCTION(tanh)
FLOAT_FUNCTION(asinh)
FLOAT_FUNCTION(acosh)
FLOAT_FUNCTION(atanh)
FLOAT_FUNCTION(cbrt)
FLOAT_FUNCTION_OF_TWO(pow)
FLOAT_FUNCTION_OF_TWO(atan2)
FLOAT_FUNCTION_OF_TWO(hypot)
