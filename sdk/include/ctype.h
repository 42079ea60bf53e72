// ctype.h for the "C" locale: ASCII.
#ifndef CTYPE_H
#define CTYPE_H

#include <cdefs.h>

__BEGIN_DECLS

int __cheri_libcall isalnum(int character);
int __cheri_libcall isalpha(int character);
int __cheri_libcall isascii(int character);
int __cheri_libcall isblank(int character);
int __cheri_libcall iscntrl(int character);
int __cheri_libcall isdigit(int character);
int __cheri_libcall isgraph(int character);
int __cheri_libcall islower(int character);
int __cheri_libcall isprint(int character);
int __cheri_libcall ispunct(int character);
int __cheri_libcall isspace(int character);
int __cheri_libcall isupper(int character);
int __cheri_libcall isxdigit(int character);
int __cheri_libcall tolower(int character);
int __cheri_libcall toupper(int character);

__END_DECLS

#endif
