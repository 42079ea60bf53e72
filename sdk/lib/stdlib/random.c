// rand: a 32-bit xorshift, period 2^32 - 1. Deterministic; not for secrets.
#include <stdlib.h>

int rand_r(unsigned *seed)
{
    unsigned value = *seed != 0 ? *seed : 0x9e3779b9;
    value ^= value << 13;
    value ^= value >> 17;
    value ^= value << 5;
    *seed = value;
    return (int)(value & RAND_MAX);
}
