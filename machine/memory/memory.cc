// Regions, the slow path and the host's access; memory.h holds the fast path.
#include "machine/memory/memory.h"

#include <algorithm>
#include <cerrno>

#include <sys/mman.h>

namespace griotte::machine {

namespace {

constexpr uint64_t AddressSpace = uint64_t{1} << 32;
// A slow-path copy never needs the bytes past the end, but the fast path reads whole words before
// anything is known about their last byte; one spare page keeps that inside the reservation.
constexpr size_t BytesReserved = AddressSpace + PageSize;
constexpr size_t TagsReserved = AddressSpace / GranuleSize + PageSize;
constexpr size_t PagesReserved = AddressSpace / PageSize;
// One reservation: flags, tags, bytes. The tables lie below the bytes, so near that one base and a
// 32-bit displacement reach them.
constexpr size_t Reserved = PagesReserved + TagsReserved + BytesReserved;

uint8_t *reserve(size_t size)
{
    void *address = mmap(nullptr, size, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return address == MAP_FAILED ? nullptr : static_cast<uint8_t *>(address);
}

/// Sets or clears the tag in a byte of the tag table; its marks stay.
void tag_set(uint8_t &entry, bool tag)
{
    entry = static_cast<uint8_t>((entry & ~Memory::Tagged) | (tag ? Memory::Tagged : 0));
}

} // namespace

Result<std::unique_ptr<Memory>> Memory::create()
{
    auto memory = std::unique_ptr<Memory>(new Memory());
    memory->pages = reserve(Reserved);
    if (memory->pages == nullptr) {
        return fail("cannot reserve {} MiB of address space for guest memory: {}; "
                    "raise the limit on virtual memory (ulimit -v)",
                    Reserved >> 20, std::strerror(errno));
    }
    memory->tags = memory->pages + PagesReserved;
    memory->bytes = memory->tags + TagsReserved;
    std::memset(memory->pages, Absent, PagesReserved);
    return memory;
}

Memory::~Memory()
{
    if (pages != nullptr) {
        munmap(pages, Reserved);
    }
}

Result<void> Memory::region_add(std::string name, AddressRange range, RegionKind kind)
{
    if (range.length == 0) {
        return fail("memory '{}' at 0x{:08x} is empty", name, range.start);
    }
    if (range.end() > AddressSpace) {
        return fail("memory '{}' ends at 0x{:x}, past the 32-bit address space", name, range.end());
    }
    for (const Region &other : theRegions) {
        if (range.overlaps(other.range)) {
            return fail("memory '{}' (0x{:08x}-0x{:x}) overlaps memory '{}' (0x{:08x}-0x{:x})",
                        name, range.start, range.end(), other.name, other.range.start,
                        other.range.end());
        }
    }
    Region region{std::move(name), range, kind};
    pages_mark(region);
    theRegions.insert(std::ranges::upper_bound(theRegions, range.start, {},
                                               [](const Region &r) { return r.range.start; }),
                      std::move(region));
    layoutChanges++;
    return {};
}

void Memory::pages_mark(const Region &region)
{
    // Only pages wholly inside take the fast path.
    const uint64_t first = (uint64_t{region.range.start} + PageSize - 1) >> PageBits;
    const uint64_t last = region.range.end() >> PageBits;
    for (uint64_t page = first; page < last; page++) {
        pages[page] = region.kind == RegionKind::Rom ? ReadOnly : 0;
    }
}

Result<void> Memory::device_add(std::string name, AddressRange range, MmioTarget &target)
{
    if (range.length == 0 || range.end() > AddressSpace) {
        return fail("device '{}' has the impossible range 0x{:08x}-0x{:x}", name, range.start,
                    range.end());
    }
    for (const DeviceRange &other : devices) {
        if (range.overlaps(other.range)) {
            return fail("device '{}' (0x{:08x}-0x{:x}) overlaps device '{}' (0x{:08x}-0x{:x})",
                        name, range.start, range.end(), other.name, other.range.start,
                        other.range.end());
        }
    }
    devices.insert(std::ranges::upper_bound(devices, range.start, {},
                                            [](const DeviceRange &d) { return d.range.start; }),
                   {std::move(name), range, &target});
    layoutChanges++;
    return {};
}

Result<void> Memory::overlay_add(std::string name, AddressRange range, MmioTarget &target)
{
    if (range.length == 0 || region_at(range.start, range.length) == nullptr) {
        return fail("'{}' (0x{:08x}-0x{:x}) does not lie in RAM", name, range.start, range.end());
    }
    for (const DeviceRange &other : overlays) {
        if (range.overlaps(other.range)) {
            return fail("'{}' at 0x{:08x} overlaps '{}' at 0x{:08x}", name, range.start, other.name,
                        other.range.start);
        }
    }
    for (uint64_t page = range.start >> PageBits; page <= (range.end() - 1) >> PageBits; page++) {
        pages[page] |= Absent;
    }
    overlays.push_back({std::move(name), range, &target});
    layoutChanges++;
    return {};
}

bool Memory::is_overlaid(uint32_t address, uint32_t size) const
{
    return std::ranges::any_of(overlays, [address, size](const DeviceRange &overlay) {
        return overlay.range.overlaps({address, size});
    });
}

Result<void> Memory::revocation_set(AddressRange covered, uint32_t bitmap)
{
    const uint64_t bitmapBytes = (covered.length / GranuleSize + 7) / 8;
    if (covered.end() > AddressSpace || covered.length == 0) {
        return fail("the revocable range 0x{:08x}-0x{:x} is not a range of addresses",
                    covered.start, covered.end());
    }
    if (region_at(bitmap, bitmapBytes) == nullptr) {
        return fail("the revocation bitmap (0x{:08x}, {} bytes) does not lie in RAM", bitmap,
                    bitmapBytes);
    }
    revocationCovered = covered;
    // A range of all 4 GiB would need a bitmap of 64 MiB and a 33-bit length; the last granule is
    // given up instead.
    revocationLength = static_cast<uint32_t>(std::min(covered.length, AddressSpace - 1));
    revocationBitmap = bitmap;
    layoutChanges++;
    return {};
}

const Memory::Region *Memory::region_at(uint32_t address, uint64_t size) const
{
    for (const Region &region : theRegions) {
        if (region.range.contains(address, size)) {
            return &region;
        }
    }
    return nullptr;
}

const Memory::DeviceRange *Memory::device_at(uint32_t address, uint32_t size) const
{
    for (const std::vector<DeviceRange> *list : {&overlays, &devices}) {
        for (const DeviceRange &device : *list) {
            if (device.range.contains(address, size)) {
                return &device;
            }
        }
    }
    return nullptr;
}

Access Memory::load_slowly(uint32_t address, uint32_t size, uint32_t &value)
{
    value = 0;
    if (region_at(address, size) != nullptr && !is_overlaid(address, size)) {
        std::memcpy(&value, bytes + address, size);
        return Access::Done;
    }
    const DeviceRange *device = device_at(address, size);
    if (device == nullptr || address % size != 0) {
        return Access::Fault;
    }
    deviceAccesses++;
    const auto loaded = device->target->mmio_load(address - device->range.start, size);
    if (!loaded.has_value()) {
        return Access::Fault;
    }
    value = *loaded;
    return Access::DoneDevice;
}

Access Memory::store_slowly(uint32_t address, uint32_t size, uint32_t value)
{
    if (const Region *region = region_at(address, size);
        region != nullptr && !is_overlaid(address, size))
    {
        if (region->kind == RegionKind::Rom) {
            return Access::Fault;
        }
        std::memcpy(bytes + address, &value, size);
        tags_clear(address, uint64_t{address} + size - 1);
        bytes_changed(address, size);
        return Access::Done;
    }
    const DeviceRange *device = device_at(address, size);
    deviceAccesses++;
    if (device == nullptr || address % size != 0 ||
        !device->target->mmio_store(address - device->range.start, size, value))
    {
        return Access::Fault;
    }
    return Access::DoneDevice;
}

Access Memory::capability_load_slowly(uint32_t address, uint32_t &low, uint32_t &high, bool &tag)
{
    if (is_overlaid(address, GranuleSize)) {
        tag = false;
        const bool isDone = load_slowly(address, 4, low) != Access::Fault &&
                            load_slowly(address + 4, 4, high) != Access::Fault;
        return isDone ? Access::DoneDevice : Access::Fault;
    }
    if (region_at(address, GranuleSize) == nullptr) {
        // Devices hold no tags and have 32-bit registers.
        return Access::Fault;
    }
    std::memcpy(&low, bytes + address, 4);
    std::memcpy(&high, bytes + address + 4, 4);
    tag = (tags[address / GranuleSize] & Tagged) != 0;
    return Access::Done;
}

Access Memory::capability_store_slowly(uint32_t address, uint32_t low, uint32_t high, bool tag)
{
    if (is_overlaid(address, GranuleSize)) {
        const bool isDone = store_slowly(address, 4, low) != Access::Fault &&
                            store_slowly(address + 4, 4, high) != Access::Fault;
        return isDone ? Access::DoneDevice : Access::Fault;
    }
    const Region *region = region_at(address, GranuleSize);
    if (region == nullptr || region->kind == RegionKind::Rom) {
        return Access::Fault;
    }
    std::memcpy(bytes + address, &low, 4);
    std::memcpy(bytes + address + 4, &high, 4);
    tag_set(tags[address / GranuleSize], tag);
    bytes_changed(address, GranuleSize);
    return Access::Done;
}

std::optional<uint16_t> Memory::fetch(uint32_t address) const
{
    if ((pages[address >> PageBits] & Absent) != 0 && region_at(address, 2) == nullptr) {
        return std::nullopt;
    }
    uint16_t parcel = 0;
    std::memcpy(&parcel, bytes + address, sizeof parcel);
    return parcel;
}

void Memory::code_watch(uint32_t address)
{
    // A page only partly RAM is always on the slow path, which asks bytes_changed() anyway.
    pages[address >> PageBits] |= HasCode;
}

void Memory::code_mark(AddressRange range)
{
    for (uint64_t page = range.start >> PageBits; page <= (range.end() - 1) >> PageBits; page++) {
        code_watch(static_cast<uint32_t>(page << PageBits));
    }
    const uint64_t last = (range.end() - 1) / GranuleSize;
    for (uint64_t granule = range.start / GranuleSize; granule <= last; granule++) {
        tags[granule] |= CodeMark;
    }
}

PlainRange Memory::plain_range(uint32_t address) const
{
    const Region *region = region_at(address);
    if (region == nullptr) {
        return {};
    }
    // What the overlays leave of the region around the address.
    uint64_t start = region->range.start;
    uint64_t end = region->range.end();
    for (const DeviceRange &overlay : overlays) {
        if (overlay.range.contains(address)) {
            return {};
        }
        if (overlay.range.end() <= address) {
            start = std::max(start, overlay.range.end());
        } else {
            end = std::min<uint64_t>(end, overlay.range.start);
        }
    }
    return {{static_cast<uint32_t>(start), end - start}, region->kind == RegionKind::Ram};
}

PlainRange Memory::plain_range_widest() const
{
    PlainRange widest;
    const auto consider = [&widest](const PlainRange &candidate) {
        if (candidate.isWritable && candidate.range.length > widest.range.length) {
            widest = candidate;
        }
    };
    for (const Region &region : theRegions) {
        consider(plain_range(region.range.start));
    }
    for (const DeviceRange &overlay : overlays) {
        consider(plain_range(static_cast<uint32_t>(overlay.range.end())));
    }
    return widest;
}

void Memory::store_watch(AddressRange range, StoreListener *listener)
{
    const auto pages_each = [this](const AddressRange &covered, auto change) {
        for (uint64_t at = covered.start & ~uint64_t{PageSize - 1}; at < covered.end();
             at += PageSize)
        {
            pages[at >> PageBits] = change(pages[at >> PageBits]);
        }
    };
    const auto granules_each = [this](const AddressRange &covered, auto change) {
        const uint64_t last = (covered.end() + GranuleSize - 1) / GranuleSize;
        for (uint64_t granule = covered.start / GranuleSize; granule < last; granule++) {
            tags[granule] = change(tags[granule]);
        }
    };
    pages_each(storesWatched, [](uint8_t flags) { return uint8_t(flags & ~Watched); });
    granules_each(storesWatched, [](uint8_t entry) { return uint8_t(entry & ~WatchMark); });
    storeListener = listener;
    storesWatched = listener == nullptr ? AddressRange() : range;
    pages_each(storesWatched, [](uint8_t flags) { return uint8_t(flags | Watched); });
    granules_each(storesWatched, [](uint8_t entry) { return uint8_t(entry | WatchMark); });
}

void Memory::tags_clear(uint64_t first, uint64_t last)
{
    for (uint64_t granule = first / GranuleSize; granule <= last / GranuleSize; granule++) {
        tags[granule] &= uint8_t(~Tagged);
    }
}

void Memory::bytes_changed(uint32_t address, uint32_t size)
{
    if (codeListener != nullptr) {
        codeListener->code_changed(address, size);
    }
    if (storeListener != nullptr && storesWatched.overlaps({address, size})) {
        storeListener->stored(address, size);
    }
}

Result<void> Memory::host_write(uint32_t address, std::span<const uint8_t> source)
{
    uint64_t done = 0;
    // The range may run through regions that touch; check all of it before changing any.
    while (done < source.size()) {
        const uint64_t at = address + done;
        const Region *region = at < AddressSpace ? region_at(static_cast<uint32_t>(at)) : nullptr;
        if (region == nullptr) {
            return fail("no memory at 0x{:08x}", at);
        }
        done = std::min<uint64_t>(source.size(), region->range.end() - address);
    }
    if (source.empty()) {
        return {};
    }
    std::memcpy(bytes + address, source.data(), source.size());
    const uint64_t last = address + source.size() - 1;
    tags_clear(address, last);
    bytes_changed(address, static_cast<uint32_t>(source.size()));
    return {};
}

Result<void> Memory::host_read(uint32_t address, std::span<uint8_t> destination) const
{
    uint64_t done = 0;
    while (done < destination.size()) {
        const uint64_t at = address + done;
        const Region *region = at < AddressSpace ? region_at(static_cast<uint32_t>(at)) : nullptr;
        if (region == nullptr) {
            return fail("no memory at 0x{:08x}", at);
        }
        done = std::min<uint64_t>(destination.size(), region->range.end() - address);
    }
    if (!destination.empty()) {
        std::memcpy(destination.data(), bytes + address, destination.size());
    }
    return {};
}

bool Memory::tag_at(uint32_t address) const
{
    return region_at(address) != nullptr && (tags[address / GranuleSize] & Tagged) != 0;
}

Result<void> Memory::host_tag_set(uint32_t address, bool tag)
{
    if (region_at(address & ~(GranuleSize - 1), GranuleSize) == nullptr) {
        return fail("no memory for a capability at 0x{:08x}", address);
    }
    tag_set(tags[address / GranuleSize], tag);
    return {};
}

void Memory::clear()
{
    for (const Region &region : theRegions) {
        std::memset(bytes + region.range.start, 0, region.range.length);
        tags_clear(region.range.start, region.range.end() - 1);
        // No single call fits a 4 GiB region's size in 32 bits.
        for (uint64_t at = region.range.start; at < region.range.end(); at += PageSize) {
            bytes_changed(static_cast<uint32_t>(at), static_cast<uint32_t>(std::min<uint64_t>(
                                                         PageSize, region.range.end() - at)));
        }
    }
}

std::optional<uint32_t> Memory::difference_find(const Memory &other) const
{
    const auto tags_differ = [this, &other](uint64_t granule) {
        return ((tags[granule] ^ other.tags[granule]) & Tagged) != 0;
    };
    for (const Region &region : theRegions) {
        const uint64_t end = region.range.end();
        for (uint64_t at = region.range.start; at < end; at += PageSize - at % PageSize) {
            // A page at a time, and only one that differs granule by granule.
            const uint64_t size = std::min<uint64_t>(PageSize - at % PageSize, end - at);
            const uint64_t last = (at + size - 1) / GranuleSize;
            unsigned differing = std::memcmp(bytes + at, other.bytes + at, size) != 0 ? 1 : 0;
            for (uint64_t granule = at / GranuleSize; granule <= last; granule++) {
                differing |= tags_differ(granule) ? 1 : 0;
            }
            if (differing == 0) {
                continue;
            }
            for (uint64_t granule = at / GranuleSize; granule <= last; granule++) {
                const uint64_t first = std::max(granule * GranuleSize, at);
                const uint64_t stop = std::min((granule + 1) * GranuleSize, at + size);
                if (tags_differ(granule) ||
                    std::memcmp(bytes + first, other.bytes + first, stop - first) != 0)
                {
                    return static_cast<uint32_t>(first);
                }
            }
        }
    }
    return std::nullopt;
}

} // namespace griotte::machine
