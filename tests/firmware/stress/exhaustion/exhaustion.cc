// Runs the parts, and sees after each that nothing has leaked.
#include "exhaustion.h"

#include <fail-simulator-on-error.h>
#include <simulator.h>

int __cheri_compartment("exhaustion") exhaustion_run()
{
    using namespace exhaustion;
    // A quota's record, made when it is first used, stays.
    free(malloc(16));
    heap_quarantine_empty();
    const size_t before = heap_available();
    struct
    {
        const char *name;
        void (*run)();
    } const parts[] = {{"quota", quota_exhaust},
                       {"heap", heap_exhaust},
                       {"stack", stack_exhaust},
                       {"trusted stack", trusted_stack_exhaust}};
    size_t records = 0;
    for (const auto &part : parts) {
        part.run();
        heap_quarantine_empty();
        const size_t after = heap_available();
        const bool isQuotaWhole = heap_quota_remaining(MALLOC_CAPABILITY) == MALLOC_QUOTA;
        // The heap's part has two quotas of its own, whose records stay.
        records += part.run == heap_exhaust ? before - after : 0;
        const bool isHeapWhole = after + records == before && records <= 2 * 48;
        Debug::log("{}: quota whole: {}, heap whole: {}", part.name, isQuotaWhole, isHeapWhole);
        if (!isQuotaWhole || !isHeapWhole) {
            Debug::log("{} bytes less", static_cast<int>(before - after));
            simulation_exit(1);
        }
    }
    simulation_exit(0);
}
