// Destructors of static objects, registered as they are constructed and run by exit().
// On the RTOS there is nothing to do: compartments do not end.
#ifndef __CHERIOT_RTOS__
#include "../hosted/exit_functions.h"

extern "C" {

/// Identifies the image; there is one.
void *__dso_handle = nullptr;

int __cxa_atexit(void (*destructor)(void *), void *argument, void *object)
{
    ExitFunction entry = {destructor, nullptr, argument, object};
    return exit_function_add(&exitFunctions, &entry);
}

void __cxa_finalize(void *object)
{
    exit_functions_run(&exitFunctions, object);
}
}
#endif
