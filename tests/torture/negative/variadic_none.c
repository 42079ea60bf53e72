// A variadic function that reads an argument when there is none at all.
// expect: CHERI tag violation
#include "negative.h"

NOINLINE static u32 first(u32 count, ...)
{
    __builtin_va_list list;
    __builtin_va_start(list, count);
    u32 result = count ? __builtin_va_arg(list, u32) : 0;
    __builtin_va_end(list);
    return result;
}

int main(void)
{
    out("none", first(0));
    before();
    return after(first(HIDE(u32, 1)));
}
