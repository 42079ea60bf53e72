// Variable arguments: every promoted type, structures, pointers, many, none, va_copy, passed on.
#include "check.h"

typedef __builtin_va_list List;
#define START(list, last) __builtin_va_start(list, last)
#define ARG(list, type) __builtin_va_arg(list, type)
#define END(list) __builtin_va_end(list)

typedef struct Small
{
    u8 a, b, c;
} Small;
typedef struct Medium
{
    i64 a;
    const char *text;
} Medium;
typedef struct Large
{
    u32 a[20];
    u32 *p;
} Large;
typedef u64 (*Function)(u64);

static u64 total;

static u64 half(u64 x)
{
    return x / 2;
}

NOINLINE static void listed(const char *format, List list)
{
    for (; *format; format++) {
        switch (*format) {
        case 'i':
            total = total * 31 + (u64)ARG(list, int);
            break;
        case 'u':
            total = total * 31 + ARG(list, u32);
            break;
        case 'l':
            total = total * 31 + (u64)ARG(list, i64);
            break;
        case 'd':
            total = total * 31 + bits64(ARG(list, f64));
            break;
        case 's':
            total = total * 31 + (u8)*ARG(list, const char *);
            break;
        case 'f':
            total = total * 31 + ARG(list, Function)(total);
            break;
        case 'P':
            *ARG(list, u64 *) += total;
            break;
        case 'a': {
            Small s = ARG(list, Small);
            total = total * 31 + s.a + s.b * 3u + s.c * 5u;
            break;
        }
        case 'm': {
            Medium m = ARG(list, Medium);
            total = total * 31 + (u64)m.a + (u8)m.text[1];
            break;
        }
        case 'L': {
            Large l = ARG(list, Large);
            total = total * 31 + l.a[0] + l.a[19] * 3 + *l.p;
            break;
        }
        default:
            out("bad", (u8)*format);
        }
    }
}

NOINLINE static void passed(const char *format, ...)
{
    List list, copy;
    START(list, format);
    __builtin_va_copy(copy, list);
    listed(format, list);
    END(list);
    listed(format, copy);
    END(copy);
    out(format, total);
}

NOINLINE static u64 sum(u32 count, ...)
{
    List list;
    START(list, count);
    u64 result = 0;
    for (u32 i = 0; i < count; i++) {
        result = result * 3 + ARG(list, u64);
    }
    END(list);
    return result;
}

NOINLINE static f64 mixed(u8 a, i64 b, f64 c, const char *d, u16 e, f32 f, i64 g, ...)
{
    List list;
    START(list, g);
    f64 result = a + (f64)b + c + *d + e + f + (f64)g;
    result += ARG(list, int);
    result *= ARG(list, f64);
    result -= (f64)ARG(list, i64);
    END(list);
    return result;
}

NOINLINE static i32 by_address(u32 count, ...)
{
    List list;
    START(list, count);
    List *same = &list;
    i32 result = 0;
    while (count--) {
        result = result * 5 + ARG(*same, i32);
    }
    END(list);
    return result;
}

int main(void)
{
    u64 cell = 5;
    u32 value = 77;
    Small small = {1, 2, 3};
    Medium medium = {-5, "text"};
    Large large = {{9}, &value};
    large.a[19] = 4;
    passed("");
    passed("i", -1);
    passed("l", -1LL);
    passed("il", 1, 2LL);
    passed("li", 1LL, 2);
    passed("d", 1.5);
    passed("idid", 1, -2.5, 3, 1e300);
    passed("sf", "string", half);
    passed("P", &cell);
    passed("a", small);
    passed("imi", 1, medium, 3);
    passed("Lal", large, small, 1LL << 40);
    passed("iuldsfPamLiuldsfPamL", -3, 4u, 5LL, 6.5, "s", half, &cell, small, medium, large, 3, 4u,
           5LL, 6.5, "s", half, &cell, small, medium, large);
    out("cell", cell);
    out("narrow", sum(2, (u64)(u8)300, (u64)(i8)200));
    out("none", sum(0));
    out("many", sum(20, 1ULL, 2ULL, 3ULL, 4ULL, 5ULL, 6ULL, 7ULL, 8ULL, 9ULL, 10ULL, 11ULL, 12ULL,
                    13ULL, 14ULL, 15ULL, 16ULL, 17ULL, 18ULL, 19ULL, ~0ULL));
    out("mixed", bits64(mixed(1, -2, 3.25, "d", 5, 6.5f, 1LL << 33, 8, 9.75, -10LL)));
    u64 (*pointer)(u32, ...) = sum;
    out("pointer", pointer(3, 7ULL, 8ULL, 9ULL));
    out("address", (u64)by_address(4, 1, -2, 3, -4));
    i8 narrow = -3;
    u16 word = 65535;
    f32 real = 0.5f;
    passed("iid", narrow, word, real);
    return 3;
}
