// yield(), for the headers that have it: thread.h, simulator.h and the RTOS's stdlib.h.
#ifndef YIELD_H
#define YIELD_H

/// Lets other ready threads of the same priority run first, or those of a higher one that just
/// became ready. Cheaper than thread_sleep() of no time, which is the same.
static inline void yield(void)
{
    __asm__ volatile("ecall" : : : "memory");
}

#endif
