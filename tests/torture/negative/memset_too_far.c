// A callee may not write past an array it was handed, whatever it believes its size to be.
// expect: CHERI bounds violation
#include "negative.h"

NOINLINE static void clear(u8 *to, u32 count)
{
    memset(to, 0, count);
}

int main(void)
{
    u8 small[16];
    u32 after_it = 5;
    before();
    clear(small, HIDE(u32, 17));
    return after(small[3] + after_it);
}
