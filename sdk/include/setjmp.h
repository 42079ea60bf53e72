// setjmp.h. A jump buffer holds what calls keep: the return capability, the stack pointer, cs0 and
// cs1. It must be on the stack: anywhere else the stack pointer loses its tag, and longjmp faults.
#ifndef SETJMP_H
#define SETJMP_H

#include <cdefs.h>

__BEGIN_DECLS

/// In the order of sdk/lib/hosted/setjmp.s and of the assembly below.
struct __jmp_buf
{
    void *__cra;
    void *__csp;
    void *__cs0;
    void *__cs1;
};
typedef struct __jmp_buf jmp_buf[1];

__attribute__((__returns_twice__)) int setjmp(jmp_buf environment);
__attribute__((__noreturn__)) void longjmp(jmp_buf environment, int value);
#define setjmp setjmp

__END_DECLS

#ifdef __CHERIOT_RTOS__
// Every compartment that jumps has its own two: no library is needed to handle an error.
// clang-format off
__asm__(".pushsection .text.setjmp,\"axG\",@progbits,setjmp,comdat\n"
        ".p2align 1\n"
        ".weak   setjmp\n"
        ".hidden setjmp\n"
        ".type   setjmp,@function\n"
        "setjmp:\n"
        "        csc     cra, 0(ca0)\n"
        "        csc     csp, 8(ca0)\n"
        "        csc     cs0, 16(ca0)\n"
        "        csc     cs1, 24(ca0)\n"
        "        li      a0, 0\n"
        "        cret\n"
        ".size   setjmp, . - setjmp\n"
        ".popsection\n"
        ".pushsection .text.longjmp,\"axG\",@progbits,longjmp,comdat\n"
        ".p2align 1\n"
        ".weak   longjmp\n"
        ".hidden longjmp\n"
        ".type   longjmp,@function\n"
        "longjmp:\n"
        "        clc     cra, 0(ca0)\n"
        "        clc     csp, 8(ca0)\n"
        "        clc     cs0, 16(ca0)\n"
        "        clc     cs1, 24(ca0)\n"
        "        seqz    a0, a1\n"
        "        add     a0, a0, a1\n"
        "        cret\n"
        ".size   longjmp, . - longjmp\n"
        ".popsection\n");
// clang-format on
#endif

#endif
