// A pointer partly overwritten through a union.
// expect: CHERI tag violation
#include "negative.h"

static u32 cells[4] = {1, 2, 3, 4};
static union
{
    u32 *pointer;
    u32 words[2];
} both;

int main(void)
{
    both.pointer = cells;
    *(volatile u32 *)&both.words[0] += 4;
    before();
    return after(*both.pointer);
}
