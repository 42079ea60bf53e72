#include "relay.h"

int inner_call(Callback callback, int depth)
{
    return callback(depth);
}
