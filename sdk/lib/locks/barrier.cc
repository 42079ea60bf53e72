// Library `locks`: barriers.
#include "algorithms.hh"
#include <futex.h>
#include <locks.h>

int barrier_timed_wait(TimeoutArgument timeout, BarrierState *barrier)
{
    return locks::barrier_wait(barrier->remaining, timeout, FutexNone);
}
