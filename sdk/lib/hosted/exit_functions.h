// Functions to call when the run ends: C's by atexit, C++'s destructors by __cxa_atexit, in one
// order.
#ifndef EXIT_FUNCTIONS_H
#define EXIT_FUNCTIONS_H

#include <cdefs.h>
#include <stddef.h>

enum
{
    /// C11 asks for 32. Static destructors take one each.
    ExitFunctionLimit = 32
};

/// One of the two functions is set; `object` says which part of the program it belongs to.
typedef struct
{
    void (*withArgument)(void *);
    void (*plain)(void);
    void *argument;
    void *object;
} ExitFunction;

typedef struct
{
    size_t count;
    ExitFunction entries[ExitFunctionLimit];
} ExitFunctions;

__BEGIN_DECLS

extern ExitFunctions exitFunctions;

/// 0, or -1 if the table is full. `function` may itself register more while it runs.
int exit_function_add(ExitFunctions *table, const ExitFunction *function);

/// Calls and forgets, newest first, those of `object`, or all if it is null.
void exit_functions_run(ExitFunctions *table, const void *object);

__END_DECLS

#endif
