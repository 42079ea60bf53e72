// What the compiler promises of tags, on the machine: whatever moves a capability keeps its tag.
// RUN: %cc -Wno-cheri-capability-misuse -O0 %s -o %t.elf && %run %t.elf
// RUN: %cc -Wno-cheri-capability-misuse -O1 %s -o %t.elf && %run %t.elf
// RUN: %cc -Wno-cheri-capability-misuse -O2 %s -o %t.elf && %run %t.elf
// RUN: %cc -Wno-cheri-capability-misuse -O2 -fno-strict-aliasing %s -o %t.elf && %run %t.elf
// RUN: %cc -Wno-cheri-capability-misuse -O3 %s -o %t.elf && %run %t.elf
// RUN: %cc -Wno-cheri-capability-misuse -Os %s -o %t.elf && %run %t.elf
// RUN: %cc -Wno-cheri-capability-misuse -Oz %s -o %t.elf && %run %t.elf
#include <stdarg.h>
#include <stdatomic.h>
#include <string.h>

#define TAGGED(p) (__builtin_cheri_tag_get(p) != 0)
#define OPAQUE(p) __asm__ volatile("" : "+C"(p))
#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            return __LINE__ & 127;                                                                 \
        }                                                                                          \
    } while (0)

struct Mixed
{
    int a, b;
    void *p;
    char c;
};
struct __attribute__((packed)) Packed
{
    void *p;
    char c;
};
struct Large
{
    char head;
    void *p[40];
};
union Either
{
    void *p;
    struct
    {
        unsigned low, high;
    } w;
    char bytes[8];
};

union Number
{
    void *p;
    double d;
    unsigned long long v;
    unsigned w[2];
    char bytes[8];
};
struct Tagged
{
    int kind;
    union Number u;
};

static int object;
static volatile struct Large volatileLarge;
_Atomic(void *) shared;
_Atomic(char *) cursor;
_Atomic long long wide;

static __attribute__((noinline)) struct Mixed mixed_change(struct Mixed m)
{
    m.a++;
    return m;
}

static __attribute__((noinline)) struct Large large_return(struct Large l)
{
    l.head++;
    return l;
}

static __attribute__((noinline)) int copies(void *p, int eight)
{
    struct Mixed m = {1, 2, p, 3}, n;
    n = mixed_change(m);
    CHECK(TAGGED(n.p) && n.p == p && n.a == 2 && n.c == 3);
    memcpy(&m, &n, sizeof(m));
    CHECK(TAGGED(m.p));
    char buffer[16];
    memcpy(buffer, &m.p, (unsigned)eight);
    void *q;
    memmove(&q, buffer, (unsigned)eight);
    CHECK(TAGGED(q) && q == p);
    union Either e, f;
    e.p = p;
    memcpy(f.bytes, e.bytes, sizeof(f));
    CHECK(TAGGED(f.p) && f.w.low == (unsigned)p);
    struct Large l = {.p[39] = p}, k;
    k = l;
    CHECK(TAGGED(k.p[39]) && !TAGGED(k.p[0]));
    l = large_return(k);
    CHECK(TAGGED(l.p[39]) && l.head == 1);
    memcpy((void *)&volatileLarge, &l, sizeof(l));
    CHECK(TAGGED(volatileLarge.p[39]));
    _Alignas(8) struct Packed s = {p, 1}, t;
    t = s;
    CHECK(TAGGED(t.p));
    struct Packed array[2] = {{p, 1}, {p, 2}};
    CHECK(array[1].p == p && array[1].c == 2); // where no tag can be, the address is
    return 0;
}

static __attribute__((noinline)) int atomics(void *p)
{
    shared = p;
    CHECK(TAGGED(shared));
    void *old = atomic_exchange(&shared, NULL);
    CHECK(TAGGED(old) && old == p && shared == NULL);
    void *expected = NULL;
    CHECK(atomic_compare_exchange_strong(&shared, &expected, p) && TAGGED(shared));
    CHECK(!atomic_compare_exchange_strong(&shared, &expected, NULL) && TAGGED(expected));
    cursor = p;
    atomic_fetch_add(&cursor, 3);
    char *moved = cursor;
    CHECK(TAGGED(moved) && moved == (char *)p + 3);
    wide = 0x123456789abcdef0;
    CHECK(atomic_fetch_add(&wide, 0x10) == 0x123456789abcdef0 && wide == 0x123456789abcdf00);
    long long seen = 0x123456789abcdf00;
    CHECK(atomic_compare_exchange_strong(&wide, &seen, -1) && wide == -1);
    return 0;
}

