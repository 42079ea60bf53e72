// The blocks there are, and how to find them: by where they begin, and by the bytes they came from.
#pragma once

#include <algorithm>
#include <array>
#include <deque>
#include <unordered_map>
#include <vector>

#include "machine/cpu/translator/emitter.h"

namespace griotte::machine::translator {

class BlockCache
{
public:
    /// The living block that begins as `start` says, or null.
    TranslatedBlock *find(const BlockStart &start);
    /// The start to make a block for where `wanted` was not found: a place has one block that knows
    /// of no integers, and one more, that of the first way there that knew of some.
    BlockStart start_to_make(const BlockStart &wanted);
    TranslatedBlock &add(const Block &block);
    /// Takes out the blocks made from any byte of [first, last], calling `kill` for each.
    template <typename Kill>
    void invalidate(uint64_t first, uint64_t last, Kill kill);
    void clear();

private:
    struct Place
    {
        uint32_t pc;
        uint32_t context;
        bool hasGroups;
        bool operator==(const Place &) const = default;
    };
    struct PlaceHash
    {
        size_t operator()(const Place &place) const
        {
            return std::hash<uint64_t>()(uint64_t{place.context} << 32 | place.pc) * 0x9e37'79b9;
        }
    };
    struct Versions
    {
        TranslatedBlock *knowingNothing = nullptr;
        TranslatedBlock *knowingSome = nullptr;
    };
    static Place place_of(const BlockStart &start)
    {
        return {start.pc, start.context->id, start.hasGroups};
    }

    std::deque<TranslatedBlock> blocks;
    std::unordered_map<Place, Versions, PlaceHash> byPlace;
    std::unordered_map<uint32_t, std::vector<TranslatedBlock *>> byPage;
    /// Blocks found lately, by their addresses.
    std::array<TranslatedBlock *, 1024> latest{};
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
                Versions &versions = byPlace[place_of(block->start)];
                (versions.knowingSome == block ? versions.knowingSome : versions.knowingNothing) =
                    nullptr;
                kill(*block);
            }
            return true;
        });
    }
}

} // namespace griotte::machine::translator
