// rdcycle(), by the unprivileged counter.
#ifndef PLATFORM_RDCYCLE_H
#define PLATFORM_RDCYCLE_H

#include <cdefs.h>

/// The low word of the cycle counter: for measuring short spans.
__always_inline static inline int rdcycle(void)
{
    int cycles;
    __asm__ volatile("rdcycle %0" : "=r"(cycles));
    return cycles;
}

#endif
