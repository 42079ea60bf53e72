// Stack and trusted stack: every operation with less and less of them, down to none. Each succeeds,
// or says what it lacks and has done nothing.
#include "exhaustion.h"
#include "relay.h"

#include <array>
#include <errno.h>
#include <futex.h>
#include <locks.h>
#include <multiwaiter.h>
#include <queue.h>
#include <thread.h>
#include <timeout.hh>
#include <token.h>

namespace exhaustion {

namespace {

constexpr size_t AllocationSize = 40;
constexpr size_t ShareSize = 400;

/// What an operation works on, made before it with plenty of stack and removed after it.
void *memory;
AllocatorCapability share;
TokenKey key;
CHERI_SEALED(void *) token;
MultiWaiter multiwaiter;
CHERI_SEALED(MessageQueue *) queue;
uint64_t message;
FlagLockState mutex;
RecursiveMutexState recursiveMutex;
CountingSemaphoreState semaphore;

void memory_make()
{
    memory = heap_allocate(TimeoutWaitForever, MALLOC_CAPABILITY, AllocationSize);
    expect("heap_allocate", error_of(memory), 0);
}

void share_make()
{
    share = heap_quota_split(TimeoutWaitForever, MALLOC_CAPABILITY, ShareSize);
    expect("heap_quota_split", error_of(share), 0);
    memory = heap_allocate(TimeoutWaitForever, share, AllocationSize);
    expect("heap_allocate", error_of(memory), 0);
}

void token_make()
{
    token = token_sealed_alloc(TimeoutWaitForever, MALLOC_CAPABILITY, key, AllocationSize);
    expect("token_sealed_alloc", cheri_is_valid(token), true);
}

void multiwaiter_make()
{
    expect("multiwaiter_create",
           multiwaiter_create(TimeoutWaitForever, MALLOC_CAPABILITY, &multiwaiter, 4), 0);
}

/// The other thread seems to hold it.
void mutex_make()
{
    mutex.lockWord = 1 << 16 | 2;
}

/// That it can be had again: who was refused, or waited in vain, changed nothing.
void mutex_remove()
{
    flaglock_unlock(&mutex);
    expect("flaglock_trylock", non_blocking<flaglock_trylock>(&mutex), 0);
    flaglock_unlock(&mutex);
}

void recursive_make()
{
    recursiveMutex.lock.lockWord = 1 << 16 | 2;
    recursiveMutex.depth = 1;
}

void recursive_remove()
{
    expect("depth", recursiveMutex.depth, 1);
    recursivemutex_unlock(&recursiveMutex);
    expect("recursivemutex_trylock", non_blocking<recursivemutex_trylock>(&recursiveMutex), 0);
    recursivemutex_unlock(&recursiveMutex);
}

void semaphore_make()
{
    semaphore.count = 0;
    semaphore.maxCount = 1;
}

void semaphore_remove()
{
    expect("semaphore_put", semaphore_put(&semaphore), 0);
    expect("semaphore_get", non_blocking<semaphore_get>(&semaphore), 0);
}

/// Waits that end with the tick are what these are about.
int timed_out(int result)
{
    return result == -ETIMEDOUT ? 0 : result;
}

void queue_make()
{
    expect("queue_create_sealed",
           queue_create_sealed(TimeoutWaitForever, MALLOC_CAPABILITY, &queue, sizeof(message), 2),
           0);
}

void queue_fill()
{
    queue_make();
    expect("queue_send_sealed", non_blocking<queue_send_sealed>(queue, &message), 0);
}

/// That a queue works, before it is destroyed: nobody left a lock behind.
void queue_remove()
{
    Timeout timeout{5};
    expect("queue_send_sealed", queue_send_sealed(&timeout, queue, &message), 0);
    expect("queue_receive_sealed", queue_receive_sealed(&timeout, queue, &message), 0);
    expect("queue_destroy_sealed", queue_destroy_sealed(&timeout, MALLOC_CAPABILITY, queue), 0);
}

struct Operation
{
    const char *name;
    /// 0, or its error.
    int (*run)();
    /// What it may return as well when something it calls has not enough; 0 for nothing else.
    int nestedError;
    /// Before it.
    void (*make)();
    /// After it, if it succeeded, or if it did not.
    void (*undo)();
    void (*remove)();
};

void nothing() {}

void memory_free()
{
    expect("heap_free", free(memory), 0);
}

void share_recover()
{
    expect("heap_quota_recover", heap_quota_recover(MALLOC_CAPABILITY, share), ShareSize + 48);
}

void token_destroy()
{
    expect("token_obj_destroy", token_obj_destroy(MALLOC_CAPABILITY, key, token), 0);
}

void multiwaiter_remove()
{
    expect("multiwaiter_delete", multiwaiter_delete(MALLOC_CAPABILITY, multiwaiter), 0);
}

constexpr Operation Operations[] = {
    {"heap_allocate",
     [] {
         return error_of(memory =
                             heap_allocate(TimeoutWaitForever, MALLOC_CAPABILITY, AllocationSize));
     },
     0, nothing, memory_free, nothing},
    {"heap_free", [] { return heap_free(MALLOC_CAPABILITY, memory); }, 0, memory_make, nothing,
     memory_free},
    {"heap_can_free", [] { return heap_can_free(MALLOC_CAPABILITY, memory); }, 0, memory_make,
     memory_free, memory_free},
    {"heap_claim",
     [] {
         const ssize_t result = heap_claim(MALLOC_CAPABILITY, memory);
         return result > 0 ? 0 : static_cast<int>(result);
     },
     0, memory_make,
     [] {
         memory_free();
         memory_free();
     },
     memory_free},
    {"heap_quota_split",
     [] {
         share = heap_quota_split(TimeoutWaitForever, MALLOC_CAPABILITY, ShareSize);
         return error_of(share);
     },
     0, nothing, share_recover, nothing},
    {"heap_quota_recover",
     [] {
         const ssize_t result = heap_quota_recover(MALLOC_CAPABILITY, share);
         return result > 0 ? 0 : static_cast<int>(result);
     },
     0, share_make, nothing, share_recover},
    {"heap_free_all",
     [] {
         const ssize_t result = heap_free_all(share);
         return result > 0 ? 0 : static_cast<int>(result);
     },
     0, share_make, share_recover, share_recover},
    {"token_sealed_alloc",
     [] {
         token = token_sealed_alloc(TimeoutWaitForever, MALLOC_CAPABILITY, key, AllocationSize);
         // Its own refusals are null.
         const int error = error_of(token);
         return error == 0 && !cheri_is_valid(token) ? -ENOMEM : error;
     },
     -ENOMEM, nothing, token_destroy, nothing},
    {"token_obj_destroy", [] { return token_obj_destroy(MALLOC_CAPABILITY, key, token); }, 0,
     token_make, nothing, token_destroy},
    {"multiwaiter_create",
     [] { return multiwaiter_create(TimeoutWaitForever, MALLOC_CAPABILITY, &multiwaiter, 4); },
     -ENOMEM, nothing, multiwaiter_remove, nothing},
    {"multiwaiter_delete", [] { return multiwaiter_delete(MALLOC_CAPABILITY, multiwaiter); }, 0,
     multiwaiter_make, nothing, multiwaiter_remove},
    {"multiwaiter_wait",
     [] {
         static uint32_t word;
         EventWaiterSource source{&word, 0};
         Timeout timeout{1};
         return timed_out(multiwaiter_wait(&timeout, multiwaiter, &source, 1));
     },
     0, multiwaiter_make, multiwaiter_remove, multiwaiter_remove},
    {"queue_create_sealed",
     [] {
         return queue_create_sealed(TimeoutWaitForever, MALLOC_CAPABILITY, &queue, sizeof(message),
                                    2);
     },
     -ENOMEM, nothing, queue_remove, nothing},
    {"queue_send_sealed", [] { return queue_send_sealed(TimeoutWaitForever, queue, &message); }, 0,
     queue_make, queue_remove, queue_remove},
    {"queue_receive_sealed",
     [] { return queue_receive_sealed(TimeoutWaitForever, queue, &message); }, 0, queue_fill,
     queue_remove, queue_remove},
    {"queue_destroy_sealed",
     [] { return queue_destroy_sealed(TimeoutWaitForever, MALLOC_CAPABILITY, queue); }, 0,
     queue_make, nothing, queue_remove},
    {"futex_wake",
     [] {
         static uint32_t word;
         return futex_wake(&word, 1);
     },
     0, nothing, nothing, nothing},
    {"flaglock_trylock",
     [] {
         Timeout timeout{1};
         return timed_out(flaglock_trylock(&timeout, &mutex));
     },
     0, mutex_make, mutex_remove, mutex_remove},
    {"flaglock_priority_inheriting_trylock",
     [] {
         Timeout timeout{1};
         return timed_out(flaglock_priority_inheriting_trylock(&timeout, &mutex));
     },
     0, mutex_make, mutex_remove, mutex_remove},
    {"recursivemutex_trylock",
     [] {
         Timeout timeout{1};
         return timed_out(recursivemutex_trylock(&timeout, &recursiveMutex));
     },
     0, recursive_make, recursive_remove, recursive_remove},
    {"semaphore_get",
     [] {
         Timeout timeout{1};
         return timed_out(semaphore_get(&timeout, &semaphore));
     },
     0, semaphore_make, semaphore_remove, semaphore_remove},
    {"thread_sleep", [] { return thread_sleep(TimeoutNoWait); }, 0, nothing, nothing, nothing},
};

/// How often an operation succeeded, and how often it did not.
struct Outcomes
{
    int good = 0;
    int bad = 0;
};

/// One operation as `attempt` does it. False if it was not even tried.
template <typename Attempt>
void operation_try(const Operation &operation, int allowedError, Outcomes &outcomes,
                   Attempt attempt)
{
    operation.make();
    const ssize_t before = heap_quota_remaining(MALLOC_CAPABILITY);
    const int result = attempt();
    Debug::Invariant(result == 0 || result == allowedError || result == operation.nestedError,
                     "{}: {}", operation.name, result);
    if (result == 0) {
        outcomes.good++;
        operation.undo();
    } else {
        outcomes.bad++;
        const ssize_t after = heap_quota_remaining(MALLOC_CAPABILITY);
        Debug::Invariant(after == before, "{}: refused, but took {} bytes", operation.name,
                         static_cast<int>(before - after));
        operation.remove();
    }
    const ssize_t left = heap_quota_remaining(MALLOC_CAPABILITY);
    Debug::Invariant(left == MALLOC_QUOTA, "{}: {} bytes of quota are left", operation.name,
                     static_cast<int>(left));
}

void outcomes_print(const char *what, const Operation &operation, const Outcomes &outcomes)
{
    Debug::log("{}: {}: {}", what, operation.name,
               outcomes.good == 0  ? "never succeeded"
               : outcomes.bad == 0 ? "was never refused"
                                   : "done or refused");
}

/// Calls `run` with about `left` bytes of stack below.
[[gnu::noinline]] int with_stack_left(size_t left, int (*run)())
{
    const CHERI::Capability<void> stack{__builtin_cheri_stack_get()};
    const size_t have = stack.address() - stack.base();
    void *filler = __builtin_alloca(have > left ? have - left : 16);
    __asm__ volatile("" : : "C"(filler) : "memory");
    return run();
}

/// The operation that trusted_stack_step() does at the bottom.
const Operation *current;

__cheri_callback int trusted_stack_step(int depth)
{
    return depth == 0 ? current->run() : inner_call(trusted_stack_step, depth - 1);
}

} // namespace

void stack_exhaust()
{
    // Below this our own frames and those of the libraries do not fit.
    constexpr size_t Least = 320;
    constexpr size_t Most = 2048;
    key = token_key_new();
    for (const Operation &operation : Operations) {
        Outcomes outcomes;
        for (size_t left = Most; left >= Least; left -= 16) {
            operation_try(operation, -ENOTENOUGHSTACK, outcomes,
                          [&] { return with_stack_left(left, operation.run); });
        }
        outcomes_print("stack", operation, outcomes);
    }
}

void trusted_stack_exhaust()
{
    // Two frames a step, and one more in every other series.
    constexpr int Depths = 7;
    for (const Operation &operation : Operations) {
        current = &operation;
        Outcomes outcomes;
        for (int depth = 0; depth < Depths; depth++) {
            operation_try(operation, -ENOTENOUGHTRUSTEDSTACK, outcomes,
                          [&] { return trusted_stack_step(depth); });
            operation_try(operation, -ENOTENOUGHTRUSTEDSTACK, outcomes,
                          [&] { return relay_call(trusted_stack_step, depth); });
        }
        outcomes_print("trusted stack", operation, outcomes);
    }
}

} // namespace exhaustion
