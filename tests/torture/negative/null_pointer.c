// A null pointer, also with an offset.
// expect: CHERI tag violation
#include "negative.h"

typedef struct Record
{
    u32 a[20];
    u32 b;
} Record;
static Record *volatile record;

int main(void)
{
    before();
    return after(record->b);
}
