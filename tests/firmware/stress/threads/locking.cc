// Every kind of lock guards a counter that is not atomic, and a note of who is inside.
#include "stress.h"

#include <errno.h>

namespace stress {

namespace {

constexpr uint32_t Rounds = 60;

/// What a lock guards: increments are lost, or another's note is seen, when it does not.
class Guarded
{
    volatile uint32_t count = 0;
    volatile uint32_t inside = 0;

public:
    void enter_and_leave(Disturbance &disturbance, uint32_t allowed = 1)
    {
        const uint32_t now = __atomic_add_fetch(&inside, 1, __ATOMIC_RELAXED);
        Debug::Invariant(now <= allowed, "{} threads have the lock", now);
        if (allowed == 1) {
            const uint32_t seen = count;
            disturbance.maybe();
            count = seen + 1;
        } else {
            disturbance.maybe();
            __atomic_add_fetch(&count, 1, __ATOMIC_RELAXED);
        }
        __atomic_sub_fetch(&inside, 1, __ATOMIC_RELAXED);
    }

    [[nodiscard]] bool is_complete() const { return count == Threads * Rounds; }
};

template <typename Lock>
struct Locked
{
    Lock lock;
    Guarded guarded;

    void run()
    {
        Disturbance disturbance{self() + 1};
        for (uint32_t i = 0; i < Rounds; i++) {
            disturbance.maybe();
            LockGuard guard{lock};
            guarded.enter_and_leave(disturbance);
        }
    }
};

/// The same, held twice.
struct Nested
{
    RecursiveMutex lock;
    Guarded guarded;

    void run()
    {
        Disturbance disturbance{self() + 11};
        for (uint32_t i = 0; i < Rounds; i++) {
            LockGuard outer{lock};
            disturbance.maybe();
            LockGuard inner{lock};
            guarded.enter_and_leave(disturbance);
        }
    }
};

/// With a timeout: who does not get it tries again.
struct Impatient
{
    FlagLockPriorityInherited lock;
    Guarded guarded;

    void run()
    {
        Disturbance disturbance{self() + 21};
        for (uint32_t i = 0; i < Rounds; i++) {
            Timeout timeout{1};
            while (!lock.try_lock(&timeout)) {
                timeout = Timeout{1};
            }
            guarded.enter_and_leave(disturbance);
            lock.unlock();
        }
    }
};

/// Two of four may go on at a time.
struct Counted
{
    static constexpr uint32_t Allowed = 2;
    CountingSemaphoreState semaphore = {Allowed, Allowed};
    Guarded guarded;

    void run()
    {
        Disturbance disturbance{self() + 31};
        for (uint32_t i = 0; i < Rounds; i++) {
            const int taken = semaphore_get(TimeoutWaitForever, &semaphore);
            Debug::Invariant(taken == 0, "semaphore_get: {}", taken);
            guarded.enter_and_leave(disturbance, Allowed);
            const int given = semaphore_put(&semaphore);
            Debug::Invariant(given == 0, "semaphore_put: {}", given);
        }
    }
};

int mutex_lock(TimeoutArgument timeout, void *mutex)
{
    return flaglock_priority_inheriting_trylock(timeout, static_cast<FlagLockState *>(mutex));
}

int mutex_unlock(void *mutex)
{
    flaglock_unlock(static_cast<FlagLockState *>(mutex));
    return 0;
}

/// Threads take turns, each waiting until the one before it has had its own.
struct Turns
{
    FlagLockState mutex;
    ConditionVariableState changed = {0};
    uint32_t turn = 0;

    void run()
    {
        for (uint32_t i = 0; i < Rounds; i++) {
            flaglock_priority_inheriting_lock(&mutex);
            while (turn % Threads != self()) {
                const int result = condition_variable_wait(TimeoutWaitForever, &changed, &mutex,
                                                           mutex_lock, mutex_unlock);
                Debug::Invariant(result == 0, "condition_variable_wait: {}", result);
            }
            turn++;
            condition_variable_notify(&changed, Threads);
            flaglock_unlock(&mutex);
        }
    }
};

Locked<FlagLock> flagLock;
Locked<FlagLockPriorityInherited> inheriting;
Locked<TicketLock> ticketLock;
Locked<RecursiveMutex> recursive;
Nested nested;
Impatient impatient;
Counted counted;
Turns turns;

uint32_t onces;
OnceState once;

} // namespace

void locking_run()
{
    run_once(&once, [] {
        // Long enough for the others to come and wait.
        Timeout ticks{2};
        thread_sleep(&ticks, ThreadSleepNoEarlyWake);
        onces++;
    });
    Debug::Invariant(onces == 1, "run once: {} times", onces);
    flagLock.run();
    inheriting.run();
    ticketLock.run();
    recursive.run();
    nested.run();
    impatient.run();
    counted.run();
    turns.run();
}

void locking_result()
{
    Debug::log("flag lock: {}", flagLock.guarded.is_complete());
    Debug::log("flag lock, lending priority: {}", inheriting.guarded.is_complete());
    Debug::log("ticket lock: {}", ticketLock.guarded.is_complete());
    Debug::log("recursive mutex: {}, nested: {}", recursive.guarded.is_complete(),
               nested.guarded.is_complete());
    Debug::log("with timeouts: {}", impatient.guarded.is_complete());
    Debug::log("semaphore: {}", counted.guarded.is_complete());
    Debug::log("condition variable: {} turns", static_cast<int>(turns.turn));
}

} // namespace stress
