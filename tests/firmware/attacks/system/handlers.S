// The error handler of the group `handlers`, and what its faults are made of.

#include "attack.inc"

#define ERROR_STATE_SIZE 128
#define ERROR_STATE_PCC 0
#define ERROR_STATE_REGISTER(number) ((number) * 8)

        // ErrorRecoveryBehaviour compartment_error_handler(ErrorState *, size_t, size_t): keeps its
        // return sentry if it is to, and decides.
        function compartment_error_handler
        variable ct0, isKeeping
        clw     t1, 0(ct0)
        beqz    t1, 1f
        clc     ct0, ERROR_STATE_REGISTER(8)(ca0)
        csc     cra, 0(ct0)
1:      j       handler_decide

        // int posture(): the type of a return sentry made here: 5 with interrupts, 4 without.
        function posture
        cmove   ct0, cra
        cjal    1f
1:      cgettype a0, cra
        cmove   cra, ct0
        cret

        // int fault_and_resume(): faults, without a frame. Resumed at resumePoint, it is posture().
        function fault_and_resume
        clw     a0, 0(cnull)
        cret

        // Where handlers resume, in a function without a frame: as posture().
        function resumePoint
        j       posture

        // int fault_and_keep(void **slot)
        function fault_and_keep
        cmove   cs0, ca0
        clw     a0, 0(cnull)
        cret

        // Stores the registers that matter as an ErrorState at `state`, to go on at `where`.
        .macro  context_make state, where
        csc     cra, ERROR_STATE_REGISTER(1)(\state)
        csc     csp, ERROR_STATE_REGISTER(2)(\state)
        csc     cgp, ERROR_STATE_REGISTER(3)(\state)
        csc     cs0, ERROR_STATE_REGISTER(8)(\state)
        csc     cs1, ERROR_STATE_REGISTER(9)(\state)
        cllc    ct1, \where
        csc     ct1, ERROR_STATE_PCC(\state)
        .endm

        // int context_install(void **slot): by the sentry in the slot, as if a handler returned.
        function context_install
        cincoffset ct0, csp, -ERROR_STATE_SIZE
        context_make ct0, posture
        clc     cra, 0(ca0)
        cmove   csp, ct0
        li      a0, 0
        cret

        // int context_from_globals(void **slot): and with that the context where stack pointers are not
        // kept.
        function context_from_globals
        variable ct0, contextInGlobals
        context_make ct0, posture
        clc     cra, 0(ca0)
        cmove   csp, ct0
        li      a0, 0
        cret

        .bss
        .p2align 3
contextInGlobals:
        .zero   ERROR_STATE_SIZE
        .size   contextInGlobals, ERROR_STATE_SIZE
