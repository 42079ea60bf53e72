// memcpy and memmove of every size from 0 to 128 and offset from 0 to 15: sides that agree modulo 8
// keep tags, of what is copied whole; bytes are right everywhere.
#include "tags.h"

typedef union Room
{
    u32 *pointers[24];
    u8 bytes[192];
} Room;
static _Alignas(16) Room source, target;

static void source_fill(void)
{
    for (u32 i = 0; i < 24; i++) {
        source.pointers[i] = &cells[i];
        target.pointers[i] = 0;
    }
}

typedef void *(*Copy)(void *, const void *, size);

/// How many granules of `to` that were copied whole lost their tags or lead elsewhere.
NOINLINE static u32 copy_check(Copy copy, u32 to, u32 from, u32 count)
{
    source_fill();
    copy(target.bytes + to, source.bytes + from, count);
    u32 bad = (u32)memcmp(target.bytes + to, source.bytes + from, count) != 0;
    if (to % 8 == from % 8 || sizeof(void *) > 8) {
        for (u32 at = (to + 7) / 8; (at + 1) * 8 <= to + count; at++) {
            bad += is_lost(target.pointers[at], 1000 + at + from / 8 - to / 8);
        }
    }
    return bad;
}

NOINLINE static u32 overlap_check(u32 to, u32 from, u32 count)
{
    source_fill();
    memmove(source.pointers + to, source.pointers + from, count * sizeof(u32 *));
    u32 bad = 0;
    for (u32 i = 0; i < count; i++) {
        bad += is_lost(source.pointers[to + i], 1000 + from + i);
    }
    return bad;
}

#define FIXED(n)                                                                                   \
    {                                                                                              \
        source_fill();                                                                             \
        memcpy(target.pointers + 1, source.pointers + 2, (n) * sizeof(u32 *));                     \
        memmove(target.pointers + 12, target.pointers + 1, (n) * sizeof(u32 *));                   \
        u32 bad = 0;                                                                               \
        for (u32 i = 0; i < (n); i++) {                                                            \
            bad += is_lost(target.pointers[1 + i], 1002 + i) +                                     \
                   is_lost(target.pointers[12 + i], 1002 + i);                                     \
        }                                                                                          \
        report("constant count " #n, bad);                                                         \
    }

NOINLINE static void by_char(char *to, const char *from, u32 count)
{
    memcpy(to, from, count);
}

typedef struct Growing
{
    u32 **items;
    u32 used, room;
} Growing;
static u32 *pool[4][32];

/// What realloc does: a bigger place, everything copied, bytes counted.
NOINLINE static void pushed(Growing *g, u32 *item)
{
    static u32 next;
    if (g->used == g->room) {
        u32 **bigger = pool[next++];
        g->room = g->room ? g->room * 2 : 4;
        memcpy(bigger, g->items ? g->items : pool[3], g->used * sizeof *g->items);
        g->items = bigger;
    }
    g->items[g->used++] = item;
}

int main(void)
{
    cells_init();
    u32 bad = 0, moved = 0;
    for (u32 count = 0; count <= 128; count++) {
        for (u32 to = 0; to < 16; to++) {
            bad += copy_check(memcpy, to, to, count) + copy_check(memcpy, to, (to + 8) % 16, count);
            moved += copy_check(memmove, to, (to + 8) % 16, count) +
                     copy_check(memmove, to, (to + 3) % 16, count);
        }
    }
    report("memcpy of every size and offset", bad);
    report("memmove of every size and offset", moved);
    bad = 0;
    for (u32 count = 0; count < 12; count++) {
        for (u32 to = 0; to < 12; to++) {
            for (u32 from = 0; from < 12; from += 3) {
                bad += overlap_check(to, from, count);
            }
        }
    }
    report("overlaps", bad);
    FIXED(1) FIXED(2) FIXED(3) FIXED(4) FIXED(5) FIXED(7) FIXED(8) FIXED(11) source_fill();
    by_char((char *)(target.pointers + 3), (const char *)(source.pointers + 4), 5 * sizeof(u32 *));
    report("through char pointers",
           is_lost(target.pointers[3], 1004) | is_lost(target.pointers[7], 1008));
    Growing g = {0, 0, 0};
    for (u32 i = 0; i < 15; i++) {
        pushed(&g, &cells[i]);
    }
    bad = 0;
    for (u32 i = 0; i < 15; i++) {
        bad += is_lost(g.items[i], 1000 + i);
    }
    report("growing", bad);
    memset(target.bytes, 0, sizeof target.bytes);
    report("cleared", (u32)(target.pointers[5] != 0));
    return (int)failures;
}
