// Library `locks`: flag locks, recursive mutexes, ticket locks.
#include "algorithms.hh"
#include <futex.h>
#include <locks.h>
#include <thread.h>

int flaglock_trylock(TimeoutArgument timeout, FlagLockState *lock)
{
    return locks::flag_lock(lock->lockWord, timeout, 0, FutexNone);
}

int flaglock_priority_inheriting_trylock(TimeoutArgument timeout, FlagLockState *lock)
{
    return locks::flag_lock(lock->lockWord, timeout, thread_id_get(), FutexPriorityInheritance);
}

void flaglock_unlock(FlagLockState *lock)
{
    locks::flag_unlock(lock->lockWord);
}

void flaglock_upgrade_for_destruction(FlagLockState *lock)
{
    locks::flag_destroy(lock->lockWord);
}

int recursivemutex_trylock(TimeoutArgument timeout, RecursiveMutexState *mutex)
{
    return locks::recursive_lock(mutex->lock.lockWord, mutex->depth, timeout, thread_id_get(),
                                 FutexPriorityInheritance);
}

int recursivemutex_unlock(RecursiveMutexState *mutex)
{
    locks::recursive_unlock(mutex->lock.lockWord, mutex->depth);
    return 0;
}

void ticketlock_lock(TicketLockState *lock)
{
    if (locks::ticket_lock(lock->current, lock->next, TimeoutArgument{TimeoutWaitForever},
                           FutexNone, yield) != 0)
    {
        __builtin_trap();
    }
}

void ticketlock_unlock(TicketLockState *lock)
{
    locks::ticket_unlock(lock->current, lock->next);
}
