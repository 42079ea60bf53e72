// rdcycle() on Ibex, which has mcycle but not its unprivileged twin.
#ifndef PLATFORM_RDCYCLE_H
#define PLATFORM_RDCYCLE_H

#include <cdefs.h>

/// The low word of the cycle counter: for measuring short spans.
__always_inline static inline int rdcycle(void)
{
    int cycles;
    __asm__ volatile("csrr %0, mcycle" : "=r"(cycles));
    return cycles;
}

#endif
