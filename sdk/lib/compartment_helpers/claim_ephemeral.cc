// heap_claim_ephemeral(): hazard pointers.
//
// The allocator, when it frees something, 1. says in the word `allocator_epoch` that it is at
// work, 2. reads all hazard slots, 3. revokes what none of them names, 4. clears the word. So if
// the word is clear after the slots are written, all freeing whose step 2 came before that is over,
// with step 3: a pointer whose tag is still set then was not freed, and will not be while the slot
// names it.

#include <allocator.h>
#include <cheri.hh>
#include <compartment.h>
#include <errno.h>
#include <futex.h>
#include <switcher.h>

namespace {

/// Null, or a capability that the allocator would accept.
bool is_usable(const void *pointer)
{
    const CHERI::Capability<const void> current{pointer};
    return (current.is_valid() && !current.is_sealed()) || current == nullptr;
}

const void *heap_pointer(const void *pointer)
{
    return heap_address_is_valid(pointer) ? pointer : nullptr;
}

} // namespace

int heap_claim_ephemeral(TimeoutArgument timeout, const void *pointer, const void *pointer2)
{
    const volatile uint32_t *const word =
        SHARED_OBJECT_WITH_DATA_PERMISSIONS(uint32_t, allocator_epoch, true, false);
    void *volatile *const slots = switcher_thread_hazard_slots();
    const void *first = heap_pointer(pointer);
    const void *second = heap_pointer(pointer2);
    slots[0] = const_cast<void *>(first);
    slots[1] = const_cast<void *>(second);
    if (first == nullptr && second == nullptr) {
        return 0;
    }
    for (uint32_t worker = *word; worker != 0; worker = *word) {
        if (!timeout.may_block()) {
            slots[0] = nullptr;
            slots[1] = nullptr;
            return -ETIMEDOUT;
        }
        // The word is the number of the thread at work, which runs with this one's priority
        // meanwhile. It does not wake anybody, which would cost every free a call.
        Timeout tick{1};
        (void)futex_timed_wait(&tick, word, worker, FutexPriorityInheritance);
        timeout.elapse_from(tick);
        slots[0] = const_cast<void *>(first);
        slots[1] = const_cast<void *>(second);
    }
    // Their tags are of interest now, not as they were. If the allocator ran since, registers were
    // loaded since.
    __asm__ volatile("" : "+C"(first), "+C"(second) : : "memory");
    if (is_usable(first) && is_usable(second)) {
        return 0;
    }
    slots[0] = nullptr;
    slots[1] = nullptr;
    return -EINVAL;
}
