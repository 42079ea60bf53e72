// stdlib.h. In the RTOS the heap is the allocator compartment's (docs/reference/heap.md), and there
// is no end of a program. On bare metal malloc hands out exactly bounded pieces of the image's heap
// and promises nothing about dangling pointers (docs/reference/runtime.md).
#ifndef STDLIB_H
#define STDLIB_H

#include <cdefs.h>
#include <stddef.h>
#ifdef __CHERIOT_RTOS__
#include <__stdlib_rtos.h>
#endif

#define EXIT_SUCCESS 0
#define EXIT_FAILURE 1
#define RAND_MAX 0x7fffffff
#define MB_CUR_MAX 1

__BEGIN_DECLS

typedef struct
{
    int quot;
    int rem;
} div_t;
typedef struct
{
    long quot;
    long rem;
} ldiv_t;
typedef struct
{
    long long quot;
    long long rem;
} lldiv_t;

#ifndef __CHERIOT_RTOS__
/// Memory bounded to `size` bytes, rounded up only as far as a capability can describe; null, and
/// ENOMEM in errno, when there is none.
void *malloc(size_t size);
void *calloc(size_t count, size_t size);
void *realloc(void *pointer, size_t size);
void *aligned_alloc(size_t alignment, size_t size);
/// Gives memory back. Freeing twice, or what malloc did not return, ends the run.
void free(void *pointer);

__attribute__((__noreturn__)) void abort(void);
/// Runs what atexit and static destructors registered, newest first, then ends the run.
__attribute__((__noreturn__)) void exit(int status);
/// Ends the run at once.
__attribute__((__noreturn__)) void _Exit(int status);
__attribute__((__noreturn__)) void quick_exit(int status);
/// 0, or -1 when the table (32 functions) is full.
int atexit(void (*function)(void));
int at_quick_exit(void (*function)(void));
#endif

/// Sorts in place. Elements are moved as capabilities where they may hold any.
void qsort(void *base, size_t count, size_t size, int (*compare)(const void *, const void *));
void qsort_r(void *base, size_t count, size_t size,
             int (*compare)(const void *, const void *, void *), void *context);
void *bsearch(const void *key, const void *base, size_t count, size_t size,
              int (*compare)(const void *, const void *));

int atoi(const char *string);
long atol(const char *string);
long long atoll(const char *string);
double atof(const char *string);
long __cheri_libcall strtol(const char *__restrict string, char **__restrict end, int base);
unsigned long __cheri_libcall strtoul(const char *__restrict string, char **__restrict end,
                                      int base);
long long strtoll(const char *__restrict string, char **__restrict end, int base);
unsigned long long strtoull(const char *__restrict string, char **__restrict end, int base);
/// Correctly rounded, decimal and hexadecimal.
float strtof(const char *__restrict string, char **__restrict end);
double strtod(const char *__restrict string, char **__restrict end);
long double strtold(const char *__restrict string, char **__restrict end);

int abs(int value);
long labs(long value);
long long llabs(long long value);
div_t div(int numerator, int denominator);
ldiv_t ldiv(long numerator, long denominator);
lldiv_t lldiv(long long numerator, long long denominator);

/// A deterministic sequence: not for secrets.
int rand(void);
void srand(unsigned seed);
int rand_r(unsigned *seed);

/// There is no environment: always null.
char *getenv(const char *name);
/// There is no command processor: 0 for null, else -1.
int system(const char *command);

__END_DECLS

#endif
