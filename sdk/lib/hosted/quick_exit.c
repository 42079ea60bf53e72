// quick_exit: a table of its own, and no destructors.
#include "exit_functions.h"
#include <stdlib.h>

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
