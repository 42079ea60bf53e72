// How the run-time library stops a program that broke a rule it cannot continue from.
#ifndef RUNTIME_FAILURE_H
#define RUNTIME_FAILURE_H

#include <cdefs.h>

__BEGIN_DECLS

/// Prints `message` and a newline on the console, and aborts.
__attribute__((__noreturn__)) void runtime_failure(const char *message);

__END_DECLS

#endif
