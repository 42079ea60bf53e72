// Library `locks`: functions that run once.
#include "algorithms.hh"
#include <futex.h>
#include <locks.h>

int run_once_slow_path(OnceState *state, void (*callback)())
{
    return locks::run_once(state->state, OnceStateNotRun, OnceStateRunning, OnceStateRun,
                           TimeoutArgument{TimeoutWaitForever}, FutexNone, callback);
}
