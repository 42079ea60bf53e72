// setjmp.h. A jump buffer holds the return capability, the stack pointer, and cs0 and cs1.
#ifndef SETJMP_H
#define SETJMP_H

#include <cdefs.h>

__BEGIN_DECLS

typedef void *jmp_buf[4];

__attribute__((__returns_twice__)) int setjmp(jmp_buf environment);
__attribute__((__noreturn__)) void longjmp(jmp_buf environment, int value);
#define setjmp setjmp

__END_DECLS

#endif
