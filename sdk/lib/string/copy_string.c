// Copying and appending strings.
#include <stdlib.h>
#include <string.h>
#include <strings.h>

void *memccpy(void *__restrict destination, const void *__restrict source, int byte, size_t length)
{
    const void *found = memchr(source, byte, length);
    if (found == NULL) {
        memcpy(destination, source, length);
        return NULL;
    }
    size_t copied = (size_t)((const char *)found - (const char *)source) + 1;
    memcpy(destination, source, copied);
    return (char *)destination + copied;
}

char *stpcpy(char *__restrict destination, const char *__restrict source)
{
    while ((*destination = *source) != '\0') {
        destination++;
        source++;
    }
    return destination;
}

char *strcpy(char *__restrict destination, const char *__restrict source)
{
    stpcpy(destination, source);
    return destination;
}

char *strncpy(char *__restrict destination, const char *__restrict source, size_t length)
{
    size_t copied = strnlen(source, length);
    memcpy(destination, source, copied);
    memset(destination + copied, 0, length - copied);
    return destination;
}

char *strcat(char *__restrict destination, const char *__restrict source)
{
    stpcpy(destination + strlen(destination), source);
    return destination;
}

char *strncat(char *__restrict destination, const char *__restrict source, size_t limit)
{
    char *end = destination + strlen(destination);
    size_t copied = strnlen(source, limit);
    memcpy(end, source, copied);
    end[copied] = '\0';
    return destination;
}

size_t strlcpy(char *__restrict destination, const char *__restrict source, size_t size)
{
    size_t length = strlen(source);
    if (size != 0) {
        size_t copied = length < size ? length : size - 1;
        memcpy(destination, source, copied);
        destination[copied] = '\0';
    }
    return length;
}

size_t strlcat(char *__restrict destination, const char *__restrict source, size_t size)
{
    size_t used = strnlen(destination, size);
    return used + strlcpy(destination + used, source, size - used);
}

size_t strxfrm(char *__restrict destination, const char *__restrict source, size_t size)
{
    return strlcpy(destination, source, size);
}

void bzero(void *destination, size_t length)
{
    memset(destination, 0, length);
}

void bcopy(const void *source, void *destination, size_t length)
{
    memmove(destination, source, length);
}
