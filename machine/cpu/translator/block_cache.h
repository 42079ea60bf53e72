// The blocks there are, and how to find them: by where they begin, and by the bytes they came from.
#pragma once

#include <algorithm>
#include <deque>
#include <unordered_map>
#include <vector>

#include "machine/cpu/translator/emitter.h"

namespace griotte::machine::translator {

class BlockCache
{
public:
    /// Blocks at one place that differ in what they know of registers. Where there are as many, a
    /// new way there uses the one that knows most and no more than it may.
    static constexpr size_t VersionLimit = 1;

    /// The living block at `pc` in `context`, with groups or without, that may be entered knowing
    /// `integers`, and the best of them unless a better one may still be made; or null.
    TranslatedBlock *find(uint32_t pc, const Context &context, RegisterSet integers,
                          bool hasGroups);
    TranslatedBlock &add(const Block &block);
    /// Takes out the blocks made from any byte of [first, last], calling `kill` for each.
    template <typename Kill>
    void invalidate(uint64_t first, uint64_t last, Kill kill);
    void clear();

private:
    struct Key
    {
        uint32_t pc;
        uint32_t context;
        bool hasGroups;
        bool operator==(const Key &) const = default;
    };
    static Key key_of(const TranslatedBlock &block)
    {
        return {block.pc, block.context->id, block.hasGroups};
    }
    struct KeyHash
    {
        size_t operator()(const Key &key) const
        {
            return std::hash<uint64_t>()(uint64_t{key.context} << 32 | key.pc) * 0x9e37'79b9;
        }
    };

    std::deque<TranslatedBlock> blocks;
    std::unordered_map<Key, std::vector<TranslatedBlock *>, KeyHash> byStart;
    std::unordered_map<uint32_t, std::vector<TranslatedBlock *>> byPage;
};

template <typename Kill>
void BlockCache::invalidate(uint64_t first, uint64_t last, Kill kill)
{
    const auto is_hit = [first, last](const TranslatedBlock &block) {
        return std::ranges::any_of(block.ranges, [first, last](const AddressRange &range) {
            return range.start <= last && first < range.end();
        });
    };
    for (uint64_t page = first >> PageBits; page <= last >> PageBits; page++) {
        const auto found = byPage.find(static_cast<uint32_t>(page));
        if (found == byPage.end()) {
            continue;
        }
        std::erase_if(found->second, [&](TranslatedBlock *block) {
            if (block->isAlive && !is_hit(*block)) {
                return false;
            }
            if (block->isAlive) {
                block->isAlive = false;
                std::erase(byStart[key_of(*block)], block);
                kill(*block);
            }
            return true;
        });
    }
}

} // namespace griotte::machine::translator
