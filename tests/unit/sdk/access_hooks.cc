// The run-time half of clang's -fsanitize=thread, with nothing of ThreadSanitizer in it: every
// access of explored code is told to the explorer. Only code compiled that way calls these.
#include "access_hooks.h"

#include <cstdint>
#include <cstring>

using griotte::test::access_begin;

namespace {

template <typename Type>
Type updated(volatile Type *where, auto &&update)
{
    access_begin("atomic update", where);
    const Type before = *where;
    *where = static_cast<Type>(update(before));
    return before;
}

template <typename Type>
bool exchanged(volatile Type *where, Type *expected, Type desired)
{
    access_begin("compare and exchange", where);
    if (*where == *expected) {
        *where = desired;
        return true;
    }
    *expected = *where;
    return false;
}

} // namespace

extern "C" {

void __tsan_init() {}
void __tsan_func_entry(void *) {}
void __tsan_func_exit() {}
void __tsan_atomic_thread_fence(int) {}
void __tsan_atomic_signal_fence(int) {}

#define PLAIN_ACCESSES(bytes)                                                                      \
    void __tsan_read##bytes(void *where)                                                           \
    {                                                                                              \
        access_begin("load", where);                                                               \
    }                                                                                              \
    void __tsan_write##bytes(void *where)                                                          \
    {                                                                                              \
        access_begin("store", where);                                                              \
    }                                                                                              \
    void __tsan_read_write##bytes(void *where)                                                     \
    {                                                                                              \
        __tsan_read##bytes(where);                                                                 \
    }                                                                                              \
    void __tsan_unaligned_read##bytes(void *where)                                                 \
    {                                                                                              \
        __tsan_read##bytes(where);                                                                 \
    }                                                                                              \
    void __tsan_unaligned_write##bytes(void *where)                                                \
    {                                                                                              \
        __tsan_write##bytes(where);                                                                \
    }                                                                                              \
    void __tsan_unaligned_read_write##bytes(void *where)                                           \
    {                                                                                              \
        __tsan_read##bytes(where);                                                                 \
    }
PLAIN_ACCESSES(1)
PLAIN_ACCESSES(2)
PLAIN_ACCESSES(4)
PLAIN_ACCESSES(8)
PLAIN_ACCESSES(16)

void __tsan_vptr_update(void **, void *) {}
void __tsan_vptr_read(void **) {}

void *__tsan_memmove(void *to, const void *from, size_t size)
{
    access_begin("copy from", from);
    access_begin("copy to", to);
    return std::memmove(to, from, size);
}
void *__tsan_memcpy(void *to, const void *from, size_t size)
{
    return __tsan_memmove(to, from, size);
}
void *__tsan_memset(void *to, int value, size_t size)
{
    access_begin("set", to);
    return std::memset(to, value, size);
}

#define ATOMIC_ACCESSES(bits)                                                                      \
    uint##bits##_t __tsan_atomic##bits##_load(const volatile uint##bits##_t *where, int)           \
    {                                                                                              \
        access_begin("atomic load", where);                                                        \
        return *where;                                                                             \
    }                                                                                              \
    void __tsan_atomic##bits##_store(volatile uint##bits##_t *where, uint##bits##_t value, int)    \
    {                                                                                              \
        access_begin("atomic store", where);                                                       \
        *where = value;                                                                            \
    }                                                                                              \
    int __tsan_atomic##bits##_compare_exchange_strong(volatile uint##bits##_t *where,              \
                                                      uint##bits##_t *expected,                    \
                                                      uint##bits##_t desired, int, int)            \
    {                                                                                              \
        return exchanged(where, expected, desired);                                                \
    }                                                                                              \
    int __tsan_atomic##bits##_compare_exchange_weak(volatile uint##bits##_t *where,                \
                                                    uint##bits##_t *expected,                      \
                                                    uint##bits##_t desired, int, int)              \
    {                                                                                              \
        return exchanged(where, expected, desired);                                                \
    }                                                                                              \
    uint##bits##_t __tsan_atomic##bits##_compare_exchange_val(                                     \
        volatile uint##bits##_t *where, uint##bits##_t expected, uint##bits##_t desired, int, int) \
    {                                                                                              \
        exchanged(where, &expected, desired);                                                      \
        return expected;                                                                           \
    }
#define ATOMIC_UPDATE(bits, name, expression)                                                      \
    uint##bits##_t __tsan_atomic##bits##_##name(volatile uint##bits##_t *where,                    \
                                                uint##bits##_t value, int)                         \
    {                                                                                              \
        return updated(where,                                                                      \
                       [value]([[maybe_unused]] uint##bits##_t before) { return expression; });    \
    }
#define ATOMIC_UPDATES(bits)                                                                       \
    ATOMIC_UPDATE(bits, exchange, value)                                                           \
    ATOMIC_UPDATE(bits, fetch_add, before + value)                                                 \
    ATOMIC_UPDATE(bits, fetch_sub, before - value)                                                 \
    ATOMIC_UPDATE(bits, fetch_and, before &value)                                                  \
    ATOMIC_UPDATE(bits, fetch_or, before | value)                                                  \
    ATOMIC_UPDATE(bits, fetch_xor, before ^ value)                                                 \
    ATOMIC_UPDATE(bits, fetch_nand, ~(before & value))
ATOMIC_ACCESSES(8)
ATOMIC_UPDATES(8)
ATOMIC_ACCESSES(16)
ATOMIC_UPDATES(16)
ATOMIC_ACCESSES(32)
ATOMIC_UPDATES(32)
ATOMIC_ACCESSES(64)
ATOMIC_UPDATES(64)
}
