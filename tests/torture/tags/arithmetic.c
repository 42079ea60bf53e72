// Pointers that move: past the end and back, by loops and induction variables, through masks of
// addresses.
#include "tags.h"

NOINLINE static u32 strided(u32 *from, u32 count, u32 step)
{
    u32 bad = 0;
    for (u32 i = 0; i < count; i += step) {
        bad += is_lost(&from[i], 1000 + i);
    }
    for (u32 *p = from + count; p-- > from;) {
        bad += is_lost(p, 1000 + (u32)(p - from));
    }
    return bad;
}

NOINLINE static u32 *chosen(u32 *a, u32 *b, u32 which)
{
    return which ? a : b;
}
NOINLINE static u32 **slot(u32 **slots, u32 n)
{
    return &slots[n];
}

NOINLINE static u32 spilled(u32 **p)
{
    u32 *a = p[0], *b = p[1], *c = p[2], *d = p[3], *e = p[4], *f = p[5], *g = p[6], *h = p[7],
        *i = p[8], *j = p[9];
    u32 bad = is_lost(a, 1000);
    bad += is_lost(b, 1001) + is_lost(c, 1002) + is_lost(d, 1003) + is_lost(e, 1004) +
           is_lost(f, 1005);
    bad += is_lost(g, 1006) + is_lost(h, 1007) + is_lost(i, 1008) + is_lost(j, 1009);
    return bad + is_lost(a + 1, 1001) + is_lost(j - 9, 1000) +
           is_lost(chosen(b, c, bad == 0), 1001);
}

NOINLINE static u32 phis(u32 *a, u32 *b, u32 rounds)
{
    u32 bad = 0;
    for (u32 i = 0; i < rounds; i++) {
        u32 *t = a;
        a = b;
        b = t;
        bad += !TAG(a) + !TAG(b);
    }
    return bad + is_lost(a, 1002);
}

NOINLINE static u32 arguments(u32 *a, u64 b, u32 *c, u64 d, u32 *e, u32 *f, u8 g, u32 *h,
                              const u32 *i)
{
    return is_lost(a, 1001) + is_lost(c, 1002) + is_lost(e, 1003) + is_lost(f, 1004) +
           is_lost(h, 1005) + is_lost(i, 1006) + (b + d + g != 60);
}

typedef u32 (*Checker)(u32 *, u32, u32);
static Checker checkers[] = {strided, strided};
static u32 *const table[] = {&cells[0], cells + 10, &cells[63]};
static void *opaque = cells;

int main(void)
{
    cells_init();
    report("strides",
           strided(cells, 64, 1) + strided(cells, 60, 7) + checkers[HIDE(u32, 1)](cells, 9, 2));
    u32 *slots[10];
    for (u32 i = 0; i < 10; i++) {
        *slot(slots, i) = cells + i;
    }
    report("spilled", spilled(slots));
    report("phis",
           phis(&cells[2], &cells[3], HIDE(u32, 6)) + phis(&cells[3], &cells[2], HIDE(u32, 9)));
    report("arguments",
           arguments(cells + 1, 10, cells + 2, 20, cells + 3, cells + 4, 30, cells + 5, cells + 6));
    report("table",
           is_lost(table[0], 1000) + is_lost(table[HIDE(u32, 1)], 1010) + is_lost(table[2], 1063));
    report("opaque", is_lost((u32 *)opaque + 7, 1007) + is_lost((u32 *)((char *)opaque + 8), 1002));
    u32 local[5] = {1000, 1001, 1002, 1003, 1004}, *end = local + 5;
    report("end and back", is_lost(end - 5, 1000) + is_lost(&end[-1], 1004));
#ifdef __CHERI__
    u32 *p = (u32 *)__builtin_cheri_address_set(cells, __builtin_cheri_address_get(&cells[12]));
    report("address set", is_lost(p, 1012));
    report("bounds",
           (u32)(__builtin_cheri_length_get(local) != sizeof local) +
               (u32)(__builtin_cheri_base_get(cells) != __builtin_cheri_address_get(cells)));
#endif
    return (int)failures;
}
