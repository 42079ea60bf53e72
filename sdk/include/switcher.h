// What a compartment may ask the switcher. These are library calls: they cost no trusted stack. The
// switcher answers with interrupts disabled, which the compiler has to know: such a function can be
// called, but not jumped to.
#ifndef SWITCHER_H
#define SWITCHER_H

#include <cdefs.h>
#include <cheri-builtins.h>
#include <stddef.h>
#include <stdint.h>

__BEGIN_DECLS

/// Whether this many more calls between compartments fit on the thread's trusted stack.
_Bool __cheri_libcall __cheriot_interrupt_state(disabled)
    trusted_stack_has_space(int requiredFrames);

/// The stack as the compartment got it from its caller: for a compartment that runs others on
/// stacks of their own and needs its own back.
void *__cheri_libcall __cheriot_interrupt_state(disabled) switcher_recover_stack(void);

/// The thread's two hazard slots, to store to. An object a slot points to is not freed before the
/// slot is overwritten or the thread makes its next call to another compartment.
void **__cheri_libcall __cheriot_interrupt_state(disabled) switcher_thread_hazard_slots(void);

/// The lowest address of the stack this invocation has stored to.
ptraddr_t __cheri_libcall __cheriot_interrupt_state(disabled) stack_lowest_used_address(void);

/// Forgets the faults of this invocation, of which the switcher allows a limited number (1024)
/// before it unwinds without asking the error handler. For long-running loops that make progress;
/// not in an error handler, which would be taken for a second fault in it. Returns the previous
/// count in bits 1 and up, and in bit 0 whether an error handler runs.
uint16_t __cheri_libcall __cheriot_interrupt_state(disabled)
    switcher_handler_invocation_count_reset(void);

__END_DECLS

#endif
