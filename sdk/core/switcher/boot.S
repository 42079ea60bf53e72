// The end of booting, and the idle thread.
//
// FROM: the loader, once.   IRQ: deferred, and none enabled in mie
// LIVE IN: MTDC null; MScratchC the idle thread, in whose registers are: csp, cgp the scheduler's; ca2 the
// heap; cs1 the initialisers' imports, an untagged one after the last.
// csp, cgp the scheduler's; cra scheduler_entry; ca0, a1 the threads

#include "trusted_stack.h"

#include "macros.inc"

#define MSTATUS_MIE 8
#define MIE_TIMER 0x80
#define MIE_EXTERNAL 0x800

        .text
        function switcher_boot
        // It is called from here and not by the loader: it could keep where to return to, which is to
        // code that stays, and of the loader's registers there is nothing left.
        forget  tp, t0, t1, t2, s0, s1, a2, a3, a4, a5
        cjalr   cra, cra
// FROM: the scheduler.   LIVE IN: MScratchC
        cspecialr ctp, mscratchc
        li      t0, 0
        cspecialw mscratchc, ct0
        clc     csp, TRUSTED_STACK_REGISTER(2)(ctp)
        clc     cgp, TRUSTED_STACK_REGISTER(3)(ctp)
        clc     cs1, TRUSTED_STACK_REGISTER(9)(ctp)
        clc     ca2, TRUSTED_STACK_REGISTER(12)(ctp)
        cspecialw mtdc, ctp
        // Nobody is to have the heap but the allocator.
        csc     cnull, TRUSTED_STACK_REGISTER(9)(ctp)
        csc     cnull, TRUSTED_STACK_REGISTER(12)(ctp)
        // The loader has done its work: it, its tables and its roots are on the heap. The scheduler
        // read the threads there, and could keep a pointer to them on its stack only.
        cgettop a1, ca2
        zero    ca2, a2, a1
        li      a2, 0
        cgetbase a0, csp
        csetaddr ca0, csp, a0
        csrw    mshwmb, a0
        zero    ca0, a0, sp
        csrw    mshwm, sp
        forget  ra, tp, a0, a1
        // One initialiser after another. Interrupts stay away, so nobody else gets a turn.
1:      clc     ct1, 0(cs1)
        cgettag t2, ct1
        beqz    t2, .Lidle
        cjal    switcher_compartment_call
        cincoffset cs1, cs1, 8
        j       1b
// FROM: above. It gives up its turn, and waits when there is nobody to give it to.
.Lidle:
        li      a0, MIE_TIMER | MIE_EXTERNAL
        csrw    mie, a0
        forget  s1, gp, sp, t1, a0
        ecall
        csrsi   mstatus, MSTATUS_MIE
2:      wfi
        j       2b
        end     switcher_boot
