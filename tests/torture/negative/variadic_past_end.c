// A variadic function that reads more arguments than there are.
// expect: CHERI bounds violation
#include "negative.h"

NOINLINE static u32 sum(u32 count, ...)
{
    __builtin_va_list list;
    __builtin_va_start(list, count);
    u32 result = 0;
    for (u32 i = 0; i < count; i++) {
        result += __builtin_va_arg(list, u32);
    }
    __builtin_va_end(list);
    return result;
}

int main(void)
{
    out("enough", sum(3, 1u, 2u, 3u));
    before();
    return after(sum(HIDE(u32, 4), 1u, 2u, 3u));
}
