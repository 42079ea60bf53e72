// Lengths and comparisons.
#include <ctype.h>
#include <string.h>
#include <strings.h>

size_t strlen(const char *string)
{
    const char *end = string;
    while (*end != '\0') {
        end++;
    }
    return (size_t)(end - string);
}

size_t strnlen(const char *string, size_t limit)
{
    size_t length = 0;
    while (length < limit && string[length] != '\0') {
        length++;
    }
    return length;
}

int strcmp(const char *left, const char *right)
{
    while (*left != '\0' && *left == *right) {
        left++;
        right++;
    }
    return (unsigned char)*left - (unsigned char)*right;
}

int strncmp(const char *left, const char *right, size_t limit)
{
    for (; limit != 0; limit--, left++, right++) {
        int difference = (unsigned char)*left - (unsigned char)*right;
        if (difference != 0 || *left == '\0') {
            return difference;
        }
    }
    return 0;
}

int strcoll(const char *left, const char *right)
{
    return strcmp(left, right);
}

int strncasecmp(const char *left, const char *right, size_t limit)
{
    for (; limit != 0; limit--, left++, right++) {
        int difference = tolower((unsigned char)*left) - tolower((unsigned char)*right);
        if (difference != 0 || *left == '\0') {
            return difference;
        }
    }
    return 0;
}

int strcasecmp(const char *left, const char *right)
{
    return strncasecmp(left, right, (size_t)-1);
}

int ffs(int value)
{
    return __builtin_ffs(value);
}
