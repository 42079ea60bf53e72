// C11 string.h, with the BSD and POSIX functions everyone uses. No locale: strcoll is strcmp.
//
// memcpy, memmove and memset work on whole capabilities wherever source and destination allow it,
// so tags survive. Nothing here reads or writes outside the bytes it was given.
#ifndef STRING_H
#define STRING_H

#include <cdefs.h>
#include <stddef.h>

__BEGIN_DECLS

void *__cheri_libcall memcpy(void *__restrict destination, const void *__restrict source,
                             size_t length);
void *__cheri_libcall memmove(void *destination, const void *source, size_t length);
void *__cheri_libcall memset(void *destination, int value, size_t length);
int __cheri_libcall memcmp(const void *left, const void *right, size_t length);
void *__cheri_libcall memchr(const void *haystack, int byte, size_t length);
void *__cheri_libcall memrchr(const void *haystack, int byte, size_t length);
/// Copies up to and including the first `byte`; null if there was none within `length`.
void *__cheri_libcall memccpy(void *__restrict destination, const void *__restrict source, int byte,
                              size_t length);
/// memset that the compiler may not remove.
void __cheri_libcall explicit_bzero(void *destination, size_t length);

size_t __cheri_libcall strlen(const char *string);
size_t __cheri_libcall strnlen(const char *string, size_t limit);
int __cheri_libcall strcmp(const char *left, const char *right);
int __cheri_libcall strncmp(const char *left, const char *right, size_t limit);
int __cheri_libcall strcoll(const char *left, const char *right);
size_t __cheri_libcall strxfrm(char *__restrict destination, const char *__restrict source,
                               size_t size);

char *__cheri_libcall strcpy(char *__restrict destination, const char *__restrict source);
char *__cheri_libcall strncpy(char *__restrict destination, const char *__restrict source,
                              size_t length);
char *__cheri_libcall stpcpy(char *__restrict destination, const char *__restrict source);
char *__cheri_libcall strcat(char *__restrict destination, const char *__restrict source);
char *__cheri_libcall strncat(char *__restrict destination, const char *__restrict source,
                              size_t limit);
/// Copies what fits into `size` bytes, always terminated; returns the length of `source`.
size_t __cheri_libcall strlcpy(char *__restrict destination, const char *__restrict source,
                               size_t size);
/// Appends what fits into `size` bytes; returns the length it would have had.
size_t __cheri_libcall strlcat(char *__restrict destination, const char *__restrict source,
                               size_t size);
#ifndef __CHERIOT_RTOS__ // there the heap is not a library's to take from
/// A copy on the heap; null when there is no room.
char *strdup(const char *string);
#endif

char *__cheri_libcall strchr(const char *string, int character);
char *__cheri_libcall strrchr(const char *string, int character);
char *__cheri_libcall strstr(const char *haystack, const char *needle);
char *__cheri_libcall strnstr(const char *haystack, const char *needle, size_t limit);
char *__cheri_libcall strpbrk(const char *string, const char *set);
size_t __cheri_libcall strspn(const char *string, const char *set);
size_t __cheri_libcall strcspn(const char *string, const char *set);
#ifndef __CHERIOT_RTOS__ // libraries keep no state there
char *strtok(char *__restrict string, const char *__restrict separators);
#endif
char *__cheri_libcall strtok_r(char *__restrict string, const char *__restrict separators,
                               char **__restrict position);

/// A short English description of an errno value. On the RTOS, of one it does not know, no number.
char *__cheri_libcall strerror(int error);

__END_DECLS

#endif
