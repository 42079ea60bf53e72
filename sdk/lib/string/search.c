// Searching in memory and in strings.
#include <string.h>

void *memchr(const void *haystack, int byte, size_t length)
{
    const unsigned char *at = haystack;
    for (; length != 0; length--, at++) {
        if (*at == (unsigned char)byte) {
            return (void *)at;
        }
    }
    return NULL;
}

void *memrchr(const void *haystack, int byte, size_t length)
{
    const unsigned char *bytes = haystack;
    while (length != 0) {
        length--;
        if (bytes[length] == (unsigned char)byte) {
            return (void *)&bytes[length];
        }
    }
    return NULL;
}

char *strchr(const char *string, int character)
{
    for (;; string++) {
        if (*string == (char)character) {
            return (char *)string;
        }
        if (*string == '\0') {
            return NULL;
        }
    }
}

char *strrchr(const char *string, int character)
{
    const char *last = NULL;
    for (;; string++) {
        if (*string == (char)character) {
            last = string;
        }
        if (*string == '\0') {
            return (char *)last;
        }
    }
}

char *strnstr(const char *haystack, const char *needle, size_t limit)
{
    size_t needleLength = strlen(needle);
    if (needleLength == 0) {
        return (char *)haystack;
    }
    for (; limit >= needleLength && *haystack != '\0'; limit--, haystack++) {
        if (*haystack == *needle && strncmp(haystack, needle, needleLength) == 0) {
            return (char *)haystack;
        }
    }
    return NULL;
}

char *strstr(const char *haystack, const char *needle)
{
    size_t needleLength = strlen(needle);
    if (needleLength == 0) {
        return (char *)haystack;
    }
    for (; (haystack = strchr(haystack, *needle)) != NULL; haystack++) {
        if (strncmp(haystack, needle, needleLength) == 0) {
            return (char *)haystack;
        }
    }
    return NULL;
}

/// A set of characters as 256 bits, so that a span costs one look a character.
typedef struct
{
    unsigned bits[8];
} CharacterSet;

static CharacterSet character_set(const char *members)
{
    CharacterSet set = {{0}};
    for (; *members != '\0'; members++) {
        unsigned char member = (unsigned char)*members;
        set.bits[member / 32] |= 1U << (member % 32);
    }
    return set;
}

static int is_member(const CharacterSet *set, char character)
{
    unsigned char member = (unsigned char)character;
    return (set->bits[member / 32] >> (member % 32) & 1U) != 0;
}

size_t strspn(const char *string, const char *set)
{
    CharacterSet members = character_set(set);
    size_t length = 0;
    while (string[length] != '\0' && is_member(&members, string[length])) {
        length++;
    }
    return length;
}

size_t strcspn(const char *string, const char *set)
{
    CharacterSet members = character_set(set);
    size_t length = 0;
    while (string[length] != '\0' && !is_member(&members, string[length])) {
        length++;
    }
    return length;
}

char *strpbrk(const char *string, const char *set)
{
    string += strcspn(string, set);
    return *string == '\0' ? NULL : (char *)string;
}

char *strtok_r(char *__restrict string, const char *__restrict separators,
               char **__restrict position)
{
    char *token = string != NULL ? string : *position;
    if (token == NULL) {
        return NULL;
    }
    token += strspn(token, separators);
    if (*token == '\0') {
        *position = NULL;
        return NULL;
    }
    char *end = token + strcspn(token, separators);
    if (*end == '\0') {
        *position = NULL;
    } else {
        *end = '\0';
        *position = end + 1;
    }
    return token;
}

#ifndef __CHERIOT_RTOS__
char *strtok(char *__restrict string, const char *__restrict separators)
{
    static char *position;
    return strtok_r(string, separators, &position);
}
#endif
