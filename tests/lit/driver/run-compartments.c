// Code of two compartments and of a library, executed: what one calls in the other goes through its
// imports and a switcher that shows what passed.
// DEFINE: %{level} =
// DEFINE: %{run} = %cc -mabi=cheriot %{level} -cheri-compartment=mine -c %s -o %t.mine.o && \
// DEFINE:   %cc -mabi=cheriot %{level} -cheri-compartment=other -DOTHER -c %s -o %t.other.o && \
// DEFINE:   %cc -Wl,-e,loader %t.switcher.o %t.mine.o %t.other.o -o %t.elf && %run %t.elf
// RUN: %as %S/Inputs/fake-switcher.s -o %t.switcher.o
// REDEFINE: %{level} = -O0
// RUN: %{run}
// REDEFINE: %{level} = -O1
// RUN: %{run}
// REDEFINE: %{level} = -O2
// RUN: %{run}
// REDEFINE: %{level} = -Oz
// RUN: %{run}
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#define OTHER_ENTRY __attribute__((cheriot_compartment("other")))
#define LIBRARY __attribute__((cheriot_libcall))
#define DISABLED __attribute__((interrupt_state(disabled)))
#define CALLBACK __attribute__((cheriot_ccallback))
#define NOINLINE __attribute__((noinline))

typedef CALLBACK int (*Callback)(int, void *);
struct Structure
{
    void *pointer;
    int numbers[5];
};

OTHER_ENTRY long long many(int a, int b, int c, int d, int e, int f, int g, long long h, int *i);
OTHER_ENTRY int variadic(int a, int b, int c, int d, int e, int f, int g, ...);
OTHER_ENTRY _Bool is_odd(int x);
OTHER_ENTRY signed char narrow(unsigned char x);
OTHER_ENTRY void nothing(int *result);
OTHER_ENTRY long long wide(long long x);
OTHER_ENTRY unsigned address(void *p);
OTHER_ENTRY int number(unsigned x);
OTHER_ENTRY int calls_back(Callback f, void *p);
OTHER_ENTRY struct Structure structure(struct Structure given);
OTHER_ENTRY unsigned posture(void);
LIBRARY DISABLED unsigned library_posture(void);
LIBRARY int library_inherits(int x, int y);

static inline unsigned interrupts(void)
{
    unsigned status;
    __asm__ volatile("csrr %0, mstatus" : "=r"(status));
    return (status >> 3) & 1;
}

#ifdef OTHER

long long many(int a, int b, int c, int d, int e, int f, int g, long long h, int *i)
{
    *i = a + 10 * b + 100 * c + 1000 * d + 10000 * e + 100000 * f + 1000000 * g;
    return h * 3;
}

int variadic(int a, int b, int c, int d, int e, int f, int g, ...)
{
    va_list list;
    va_start(list, g);
    int sum = a + b + c + d + e + f + g;
    sum += va_arg(list, int);
    sum += (int)(va_arg(list, long long) >> 32);
    sum += *va_arg(list, int *);
    // Exactly what was passed, and not what is in front of it.
    sum += __builtin_cheri_length_get(list) == 24 ? 0 : 10000;
    va_end(list);
    return sum;
}

_Bool is_odd(int x)
{
    return x & 1;
}

signed char narrow(unsigned char x)
{
    return (signed char)(x + 1);
}

void nothing(int *result)
{
    *result = 7;
}

long long wide(long long x)
{
    return x / 3;
}

// The address and no more of it.
unsigned address(void *p)
{
    return (unsigned)p;
}

int number(unsigned x)
{
    return (int)(x & 0xff) + 1;
}

int calls_back(Callback f, void *p)
{
    return f(4, p) + 1;
}

struct Structure structure(struct Structure given)
{
    given.numbers[4] = *(int *)given.pointer;
    return given;
}

unsigned posture(void)
{
    return interrupts();
}

DISABLED unsigned library_posture(void)
{
    return interrupts();
}

int library_inherits(int x, int y)
{
    return (int)interrupts() * 100 + x - y;
}

#else

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            return __LINE__ & 127;                                                                 \
        }                                                                                          \
    } while (0)
