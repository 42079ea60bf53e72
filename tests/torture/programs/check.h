// What the hand-written programs share: types of one width everywhere, and output by putchar alone.
#ifndef CHECK_H
#define CHECK_H

typedef signed char i8;
typedef unsigned char u8;
typedef short i16;
typedef unsigned short u16;
typedef int i32;
typedef unsigned int u32;
typedef long long i64;
typedef unsigned long long u64;
typedef float f32;
typedef double f64;
typedef __SIZE_TYPE__ size;

#define NOINLINE __attribute__((noinline))
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#ifdef __cplusplus
extern "C" {
#endif
int putchar(int character);
void *memcpy(void *to, const void *from, size count);
void *memmove(void *to, const void *from, size count);
void *memset(void *to, int value, size count);
int memcmp(const void *a, const void *b, size count);
#ifdef __cplusplus
}
#endif

static inline void out_text(const char *text)
{
    while (*text) {
        putchar((unsigned char)*text++);
    }
}

__attribute__((unused)) NOINLINE static void out(const char *name, u64 value)
{
    out_text(name);
    putchar(' ');
    for (int shift = 60; shift >= 0; shift -= 4) {
        putchar("0123456789abcdef"[(value >> shift) & 15]);
    }
    putchar('\n');
}

/// Bits of a floating-point value; every NaN prints as one.
static inline u64 bits64(f64 value)
{
    u64 bits = 0x7ff8000000000000ULL;
    if (value == value) {
        memcpy(&bits, &value, sizeof bits);
    }
    return bits;
}

static inline u32 bits32(f32 value)
{
    u32 bits = 0x7fc00000u;
    if (value == value) {
        memcpy(&bits, &value, sizeof bits);
    }
    return bits;
}

/// A value the optimiser knows nothing about.
#define HIDE(type, value)                                                                          \
    (__extension__({                                                                               \
        volatile type hidden_ = (value);                                                           \
        hidden_;                                                                                   \
    }))

#endif
