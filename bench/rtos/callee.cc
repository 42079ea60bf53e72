#include "callee.h"

#include <stddef.h>

namespace {

/// Stores to the lowest byte of a frame of `Bytes`, which moves the high-water mark there.
template <size_t Bytes>
int stack_use()
{
    char frame[Bytes];
    frame[0] = 1;
    // Or the compiler would keep nothing but that byte.
    __asm__ volatile("" : : "C"(&frame) : "memory");
    return 0;
}

} // namespace

int callee_empty()
{
    return 0;
}

int callee_stack_256()
{
    return stack_use<256>();
}

int callee_stack_1024()
{
    return stack_use<1024>();
}
