// A pointer whose tag was cleared on purpose.
// expect: CHERI tag violation
#include "negative.h"

static u32 cell = 5;

int main(void)
{
    u32 *pointer = (u32 *)__builtin_cheri_tag_clear(&cell);
    before();
    return after(*(volatile u32 *)pointer);
}
