#include "plugin.h"

#include "blocks.h"
#include <fail-simulator-on-error.h>

namespace {
Blocks blocks;
} // namespace

int plugin_run(AllocatorCapability quota)
{
    return blocks.take_all(quota);
}

int plugin_blocks()
{
    return blocks.count_alive();
}
