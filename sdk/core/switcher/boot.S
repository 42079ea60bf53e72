// The end of booting, and the idle thread.
//
// FROM: the loader, once.   IRQ: deferred, and none enabled in mie
// LIVE IN: MTDC the idle thread; csp, cgp the scheduler's; ca2, a1 the heap, from its start, and its end;
// cs1 the initialisers' imports, an untagged one after the last; s0 what mie will be

#include "trusted_stack.h"

#include "macros.inc"

#define MSTATUS_MIE 8

        .text
        function switcher_boot
        // The loader has done its work: it, its tables and its roots are on the heap.
        zero    ca2, a2, a1
        li      a2, 0
        // One initialiser after another. Interrupts stay away, so nobody else gets a turn.
1:      clc     ct1, 0(cs1)
        cgettag t2, ct1
        beqz    t2, .Lidle
        cjal    switcher_compartment_call
        cincoffset cs1, cs1, 8
        j       1b
// FROM: above. It gives up its turn, and waits when there is nobody to give it to.
.Lidle:
        csrw    mie, s0
        forget  s1, gp, sp
        ecall
        csrsi   mstatus, MSTATUS_MIE
2:      wfi
        j       2b
        end     switcher_boot
