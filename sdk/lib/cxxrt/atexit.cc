// Destructors of static objects, registered as they are constructed and run by exit().
#include <cdefs.h>
#ifdef __CHERIOT_RTOS__
extern "C" {

/// Identifies the image, of which there is one.
void *__dso_handle = nullptr;

/// A compartment does not end, so its objects are not destroyed.
int __cxa_atexit(void (*)(void *), void *, void *)
{
    return 0;
}
}
#else
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
