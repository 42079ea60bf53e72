// The first instructions of a system: a stack and variables for the loader, and the roots as its
// arguments. It runs once, with interrupts off, at the end of the heap; nothing of it survives
// (docs/reference/compartments.md, "Boot").
//
// FROM: reset.   LIVE IN: PCC, MTDC, MScratchC: the roots of code, memory and sealing

#define MIE_TIMER 0x80
#define MIE_EXTERNAL 0x800

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

// void switcher_enter(const SwitcherBoot *): loads the registers switcher_boot wants, after
// scheduler_entry(threads, count) has run with the scheduler's stack and globals.
//   cs0  the structure
        .globl  switcher_enter
        .type   switcher_enter, @function
switcher_enter:
        cmove   cs0, ca0
        clc     csp, 24(cs0)
        clc     cgp, 32(cs0)
        clc     ca0, 0(cs0)
        clw     a1, 8(cs0)
        clc     cra, 16(cs0)
        // MTDC null: while nobody's thread runs, a fault is the scheduler's own.
        li      t0, 0
        cspecialw mtdc, ct0
        cspecialw mscratchc, ct0
        cjalr   cra, cra

        clc     ca0, 40(cs0)
        cspecialw mtdc, ca0
        clc     ca2, 48(cs0)
        cgettop a1, ca2
        clc     cs1, 56(cs0)
        clc     ct2, 64(cs0)
        cgetbase t0, csp
        csrw    mshwmb, t0
        csrw    mshwm, sp
        li      s0, MIE_TIMER | MIE_EXTERNAL
        li      t0, 0
        li      a0, 0
        cjr     ct2
        .size   switcher_enter, . - switcher_enter
