// Prints a line for each thing measured: its name, and the fewest cycles of several runs. Machines
// like these have no caches, so runs differ only by what the system does now and then.
#include "callee.h"

#include <allocator.h>
#include <debug.hh>
#include <fail-simulator-on-error.h>
#include <futex.h>
#include <interrupt.h>
#include <platform-rdcycle.h>
#include <queue.h>
#include <simulator.h>
#include <timeout.hh>

/// Enough for the largest allocation.
DECLARE_AND_DEFINE_ALLOCATOR_CAPABILITY(benchQuota, 80 * 1024);

/// The only interrupt all boards with a controller have. It is edge-triggered: nothing is to be
/// completed.
DECLARE_AND_DEFINE_INTERRUPT_CAPABILITY(revokerInterrupt, RevokerInterrupt, true, false);

namespace {

using Debug = ConditionalDebug<true, "bench">;

constexpr int Runs = 8;

/// The revoker's registers (docs/reference/devices.md), for an interrupt that comes by itself.
struct Revoker
{
    uint32_t first;
    uint32_t last;
    uint32_t begin;
    uint32_t epoch;
    uint32_t interruptStatus;
    uint32_t interruptEnable;
};

/// A futex for waiter_run().
uint32_t wakes;
/// When it ran last, in cycles.
volatile int wokenAt;
/// The same of handler_run(), and how often that was.
volatile int handledAt;
volatile int handled;

/// The fewest cycles of a few runs of `body`, without those of reading the counter.
template <typename Body>
int cycles_of(Body body)
{
    int best = INT32_MAX;
    for (int i = 0; i < Runs; i++) {
        const int start = rdcycle();
        body();
        const int end = rdcycle();
        best = end - start < best ? end - start : best;
    }
    return best;
}

void print(const char *name, int cycles)
{
    static const int empty = cycles_of([] {});
    Debug::log("{} {}", name, cycles - empty);
}

void calls_measure()
{
    print("compartment call and return", cycles_of([] { callee_empty(); }));
    print("the same, 256 bytes of stack used", cycles_of([] { callee_stack_256(); }));
    print("the same, 1024 bytes of stack used", cycles_of([] { callee_stack_1024(); }));
    print("library call and return", cycles_of([] { plain_empty(); }));
}

void wake_measure()
{
    int best = INT32_MAX;
    for (int i = 0; i < Runs; i++) {
        wakes++;
        const int start = rdcycle();
        futex_wake(&wakes, 1);
        best = wokenAt - start < best ? wokenAt - start : best;
    }
    print("futex_wake to the woken thread running", best);
}

/// From the last look at the counter by the thread that is interrupted.
void interrupt_measure()
{
    auto *revoker = MMIO_CAPABILITY(Revoker, revoker);
    int best = INT32_MAX;
    for (int i = 0; i < Runs; i++) {
        const int before = handled;
        revoker->interruptEnable = 1;
        revoker->begin = 1;
        // What was read last may be after it.
        int last = 0;
        int now = rdcycle();
        do {
            last = now;
            now = rdcycle();
        } while (handled == before);
        best = handledAt - last < best ? handledAt - last : best;
    }
    print("interrupt to its thread running", best);
}

/// Allocating and freeing, with nothing in quarantine.
void heap_measure(size_t size, const char *allocating, const char *freeing)
{
    auto *quota = STATIC_SEALED_VALUE(benchQuota);
    int allocation = INT32_MAX;
    int release = INT32_MAX;
    for (int i = 0; i < Runs; i++) {
        heap_quarantine_empty();
        void *pointer = nullptr;
        const int start = rdcycle();
        pointer = heap_allocate(TimeoutNoWait, quota, size, AllocateWaitNone);
        const int middle = rdcycle();
        const int result = heap_free(quota, pointer);
        const int end = rdcycle();
        Debug::Invariant(result == 0, "no memory for {} bytes: {}", size, pointer);
        allocation = middle - start < allocation ? middle - start : allocation;
        release = end - middle < release ? end - middle : release;
    }
    print(allocating, allocation);
    print(freeing, release);
}

void queues_measure()
{
    constexpr size_t Length = 4;
    auto *quota = STATIC_SEALED_VALUE(benchQuota);
    uint64_t message = 1;

    MessageQueue *queue = nullptr;
    int result = non_blocking<queue_create>(quota, &queue, sizeof(message), Length);
    Debug::Invariant(result == 0, "no queue: {}", result);
    print("queue library, send and receive 8 bytes", cycles_of([&] {
              non_blocking<queue_send>(queue, &message);
              non_blocking<queue_receive>(queue, &message);
          }));
    queue_destroy(quota, queue);

    CHERI_SEALED(MessageQueue *) sealed = nullptr;
    result = non_blocking<queue_create_sealed>(quota, &sealed, sizeof(message), Length);
    Debug::Invariant(result == 0, "no sealed queue: {}", result);
    print("queue compartment, send and receive 8 bytes", cycles_of([&] {
              non_blocking<queue_send_sealed>(sealed, &message);
              non_blocking<queue_receive_sealed>(sealed, &message);
          }));
    blocking_forever<queue_destroy_sealed>(quota, sealed);
}

} // namespace

int __cheri_compartment("bench") waiter_run()
{
    for (;;) {
        futex_wait(&wakes, wakes);
        wokenAt = rdcycle();
    }
}

int __cheri_compartment("bench") handler_run()
{
    const uint32_t *word = interrupt_futex_get(STATIC_SEALED_VALUE(revokerInterrupt));
    Debug::Invariant(word != nullptr, "no interrupt");
    for (;;) {
        futex_wait(word, *word);
        handledAt = rdcycle();
        handled = handled + 1;
    }
}

int __cheri_compartment("bench") bench_run()
{
    // The allocator makes its heap ready when it is first called.
    heap_quarantine_empty();
    calls_measure();
    wake_measure();
    interrupt_measure();
    heap_measure(16, "allocate 16 bytes", "free 16 bytes");
    heap_measure(64, "allocate 64 bytes", "free 64 bytes");
    heap_measure(256, "allocate 256 bytes", "free 256 bytes");
    heap_measure(1024, "allocate 1024 bytes", "free 1024 bytes");
    heap_measure(4096, "allocate 4096 bytes", "free 4096 bytes");
    heap_measure(16384, "allocate 16384 bytes", "free 16384 bytes");
    heap_measure(65536, "allocate 65536 bytes", "free 65536 bytes");
    queues_measure();
    simulation_exit(0);
}
