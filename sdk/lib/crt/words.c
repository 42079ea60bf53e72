// 32-bit multiply and divide by their function names, for code compiled for a machine without them,
// and the pairs that give quotient and remainder.
#include "integers.h"

int32_t __mulsi3(int32_t left, int32_t right)
{
    return (int32_t)((uint32_t)left * (uint32_t)right);
}

uint32_t __udivsi3(uint32_t numerator, uint32_t denominator)
{
    return numerator / denominator;
}

uint32_t __umodsi3(uint32_t numerator, uint32_t denominator)
{
    return numerator % denominator;
}

int32_t __divsi3(int32_t numerator, int32_t denominator)
{
    return numerator / denominator;
}

int32_t __modsi3(int32_t numerator, int32_t denominator)
{
    return numerator % denominator;
}

uint32_t __udivmodsi4(uint32_t numerator, uint32_t denominator, uint32_t *remainder)
{
    uint32_t quotient = numerator / denominator;
    *remainder = numerator - quotient * denominator;
    return quotient;
}

int32_t __divmodsi4(int32_t numerator, int32_t denominator, int32_t *remainder)
{
    int32_t quotient = numerator / denominator;
    *remainder = (int32_t)((uint32_t)numerator - (uint32_t)quotient * (uint32_t)denominator);
    return quotient;
}
