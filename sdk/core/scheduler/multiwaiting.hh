// What a multiwaiter is and how one is waited with, over any kind of pointer: capabilities in
// multiwaiter_calls.cc, ones that a test frees on the host. Interrupts are off throughout, except
// while `block` lets others run.
#pragma once

#include "thread.hh"
#include <errno.h>

/// What is on the heap.
struct MultiWaiterInternal
{
    uint8_t capacity;
    /// A thread waits with it.
    bool isBusy;
    /// It is being deleted.
    bool isDead;
};

namespace scheduler {

/// How a wait for events ended.
struct WaitEnd
{
    WakeReason reason;
    /// Bit n: event n ended it, where the reason is one.
    uint8_t fired;
};

/// Waits with a multiwaiter for one of `count` events, each an `eventSource` and the `value` that
/// it has as long as it did not happen; afterwards `value` is whether it did.
///
/// `multiwaiter` and `events` point to memory that may be freed meanwhile: is_valid_temporal().
/// `word(source)` is the word of an event, null if it cannot be read; `address(word)` what is
/// waited for. `block(addresses, count)` waits for them and returns a WaitEnd.
///
/// 0; -ETIMEDOUT; -EBUSY when another thread waits with it; -EINVAL for too many events, one that
/// cannot be read, or something that is or was freed.
template <typename Multiwaiter, typename Events, typename ToWord, typename ToAddress,
          typename Block>
int multiwaiter_wait(Multiwaiter multiwaiter, Events events, size_t count, bool mayBlock,
                     ToWord word, ToAddress address, Block block)
{
    if (multiwaiter->isDead || count > multiwaiter->capacity) {
        return -EINVAL;
    }
    if (multiwaiter->isBusy) {
        return -EBUSY;
    }
    Address addresses[MaximumEvents];
    uint8_t fired = 0;
    for (size_t index = 0; index < count; index++) {
        const volatile uint32_t *source = word(events[index].eventSource);
        if (source == nullptr) {
            return -EINVAL;
        }
        addresses[index] = address(source);
        const bool hasHappened = *source != events[index].value;
        fired |= static_cast<uint8_t>(hasHappened << index);
    }
    if (fired == 0 && mayBlock) {
        multiwaiter->isBusy = true;
        const WaitEnd end = block(addresses, count);
        if (!multiwaiter.is_valid_temporal()) {
            return -EINVAL;
        }
        multiwaiter->isBusy = false;
        if (!events.is_valid_temporal() || end.reason == WakeReason::Cancelled) {
            return -EINVAL;
        }
        fired = end.reason == WakeReason::Event ? end.fired : 0;
    }
    for (size_t index = 0; index < count; index++) {
        events[index].value = fired >> index & 1;
    }
    return fired != 0 ? 0 : -ETIMEDOUT;
}

/// Before a multiwaiter is freed: nobody begins to wait with it, and `cancel()`, which ends waits,
/// leaves nobody behind.
template <typename Multiwaiter, typename Cancel>
void multiwaiter_end(Multiwaiter multiwaiter, Cancel cancel)
{
    multiwaiter->isDead = true;
    cancel();
}

} // namespace scheduler
