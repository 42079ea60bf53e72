// Writing to a constant by casting `const` away.
// expect: CHERI permit-store violation
#include "negative.h"

static const u32 table[4] = {1, 2, 3, 4};

NOINLINE static void store(u32 *to, u32 value)
{
    *to = value;
}

int main(void)
{
    before();
    store((u32 *)&table[HIDE(u32, 2)], 9);
    return after(table[2]);
}
