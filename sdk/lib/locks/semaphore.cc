// Library `locks`: counting semaphores.
#include "algorithms.hh"
#include <futex.h>
#include <locks.h>

int semaphore_get(TimeoutArgument timeout, CountingSemaphoreState *semaphore)
{
    return locks::semaphore_get(semaphore->count, timeout, FutexNone);
}

int semaphore_put(CountingSemaphoreState *semaphore)
{
    return locks::semaphore_put(semaphore->count, semaphore->maxCount);
}
