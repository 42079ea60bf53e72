// Queues, event groups, multiwaiters and the thread pool: nothing is lost, doubled, or out of
// order.
#include "stress.h"

#include <allocator.h>
#include <errno.h>
#include <event.h>
#include <futex.h>
#include <multiwaiter.h>
#include <queue.h>
#include <thread_pool.h>
#include <timeout.hh>

namespace stress {

namespace {

constexpr uint32_t Messages = 120;
constexpr size_t QueueLength = 3;
constexpr uint32_t Senders = 2;

struct Message
{
    uint32_t sender;
    uint32_t number;
};

/// What receivers saw.
struct Received
{
    volatile uint32_t count = 0;
    volatile uint32_t sum = 0;

    /// Messages of one sender come in order to each receiver. `last` is the receiver's, per sender.
    void take(const Message &message, uint32_t (&last)[Senders])
    {
        Debug::Invariant(message.sender < Senders && message.number > last[message.sender],
                         "message {} of sender {} after {}", message.number, message.sender,
                         last[message.sender]);
        last[message.sender] = message.number;
        __atomic_add_fetch(&sum, message.number, __ATOMIC_RELAXED);
        __atomic_add_fetch(&count, 1, __ATOMIC_RELAXED);
    }

    [[nodiscard]] bool is_complete() const
    {
        return count == Senders * Messages && sum == Senders * Messages * (Messages + 1) / 2;
    }
};

/// Made by the thread that comes first.
MessageQueue *queue;
CHERI_SEALED(MessageQueue *) sealedQueue;
EventGroup *group;
MultiWaiter multiwaiter;
OnceState made;

void objects_make()
{
    int result =
        blocking_forever<queue_create>(MALLOC_CAPABILITY, &queue, sizeof(Message), QueueLength);
    Debug::Invariant(result == 0, "queue_create: {}", result);
    result = blocking_forever<queue_create_sealed>(MALLOC_CAPABILITY, &sealedQueue, sizeof(Message),
                                                   QueueLength);
    Debug::Invariant(result == 0, "queue_create_sealed: {}", result);
    result = blocking_forever<eventgroup_create>(MALLOC_CAPABILITY, &group);
    Debug::Invariant(result == 0, "eventgroup_create: {}", result);
    result = blocking_forever<multiwaiter_create>(MALLOC_CAPABILITY, &multiwaiter, Threads);
    Debug::Invariant(result == 0, "multiwaiter_create: {}", result);
}

/// Half of the threads send, half receive; of each half one has a higher priority.
template <typename Send, typename Receive>
void exchange(Received &received, uint32_t seed, Send send, Receive receive)
{
    Disturbance disturbance{seed + self()};
    if (self() % 2 == 0) {
        for (uint32_t i = 1; i <= Messages; i++) {
            const Message message = {self() / 2, i};
            const int result = send(message);
            Debug::Invariant(result == 0, "sending: {}", result);
            disturbance.maybe();
        }
    } else {
        uint32_t last[Senders] = {};
        for (uint32_t i = 0; i < Messages; i++) {
            Message message = {};
            const int result = receive(message);
            Debug::Invariant(result == 0, "receiving: {}", result);
            received.take(message, last);
            disturbance.maybe();
        }
    }
}

Received plain;
Received sealed;

void queues_run()
{
    exchange(
        plain, 1,
        [](const Message &message) { return blocking_forever<queue_send>(queue, &message); },
        [](Message &message) { return blocking_forever<queue_receive>(queue, &message); });
    exchange(
        sealed, 2,
        [](const Message &message) {
            return blocking_forever<queue_send_sealed>(sealedQueue, &message);
        },
        [](Message &message) {
            return blocking_forever<queue_receive_sealed>(sealedQueue, &message);
        });
}

/// Each thread sets its bit of a round and waits for those of all. Bits of three rounds, so that
/// the next but one can be cleared while some still look at the last.
constexpr uint32_t Rounds = 48;
volatile uint32_t roundOf[Threads];

void events_run()
{
    Disturbance disturbance{self() + 41};
    for (uint32_t i = 0; i < Rounds; i++) {
        const uint32_t shift = i % 3 * Threads;
        const uint32_t all = ((1U << Threads) - 1) << shift;
        uint32_t bits = 0;
        disturbance.maybe();
        roundOf[self()] = i;
        const uint32_t next = (i + 1) % 3 * Threads + self();
        int result = eventgroup_clear(TimeoutWaitForever, group, &bits, 1U << next);
        Debug::Invariant(result == 0, "eventgroup_clear: {}", result);
        result = eventgroup_set(TimeoutWaitForever, group, &bits, 1U << (shift + self()));
        Debug::Invariant(result == 0, "eventgroup_set: {}", result);
        result = eventgroup_wait(TimeoutWaitForever, group, &bits, all, true, false);
        Debug::Invariant(result == 0 && (bits & all) == all, "eventgroup_wait: {}, {}", result,
                         bits);
        for (const volatile uint32_t &other : roundOf) {
            Debug::Invariant(other == i || other == i + 1, "round {} in round {}", other, i);
        }
    }
}

/// One thread waits for whichever of the others counts next.
uint32_t counters[Threads];
uint32_t counted;

void multiwaiter_run()
{
    constexpr uint32_t Counts = 80;
    if (self() != 1) {
        Disturbance disturbance{self() + 51};
        for (uint32_t i = 0; i < Counts; i++) {
            counters[self()] = counters[self()] + 1;
            futex_wake(&counters[self()], 1);
            disturbance.maybe();
        }
        return;
    }
    uint32_t seen[Threads] = {};
    while (counted < (Threads - 1) * Counts) {
        EventWaiterSource sources[Threads];
        for (uint32_t i = 0; i < Threads; i++) {
            sources[i] = {&counters[i], seen[i]};
        }
        // A wake that is missed shows as a timeout.
        Timeout timeout{1000};
        const int result = multiwaiter_wait(&timeout, multiwaiter, sources, Threads);
        Debug::Invariant(result == 0, "multiwaiter_wait: {} after {}", result, counted);
        for (uint32_t i = 0; i < Threads; i++) {
            const uint32_t now = *static_cast<volatile uint32_t *>(&counters[i]);
            Debug::Invariant(sources[i].value == 0 || now != seen[i], "woken for nothing");
            counted += now - seen[i];
            seen[i] = now;
        }
    }
}

/// Calls for the pool, with and without state; how many came, and what they added up to.
constexpr uint32_t Calls = 30;
uint32_t calls;
uint32_t callSum;

void pool_run()
{
    for (uint32_t i = 0; i < Calls; i++) {
        const uint32_t number = self() * Calls + i;
        // What is captured is paid from the quota, which may be exhausted until some have run.
        int result = 0;
        do {
            result = thread_pool::async([number] {
                __atomic_add_fetch(&callSum, number, __ATOMIC_RELAXED);
                __atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED);
            });
        } while (result == -ENOMEM);
        Debug::Invariant(result == 0, "thread_pool::async: {}", result);
        result = thread_pool::async([] { __atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED); });
        Debug::Invariant(result == 0, "thread_pool::async: {}", result);
    }
}

} // namespace

