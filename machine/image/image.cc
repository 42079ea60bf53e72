#include "machine/image/image.h"

#include <algorithm>

#include <fmt/ranges.h>

namespace griotte::machine {

namespace {

constexpr uint64_t AddressSpace = uint64_t{1} << 32;

std::string memory_describe(const Memory &memory)
{
    std::vector<std::string> parts;
    for (const Memory::Region &region : memory.regions()) {
        parts.push_back(
            fmt::format("{} 0x{:08x}-0x{:x}", region.name, region.range.start, region.range.end()));
    }
    return fmt::format("{}", fmt::join(parts, ", "));
}

} // namespace

const Symbol *Image::symbol_near(uint32_t address) const
{
    auto after = std::ranges::upper_bound(symbols, address, {}, &Symbol::address);
    const Symbol *nearest = nullptr;
    // Several symbols may start at one address; one that covers the address is the best of them.
    while (after != symbols.begin()) {
        --after;
        if (nearest != nullptr && after->address != nearest->address) {
            break;
        }
        const bool covers = address - after->address < after->size;
        if (nearest == nullptr || covers) {
            nearest = &*after;
        }
        if (covers) {
            break;
        }
    }
    if (nearest == nullptr) {
        return nullptr;
    }
    for (const Segment &segment : segments) {
        const AddressRange range{segment.address, segment.size()};
        if (range.contains(address)) {
            return range.contains(nearest->address) ? nearest : nullptr;
        }
    }
    return address - nearest->address < nearest->size ? nearest : nullptr;
}

const Symbol *Image::symbol_find(std::string_view name) const
{
    const auto found = std::ranges::find(symbols, name, &Symbol::name);
    return found == symbols.end() ? nullptr : &*found;
}

Result<void> image_load(const Image &image, Memory &memory)
{
    for (size_t index = 0; index < image.segments.size(); index++) {
        const Segment &segment = image.segments[index];
        if (segment.size() == 0) {
            continue;
        }
        // Regions that touch serve one segment together, so ask for each byte's region in turn.
        for (uint64_t at = segment.address; at < segment.address + segment.size();) {
            const Memory::Region *region =
                at < AddressSpace ? memory.region_at(static_cast<uint32_t>(at)) : nullptr;
            if (region == nullptr) {
                return fail(
                    "{}: 0x{:08x}-0x{:x} needs memory at 0x{:08x}, where the board has none "
                    "(it has {})",
                    segment.name, segment.address, segment.address + segment.size(), at,
                    memory_describe(memory));
            }
            at = region->range.end();
        }
        for (size_t other = 0; other < index; other++) {
            const Segment &earlier = image.segments[other];
            if (earlier.size() != 0 && AddressRange{segment.address, segment.size()}.overlaps(
                                           {earlier.address, earlier.size()}))
            {
                return fail("{} (0x{:08x}, {} bytes) overlaps {} (0x{:08x}, {} bytes)",
                            segment.name, segment.address, segment.size(), earlier.name,
                            earlier.address, earlier.size());
            }
        }
    }
    constexpr uint64_t ChunkSize = 64u << 10;
    const std::vector<uint8_t> zeros(ChunkSize);
    for (const Segment &segment : image.segments) {
        TRY_VOID(memory.host_write(segment.address, segment.bytes));
        const uint64_t end = segment.address + segment.size();
        for (uint64_t at = segment.address + segment.bytes.size(); at < end; at += ChunkSize) {
            TRY_VOID(
                memory.host_write(static_cast<uint32_t>(at),
                                  std::span(zeros).first(std::min<uint64_t>(ChunkSize, end - at))));
        }
    }
    return {};
}

} // namespace griotte::machine
