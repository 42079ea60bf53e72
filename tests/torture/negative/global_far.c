// Far outside a global, in memory that exists.
// expect: CHERI bounds violation | CHERI tag violation
// expect: bytes at | moved too far
#include "negative.h"

u32 table[10], other[1000];

int main(void)
{
    before();
    return after(table[HIDE(u32, 600)] + other[0]);
}