#define TAGGED(p) (__builtin_cheri_tag_get(p) != 0)
/// Neither a tag nor a bit.
#define IS_NOTHING(p) (__builtin_cheri_equal_exact((p), (void *)0))
/// A number, and not the capability it is the address of.
#define IS_NUMBER(p, x)                                                                            \
    (!TAGGED(p) && __builtin_cheri_high_get(p) == 0 && (unsigned)(p) == (unsigned)(x))

extern void *lastArguments[7];
extern void *lastResults[2];

__attribute__((cheriot_compartment("mine"))) NOINLINE int own(int a, int b, int c, int d, int e,
                                                              int f, int g)
{
    return a + b + c + d + e + f * g;
}

__attribute__((cheriot_compartment("mine"))) DISABLED NOINLINE unsigned own_quiet(void)
{
    return interrupts();
}

DISABLED NOINLINE unsigned quiet(void)
{
    return interrupts();
}

CALLBACK int called_back(int x, void *p)
{
    return *(int *)p + x * (int)interrupts();
}

NOINLINE int tail(int x)
{
    return library_inherits(x, 2);
}

NOINLINE unsigned tail_posture(void)
{
    return library_posture();
}

static int test_arguments(void)
{
    int sum = 0;
    CHECK(many(1, 2, 3, 4, 5, 6, 7, 1LL << 40, &sum) == 3LL << 40 && sum == 7654321);
    CHECK(__builtin_cheri_length_get(lastArguments[6]) == 24);
    int last = 1000;
    CHECK(variadic(1, 2, 3, 4, 5, 6, 7, 20, 300LL << 32, &last) == 1348);
    CHECK(__builtin_cheri_length_get(lastArguments[6]) == 32);
    struct Structure given = {&last, {1, 2, 3, 4, 5}};
    struct Structure taken = structure(given);
    CHECK(taken.numbers[3] == 4 && taken.numbers[4] == 1000 && TAGGED(taken.pointer));
    CHECK(given.numbers[4] == 5 && IS_NOTHING(lastArguments[6]));
    CHECK(number((unsigned)&last) == (int)((unsigned)&last & 0xff) + 1);
    CHECK(IS_NUMBER(lastArguments[0], &last));
    CHECK(own(1, 2, 3, 4, 5, 6, 7) == 57);
    return 0;
}

static int test_results(void)
{
    int result = 0;
    CHECK(is_odd(5) == 1 && IS_NUMBER(lastResults[0], 1) && IS_NOTHING(lastResults[1]));
    CHECK(narrow(255) == 0 && narrow(128) == -127 && IS_NUMBER(lastResults[0], -127));
    nothing(&result);
    CHECK(result == 7 && IS_NOTHING(lastResults[0]) && IS_NOTHING(lastResults[1]));
    CHECK(wide(-(9LL << 33)) == -(3LL << 33) && IS_NUMBER(lastResults[1], -6));
    CHECK(address(&result) == (unsigned)&result && IS_NUMBER(lastResults[0], &result));
    return 0;
}

static int test_postures(void)
{
    CHECK(posture() == 1);
    CHECK(interrupts() == 1);
    CHECK(quiet() == 0 && own_quiet() == 0 && library_posture() == 0 && tail_posture() == 0);
    unsigned (*volatile pointer)(void) = quiet;
    CHECK(pointer() == 0 && interrupts() == 1);
    CHECK(tail(5) == 103);
    return 0;
}

static int test_callbacks(void)
{
    int value = 30;
    CHECK(calls_back(called_back, &value) == 35);
    Callback volatile pointer = called_back;
    CHECK(pointer(2, &value) == 32);
    CHECK(called_back(2, &value) == 32);
    return 0;
}

static int test_library(void)
{
    volatile double x = 2.5;
    CHECK((int)(x * x) == 6);
    char from[200], to[200];
    memset(from, 3, sizeof(from));
    memcpy(to, from, sizeof(to));
    CHECK(to[199] == 3);
    int counter = 5;
    CHECK(__atomic_fetch_add(&counter, 2, __ATOMIC_SEQ_CST) == 5 && counter == 7);
    return 0;
}

int main(void)
{
    int (*const tests[])(void) = {test_arguments, test_results, test_postures, test_callbacks,
                                  test_library};
    __asm__ volatile("csrsi mstatus, 8"); // interrupts, of which nobody asks for any
    for (unsigned i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
        const int line = tests[i]();
        if (line != 0) {
            return line;
        }
    }
    return 0;
}

#endif
