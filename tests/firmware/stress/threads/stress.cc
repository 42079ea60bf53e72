// Runs the phases, with a barrier between them.
#include "stress.h"

#include <allocator.h>
#include <fail-simulator-on-error.h>
#include <simulator.h>

namespace stress {

namespace {

BarrierState barriers[] = {{Threads}, {Threads}, {Threads}, {Threads}};

/// Waits for the others. True for the last that comes.
bool meet(BarrierState &barrier)
{
    const int result = barrier_wait(&barrier);
    Debug::Invariant(result == 0 || result == 1, "barrier_wait: {}", result);
    return result == 0;
}

} // namespace

} // namespace stress

int __cheri_compartment("stress") stress_run()
{
    using namespace stress;
    static size_t heapBefore;
    if (meet(barriers[0])) {
        // A quota's record, made when it is first used, stays.
        free(malloc(16));
        heap_quarantine_empty();
        heapBefore = heap_available();
    }
    meet(barriers[1]);
    locking_run();
    if (meet(barriers[2])) {
        locking_result();
    }
    messages_run();
    if (!meet(barriers[3])) {
        return 0;
    }
    messages_result();
    const ssize_t quota = heap_quota_remaining(MALLOC_CAPABILITY);
    Debug::log("quota whole: {}", quota == MALLOC_QUOTA);
    heap_quarantine_empty();
    const size_t heapAfter = heap_available();
    Debug::log("heap whole: {}", heapAfter == heapBefore);
    simulation_exit(quota == MALLOC_QUOTA && heapAfter == heapBefore ? 0 : 1);
}
