#include "machine/cpu/translator/block_cache.h"

namespace griotte::machine::translator {

TranslatedBlock *BlockCache::find(const BlockStart &start)
{
    TranslatedBlock *&recent = latest[start.pc / 2 % latest.size()];
    if (recent != nullptr && recent->isAlive && recent->start == start) {
        return recent;
    }
    const auto found = byPlace.find(place_of(start));
    if (found == byPlace.end()) {
        return nullptr;
    }
    const Versions &versions = found->second;
    if (!start.knows_integers()) {
        if (versions.knowingNothing != nullptr) {
            recent = versions.knowingNothing;
        }
        return versions.knowingNothing;
    }
    // Any that does not know more than is so; the one that knows some may still have to be made.
    const bool isAllowed = versions.knowingSome != nullptr &&
                           (versions.knowingSome->start.integers & ~start.integers) == 0;
    if (versions.knowingSome == nullptr || isAllowed) {
        return versions.knowingSome;
    }
    return versions.knowingNothing;
}

BlockStart BlockCache::start_to_make(const BlockStart &wanted)
{
    BlockStart start = wanted;
    if (byPlace[place_of(start)].knowingSome != nullptr) {
        start.integers = BlockStart::NoIntegers;
    }
    return start;
}

TranslatedBlock &BlockCache::add(const Block &block)
{
    TranslatedBlock &translated = blocks.emplace_back();
    translated.start = block.start;
    translated.ranges = block.ranges;
    translated.instructions = block.instructions;
    Versions &versions = byPlace[place_of(block.start)];
    (block.start.knows_integers() ? versions.knowingSome : versions.knowingNothing) = &translated;
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
    byPlace.clear();
    byPage.clear();
    latest = {};
    blocks.clear();
}

} // namespace griotte::machine::translator
