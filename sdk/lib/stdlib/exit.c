// exit: what was registered, newest first; then the image's destructors; then the end of the run.
//
// start.s calls exit with main's result if the program has it, and provides _Exit.
#include "exit_functions.h"
#include <address.h>
#include <stdlib.h>

// The linker's: the array's functions, each a capability (docs/reference/linking.md).
extern void (*const __fini_array_start[])(void);
extern void (*const __fini_array_end[])(void);

static ExitFunctions quickExitFunctions;

int at_quick_exit(void (*function)(void))
{
    ExitFunction entry = {.plain = function};
    return exit_function_add(&quickExitFunctions, &entry);
}

void quick_exit(int status)
{
    exit_functions_run(&quickExitFunctions, 0);
    _Exit(status);
}

void exit(int status)
{
    exit_functions_run(&exitFunctions, 0);
    size_t count = (address_of(__fini_array_end) - address_of(__fini_array_start)) /
                   sizeof(__fini_array_start[0]);
    while (count != 0) {
        __fini_array_start[--count]();
    }
    _Exit(status);
}
