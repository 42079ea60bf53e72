// Quota and heap.
#include "exhaustion.h"

#include <errno.h>
#include <futex.h>
#include <multiwaiter.h>
#include <queue.h>
#include <timeout.hh>
#include <token.h>

// Each less than there is, as it has to be, and together more.
#ifdef GRIOTTE
DECLARE_AND_DEFINE_ALLOCATOR_CAPABILITY(most, 5 * 1024 * 1024);
DECLARE_AND_DEFINE_ALLOCATOR_CAPABILITY(rest, 5 * 1024 * 1024);
#else
DECLARE_AND_DEFINE_ALLOCATOR_CAPABILITY(most, 150 * 1024);
DECLARE_AND_DEFINE_ALLOCATOR_CAPABILITY(rest, 150 * 1024);
#endif

namespace exhaustion {

namespace {

/// Futexes: 1 when waiter_run() is to wait for memory; 1 when it got some.
uint32_t request;
uint32_t answer;

void *allocate(AllocatorCapability quota, size_t size, uint32_t flags = AllocateWaitNone,
               Ticks ticks = 2)
{
    Timeout timeout{ticks};
    return heap_allocate(&timeout, quota, size, flags);
}

/// Everything that takes memory, with `quota`, while there is none of it.
void all_refused(AllocatorCapability quota, void *live, uint32_t waitFlag)
{
    expect("heap_allocate", error_of(allocate(quota, 16)), -ENOMEM);
    expect("heap_allocate, waiting", error_of(allocate(quota, 16, waitFlag)), -ETIMEDOUT);
    expect("heap_allocate, waiting no time", error_of(allocate(quota, 16, waitFlag, 0)),
           -ETIMEDOUT);
    expect("heap_allocate_array",
           error_of(heap_allocate_array(TimeoutNoWait, quota, 4, 4, AllocateWaitNone)), -ENOMEM);
    expect("heap_quota_split", error_of(heap_quota_split(TimeoutNoWait, quota, 64)), -ENOMEM);
    expect("heap_claim", heap_claim(quota, live), -ENOMEM);

    const TokenKey key = token_key_new();
    Timeout timeout{2};
    CHERI_SEALED(void *) token = token_sealed_alloc(&timeout, quota, key, 16);
    expect("token_sealed_alloc", cheri_is_valid(token), false);
    MultiWaiter multiwaiter = nullptr;
    timeout = Timeout{2};
    expect("multiwaiter_create", multiwaiter_create(&timeout, quota, &multiwaiter, 4), -ENOMEM);
    MessageQueue *queue = nullptr;
    timeout = Timeout{2};
    expect("queue_create", queue_create(&timeout, quota, &queue, 8, 4), -ENOMEM);
    CHERI_SEALED(MessageQueue *) sealedQueue = nullptr;
    timeout = Timeout{2};
    expect("queue_create_sealed", queue_create_sealed(&timeout, quota, &sealedQueue, 8, 4),
           -ENOMEM);
}

} // namespace

void quota_exhaust()
{
    AllocatorCapability other = heap_quota_split(TimeoutNoWait, MALLOC_CAPABILITY, 512);
    void *live = allocate(other, 16);
    expect("heap_allocate", error_of(live), 0);
    int count = 0;
    void *last = nullptr;
    // 112 bytes each, and what is left in smaller pieces.
    for (const size_t size : {size_t{104}, size_t{8}}) {
        for (;;) {
            void *pointer = allocate(MALLOC_CAPABILITY, size);
            if (error_of(pointer) != 0) {
                expect("heap_allocate", error_of(pointer), -ENOMEM);
                break;
            }
            last = pointer;
            count++;
        }
    }
    Debug::log("quota: {} allocations, {} bytes remain", count,
               static_cast<int>(heap_quota_remaining(MALLOC_CAPABILITY)));
    all_refused(MALLOC_CAPABILITY, live, AllocateWaitQuotaExceeded);
    expect("malloc", malloc(16) == nullptr, true);
    expect("heap_free", heap_free(MALLOC_CAPABILITY, last), 0);
    expect("heap_allocate after heap_free", error_of(allocate(MALLOC_CAPABILITY, 8)), 0);
    // The share is recovered with all else.
    Debug::log("quota: {} bytes back", static_cast<int>(heap_free_all(MALLOC_CAPABILITY)));
}

namespace {

/// Allocates until nothing is left, of quota or heap. The bytes that cost; the last allocation.
ssize_t fill(AllocatorCapability quota, void *&last)
{
    ssize_t bytes = 0;
    for (size_t size = 64 * 1024; size >= 8; size /= 2) {
        void *pointer = nullptr;
        while (error_of(pointer = allocate(quota, size, AllocateWaitRevocationNeeded,
                                           UnlimitedTimeout)) == 0)
        {
            last = pointer;
            bytes += ssize_t(CHERI::Capability{pointer}.length() + 8);
        }
        expect("heap_allocate", error_of(pointer), -ENOMEM);
    }
    return bytes;
}

} // namespace

void heap_exhaust()
{
    AllocatorCapability all = STATIC_SEALED_VALUE(rest);
    void *live = malloc(16);
    expect("heap_allocate of nothing", error_of(allocate(all, 0)), -EINVAL);
    expect("heap_allocate of too much", error_of(allocate(all, 0x7fffff00)), -EINVAL);
    expect("heap_allocate_array of far too much",
           error_of(heap_allocate_array(TimeoutNoWait, all, 0x10000, 0x10000, AllocateWaitAny)),
           -EINVAL);
    void *last = nullptr;
    const ssize_t mostBytes = fill(STATIC_SEALED_VALUE(most), last);
    ssize_t bytes = fill(all, last);
    Debug::log("heap: full, what is free would do for nothing: {}", heap_available() < 256);
    // With quotas that are not exhausted.
    all_refused(MALLOC_CAPABILITY, live, AllocateWaitHeapFull);
    all_refused(all, live, AllocateWaitHeapFull);

    // Somebody waits, of a higher priority.
    request = 1;
    futex_wake(&request, 1);
    expect("got before anything was freed", answer, 0);
    expect("heap_free", heap_free(all, last), 0);
    bytes -= 16;
    while (answer == 0) {
        futex_wait(&answer, 0);
    }
    Debug::log("heap: who waited for memory got it");
    expect("heap_free_all", heap_free_all(all), bytes);
    expect("heap_free_all", heap_free_all(STATIC_SEALED_VALUE(most)), mostBytes);
    expect("heap_free", free(live), 0);
}

} // namespace exhaustion

int __cheri_compartment("exhaustion") waiter_run()
{
    using namespace exhaustion;
    while (request == 0) {
        futex_wait(&request, 0);
    }
    void *pointer = heap_allocate(TimeoutWaitForever, MALLOC_CAPABILITY, 8, AllocateWaitAny);
    expect("heap_allocate", error_of(pointer), 0);
    expect("heap_free", free(pointer), 0);
    answer = 1;
    futex_wake(&answer, 1);
    return 0;
}
