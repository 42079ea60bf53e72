// A pointer copied a byte at a time arrives without its tag.
// expect: CHERI tag violation
#include "negative.h"

static u32 cell = 5;

int main(void)
{
    u32 *from = &cell, *to = 0;
    const volatile u8 *source = (const volatile u8 *)&from;
    volatile u8 *target = (volatile u8 *)&to;
    for (u32 i = 0; i < sizeof from; i++) {
        target[i] = source[i];
    }
    before();
    return after(*to);
}
