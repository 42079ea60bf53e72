// What the arena and a group of attacks say to each other. A group is a compartment with a table of
// attacks; each is tried in a call of its own, so that one that is stopped takes nothing with it.
#pragma once

#include <allocator.h>
#include <compartment.h>
#include <errno.h>
#include <stdlib.h>

/// One attack. By its result:
///   positive    it got what it should not. Where `what` begins with "control: ", what it should:
///               the same code with the right to do it, or a leak made on purpose
///   0           it ended without having got anything
///   negative    it was refused with this error; -ECOMPARTMENTFAIL: it was stopped by a fault
struct Attack
{
    /// What is tried. Beginning with "asm: ", in assembly: then the register at fault is shown too.
    const char *what;
    int (*run)();
};

/// The entry points of group `name`, which is also the compartment's:
///   NAME_what    what an attack tries, or null when there are no more
///   NAME_try     tries it
///   NAME_cause   why it was stopped: `mcause` in the upper half, `mtval` in the lower; 0 for none
///   NAME_clean   frees what the last attack left behind. The bytes missing from its quota then, 0
#define ATTACKS_DECLARE(name)                                                                      \
    const char *__cheri_compartment(#name) name##_what(int number);                                \
    int __cheri_compartment(#name) name##_try(int number);                                         \
    uint32_t __cheri_compartment(#name) name##_cause();                                            \
    int __cheri_compartment(#name) name##_clean();

/// Those entry points for the table `attacks`. `lastCause` is the compartment's, and set by its
/// error handler.
#define ATTACKS_DEFINE(name, attacks)                                                              \
    const char *name##_what(int number)                                                            \
    {                                                                                              \
        return number < static_cast<int>(sizeof(attacks) / sizeof(attacks[0]))                     \
                   ? attacks[number].what                                                          \
                   : nullptr;                                                                      \
    }                                                                                              \
    int name##_try(int number)                                                                     \
    {                                                                                              \
        lastCause = 0;                                                                             \
        return attacks[number].run();                                                              \
    }                                                                                              \
    uint32_t name##_cause()                                                                        \
    {                                                                                              \
        return lastCause;                                                                          \
    }                                                                                              \
    int name##_clean()                                                                             \
    {                                                                                              \
        heap_free_all(MALLOC_CAPABILITY);                                                          \
        return MALLOC_QUOTA - static_cast<int>(heap_quota_remaining(MALLOC_CAPABILITY));           \
    }

/// An error handler that notes the cause. Without a stack, so that it hears of the end of the stack
/// as well.
#define ATTACKS_CAUSE_NOTED()                                                                      \
    static uint32_t lastCause;                                                                     \
    extern "C" ErrorRecoveryBehaviour compartment_error_handler_stackless(size_t mcause,           \
                                                                          size_t mtval)            \
    {                                                                                              \
        lastCause = mcause << 16 | mtval;                                                          \
        return ErrorRecoveryBehaviour::ForceUnwind;                                                \
    }

ATTACKS_DECLARE(forging)
ATTACKS_DECLARE(bounds)
ATTACKS_DECLARE(lifetimes)
ATTACKS_DECLARE(immutability)
ATTACKS_DECLARE(seals)
ATTACKS_DECLARE(calls)
ATTACKS_DECLARE(handlers)
ATTACKS_DECLARE(leaks)
ATTACKS_DECLARE(services)
