// What assert() calls when it fails: CHERIoT's words for it.
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

void __assert_fail(const char *expression, const char *file, int line, const char *function)
{
    printf("Assertion failure in %s at %s:%d: %s\n", function, file, line, expression);
    abort();
}
