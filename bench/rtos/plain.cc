#include "callee.h"

int plain_empty()
{
    return 0;
}
