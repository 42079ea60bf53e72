// Library `locks`: condition variables.
#include "algorithms.hh"
#include <cheri-builtins.h>
#include <futex.h>
#include <locks.h>

int condition_variable_notify(ConditionVariableState *conditionVariable, uint32_t waiters)
{
    conditionVariable->sequenceCounter++;
    auto *address =
        reinterpret_cast<const volatile uint32_t *>(&conditionVariable->sequenceCounter);
    return futex_wake(cheri_permissions_and(address, 0), waiters);
}

int condition_variable_wait(TimeoutArgument timeout, ConditionVariableState *conditionVariable,
                            void *mutex, int (*mutexLock)(TimeoutArgument, void *),
                            int (*mutexUnlock)(void *))
{
    return locks::condition_wait(
        conditionVariable->sequenceCounter, timeout, FutexNone,
        [&] { return mutexLock(timeout, mutex); }, [&] { return mutexUnlock(mutex); });
}