static __attribute__((noinline)) int arguments(int n, ...)
{
    va_list list, again;
    va_start(list, n);
    va_copy(again, list);
    CHECK(va_arg(list, int) == 1);
    CHECK(TAGGED(va_arg(list, void *)));
    CHECK(va_arg(list, long long) == 0x1122334455667788);
    CHECK(va_arg(list, int) == -2);
    CHECK(va_arg(list, double) == 2.5);
    struct Mixed m = va_arg(list, struct Mixed);
    CHECK(m.b == 5 && TAGGED(m.p));
    va_end(list);
    CHECK(va_arg(again, int) == 1);
    va_end(again);
    return 0;
}

static __attribute__((noinline)) int casts(char *p)
{
    CHECK((unsigned)p == __builtin_cheri_address_get(p));
    volatile unsigned long long widened = (unsigned long long)p;
    CHECK(widened == (unsigned)p && (unsigned long long)p == widened);
    CHECK((unsigned)(void *)-1 == 0xffffffffu);
    CHECK(!TAGGED((void *)(unsigned)p));
    char *q = __builtin_cheri_bounds_set(p, 2);
    CHECK(TAGGED(q) && __builtin_cheri_length_get(q) == 2 &&
          __builtin_cheri_base_get(q) == (unsigned)p);
    CHECK(__builtin_cheri_tag_get_temporal(q) && !TAGGED(__builtin_cheri_tag_clear(q)));
    CHECK(__builtin_cheri_offset_get(q + 1) == 1 && !__builtin_cheri_sealed_get(q));
    return 0;
}

/// Nothing is stored in a loop that does nothing, or by a condition that does not hold: not even what
/// was there, as a number.
static __attribute__((noinline)) void *pointer_of(union Number *n)
{
    return n->p;
}

static __attribute__((noinline)) int untouched(void *p, int zero, struct Tagged *result)
{
    union Number a = {p};
    for (int i = 0; i < zero * 2 + i; i++) {
        a.d = i * 1.5;
    }
    CHECK(TAGGED(pointer_of(&a)));
    union Number b = {p};
    for (int i = 0; i < 6 && zero > i; i++) {
        b.v = (unsigned long long)i * 3;
    }
    CHECK(TAGGED(pointer_of(&b)));
    union Number c = {p};
    for (int i = 0; i < 6 && zero > i; i++) {
        c.w[1] = (unsigned)i;
    }
    CHECK(TAGGED(pointer_of(&c)));
    union Number d = {p};
    if (d.w[0] & 1) {
        d.w[0] = 5;
    }
    CHECK(TAGGED(pointer_of(&d)));
    union Number e = {p};
    if (e.v == 7) {
        e.v = 5;
    }
    CHECK(TAGGED(pointer_of(&e)));
    struct Tagged t = {1, {p}};
    for (int i = 0; i < 6 && zero > i; i++) {
        t.kind = 2;
        t.u.bytes[3] = (char)i;
    }
    CHECK(TAGGED(pointer_of(&t.u)));
    result->u.p = p;
    for (int i = 0; i < 6 && zero > i; i++) {
        result->u.d = 2.5;
    }
    CHECK(TAGGED(pointer_of(&result->u)));
    return 0;
}

int main(void)
{
    void *p = &object;
    OPAQUE(p);
    int eight = 8;
    __asm__ volatile("" : "+r"(eight));
    struct Mixed m = {4, 5, p, 6};
    int result = copies(p, eight);
    result = result ? result : atomics(p);
    result = result ? result : arguments(6, 1, p, 0x1122334455667788, -2, 2.5, m);
    result = result ? result : casts(p);
    int zero = 0;
    __asm__ volatile("" : "+r"(zero));
    struct Tagged tagged;
    return result ? result : untouched(p, zero, &tagged);
}
