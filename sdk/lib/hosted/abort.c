// abort: a trap, because the machine's report of it says where and through which calls.
#include <stdlib.h>

void abort(void)
{
    __builtin_trap();
}
