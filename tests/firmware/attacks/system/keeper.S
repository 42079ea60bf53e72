// Fills registers and stack with secrets: numbers, and capabilities to the hoard.

#include <compartment-macros-asm.S>
#include "attack.inc"

#define SECRET_NUMBER 0x5ec2e7a0

        import  __import_switcher, __export_switcher
        import  __import_scheduler_thread_sleep, __export_scheduler_thread_sleep

        // All of the stack below csp, which is a multiple of 8. Leaves the hoard in ct0 and a secret number in t1.
        .macro  stack_fill
        variable ct0, hoard
        li      t1, SECRET_NUMBER + 1
        cgetbase t2, csp
        csetaddr ct2, csp, t2
1:      csc     ct0, 0(ct2)
        csw     t1, 8(ct2)
        csw     t1, 12(ct2)
        cincoffset ct2, ct2, 16
        cgetaddr tp, ct2
        addi    tp, tp, 8
        bltu    tp, sp, 1b
        .endm

        // All registers that stack_fill does not leave full, but cra, csp, cgp and the first arguments.
        .macro  registers_fill
        cmove   ctp, ct0
        li      t2, SECRET_NUMBER + 2
        cmove   cs0, ct0
        li      s1, SECRET_NUMBER + 3
        cmove   ca2, ct0
        li      a3, SECRET_NUMBER + 4
        cmove   ca4, ct0
        li      a5, SECRET_NUMBER + 5
        .endm

        // int fill_and_call(Callback callback, void *argument)
        function fill_and_call
        cincoffset csp, csp, -32
        csc     cra, 24(csp)
        csc     cs0, 16(csp)
        csc     cs1, 8(csp)
        csc     ca0, 0(csp)
        stack_fill
        registers_fill
        cmove   ca0, ca1
        cmove   ca1, ct0
        clc     ct1, 0(csp)
        import_load ct2, __import_switcher
        cjalr   ct2
        clc     cs1, 8(csp)
        clc     cs0, 16(csp)
        clc     cra, 24(csp)
        cincoffset csp, csp, 32
        cret

        // int keeper_return(): nothing of what is kept for the caller is left as it was.
        function keeper_return
        stack_fill
        registers_fill
        cmove   cgp, ct0
        cmove   csp, ct0
        li      a0, 0
        li      a1, 0
        cret

        // int keeper_fault()
        function keeper_fault
        stack_fill
        registers_fill
        cmove   ca0, ct0
        li      a1, SECRET_NUMBER + 6
        clw     zero, 0(cnull)
        cret

        // int fill_and_sleep(): a tick at a time, forever.
        function fill_and_sleep
        cincoffset csp, csp, -16
2:      csw     zero, 0(csp)
        li      a0, 1
        csw     a0, 4(csp)
        stack_fill
        registers_fill
        csetbounds ca0, csp, 8
        li      a1, 1
        import_load ct1, __import_scheduler_thread_sleep
        import_load ct2, __import_switcher
        cjalr   ct2
        variable ca1, turns
        clw     t1, 0(ca1)
        addi    t1, t1, 1
        csw     t1, 0(ca1)
        j       2b

        // int fill_and_spin(): forever.
        function fill_and_spin
        stack_fill
        registers_fill
        cmove   ca0, ct0
2:      variable ca1, turns
        clw     t1, 0(ca1)
        addi    t1, t1, 1
        csw     t1, 0(ca1)
        cmove   ca1, ct0
        li      t1, SECRET_NUMBER + 7
        // Here for most of the time.
        .rept   200
        nop
        .endr
        j       2b

        CHERIOT_COMPARTMENT_EXPORT_FUNCTION keeper, keeper_return, 32, 0
        CHERIOT_COMPARTMENT_EXPORT_FUNCTION keeper, keeper_fault, 32, 0
