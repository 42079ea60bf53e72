// The first instructions of a system: a stack and variables for the loader, and the roots as its
// arguments. It runs once, with interrupts off, at the end of the heap; nothing of it survives
// (docs/reference/compartments.md, "Boot").
//
// FROM: reset.   LIVE IN: PCC, MTDC, MScratchC: the roots of code, memory and sealing

        .section .text.start, "ax"
        .globl  _start
        .type   _start, @function
_start:
        cspecialr ca0, mtdc
        cspecialr ca1, mscratchc
        auipcc  ca2, 0
        li      t0, 0
        csrw    mie, t0
        csrci   mstatus, 8

        la      t0, __cgp_start
        csetaddr cgp, ca0, t0
        la      t0, __cgp_size
        csetboundsexact cgp, cgp, t0
        la      t0, __cgp
        csetaddr cgp, cgp, t0

        la      t0, __stack_bottom
        csetaddr csp, ca0, t0
        la      t0, __stack_size
        csetboundsexact csp, csp, t0
        cincoffset csp, csp, t0

        // loader_main(memory, sealing, code, header's address)
        la      a3, __image_header
        cjal    loader_main
        unimp
        .size   _start, . - _start

// void switcher_enter(const SwitcherBoot *): gives switcher_boot what it wants, and nothing else to
// those it calls.
        .globl  switcher_enter
        .type   switcher_enter, @function
switcher_enter:
        cmove   ct1, ca0
        clc     ct0, 40(ct1)
        cspecialw mscratchc, ct0
        // MTDC null: while nobody's thread runs, a fault is the scheduler's own.
        li      t0, 0
        cspecialw mtdc, ct0
        clc     ca0, 0(ct1)
        clw     a1, 8(ct1)
        clc     cra, 16(ct1)
        clc     csp, 24(ct1)
        clc     cgp, 32(ct1)
        clc     ct2, 48(ct1)
        cjr     ct2
        .size   switcher_enter, . - switcher_enter