void messages_run()
{
    run_once(&made, objects_make);
    queues_run();
    events_run();
    multiwaiter_run();
    pool_run();
}

void messages_result()
{
    constexpr uint32_t AllCalls = Threads * Calls;
    // The pool's threads may have a lower priority than this one.
    for (int i = 0; i < 1000 && calls != 2 * AllCalls; i++) {
        Timeout tick{1};
        thread_sleep(&tick, ThreadSleepNoEarlyWake);
    }
    // The last of them has yet to free what it was called with.
    Timeout ticks{20};
    thread_sleep(&ticks, ThreadSleepNoEarlyWake);
    Debug::log("queue library: {}", plain.is_complete());
    Debug::log("queue compartment: {}", sealed.is_complete());
    Debug::log("event group: {} rounds", static_cast<int>(roundOf[0] + 1));
    Debug::log("multiwaiter: {} counted", static_cast<int>(counted));
    Debug::log("thread pool: {}",
               calls == 2 * AllCalls && callSum == AllCalls * (AllCalls - 1) / 2);
    const int results[] = {queue_destroy(MALLOC_CAPABILITY, queue),
                           blocking_forever<queue_destroy_sealed>(MALLOC_CAPABILITY, sealedQueue),
                           eventgroup_destroy(MALLOC_CAPABILITY, group),
                           multiwaiter_delete(MALLOC_CAPABILITY, multiwaiter)};
    for (const int result : results) {
        Debug::Invariant(result == 0, "destroying: {}", result);
    }
}

} // namespace stress
