// memcpy, memmove, memset of every size and alignment up to 70, overlaps, structures, loops written
// out.
#include "check.h"

static _Alignas(16) u8 arena[256], other[256];

static u64 arena_sum(void)
{
    u64 sum = 0;
    for (u32 i = 0; i < 256; i++) {
        sum = sum * 31 + arena[i] + other[i] * 3u;
    }
    return sum;
}

static void arena_fill(void)
{
    for (u32 i = 0; i < 256; i++) {
        arena[i] = (u8)(i * 13 + 5);
        other[i] = (u8)(i ^ 0x5a);
    }
}

#define CONSTANT(n)                                                                                \
    memcpy(arena + 3, other + 5, n);                                                               \
    memcpy(arena + 64, other + 128, n);                                                            \
    memmove(arena + 128, arena + 120, n);                                                          \
    memmove(arena + 30, arena + 31, n);                                                            \
    memset(other + 9, n, n);                                                                       \
    memset(other + 200, 0, n);                                                                     \
    out("constant " #n, arena_sum());

NOINLINE static void bytes_copy(char *to, const char *from, u32 count)
{
    while (count--) {
        *to++ = *from++;
    }
}

NOINLINE static void words_copy(u32 *restrict to, const u32 *restrict from, u32 count)
{
    for (u32 i = 0; i < count; i++) {
        to[i] = from[i];
    }
}

NOINLINE static void words_zero(u64 *to, u32 count)
{
    for (u32 i = 0; i < count; i++) {
        to[i] = 0;
    }
}

NOINLINE static u32 unaligned(const u8 *from)
{
    u32 word;
    memcpy(&word, from, sizeof word);
    u16 half;
    memcpy(&half, from + 3, sizeof half);
    u64 wide;
    memcpy(&wide, from + 5, sizeof wide);
    return word + half + (u32)(wide >> 13);
}

typedef struct Mixed
{
    u8 a;
    u64 b;
    u16 c;
    const u8 *d;
} Mixed;

int main(void)
{
    for (u32 count = 0; count <= 70; count++) {
        u64 sum = 0;
        for (u32 to = 0; to < 9; to++) {
            for (u32 from = 0; from < 9; from++) {
                arena_fill();
                memcpy(arena + to, other + from, count);
                memmove(arena + 100 + to, arena + 100 + from, count);
                memset(arena + 200 + to % 4, (int)(from * 77), count % 50);
                sum = sum * 31 + arena_sum() + (u64)(memcmp(arena, other, count) < 0) +
                      (u64)(memcmp(other + to, other + from, count) > 0);
            }
        }
        out("variable", sum);
    }
    arena_fill();
    CONSTANT(0)
    CONSTANT(1)
    CONSTANT(2)
    CONSTANT(3)
    CONSTANT(4)
    CONSTANT(5)
    CONSTANT(7)
    CONSTANT(8)
    CONSTANT(9)
    CONSTANT(12)
    CONSTANT(15)
    CONSTANT(16)
    CONSTANT(17)
    CONSTANT(20)
    CONSTANT(23)
    CONSTANT(24)
    CONSTANT(28)
    CONSTANT(31)
    CONSTANT(32)
    CONSTANT(33)
    CONSTANT(40) CONSTANT(48) bytes_copy((char *)arena + 7, (const char *)other + 1, 99);
    u32 words[40], more[40];
    u64 wide[20];
    for (u32 i = 0; i < 40; i++) {
        words[i] = i * 0x01010101u;
        more[i] = ~i;
        wide[i / 2] = i;
    }
    words_copy(words + 1, more, 33);
    words_zero(wide + 3, 11);
    memcpy(arena + 80, words, sizeof words);
    memcpy(arena + 11, wide, 80);
    out("words", arena_sum() + wide[2] + wide[13] + wide[14]);
    for (u32 i = 0; i < 16; i++) {
        out("unaligned", unaligned(arena + i));
    }
    Mixed m[3] = {{1, 2, 3, arena}, {4, 5, 6, other}, {7, 8, 9, arena + 9}};
    memmove(m, m + 1, 2 * sizeof m[0]);
    memcpy(&m[2], &(Mixed){10, 11, 12, other + 7}, sizeof m[2]);
    out("mixed", m[0].b + *m[0].d + m[1].c * 3u + *m[1].d + m[2].a + *m[2].d);
    memset(&m[1], 0, sizeof m[1]);
    out("zeroed", m[1].a + m[1].b + (u64)(m[1].d == 0));
    return (int)(memcmp("abc", "abd", 3) < 0);
}
