// One past the end of what malloc gave.
// expect: CHERI bounds violation
#include "negative.h"

int main(void)
{
    u8 *bytes = (u8 *)malloc(32);
    bytes[31] = 1;
    before();
    bytes[HIDE(u32, 32)] = 2;
    return after(bytes[31]);
}
