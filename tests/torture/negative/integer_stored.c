// An address kept in a structure of integers and used much later.
// expect: CHERI tag violation
#include "negative.h"

typedef struct Record
{
    u32 key;
    size place;
} Record;
static u32 cells[4] = {1, 2, 3, 4};
static Record records[2];

NOINLINE static u32 load(const Record *r)
{
    return *(u32 *)r->place;
}

int main(void)
{
    records[1] = (Record){7, (size)&cells[2]};
    before();
    return after(load(&records[HIDE(u32, 1)]));
}
