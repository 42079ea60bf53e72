// See runtime_failure.h. No printf, so that a program without one stays without.
#include "../runtime_failure.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void runtime_failure(const char *message)
{
    __stdio_write(message, strlen(message));
    __stdio_write("\n", 1);
    abort();
}
