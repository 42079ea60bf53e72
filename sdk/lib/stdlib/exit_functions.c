// See exit_functions.h.
#include "exit_functions.h"
#include <stdlib.h>

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
