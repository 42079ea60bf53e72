// Three-way comparison and negation: 0 less, 1 equal, 2 greater.
#include "integers.h"

int __cmpdi2(int64_t left, int64_t right)
{
    return (left > right) - (left < right) + 1;
}

int __ucmpdi2(uint64_t left, uint64_t right)
{
    return (left > right) - (left < right) + 1;
}

int64_t __negdi2(int64_t value)
{
    return (int64_t)-(uint64_t)value;
}
