// Interrupts as futexes: a word per interrupt counts how often it came. A driver
//
//  1. gets the word, interrupt_futex_get();
//  2. waits for it to differ from what it last saw, 0 at first;
//  3. reads it;
//  4. does the work;
//  5. says so, interrupt_complete(); and goes on with 2.
//
// An interrupt that comes between 3 and 2 makes the word differ, so it is not missed. Several
// threads may wait for one interrupt; exactly one completes it. An edge-triggered one is complete
// by itself.
#ifndef INTERRUPT_H
#define INTERRUPT_H

#include <cdefs.h>
#include <compartment.h>
#include <stdbool.h>
#include <stdint.h>

#if !__has_include(<board-interrupts.h>)
#error "interrupt.h needs board-interrupts.h, which the build makes from the board's interrupts"
#endif
// enum InterruptName : uint16_t, the board's names and numbers.
#include <board-interrupts.h>

/// What an interrupt capability allows.
struct InterruptCapabilityState
{
    enum InterruptName interruptNumber;
    /// interrupt_futex_get().
    bool mayWait;
    /// interrupt_complete().
    bool mayComplete;
};

/// The right to an interrupt: a static sealed object of the scheduler's type InterruptKey, which
/// the image's report shows.
typedef CHERI_SEALED(struct InterruptCapabilityState *) InterruptCapability;

/// Declares the interrupt capability `name`; STATIC_SEALED_VALUE(name) is its value.
#define DECLARE_INTERRUPT_CAPABILITY(name)                                                         \
    DECLARE_STATIC_SEALED_VALUE(struct InterruptCapabilityState, scheduler, InterruptKey, name)

/// Defines it: for interrupt `number`, an InterruptName, to wait for and to complete it or not.
#define DEFINE_INTERRUPT_CAPABILITY(name, number, mayWait, mayComplete)                            \
    DEFINE_STATIC_SEALED_VALUE(struct InterruptCapabilityState, scheduler, InterruptKey, name,     \
                               number, mayWait, mayComplete)

/// Declares and defines it.
#define DECLARE_AND_DEFINE_INTERRUPT_CAPABILITY(name, number, mayWait, mayComplete)                \
    DECLARE_INTERRUPT_CAPABILITY(name);                                                            \
    DEFINE_INTERRUPT_CAPABILITY(name, number, mayWait, mayComplete)

__BEGIN_DECLS

/// The word of an interrupt, to read and to wait on; it wraps. Null if the capability is not one,
/// may not wait, or the board has no such interrupt.
const uint32_t *__cheri_compartment("scheduler") __cheriot_interrupt_state(disabled)
    interrupt_futex_get(InterruptCapability interruptCapability);

/// Says that an interrupt has been dealt with, so that it may come again. 0, or -EPERM if the
/// capability is not one or does not allow it.
int __cheri_compartment("scheduler") __cheriot_interrupt_state(disabled)
    interrupt_complete(InterruptCapability interruptCapability);

__END_DECLS

#endif
