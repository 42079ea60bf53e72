// What the tag programs share: whether a pointer kept its tag, whether it still works, and `ok`
// lines. On the host a pointer is taken to have its tag, so that the programs' own logic can be
// tried there.
#ifndef TAGS_H
#define TAGS_H
#include "../programs/check.h"

#ifdef __CHERI__
#define TAG(pointer) __builtin_cheri_tag_get(pointer)
#else
#define TAG(pointer) ((pointer) != 0)
#endif

static u32 failures;

NOINLINE static void report(const char *name, u32 bad)
{
    out_text(bad ? "BAD " : "ok ");
    out_text(name);
    putchar('\n');
    failures += bad;
}

/// 0 if the pointer has a tag and leads to the value, else 1.
NOINLINE static u32 is_lost(const u32 *pointer, u32 value)
{
    return !TAG(pointer) || *pointer != value;
}

static u32 cells[64];

static inline void cells_init(void)
{
    for (u32 i = 0; i < COUNT(cells); i++) {
        cells[i] = 1000 + i;
    }
}

#endif
