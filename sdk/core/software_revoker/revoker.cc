// The sweep of the boards that have no revoker in hardware: loads every capability of all memory
// that may hold one to the heap, and stores it back. What was freed lost its tag in the load.
//
// This compartment has the right to all memory, so it has no other code. Its callers say only when;
// it tells them only how often it went through.
//
// Loading and storing back must be one step, as a store of somebody else's in between would be
// undone: interrupts are deferred over a few capabilities at a time. Threads that run between may
// move a capability from memory not yet swept to memory that was, but the load filter has cleared
// it then.

#include "../allocator/software_revoker.h"

#include <compartment-macros.h>
#include <stddef.h>

namespace {

/// Capabilities to sweep with interrupts deferred, and in one call.
constexpr size_t BurstLength = 16;
constexpr size_t TickLength = 4096;

/// Bits 31-1 sweeps completed, bit 0 one is running.
uint32_t epoch;
/// Where the running sweep goes on.
size_t position;
/// A call is at work: another, of a thread that interrupted it, has nothing to do.
bool isBusy;

volatile void **memory()
{
    return CHERIOT_IMPORT_CAPABILITY(volatile void *, "__import_privileged_memory",
                                     "__privileged_memory", 0);
}

/// Sweeps [from, to).
__noinline __cheriot_interrupt_state(disabled) void burst(size_t from, size_t to)
{
    volatile void *volatile *const all = memory();
    for (; from != to; ++from) {
        all[from] = all[from];
    }
}

/// Whether the caller may go on, and nobody else until busy_end().
__noinline __cheriot_interrupt_state(disabled) bool busy_begin()
{
    const bool wasBusy = isBusy;
    isBusy = true;
    return !wasBusy;
}

} // namespace

int revoker_tick()
{
    if (!busy_begin()) {
        return 0;
    }
    const size_t length = __builtin_cheri_length_get(memory()) / sizeof(void *);
    if (epoch % 2 == 0) {
        position = 0;
        epoch = epoch + 1;
    }
    const size_t end = length - position < TickLength ? length : position + TickLength;
    while (position != end) {
        const size_t next = end - position < BurstLength ? end : position + BurstLength;
        burst(position, next);
        position = next;
    }
    if (position == length) {
        epoch = epoch + 1;
    }
    isBusy = false;
    return 0;
}

const uint32_t *revoker_epoch_get()
{
    const uint32_t *readable = &epoch;
    readable = __builtin_cheri_perms_and(readable, __CHERI_CAP_PERMISSION_PERMIT_LOAD__ |
                                                       __CHERI_CAP_PERMISSION_GLOBAL__);
    return readable;
}
