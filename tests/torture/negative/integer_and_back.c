// A pointer that went through an integer has lost its provenance.
// expect: CHERI tag violation
// expect: it is an integer
// warns: -Wcheri-capability-misuse
#include "negative.h"

static u32 cell = 5;

int main(void)
{
    before();
    size address = (size)&cell;
    u32 *pointer = (u32 *)address;
    return after(*pointer);
}
