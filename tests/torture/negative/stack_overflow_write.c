// One past the end of an array on the stack.
// expect: CHERI bounds violation
// expect: 4 bytes at
#include "negative.h"

NOINLINE static void fill(u32 *to, u32 count)
{
    for (u32 i = 0; i <= count; i++) {
        to[i] = i;
    }
}

int main(void)
{
    u32 values[8];
    before();
    fill(values, 8);
    return after(values[7]);
}
