// POSIX strings.h: comparison without case, and finding bits.
#ifndef STRINGS_H
#define STRINGS_H

#include <cdefs.h>
#include <stddef.h>

__BEGIN_DECLS

int __cheri_libcall strcasecmp(const char *left, const char *right);
int __cheri_libcall strncasecmp(const char *left, const char *right, size_t limit);
/// Index of the lowest set bit, counting from 1; 0 if there is none.
int __cheri_libcall ffs(int value);
int __cheri_libcall bcmp(const void *left, const void *right, size_t length);
void __cheri_libcall bzero(void *destination, size_t length);
void __cheri_libcall bcopy(const void *source, void *destination, size_t length);

__END_DECLS

#endif
