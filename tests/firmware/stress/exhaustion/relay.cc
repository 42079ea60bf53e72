#include "relay.h"

int relay_call(Callback callback, int depth)
{
    return inner_call(callback, depth);
}
