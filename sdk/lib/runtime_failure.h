// How the run-time library stops a program that broke a rule it cannot continue from.
#ifndef RUNTIME_FAILURE_H
#define RUNTIME_FAILURE_H

#include <cdefs.h>

__BEGIN_DECLS

#ifdef __CHERIOT_RTOS__
/// Traps: nobody here has a console. The message is for the reader of the code.
__attribute__((__noreturn__)) static inline void runtime_failure(const char *message)
{
    (void)message;
    __builtin_trap();
}
#else
/// Prints `message` and a newline on the console, and aborts.
__attribute__((__noreturn__)) void runtime_failure(const char *message);
#endif

__END_DECLS

#endif
