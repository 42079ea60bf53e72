#include "machine/cpu/translator/block_cache.h"

#include <bit>

namespace griotte::machine::translator {

TranslatedBlock *BlockCache::find(uint32_t pc, const Context &context, RegisterSet integers,
                                  bool hasGroups)
{
    const auto found = byStart.find({pc, context.id, hasGroups});
    if (found == byStart.end()) {
        return nullptr;
    }
    TranslatedBlock *best = nullptr;
    for (TranslatedBlock *block : found->second) {
        const bool isAllowed = (block->integers & ~integers) == 0;
        if (isAllowed &&
            (best == nullptr || std::popcount(block->integers) > std::popcount(best->integers)))
        {
            best = block;
        }
    }
    const bool isPerfect = best != nullptr && best->integers == integers;
    // One version is kept for the way in that knows nothing.
    const size_t limit = integers == set_of(0) ? VersionLimit + 1 : VersionLimit;
    return isPerfect || found->second.size() >= limit ? best : nullptr;
}

TranslatedBlock &BlockCache::add(const Block &block)
{
    TranslatedBlock &translated = blocks.emplace_back();
    translated.pc = block.pc;
    translated.context = block.context;
    translated.integers = block.integers;
    translated.hasGroups = block.hasGroups;
    translated.ranges = block.ranges;
    translated.instructions = block.instructions;
    byStart[key_of(translated)].push_back(&translated);
    for (const AddressRange &range : block.ranges) {
        for (uint64_t page = range.start >> PageBits; page <= (range.end() - 1) >> PageBits; page++)
        {
            auto &list = byPage[static_cast<uint32_t>(page)];
            if (list.empty() || list.back() != &translated) {
                list.push_back(&translated);
            }
        }
    }
    return translated;
}

void BlockCache::clear()
{
    byStart.clear();
    byPage.clear();
    blocks.clear();
}

} // namespace griotte::machine::translator
