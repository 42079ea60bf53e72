#include "relay.h"

int relay_call(Callback callback, void *argument)
{
    return callback(argument);
}
