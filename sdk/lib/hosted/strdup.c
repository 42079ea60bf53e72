// strdup, apart from the rest because it needs the heap.
#include <stdlib.h>
#include <string.h>

char *strdup(const char *string)
{
    size_t size = strlen(string) + 1;
    char *copy = malloc(size);
    return copy == NULL ? NULL : memcpy(copy, string, size);
}
