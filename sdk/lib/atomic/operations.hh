// The __atomic_* functions for one type, by the names compilers call. The order arguments are
// ignored: one hart sees its own accesses in order.
#pragma once

#include "interrupts.hh"

#define ATOMIC_ACCESSES(Suffix, Type)                                                              \
    ATOMIC_FUNCTION Type __atomic_load_##Suffix(const volatile void *from, int)                    \
    {                                                                                              \
        atomic::InterruptsDisabled section;                                                        \
        return *static_cast<const volatile Type *>(from);                                          \
    }                                                                                              \
    ATOMIC_FUNCTION void __atomic_store_##Suffix(volatile void *to, Type value, int)               \
    {                                                                                              \
        atomic::InterruptsDisabled section;                                                        \
        *static_cast<volatile Type *>(to) = value;                                                 \
    }                                                                                              \
    ATOMIC_FUNCTION Type __atomic_exchange_##Suffix(volatile void *at, Type value, int)            \
    {                                                                                              \
        atomic::InterruptsDisabled section;                                                        \
        auto *object = static_cast<volatile Type *>(at);                                           \
        Type before = *object;                                                                     \
        *object = value;                                                                           \
        return before;                                                                             \
    }                                                                                              \
    ATOMIC_FUNCTION bool __atomic_compare_exchange_##Suffix(volatile void *at, void *expected,     \
                                                            Type desired, int, int)                \
    {                                                                                              \
        atomic::InterruptsDisabled section;                                                        \
        auto *object = static_cast<volatile Type *>(at);                                           \
        auto *wanted = static_cast<Type *>(expected);                                              \
        Type before = *object;                                                                     \
        if (!atomic::is_same(before, *wanted)) {                                                   \
            *wanted = before;                                                                      \
            return false;                                                                          \
        }                                                                                          \
        *object = desired;                                                                         \
        return true;                                                                               \
    }

#define ATOMIC_FETCH(Operation, Suffix, Type, expression)                                          \
    ATOMIC_FUNCTION Type __atomic_fetch_##Operation##_##Suffix(volatile void *at, Type value, int) \
    {                                                                                              \
        atomic::InterruptsDisabled section;                                                        \
        auto *object = static_cast<volatile Type *>(at);                                           \
        Type before = *object;                                                                     \
        *object = static_cast<Type>(expression);                                                   \
        return before;                                                                             \
    }

#define ATOMIC_ARITHMETIC(Suffix, Type)                                                            \
    ATOMIC_FETCH(add, Suffix, Type, before + value)                                                \
    ATOMIC_FETCH(sub, Suffix, Type, before - value)                                                \
    ATOMIC_FETCH(and, Suffix, Type, before &value)                                                 \
    ATOMIC_FETCH(or, Suffix, Type, before | value)                                                 \
    ATOMIC_FETCH(xor, Suffix, Type, before ^ value)                                                \
    ATOMIC_FETCH(nand, Suffix, Type, ~(before & value))

namespace atomic {

template <typename Type>
inline bool is_same(Type left, Type right)
{
    return left == right;
}

} // namespace atomic
