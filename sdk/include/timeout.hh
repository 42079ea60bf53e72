// Calls with a timeout as calls without: blocking_forever<queue_send>(queue, &message).
#ifndef TIMEOUT_HH
#define TIMEOUT_HH

#include <timeout.h>

/// Calls a function that takes a timeout first so that it waits for as long as it takes.
template <auto Fn, typename... Args>
__always_inline inline auto blocking_forever(Args... args)
{
    return Fn(TimeoutWaitForever, static_cast<Args &&>(args)...);
}

/// Calls a function that takes a timeout first so that it does not wait.
template <auto Fn, typename... Args>
__always_inline inline auto non_blocking(Args... args)
{
    return Fn(TimeoutNoWait, static_cast<Args &&>(args)...);
}

#endif
