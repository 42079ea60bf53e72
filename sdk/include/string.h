// C11 string.h, with the BSD and POSIX functions everyone uses. No locale: strcoll is strcmp.
//
// memcpy, memmove and memset work on whole capabilities wherever source and destination allow it,
// so tags survive. Nothing here reads or writes outside the bytes it was given.
#ifndef STRING_H
#define STRING_H

#include <cdefs.h>
#include <stddef.h>

__BEGIN_DECLS

void *memcpy(void *__restrict destination, const void *__restrict source, size_t length);
void *memmove(void *destination, const void *source, size_t length);
void *memset(void *destination, int value, size_t length);
int memcmp(const void *left, const void *right, size_t length);
void *memchr(const void *haystack, int byte, size_t length);
void *memrchr(const void *haystack, int byte, size_t length);
/// Copies up to and including the first `byte`; null if there was none within `length`.
void *memccpy(void *__restrict destination, const void *__restrict source, int byte, size_t length);
/// memset that the compiler may not remove.
void explicit_bzero(void *destination, size_t length);

size_t strlen(const char *string);
size_t strnlen(const char *string, size_t limit);
int strcmp(const char *left, const char *right);
int strncmp(const char *left, const char *right, size_t limit);
int strcoll(const char *left, const char *right);
size_t strxfrm(char *__restrict destination, const char *__restrict source, size_t size);

char *strcpy(char *__restrict destination, const char *__restrict source);
char *strncpy(char *__restrict destination, const char *__restrict source, size_t length);
char *stpcpy(char *__restrict destination, const char *__restrict source);
char *strcat(char *__restrict destination, const char *__restrict source);
char *strncat(char *__restrict destination, const char *__restrict source, size_t limit);
/// Copies what fits into `size` bytes, always terminated; returns the length of `source`.
size_t strlcpy(char *__restrict destination, const char *__restrict source, size_t size);
/// Appends what fits into `size` bytes; returns the length it would have had.
size_t strlcat(char *__restrict destination, const char *__restrict source, size_t size);
/// A copy on the heap; null when there is no room.
char *strdup(const char *string);

char *strchr(const char *string, int character);
char *strrchr(const char *string, int character);
char *strstr(const char *haystack, const char *needle);
char *strnstr(const char *haystack, const char *needle, size_t limit);
char *strpbrk(const char *string, const char *set);
size_t strspn(const char *string, const char *set);
size_t strcspn(const char *string, const char *set);
char *strtok(char *__restrict string, const char *__restrict separators);
char *strtok_r(char *__restrict string, const char *__restrict separators,
               char **__restrict position);

/// A short English description of an errno value.
char *strerror(int error);

__END_DECLS

#endif
