// A pointer carried through a place that cannot hold a capability.
// expect: CHERI tag violation
#include "negative.h"

static u32 cell = 5;
static _Alignas(16) u8 room[32];

NOINLINE static void carry(void *to, const void *from, size count)
{
    memcpy(to, from, count);
}

int main(void)
{
    u32 *from = &cell, *to = 0;
    carry(room + HIDE(u32, 4), &from, sizeof from);
    carry(&to, room + HIDE(u32, 4), sizeof to);
    before();
    return after(*to);
}
