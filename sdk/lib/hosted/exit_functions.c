// exit, and what it runs: see exit_functions.h.
//
// start.s calls exit with main's result if the program has it, and provides _Exit. exit is in this
// file so that a program that registers a function has it.
#include "exit_functions.h"
#include <address.h>
#include <stdlib.h>

// The linker's: the array's functions, each a capability (docs/reference/linking.md).
extern void (*const __fini_array_start[])(void);
extern void (*const __fini_array_end[])(void);

ExitFunctions exitFunctions;

int exit_function_add(ExitFunctions *table, const ExitFunction *function)
{
    if (table->count == ExitFunctionLimit) {
        return -1;
    }
    table->entries[table->count++] = *function;
    return 0;
}

/// Takes the newest entry of `object` out of the table; 0 if there is none.
static int entry_take(ExitFunctions *table, const void *object, ExitFunction *taken)
{
    size_t at = table->count;
    while (at != 0) {
        at--;
        if (object == NULL || table->entries[at].object == object) {
            *taken = table->entries[at];
            for (; at + 1 < table->count; at++) {
                table->entries[at] = table->entries[at + 1];
            }
            table->count--;
            return 1;
        }
    }
    return 0;
}

void exit_functions_run(ExitFunctions *table, const void *object)
{
    ExitFunction entry;
    // Looked up anew each time: a function may register another, which is then the newest.
    while (entry_take(table, object, &entry)) {
        if (entry.withArgument != NULL) {
            entry.withArgument(entry.argument);
        } else {
            entry.plain();
        }
    }
}

int atexit(void (*function)(void))
{
    ExitFunction entry = {.plain = function};
    return exit_function_add(&exitFunctions, &entry);
}

/// What was registered, newest first; then the image's destructors; then the end of the run.
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
