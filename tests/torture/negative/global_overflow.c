// One past the end of a global, right where the next one may be.
// expect: CHERI bounds violation
// expect: names
#include "negative.h"

u8 names[24] = {1};
u8 following[24] = {2};

int main(void)
{
    before();
    names[HIDE(u32, 24)] = 9;
    return after(following[0]);
}
