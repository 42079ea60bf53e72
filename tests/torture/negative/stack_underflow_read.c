// One before the beginning of an array on the stack.
// expect: CHERI bounds violation | CHERI tag violation
// expect: bytes at | moved too far
#include "negative.h"

NOINLINE static u32 load(const u32 *from, i32 index)
{
    return from[index];
}

int main(void)
{
    u32 guard = 7, values[4] = {1, 2, 3, 4};
    before();
    return after(load(values, HIDE(i32, -1)) + load(&guard, 0));
}
