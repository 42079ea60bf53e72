// Compartment calls as no compiler makes them. The callee is vault_is_intact(), which returns 1:
// where that comes back, the call was made.

#include <cheri-builtins.h>
#include "attack.inc"

        import  __import_vault__Z15vault_is_intactv, __export_vault__Z15vault_is_intactv
        import  __import_switcher, __export_switcher

        // Saves what is needed to go on with whatever csp the call leaves. It is in cs0.
        .macro  begin
        cincoffset csp, csp, -32
        csc     cra, 24(csp)
        csc     cs0, 16(csp)
        csc     cs1, 8(csp)
        cmove   cs0, csp
        .endm

        // Calls what is in ct1, and ends the function.
        .macro  call_and_finish
        import_load ct2, __import_switcher
        cjalr   ct2
        cmove   csp, cs0
        clc     cs1, 8(csp)
        clc     cs0, 16(csp)
        clc     cra, 24(csp)
        cincoffset csp, csp, 32
        cret
        .endm

        .macro  call_vault_and_finish
        import_load ct1, __import_vault__Z15vault_is_intactv
        call_and_finish
        .endm

        // int call_well()
        function call_well
        begin
        call_vault_and_finish

        // int call_with_untagged_stack()
        function call_with_untagged_stack
        begin
        ccleartag csp, csp
        call_vault_and_finish

        // int call_with_null_stack()
        function call_with_null_stack
        begin
        cmove   csp, cnull
        call_vault_and_finish

        // int call_with_globals_as_stack(): they are not local.
        function call_with_globals_as_stack
        begin
        cmove   csp, cgp
        call_vault_and_finish

        // int call_with_misaligned_stack()
        function call_with_misaligned_stack
        begin
        cincoffset csp, csp, -4
        call_vault_and_finish

        // int call_with_unreadable_stack(): spilling would work, reloading would not.
        function call_with_unreadable_stack
        begin
        li      a0, ~CHERI_PERM_LOAD
        candperm csp, csp, a0
        call_vault_and_finish

        // int call_with_stack_at_base()
        function call_with_stack_at_base
        begin
        cgetbase a0, csp
        csetaddr csp, csp, a0
        call_vault_and_finish

        // int call_with_stack_above_top(): all spills would be in the caller's frames.
        function call_with_stack_above_top
        begin
        cgettop a0, csp
        addi    a0, a0, 32
        csetaddr csp, csp, a0
        call_vault_and_finish

        // int call_with_stack_across_top(): the first would not, the last would.
        function call_with_stack_across_top
        begin
        cgettop a0, csp
        addi    a0, a0, 16
        csetaddr csp, csp, a0
        call_vault_and_finish

        // int call_with_narrow_stack()
        function call_with_narrow_stack
        begin
        cincoffset csp, csp, -64
        csetbounds csp, csp, 48
        cincoffset csp, csp, 48
        call_vault_and_finish

        // int call_with_stack_below_alignment(): below the spills there is less than nothing.
        function call_with_stack_below_alignment
        begin
        cgetaddr a0, csp
        andi    a0, a0, -16
        addi    a0, a0, -120
        csetaddr csp, csp, a0
        csetbounds csp, csp, 32
        cincoffset csp, csp, 32
        call_vault_and_finish

        // int call_with_heap_as_stack(void *memory): made local, as stacks are.
        function call_with_heap_as_stack
        begin
        li      a1, ~CHERI_PERM_GLOBAL
        candperm csp, ca0, a1
        cgettop a1, csp
        csetaddr csp, csp, a1
        call_vault_and_finish

        // int call_with_stack(void *stack)
        function call_with_stack
        begin
        cgettop a1, ca0
        csetaddr csp, ca0, a1
        call_vault_and_finish

        // int call_target(void *target)
        function call_target
        begin
        cmove   ct1, ca0
        call_and_finish

        // int call_export_moved(): to the entry after it.
        function call_export_moved
        begin
        import_load ct1, __import_vault__Z15vault_is_intactv
        cincoffset ct1, ct1, 4
        call_and_finish

        // int call_export_untagged()
        function call_export_untagged
        begin
        import_load ct1, __import_vault__Z15vault_is_intactv
        ccleartag ct1, ct1
        call_and_finish

        // void *switcher_sentry()
        function switcher_sentry
        import_load ca0, __import_switcher
        cret

        // int switcher_tail_call(): without a return sentry that says whether to enable interrupts.
        function switcher_tail_call
        import_load ct1, __import_vault__Z15vault_is_intactv
        import_load ct2, __import_switcher
        cjr     ct2

        // int switcher_return_to()
        function switcher_return_to
        import_load ct1, __import_vault__Z15vault_is_intactv
        import_load cra, __import_switcher
        cret

        // int return_sentry_call()
        function return_sentry_call
        cmove   ct0, cra
        cjalr   ct0

        // int return_unsealed()
        function return_unsealed
        auipcc  cra, 0
        cret

        // int return_sentry_keep(void **slot): the sentry of the call this is in, by what its caller
        // saved of it. Only a stack takes it.
        function return_sentry_keep
        cgettop a1, csp
        cmove   ca2, csp
        // The return sentries in this call's stack, from its top: the first is the switcher's.
1:      addi    a1, a1, -8
        csetaddr ca2, ca2, a1
        clc     ca3, 0(ca2)
        cgettype a4, ca3
        li      a5, 5
        bne     a4, a5, 1b
        csc     ca3, 0(ca0)
        li      a0, 0
        cret

        // int return_sentry_use(void **slot)
        function return_sentry_use
        clc     cra, 0(ca0)
        li      a0, 0
        cret

        // int return_sentry_jump_in_global()
        function return_sentry_jump_in_global
        begin
        // This compartment's own entry, by which there is a switcher's sentry in the stack.
        cmove   ca0, csp
        cjal    return_sentry_keep
        clc     ca1, 0(csp)
        variable ca2, keptSentry
        csc     ca1, 0(ca2)
        clc     cra, 0(ca2)
        li      a0, 1
        cret
