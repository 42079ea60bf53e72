// Reading registers of the hart that any compartment may read.
#ifndef RISCVREG_H
#define RISCVREG_H

#include <cdefs.h>
#include <stdint.h>

/// A 64-bit counter of two CSRs, `csr` and `csr`h: read until no carry came in between.
#define CSR_READ64(csr)                                                                            \
    ({                                                                                             \
        uint32_t theHigh;                                                                          \
        uint32_t theLow;                                                                           \
        uint32_t theHighAfter;                                                                     \
        do {                                                                                       \
            __asm__ volatile("csrr %0, " #csr "h" : "=r"(theHigh));                                \
            __asm__ volatile("csrr %0, " #csr : "=r"(theLow));                                     \
            __asm__ volatile("csrr %0, " #csr "h" : "=r"(theHighAfter));                           \
        } while (theHigh != theHighAfter);                                                         \
        (uint64_t)theHigh << 32 | theLow;                                                          \
    })

/// Keeps the compiler from moving memory accesses across.
#define BARRIER() __asm__ volatile("" : : : "memory")

/// Cycles since reset.
static inline uint64_t rdcycle64(void)
{
    return CSR_READ64(mcycle);
}

#endif
