// What the system does for everybody, asked for what it must not do: the allocator, the scheduler,
// message queues.
#include "attack.hh"
#include "vault.h"

#include <cheri.hh>
#include <deadline.h>
#include <futex.h>
#include <interrupt.h>
#include <multiwaiter.h>
#include <queue.h>
#include <thread.h>
#include <timeout.hh>
#include <token.h>

using CHERI::Capability;

extern "C" {
int allocate_with_register(const void *timeout, AllocatorCapability quota, size_t bytes,
                           uint32_t flags);
int flush_with_register(const void *timeout);
}

namespace {

/// 0 if it was refused. (-EPERM and -ECOMPARTMENTFAIL are the same number.)
int refused(ssize_t result)
{
    return result < 0 ? 0 : 1;
}

/// A pointer of `Pointee` into the stack below, `distance` bytes from here: where who is called
/// next will have its frames. With bounds that reach there, as csp has.
template <typename Pointee>
Pointee *into_callees_stack(int distance)
{
    Capability<void> stack{__builtin_cheri_stack_get()};
    stack.address() -= distance;
    return static_cast<Pointee *>(stack.get());
}

constexpr int Deepest = 0x300;

int others_object_freed()
{
    return refused(heap_free(MALLOC_CAPABILITY, vault_object_lend()));
}

int others_object_freed_by_part()
{
    Capability object{vault_object_lend()};
    object.bounds() = 8;
    return refused(heap_free(MALLOC_CAPABILITY, object));
}

int neighbour_claimed()
{
    // Of no length, at the end: its base is where the next object's header is.
    auto *own = static_cast<char *>(malloc(32));
    vault_object_lend();
    Capability end{own + 32};
    end.bounds() = 0;
    return refused(heap_claim(MALLOC_CAPABILITY, end));
}

int claimed_with_token()
{
    // Something sealed, but no quota.
    auto quota = reinterpret_cast<AllocatorCapability>(vault_treasure_lend());
    return refused(heap_claim(quota, vault_object_lend()));
}

int claim_released_twice()
{
    char *object = vault_object_lend();
    if (heap_claim(MALLOC_CAPABILITY, object) <= 0 || heap_free(MALLOC_CAPABILITY, object) != 0) {
        return 1;
    }
    return refused(heap_free(MALLOC_CAPABILITY, object));
}

int freed_what_is_not_heap()
{
    static int global;
    int local;
    return refused(heap_free(MALLOC_CAPABILITY, &global)) +
           refused(heap_free(MALLOC_CAPABILITY, &local)) +
           refused(heap_free(MALLOC_CAPABILITY, __builtin_cheri_program_counter_get()));
}

int quota_used_up()
{
    constexpr int Block = 128;
    int bytes = 0;
    while (Capability{malloc(Block)}.is_valid()) {
        bytes += Block;
    }
    return bytes > MALLOC_QUOTA ? bytes : 0;
}

int size_overflown()
{
    return (Capability{heap_allocate_array(TimeoutNoWait, MALLOC_CAPABILITY, 0x10001, 0x10000)}
                    .is_valid()
                ? 1
                : 0) +
           (Capability{heap_allocate(TimeoutNoWait, MALLOC_CAPABILITY, SIZE_MAX)}.is_valid() ? 1
                                                                                             : 0) +
           (Capability{heap_allocate(TimeoutNoWait, MALLOC_CAPABILITY, SIZE_MAX - 6)}.is_valid()
                ? 1
                : 0);
}

/// Whether the allocator still does its work.
int allocator_check()
{
    Timeout timeout{20};
    void *object = heap_allocate(&timeout, MALLOC_CAPABILITY, 16);
    return Capability{object}.is_valid() && free(object) == 0 ? 0 : 1;
}

int timeout_in_callees_stack()
{
    int got = 0;
    for (int distance = 0; distance < Deepest; distance += 4) {
        auto *timeout = into_callees_stack<Timeout>(distance);
        void *object = heap_allocate(timeout, MALLOC_CAPABILITY, MALLOC_QUOTA + 1, AllocateWaitAny);
        got += Capability{object}.is_valid() ? 1 : 0;
        got += refused(thread_sleep(timeout));
    }
    return got + allocator_check();
}

/// A timeout travels in a register, which can hold anything.
int timeout_of_anything()
{
    static char bytes[24];
    Capability stale{bytes};
    stale.address() = 0x1000;
    const void *const things[] = {
        // Numbers are times that have passed.
        nullptr,
        stale,
        // Not aligned; reaching past the end; of no length.
        bytes + 1,
        bytes + 4,
        bytes + sizeof(bytes) - 4,
        bytes + sizeof(bytes),
        // Sealed, and code.
        MALLOC_CAPABILITY,
        reinterpret_cast<const void *>(&heap_free),
        reinterpret_cast<const void *>(&memset),
        __builtin_cheri_program_counter_get(),
        // All of the stack, and what lies there.
        __builtin_cheri_stack_get(),
    };
    int got = 0;
    for (const void *thing : things) {
        free(malloc(16));
        flush_with_register(thing);
        got += refused(
            allocate_with_register(thing, MALLOC_CAPABILITY, MALLOC_QUOTA + 1, AllocateWaitNone));
    }
    return got + allocator_check();
}

/// What a timeout points to, changed by another thread meanwhile.
Timeout changing{1};
/// How often it is to be; for ever, the other would wait for ever, by its own doing.
volatile int changesLeft;

int timeout_changed()
{
    changesLeft = 16;
    for (int round = 0; round < 12; round++) {
        changing = Timeout{1};
        heap_allocate(&changing, MALLOC_CAPABILITY, MALLOC_QUOTA + 1, AllocateWaitQuotaExceeded);
        heap_quarantine_flush(&changing);
    }
    changesLeft = 0;
    return allocator_check();
}

int timeout_on_heap()
{
    auto *timeout = static_cast<Timeout *>(malloc(sizeof(Timeout)));
    *timeout = Timeout{1};
    return refused(thread_sleep(timeout)) +
           (Capability{heap_allocate(timeout, MALLOC_CAPABILITY, 16)}.is_valid() ? 1 : 0);
}

int timeout_read_only()
{
    static Timeout timeout{1};
    Capability pointer{&timeout};
    pointer.permissions() &= CHERI::PermissionSet{CHERI::Permission::Load};
    return refused(thread_sleep(pointer.get()));
}

/// A message queue, and a message of it: two pointers, or words.
struct Message
{
    void *words[2];
};

CHERI_SEALED(MessageQueue *) queue;

bool queue_make()
{
    return queue_create_sealed(TimeoutWaitForever, MALLOC_CAPABILITY, &queue, sizeof(Message), 1) ==
           0;
}

void queue_remove()
{
    queue_destroy_sealed(TimeoutNoWait, MALLOC_CAPABILITY, queue);
}

int message_from_callees_stack()
{
    // Pointers that only the queue's compartment has: the queue's, without the seal.
    if (!queue_make()) {
        return 1;
    }
    int got = 0;
    for (int distance = 0; distance < Deepest; distance += 8) {
        auto *from = into_callees_stack<Message>(distance);
        if (non_blocking<queue_send_sealed>(queue, from) != 0) {
            continue;
        }
        Message message{};
        non_blocking<queue_receive_sealed>(queue, &message);
        for (void *word : message.words) {
            got += Capability{word}.is_valid() ? 1 : 0;
        }
    }
    queue_remove();
    return got;
}

int message_to_callees_stack()
{
    if (!queue_make()) {
        return 1;
    }
    int got = 0;
    for (int distance = 0; distance < Deepest; distance += 8) {
        Message message{{&message, &queue}};
        non_blocking<queue_send_sealed>(queue, &message);
        got += refused(
            non_blocking<queue_receive_sealed>(queue, into_callees_stack<Message>(distance)));
        non_blocking<queue_receive_sealed>(queue, &message);
    }
    queue_remove();
    return got;
}

int message_within_own()
{
    if (!queue_make()) {
        return 0;
    }
    Message message{{&queue, nullptr}};
    non_blocking<queue_send_sealed>(queue, &message);
    Message received{};
    non_blocking<queue_receive_sealed>(queue, &received);
    queue_remove();
    return Capability{received.words[0]}.is_valid() ? 1 : 0;
}

int queue_from_token()
{
    Message message{};
    return refused(non_blocking<queue_receive_sealed>(
        reinterpret_cast<CHERI_SEALED(MessageQueue *)>(vault_treasure_lend()), &message));
}

int others_word_waited_for()
{
    // Waiting for a word takes the right to read it, and waking no more than knowing it.
    Capability word{vault_constant_lend()};
    word.permissions() &= CHERI::PermissionSet{CHERI::Permission::Global};
    auto *futex = reinterpret_cast<const uint32_t *>(word.get());
    return refused(futex_timed_wait(TimeoutNoWait, futex, 0));
}

int holder_made_up()
{
    // Inheriting a priority to threads that are none.
    static uint32_t lock;
    int got = 0;
    for (const uint32_t holder : {0u, 2u, 200u, 0xffffu}) {
        lock = holder;
        Timeout timeout{1};
        got += refused(futex_timed_wait(&timeout, &lock, holder, FutexPriorityInheritance));
    }
    return got;
}

int others_deadlines()
{
    DeadlineStatistics statistics;
    auto token = reinterpret_cast<DeadlineCapability>(vault_treasure_lend());
    return refused(deadline_begin(token)) + refused(deadline_statistics_get(token, &statistics)) +
           refused(deadline_begin(reinterpret_cast<DeadlineCapability>(MALLOC_CAPABILITY)));
}

int others_interrupts()
{
    auto token = reinterpret_cast<InterruptCapability>(MALLOC_CAPABILITY);
    return refused(interrupt_complete(token)) +
           (Capability{interrupt_futex_get(token)}.is_valid() ? 1 : 0);
}

int events_too_many()
{
    MultiWaiter waiter = nullptr;
    if (multiwaiter_create(TimeoutWaitForever, MALLOC_CAPABILITY, &waiter, 2) != 0) {
        return 1;
    }
    static uint32_t word;
    EventWaiterSource events[3] = {{&word, 0}, {&word, 0}, {&word, 0}};
    Capability one{&events[0]};
    one.bounds() = sizeof(EventWaiterSource);
    const int got = refused(multiwaiter_wait(TimeoutNoWait, waiter, events, 3)) +
                    refused(multiwaiter_wait(TimeoutNoWait, waiter, one.get(), 2)) +
                    refused(multiwaiter_wait(TimeoutNoWait, waiter,
                                             into_callees_stack<EventWaiterSource>(128), 1));
    multiwaiter_delete(MALLOC_CAPABILITY, waiter);
    return got;
}

const Attack attacks[] = {
    {"freeing what others allocated", others_object_freed},
    {"freeing a part of it", others_object_freed_by_part},
    {"claiming an object by the end of the one before it", neighbour_claimed},
    {"claiming with what is no quota", claimed_with_token},
    {"releasing a claim twice", claim_released_twice},
    {"freeing globals, stack and code", freed_what_is_not_heap},
    {"taking more than its quota", quota_used_up},
    {"asking for more than there are addresses", size_overflown},
    {"a timeout on the heap", timeout_on_heap},
    {"a timeout that cannot be written", timeout_read_only},
    {"a timeout in the callee's stack", timeout_in_callees_stack},
    {"anything in a register for a timeout", timeout_of_anything},
    {"a timeout that another thread changes", timeout_changed},
    {"a message from the callee's stack", message_from_callees_stack},
    {"a message to the callee's stack", message_to_callees_stack},
    {"control: a message from and to its own", message_within_own},
    {"a message queue that is none", queue_from_token},
    {"waiting for a word it may not read", others_word_waited_for},
    {"lending a priority to nobody", holder_made_up},
    {"others' deadlines", others_deadlines},
    {"others' interrupts", others_interrupts},
    {"waiting for more events than there are", events_too_many},
    {"control: the allocator allocates", [] { return allocator_check() == 0 ? 1 : 0; }},
};

} // namespace

/// A thread that changes the other's timeout: to none, to more than it was, and back.
int __cheri_compartment("services") services_run()
{
    for (;;) {
        Timeout tick{1};
        thread_sleep(&tick, ThreadSleepNoEarlyWake);
        if (changesLeft == 0) {
            continue;
        }
        changesLeft = changesLeft - 1;
        changing = Timeout{UINT32_MAX, 0};
        thread_sleep(TimeoutNoWait);
        changing = Timeout{UINT32_MAX, 4};
        Timeout another{1};
        thread_sleep(&another, ThreadSleepNoEarlyWake);
        changing = Timeout{0, 1};
    }
}

ATTACKS_CAUSE_NOTED()
ATTACKS_DEFINE(services, attacks)
