// A call of an address that is only a number.
// expect: CHERI tag violation
// warns: -Wcheri-capability-misuse
#include "negative.h"

NOINLINE static u32 callee(u32 x)
{
    return x + 1;
}

int main(void)
{
    size address = (size)callee;
    u32 (*function)(u32) = (u32 (*)(u32))(address + HIDE(u32, 0));
    before();
    return after(function(1));
}
