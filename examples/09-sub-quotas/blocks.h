// Takes memory until there is no more: what worker and plugin have in common.
#pragma once

#include <allocator.h>
#include <array>
#include <cheri.hh>

class Blocks
{
    std::array<CHERI::Capability<int>, 16> blocks;

public:
    /// Of each block, in bytes. With the allocator's header it costs 128.
    static constexpr size_t Size = 120;

    /// Allocates with `quota` until that is refused. How many blocks that were.
    int take_all(AllocatorCapability quota)
    {
        int count = 0;
        for (auto &block : blocks) {
            Timeout timeout{MALLOC_WAIT_TICKS};
            block = static_cast<int *>(
                heap_allocate(&timeout, quota, Size, AllocateWaitRevocationNeeded));
            if (!block.is_valid()) {
                break;
            }
            *block = count++;
        }
        return count;
    }

    /// How many of them there are still.
    int count_alive()
    {
        int count = 0;
        for (auto &block : blocks) {
            count += block.is_valid_temporal() ? 1 : 0;
        }
        return count;
    }

    /// The last one, good for reading.
    const int *last()
    {
        for (size_t i = blocks.size(); i > 0; i--) {
            if (blocks[i - 1].is_valid_temporal()) {
                return blocks[i - 1];
            }
        }
        return nullptr;
    }
};
