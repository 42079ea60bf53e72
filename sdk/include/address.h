// The one place where a pointer becomes a number. On CHERIoT that is an instruction and gives the
// address alone; on a flat machine (the host's tests, plain RV32) it is a cast.
#ifndef ADDRESS_H
#define ADDRESS_H

#include <stddef.h>
#include <stdint.h>

/// The address `pointer` holds: for alignment and distance, never to be made a pointer again.
static inline size_t address_of(const volatile void *pointer)
{
#ifdef __CHERI_PURE_CAPABILITY__
    return __builtin_cheri_address_get((const void *)pointer);
#else
    return (size_t)(uintptr_t)pointer;
#endif
}

#endif
