#include "callee.h"

uint32_t last_mix(uint32_t value)
{
    return (value ^ value >> 16) * 0x7feb352d;
}
