// Owns the queue: makes it with its own quota, hands out the right to send, keeps the right to
// receive.
#include "collector.h"

#include <allocator.h>
#include <debug.hh>
#include <fail-simulator-on-error.h>
#include <futex.h>
#include <timeout.hh>

namespace {

using Debug = ConditionalDebug<true, "Collector">;

constexpr size_t QueueLength = 4;
constexpr int Group = 4;

CHERI_SEALED(struct MessageQueue *) queue;

/// A futex: 1 when there is a queue. A word to wait on until it changes.
uint32_t isReady;

} // namespace

CHERI_SEALED(struct MessageQueue *) collector_connect()
{
    // Runs in the caller's thread, but it is this compartment's code and this compartment's quota.
    if (isReady == 0) {
        if (non_blocking<queue_create_sealed>(MALLOC_CAPABILITY, &queue, sizeof(Sample),
                                              QueueLength) != 0)
        {
            return nullptr;
        }
        isReady = 1;
        futex_wake(&isReady, 1);
    }
    return queue_permissions_and(queue, MessageQueuePermitSend);
}

int __cheri_compartment("collector") collector_run()
{
    // Returns at once if the word is no longer 0. The scheduler compares and sleeps in one step, so
    // a change between is not missed.
    while (isReady == 0) {
        futex_wait(&isReady, 0);
    }

    int count = 0;
    int sum = 0;
    Sample sample = {};
    while (!sample.isLast && blocking_forever<queue_receive_sealed>(queue, &sample) == 0) {
        sum += sample.value;
        count++;
        if (count % Group == 0) {
            Debug::log("samples {} to {}: {} on average", count - Group, count - 1, sum / Group);
            sum = 0;
        }
    }

    const int result = blocking_forever<queue_destroy_sealed>(MALLOC_CAPABILITY, queue);
    Debug::log("{} samples. Queue destroyed: {}, all memory back: {}", count, result == 0,
               heap_quota_remaining(MALLOC_CAPABILITY) == MALLOC_QUOTA);
    return 0;
}
