// What instruction selection does by way of memory or a table: elements of vectors at variable
// indices, trailing zeros, shifts of wide integers, pointers anywhere an assembly operand may be,
// and arithmetic that counts back from the end of an array of structures.
#include "check.h"

typedef i32 words __attribute__((vector_size(16)));
typedef u8 bytes __attribute__((vector_size(16)));
typedef i64 pair __attribute__((vector_size(16)));

NOINLINE static words words_mix(words a, words b, u32 i)
{
    words c = a * b + (a > b);
    c[i & 3] ^= c[(i + 1) & 3];
    return c;
}

NOINLINE static u64 vectors(u32 i)
{
    words w = words_mix((words){(i32)i, 2, -3, 4}, (words){5, (i32)i, 7, 8}, i);
    bytes b = {(u8)i, 1, 2, 3, 4, 5, 200};
    b[i & 15] += b[(i * 3) & 15];
    pair p = {(i64)i << 33, -5};
    p[i & 1] = p[(i >> 1) & 1] + 1;
    u64 sum = 0;
    for (u32 n = 0; n < 16; n++) {
        sum = sum * 31 + (u32)w[n & 3] + b[n] + (u64)p[n & 1];
    }
    return sum;
}

NOINLINE static u64 zeros(u64 x)
{
    u32 low = (u32)x;
    return (u64)__builtin_ctzll(x) * 10000 + (low != 0 ? (u64)__builtin_ctz(low) : 99) * 100 +
           (u64)__builtin_ffs((i32)low);
}

NOINLINE static u64 wide(u64 high, u64 low, u32 by)
{
    unsigned _BitInt(128) x = ((unsigned _BitInt(128))high << 64) | low;
    _BitInt(128) y = (_BitInt(128))x;
    unsigned _BitInt(128) z = (x << by) ^ (x >> by) ^ (unsigned _BitInt(128))(y >> by);
    return (u64)z ^ (u64)(z >> 64);
}

NOINLINE static i32 *anywhere(i32 *p, i32 *q)
{
    __asm__ volatile("" ::"rm"(p), "g"(q) : "memory");
    __asm__ volatile("" ::"r,m"(p) : "memory");
    __asm__ volatile("" : "+rm"(p), "+r"(q)::"memory");
    __asm__ volatile("" : "+r,m"(p)::"memory");
    *p += *q;
    return p;
}

NOINLINE static u64 return_address(u32 n)
{
    u64 sum = wide(n, n, n);
    const void *to = __builtin_return_address(0);
    return sum + wide(sum, n, 3) + (to != 0);
}

struct item
{
    i32 number;
    i32 numbers[4];
};

NOINLINE static i32 from_end(const struct item *end, i32 i, i32 j)
{
    return end[i].numbers[j] + end[i].number;
}

// More than an offset reaches, a frame pointer or not, and capabilities in every register.
NOINLINE static u32 large(u32 *a, u32 *b, u32 *c, u32 *d, u32 *e, u32 *f, u32 *g, u32 *h)
{
    u32 first = *a;
    u8 buffer[4100];
    u32 last = *b;
    memset(buffer, *c, sizeof buffer);
    u32 *all[] = {a, b, c, d, e, f, g, h, &first, &last};
    u32 sum = 0;
    for (u32 i = 0; i < COUNT(all); i++) {
        *all[i] += *a + *b + *c + *d + *e + *f + *g + *h + first + last;
        sum = sum * 31 + (u32)*all[i] + buffer[i * 400];
        buffer[i * 400] ^= (u8)sum;
    }
    return sum + buffer[4099] + buffer[800];
}

int main(void)
{
    for (u32 i = 0; i < 17; i++) {
        out("vectors", vectors(HIDE(u32, i)));
    }
    for (u32 i = 0; i < 64; i++) {
        out("zeros", zeros(HIDE(u64, 5ULL << i)));
        out("wide", wide(HIDE(u64, 0x8123456789abcdefULL), 0xfedcba9876543210ULL, i * 2));
    }
    i32 x = 3, y = 4;
    out("anywhere", (u64)(anywhere(&x, &y) == &x));
    out("x", (u64)x);
    out("return address", return_address(9));
    struct item items[5];
    for (i32 i = 0; i < 25; i++) {
        items[i / 5].number = i;
        items[i / 5].numbers[i % 4] = i * i;
        items[i / 5].numbers[3] = i + 7;
    }
    for (i32 i = -5; i < 0; i++) {
        for (i32 j = 0; j < 4; j++) {
            out("from end", (u64)from_end(items + HIDE(i32, 5), i, j));
        }
    }
    u32 v[8] = {1, 2, 3, 4, 5, 6, 7, 8};
    out("large", large(v, v + 1, v + 2, v + 3, v + 4, v + 5, v + 6, v + 7));
    return 0;
}
