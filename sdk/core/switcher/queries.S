// What anybody may ask about the running thread. Each is a library function with interrupts deferred
// and without a stack, so what it loads from the trusted stack is seen by nobody; a fault, as with
// MTDC null, unwinds. (docs/reference/compartments.md)

#include "trusted_stack.h"

#include "macros.inc"

        // By C's name and by C++'s.
        .macro  export function, mangled
        export_entry __library_export_libcalls_\function, \function
        export_entry __library_export_libcalls_\mangled, \function
        .endm

        .text
// _Bool trusted_stack_has_space(int frames)
        export  trusted_stack_has_space, _Z23trusted_stack_has_spacei
        function trusted_stack_has_space
        cspecialr ca2, mtdc
        clc     ca2, TRUSTED_STACK_FRAME(ca2)
        cgettop a1, ca2
        sub     a2, a1, a2
        li      a1, FRAME_SIZE
        divu    a2, a2, a1              // frames left, and the running one
        sltu    a0, a0, a2
        li      a1, 0
        cret
        end     trusted_stack_has_space

// void *switcher_recover_stack(void)
        export  switcher_recover_stack, _Z22switcher_recover_stackv
        function switcher_recover_stack
        cspecialr ca0, mtdc
        clc     ca0, TRUSTED_STACK_FRAME(ca0)
        clc     ca0, FRAME_CSP(ca0)
        call_stack ca0, a0, a1, a2
        forget  a1, a2
        cret
        end     switcher_recover_stack

// void **switcher_thread_hazard_slots(void)
        export  switcher_thread_hazard_slots, _Z28switcher_thread_hazard_slotsv
        function switcher_thread_hazard_slots
        cspecialr ca0, mtdc
        clc     ca0, TRUSTED_STACK_HAZARDS(ca0)
        cret
        end     switcher_thread_hazard_slots

// uint16_t thread_id_get(void). The scheduler, which is no thread, is 0.
        export  thread_id_get, _Z13thread_id_getv
        function thread_id_get
        cspecialr ca1, mtdc
        cgettag a0, ca1
        beqz    a0, 1f
        clhu    a0, TRUSTED_STACK_THREAD(ca1)
1:      li      a1, 0
        cret
        end     thread_id_get

// ptraddr_t stack_lowest_used_address(void)
        export  stack_lowest_used_address, _Z25stack_lowest_used_addressv
        function stack_lowest_used_address
        csrr    a0, mshwm
        cret
        end     stack_lowest_used_address

// uint16_t switcher_handler_invocation_count_reset(void)
        export  switcher_handler_invocation_count_reset, _Z39switcher_handler_invocation_count_resetv
        function switcher_handler_invocation_count_reset
        cspecialr ca1, mtdc
        clc     ca1, TRUSTED_STACK_FRAME(ca1)
        clhu    a0, FRAME_ERRORS(ca1)
        csh     zero, FRAME_ERRORS(ca1)
        li      a1, 0
        cret
        end     switcher_handler_invocation_count_reset
