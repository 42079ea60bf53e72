// Atomic operations on objects of any size, which compilers fall back to. clang knows these names
// as builtins of another type, so they are defined under others and named for the assembler.
#include "interrupts.hh"
#include <string.h>

extern "C" {

ATOMIC_FUNCTION void object_load(size_t size, const void *from, void *result,
                                 int) __asm__("__atomic_load");
ATOMIC_FUNCTION void object_store(size_t size, void *to, const void *value,
                                  int) __asm__("__atomic_store");
ATOMIC_FUNCTION void object_exchange(size_t size, void *at, const void *value, void *result,
                                     int) __asm__("__atomic_exchange");
ATOMIC_FUNCTION bool object_compare_exchange(size_t size, void *at, void *expected,
                                             const void *desired, int,
                                             int) __asm__("__atomic_compare_exchange");
ATOMIC_FUNCTION bool object_is_lock_free(size_t size,
                                         const volatile void *at) __asm__("__atomic_is_lock_free");

ATOMIC_FUNCTION void object_load(size_t size, const void *from, void *result, int)
{
    atomic::InterruptsDisabled section;
    memcpy(result, from, size);
}

ATOMIC_FUNCTION void object_store(size_t size, void *to, const void *value, int)
{
    atomic::InterruptsDisabled section;
    memcpy(to, value, size);
}

ATOMIC_FUNCTION void object_exchange(size_t size, void *at, const void *value, void *result, int)
{
    atomic::InterruptsDisabled section;
    memcpy(result, at, size);
    memcpy(at, value, size);
}

ATOMIC_FUNCTION bool object_compare_exchange(size_t size, void *at, void *expected,
                                             const void *desired, int, int)
{
    atomic::InterruptsDisabled section;
    if (memcmp(at, expected, size) != 0) {
        memcpy(expected, at, size);
        return false;
    }
    memcpy(at, desired, size);
    return true;
}

/// No operation here can wait for another: a section without interrupts always ends.
ATOMIC_FUNCTION bool object_is_lock_free(size_t, const volatile void *)
{
    return true;
}
}
