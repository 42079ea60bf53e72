// Frames: past 2 KiB and 4 KiB and 64 KiB, with objects of odd sizes, alignment, many live values,
// alloca.
#include "check.h"

NOINLINE static void fill(u8 *to, u32 count, u32 seed)
{
    for (u32 i = 0; i < count; i++) {
        to[i] = (u8)(seed + i * 7 + (i >> 8));
    }
}

NOINLINE static u64 sum_of(const u8 *from, u32 count)
{
    u64 sum = count;
    for (u32 i = 0; i < count; i++) {
        sum = sum * 31 + from[i];
    }
    return sum;
}

#define FRAME(n)                                                                                   \
    NOINLINE static u64 frame##n(u64 a, u8 *given, u32 b)                                          \
    {                                                                                              \
        u64 before = a * 3;                                                                        \
        u8 bytes[n];                                                                               \
        u64 after = a + b;                                                                         \
        fill(bytes, n, b);                                                                         \
        bytes[b % n] ^= given[0];                                                                  \
        given[0] += bytes[n - 1];                                                                  \
        u64 *p = b & 1 ? &before : &after;                                                         \
        *p += sum_of(bytes, n);                                                                    \
        return before * 3 + after + bytes[n / 2];                                                  \
    }
#define EACH(M)                                                                                    \
    M(1)                                                                                           \
    M(3)                                                                                           \
    M(8)                                                                                           \
    M(31)                                                                                          \
    M(100)                                                                                         \
    M(511)                                                                                         \
    M(512)                                                                                         \
    M(513)                                                                                         \
    M(2000)                                                                                        \
    M(2040) M(2048) M(2056) M(4080) M(4095) M(4096) M(4097) M(5000) M(8191) M(20000) M(65537)
#define CALL(n) out("frame " #n, frame##n(n, given, n * 3u));
EACH(FRAME)

NOINLINE static u64 two_big(u32 x)
{
    i32 a[700], b[900];
    u64 c[300];
    struct
    {
        u8 x;
        u32 y[500];
        u8 *z;
    } d;
    u8 small = (u8)x;
    for (u32 i = 0; i < 900; i++) {
        b[i] = (i32)(i * x);
        a[i % 700] = b[i] + 1;
        c[i % 300] = (u64)b[i] * i;
        d.y[i % 500] = i ^ x;
    }
    d.z = &small;
    *d.z += 3;
    u64 sum = small;
    for (u32 i = 0; i < 700; i++) {
        sum = sum * 31 + (u64)a[i] + (u64)b[i + 200] + c[i % 300] + d.y[i % 500];
    }
    return sum;
}

NOINLINE static u64 live(u64 a, u64 b, u64 c, u64 d, u32 e, u32 f, u32 g, u32 h)
{
    u64 k = a * b, l = c * d, m = a + c, n = b ^ d, o = k - l, p = m * n, q = o ^ a, r = p + b,
        s = q * c, t = r - d;
    u32 u = e * f, v = g ^ h, w = u + v, x = u * v, y = w ^ e, z = x - f;
    for (u32 i = 0; i < 10; i++) {
        k += l ^ i;
        l = l * m + n;
        m ^= o + u;
        n -= p * v;
        o += q ^ w;
        p = p + r * x;
        q ^= s - y;
        r += t ^ z;
        s = s * 3 + k;
        t -= u + l;
        u ^= v + (u32)k;
        v += w * (u32)m;
        w -= x ^ (u32)o;
        x = x * 5 + y;
        y ^= z + g;
        z += u - h;
    }
    return k + l + m + n + o + p + q + r + s + t + u + v + w + x + y + z + a + b + c + d + e + f +
           g + h;
}

NOINLINE static u64 aligned(u32 x)
{
    _Alignas(64) u8 a[70];
    u8 odd[3];
    _Alignas(32) u64 b[5];
    fill(a, sizeof a, x);
    fill(odd, sizeof odd, x + 1);
    for (u32 i = 0; i < 5; i++) {
        b[i] = sum_of(a, i * 10) + odd[i % 3];
    }
    return b[4] + b[0] * 3;
}

NOINLINE static u64 nested_blocks(u32 x)
{
    u64 sum = 0;
    for (u32 i = 0; i < 4; i++) {
        u8 one[300];
        fill(one, 300, x + i);
        sum += sum_of(one, 300);
        {
            u8 two[600];
            fill(two, 600, x ^ i);
            sum = sum * 3 + sum_of(two, 600) + one[299];
        }
        if (i & 1) {
            u8 three[900];
            fill(three, 900, i);
            sum ^= sum_of(three, 900);
        }
    }
    return sum;
}

NOINLINE static u64 allocated(u32 count)
{
    u64 fixed[100];
    u64 sum = 0;
    u8 *kept[10];
    for (u32 i = 0; i < 100; i++) {
        fixed[i] = i * count;
    }
    for (u32 i = 0; i < 10; i++) {
        kept[i] = (u8 *)__builtin_alloca(count * (i + 1));
        fill(kept[i], count * (i + 1), i);
    }
    for (u32 i = 0; i < 10; i++) {
        sum = sum * 31 + sum_of(kept[i], count * (i + 1)) + fixed[i * 9];
    }
    return sum;
}

NOINLINE static u64 passes_many(u32 x)
{
    u8 big[3000];
    fill(big, sizeof big, x);
    u64 a = big[0], b = big[1], c = big[2], d = big[2999];
    return live(a, b, c, d, big[4], big[5], big[6], big[7]) + live(d, c, b, a, 1, 2, 3, 4) +
           sum_of(big, 3000);
}

int main(void)
{
    u8 given[4] = {1, 2, 3, 4};
    EACH(CALL)
    out("two", two_big(12345));
    out("live", live(1, 2, 3, 4, 5, 6, 7, 8));
    out("aligned", aligned(9));
    out("nested", nested_blocks(77));
    out("allocated", allocated(1) + allocated(13) + allocated(400));
    out("passes", passes_many(3));
    return given[0] & 31;
}
