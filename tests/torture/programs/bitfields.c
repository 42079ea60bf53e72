// Bit-fields: every width and sign, crossing words, zero width, stepped, in unions of structures,
// passed.
#include "check.h"

typedef struct Flags
{
    u32 a : 1, b : 2, c : 5;
    i32 d : 3;
    u32 : 0;
    i32 e : 31;
    u32 f : 17;
    u8 g : 7;
    i8 h : 1;
    u16 i : 9;
    _Bool j : 1;
    i64 k : 40;
    u64 l : 63;
    u32 : 5;
    u32 m : 20;
    u64 n : 33;
} Flags;

typedef struct Packed
{
    u8 first;
    u32 low : 3;
    u32 high : 29;
    u8 last;
    void *pointer;
    u32 after : 4;
} Packed;

static Flags global = {
    1, 2, 31, -4, -1073741824, 0x1ffff, 127, -1, 511, 1, -549755813888LL, ~0ULL >> 1, 99, 1};

NOINLINE static void show(const char *name, const Flags *f)
{
    out(name, f->a + f->b * 2u + f->c * 8u + (u64)(i64)f->d * 256);
    out("  e f", (u64)(i64)f->e * 3 + f->f);
    out("  g h i j", f->g + (u64)(i64)f->h * 128 + (u64)f->i * 256 + (u64)f->j * 65536);
    out("  k", (u64)(i64)f->k);
    out("  l m n", f->l + f->m * 3ULL + (u64)f->n * 5);
}

NOINLINE static Flags stepped(Flags f, u64 x)
{
    f.a++;
    f.b--;
    f.c += (u32)x;
    f.d = (i32)x;
    f.e = (i32)(x >> 3);
    f.f ^= (u32)x;
    f.g *= 3;
    f.h = (i8)~f.h;
    f.i = (u16)(f.i << 2 | (x & 3));
    f.j = !f.j;
    f.k += (i64)(u32)x;
    f.l ^= x;
    f.m = (u32)(x >> 40);
    f.n = x;
    return f;
}

NOINLINE static u32 compare(const Flags *f)
{
    u32 r = 0;
    r |= (f->d < 0) << 0;
    r |= (f->e < -5) << 1;
    r |= (f->c > 16) << 2;
    r |= (f->f == 0x1ffff) << 3;
    r |= (u32)(f->k < 0) << 4;
    r |= (u32)((u64)f->l > 0x4000000000000000ULL) << 5;
    r |= (u32)(f->h == -1) << 6;
    r |= (u32)(f->i >= 256 && f->g) << 7;
    return r;
}

int main(void)
{
    Flags f = global;
    show("start", &f);
    u64 x = 0x9e3779b97f4a7c15ULL;
    for (u32 i = 0; i < 20; i++) {
        f = stepped(f, x);
        show("step", &f);
        out("compare", compare(&f));
        x = x * 6364136223846793005ULL + 1442695040888963407ULL;
    }
    Flags many[4] = {f, global, {.k = -1}, {.e = 7}};
    for (u32 i = 0; i < 8; i++) {
        many[i & 3].k += many[(i + 1) & 3].e;
        many[i & 3].c = many[(i + 2) & 3].b + i;
        show("array", &many[i & 3]);
    }
    u8 cell = 7;
    Packed p = {1, 5, 0x1234567, 2, &cell, 9}, q = p;
    q.high = p.high >> 3;
    q.low = q.high;
    q.after--;
    out("packed",
        q.first + q.low * 3u + q.high * 5ULL + q.last * 7u + *(u8 *)q.pointer + q.after * 11u);
    global = f;
    global.l = HIDE(u64, 5);
    show("global", &global);
    return (int)(f.c);
}
