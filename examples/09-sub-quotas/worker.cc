#include "worker.h"

#include "blocks.h"
#include "plugin.h"
#include <fail-simulator-on-error.h>

using CHERI::Capability;

namespace {
Blocks blocks;
} // namespace

int worker_run(AllocatorCapability quota)
{
    return blocks.take_all(quota);
}

int worker_run_with_plugin(AllocatorCapability quota)
{
    Timeout timeout{MALLOC_WAIT_TICKS};
    AllocatorCapability share = heap_quota_split(&timeout, quota, 256);
    if (const Capability result{share}; !result.is_valid()) {
        // Without a tag, the address is a negative error.
        return static_cast<int>(result.address());
    }
    plugin_run(share);
    return blocks.take_all(quota);
}

int worker_sweep(AllocatorCapability quota)
{
    return heap_free_all(quota);
}

const int *worker_result()
{
    return blocks.last();
}

int worker_blocks()
{
    return blocks.count_alive();
}
