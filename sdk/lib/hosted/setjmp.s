# setjmp and longjmp: what a callee keeps, and where to go.
#
# A jmp_buf is four capabilities: cra, csp, cs0, cs1. cra is a return sentry, so the buffer can be
# used to return to exactly there and nothing else. Its stack pointer is local: a jmp_buf outside the
# stack loses csp, and longjmp through it traps.

        .equ    BUFFER_CRA, 0
        .equ    BUFFER_CSP, 8
        .equ    BUFFER_CS0, 16
        .equ    BUFFER_CS1, 24

        .section .text.setjmp, "ax", @progbits
        .globl  setjmp
        .type   setjmp, @function
# LIVE IN: ca0 the buffer, cra.
setjmp:
        csc     cra, BUFFER_CRA(ca0)
        csc     csp, BUFFER_CSP(ca0)
        csc     cs0, BUFFER_CS0(ca0)
        csc     cs1, BUFFER_CS1(ca0)
        li      a0, 0
        cret
        .size   setjmp, . - setjmp

        .section .text.longjmp, "ax", @progbits
        .globl  longjmp
        .type   longjmp, @function
# LIVE IN: ca0 the buffer, a1 the value. A value of 0 becomes 1.
longjmp:
        clc     cra, BUFFER_CRA(ca0)
        clc     csp, BUFFER_CSP(ca0)
        clc     cs0, BUFFER_CS0(ca0)
        clc     cs1, BUFFER_CS1(ca0)
        seqz    a0, a1
        add     a0, a0, a1
        cret
        .size   longjmp, . - longjmp
