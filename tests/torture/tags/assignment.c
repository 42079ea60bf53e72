// Structures of every size with a pointer at every offset: assigned, passed, returned, initialised,
// swapped.
#include "tags.h"

#define SHAPE(before, after)                                                                       \
    {                                                                                              \
        typedef struct                                                                             \
        {                                                                                          \
            u64 head[before];                                                                      \
            u32 *p;                                                                                \
            u8 tail[after];                                                                        \
        } Shape;                                                                                   \
        Shape a = {{1}, &cells[before], {2}}, b, c[3], *volatile d = &c[1];                        \
        b = a;                                                                                     \
        c[0] = b;                                                                                  \
        *d = c[0];                                                                                 \
        c[2] = HIDE(u32, 1) ? *d : a;                                                              \
        bad |= is_lost(b.p, 1000 + before) | is_lost(c[1].p, 1000 + before) |                      \
               is_lost(c[2].p, 1000 + before);                                                     \
        Shape t = c[0];                                                                            \
        c[0] = c[2];                                                                               \
        c[2] = t;                                                                                  \
        memcpy(&a, &c[0], sizeof a);                                                               \
        memmove(&c[0], &c[1], 2 * sizeof c[0]);                                                    \
        bad |= is_lost(a.p, 1000 + before) | is_lost(c[0].p, 1000 + before) |                      \
               is_lost(c[1].p, 1000 + before);                                                     \
        bad |= a.tail[0] != 2 || c[0].tail[after - 1] != (after == 1 ? 2 : 0);                     \
    }
#define ROW(before)                                                                                \
    {                                                                                              \
        u32 bad = 0;                                                                               \
        SHAPE(before, 1)                                                                           \
        SHAPE(before, 4)                                                                           \
        SHAPE(before, 8)                                                                           \
        SHAPE(before, 9)                                                                           \
        SHAPE(before, 17)                                                                          \
        SHAPE(before, 24)                                                                          \
        SHAPE(before, 31)                                                                          \
        SHAPE(before, 40)                                                                          \
        SHAPE(before, 64) SHAPE(before, 200) report("pointer after words " #before, bad);          \
    }

typedef struct Pair
{
    u32 *first, *second;
} Pair;
typedef struct Nested
{
    u8 a;
    Pair pair;
    struct
    {
        u16 b;
        Pair *up;
    } in[2];
} Nested;

NOINLINE static Pair swapped(Pair p)
{
    return (Pair){p.second, p.first};
}
NOINLINE static Nested wrapped(Nested n, Pair *up)
{
    n.in[1] = n.in[0];
    n.in[0].up = up;
    n.pair = swapped(n.pair);
    return n;
}
NOINLINE static u32 *chosen(Nested n, u32 which)
{
    return which ? n.in[0].up->first : n.pair.second;
}

static Pair fixed = {&cells[5], &cells[6]};
static const Nested constant = {1, {&cells[7], &cells[8]}, {{2, &fixed}, {3, &fixed}}};
static Nested kept;

int main(void)
{
    cells_init();
    ROW(1) ROW(2) ROW(3) ROW(4) ROW(5) ROW(8) ROW(16) Pair local = {&cells[1], &cells[2]};
    Nested n = constant;
    n = wrapped(n, &local);
    kept = n;
    Nested copy = kept, *pointer = &copy;
    report("nested", is_lost(pointer->pair.first, 1008) | is_lost(copy.in[0].up->second, 1002) |
                         is_lost(n.in[1].up->first, 1005) | is_lost(chosen(copy, 1), 1001) |
                         is_lost(chosen(wrapped(copy, &fixed), HIDE(u32, 0)), 1008));
    local = swapped(swapped(swapped(local)));
    report("results", is_lost(local.first, 1002) | is_lost(swapped(local).first, 1001));
    Pair zero = {0, 0}, all[2] = {zero, local};
    all[0] = all[1];
    all[1] = zero;
    report("null", (u32)(all[1].first != 0) | is_lost(all[0].second, 1001));
    return (int)failures;
}
