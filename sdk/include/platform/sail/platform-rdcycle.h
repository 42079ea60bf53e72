// rdcycle() on Sail, where cycles mean nothing: instructions retired.
#ifndef PLATFORM_RDCYCLE_H
#define PLATFORM_RDCYCLE_H

#include <cdefs.h>

/// The low word of the count of instructions: for measuring short spans.
__always_inline static inline int rdcycle(void)
{
    int instructions;
    __asm__ volatile("csrr %0, minstret" : "=r"(instructions));
    return instructions;
}

#endif
