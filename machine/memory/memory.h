// The guest's physical memory: bytes, one tag per eight bytes, and which addresses exist.
//
// The 4 GiB of guest addresses are reserved once in the host's address space (nothing is committed
// until it is touched), so a guest address is an offset and no look-up stands between them. A table
// with one byte a 4 KiB page says what an access finds there; the common case, plain RAM, is one
// compare. Everything else (devices, ROM, pages whose code has been decoded, pages only partly
// covered by RAM, holes) takes one slow path, which cannot touch a host byte outside a region.
//
// Tags: set only by capability_store(); every other store clears the tags of the granules it
// touches. Revocation: one bit per granule, kept in guest memory at the board's bitmap address.
//
// A granule's byte in the tag table holds the tag and two marks: that translated code was made from
// the granule, and that a store listener watches it. So a store of translated code, which must look
// at the tag anyway, learns from the same compare that somebody wants to hear of it. Marks exist
// only on pages whose flag says so, and the paths for plain RAM never meet one.
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"

namespace griotte::machine {

inline constexpr uint32_t PageBits = 12;
inline constexpr uint32_t PageSize = 1u << PageBits;
/// Bytes that share a tag; also the size and alignment of a capability in memory.
inline constexpr uint32_t GranuleSize = 8;

/// A half-open range of guest addresses, `start` to `start + length`; may end at 2^32.
struct AddressRange
{
    uint32_t start = 0;
    uint64_t length = 0;

    [[nodiscard]] constexpr uint64_t end() const { return start + length; }
    [[nodiscard]] constexpr bool contains(uint32_t address, uint64_t size = 1) const
    {
        return address >= start && address + size <= end();
    }
    [[nodiscard]] constexpr bool overlaps(const AddressRange &other) const
    {
        return start < other.end() && other.start < end();
    }
    constexpr bool operator==(const AddressRange &) const = default;
};

/// What answers loads and stores outside RAM. Implemented by devices.
class MmioTarget
{
public:
    virtual ~MmioTarget() = default;
    /// The value at `offset` from the start of the target's range, `size` 1, 2 or 4 bytes,
    /// naturally aligned. Nothing: a load access fault.
    virtual std::optional<uint32_t> mmio_load(uint32_t offset, uint32_t size) = 0;
    /// As mmio_load(). False: a store access fault.
    virtual bool mmio_store(uint32_t offset, uint32_t size, uint32_t value) = 0;
};

/// Told when a store changes bytes on a page that code was decoded from (code_watch()).
class CodeListener
{
public:
    virtual ~CodeListener() = default;
    virtual void code_changed(uint32_t address, uint32_t size) = 0;
};

/// Told of stores to a range it watches (store_watch()), after they were made.
class StoreListener
{
public:
    virtual ~StoreListener() = default;
    /// Bytes in [address, address + size) changed; they may lie partly outside what is watched.
    virtual void stored(uint32_t address, uint32_t size) = 0;
};

/// A run of RAM or ROM without holes, devices or overlays; `length` 0: none.
struct PlainRange
{
    AddressRange range;
    bool isWritable = false;
    constexpr bool operator==(const PlainRange &) const = default;
};

/// Where the tables lie in the host's memory, for engines that generate code: one base reaches all.
struct HostLayout
{
    /// The byte of guest address 0.
    uint8_t *bytes;
    /// From there to the tag byte of granule 0.
    int32_t tagsOffset;
};

/// Whether an access went through.
enum class Access : uint8_t
{
    Done,
    /// Done, and a device was touched: time-dependent state outside the hart may have changed.
    DoneDevice,
    /// Nothing there, or not that way (ROM, misaligned device access).
    Fault,
};

class Memory
{
public:
    enum class RegionKind : uint8_t
    {
        Ram,
        Rom,
    };

    /// Reserves the address space. Fails when the host refuses 4.5 GiB of (uncommitted) addresses.
    static Result<std::unique_ptr<Memory>> create();
    ~Memory();
    Memory(const Memory &) = delete;
    Memory &operator=(const Memory &) = delete;

    /// Adds memory called `name`, zero and untagged. Fails on an empty range, one past 2^32, or an
    /// overlap, naming both.
    Result<void> region_add(std::string name, AddressRange range, RegionKind kind);
    /// Routes `range` to `target`, which must outlive this. RAM wins where a region lies inside:
    /// the same address is then never asked of the target. Two device ranges may not overlap.
    Result<void> device_add(std::string name, AddressRange range, MmioTarget &target);

    /// Routes `range` to `target` although it lies in RAM (HTIF), which must outlive this.
    /// Instructions are still fetched from the RAM below. A capability access becomes two of words,
    /// without the tag, so that start-up code may clear the range like any memory. Fails unless it
    /// is RAM, or when another overlay is there.
    Result<void> overlay_add(std::string name, AddressRange range, MmioTarget &target);

    /// Capabilities whose base is in `covered` are looked up in the bitmap at `bitmap`: bit
    /// ((base - covered.start) / 8) of the bytes there. The bitmap must lie in RAM.
    Result<void> revocation_set(AddressRange covered, uint32_t bitmap);
    /// Where the revocation bit of an address lies.
    struct RevocationBit
    {
        uint32_t byte;
        uint8_t mask;
    };
    /// That of the granule of `base`. Nothing outside the covered range.
    [[nodiscard]] std::optional<RevocationBit> revocation_bit(uint32_t base) const
    {
        const uint32_t offset = base - revocationCovered.start;
        if (offset >= revocationLength) {
            return std::nullopt;
        }
        const uint32_t granule = offset / GranuleSize;
        return RevocationBit{revocationBitmap + granule / 8, uint8_t(1u << (granule % 8))};
    }
    /// Whether the granule of `base` is marked revoked. False outside the covered range.
    [[nodiscard]] bool is_revoked(uint32_t base) const
    {
        const auto bit = revocation_bit(base);
        return bit.has_value() && (bytes[bit->byte] & bit->mask) != 0;
    }
    [[nodiscard]] AddressRange revocation_covered() const { return revocationCovered; }
    [[nodiscard]] uint32_t revocation_bitmap() const { return revocationBitmap; }

    /// Guest loads. `T` is uint8_t, uint16_t or uint32_t; any alignment in RAM.
    template <typename T>
    Access load(uint32_t address, T &value)
    {
        if (is_plain_ram<T>(address, pages[address >> PageBits] & NotReadable)) [[likely]] {
            std::memcpy(&value, bytes + address, sizeof(T));
            return Access::Done;
        }
        uint32_t wide = 0;
        const Access result = load_slowly(address, sizeof(T), wide);
        value = static_cast<T>(wide);
        return result;
    }

    /// Guest stores; clear the tags they touch.
    template <typename T>
    Access store(uint32_t address, T value)
    {
        if (is_plain_ram<T>(address, pages[address >> PageBits] & NotWritable)) [[likely]] {
            std::memcpy(bytes + address, &value, sizeof(T));
            tags[address / GranuleSize] = 0;
            tags[(address + sizeof(T) - 1) / GranuleSize] = 0;
            return Access::Done;
        }
        return store_slowly(address, sizeof(T), value);
    }

    /// A capability-sized load: the raw words and the tag. `address` is eight-byte aligned.
    Access capability_load(uint32_t address, uint32_t &low, uint32_t &high, bool &tag)
    {
        if ((pages[address >> PageBits] & NotReadable) == 0) [[likely]] {
            std::memcpy(&low, bytes + address, 4);
            std::memcpy(&high, bytes + address + 4, 4);
            tag = (tags[address / GranuleSize] & Tagged) != 0;
            return Access::Done;
        }
        return capability_load_slowly(address, low, high, tag);
    }

    /// A capability-sized store; the only way a tag is set. `address` is eight-byte aligned.
    Access capability_store(uint32_t address, uint32_t low, uint32_t high, bool tag)
    {
        if ((pages[address >> PageBits] & NotWritable) == 0) [[likely]] {
            std::memcpy(bytes + address, &low, 4);
            std::memcpy(bytes + address + 4, &high, 4);
            tags[address / GranuleSize] = tag ? Tagged : 0;
            return Access::Done;
        }
        return capability_store_slowly(address, low, high, tag);
    }

    /// How often what lies where has been changed: regions, devices, overlays, revocation.
    [[nodiscard]] uint64_t layout_changes() const { return layoutChanges; }

    /// Accesses that reached a device since the beginning.
    [[nodiscard]] uint64_t device_accesses() const { return deviceAccesses; }

    /// A 16-bit instruction parcel. Nothing outside RAM and ROM.
    [[nodiscard]] std::optional<uint16_t> fetch(uint32_t address) const;

    /// Asks that `listener` hears of stores to the page of `address` from now on.
    void code_watch(uint32_t address);
    void code_listener_set(CodeListener *listener) { codeListener = listener; }

    // For engines that generate code.

    /// Bits of a byte of the tag table. A byte with no other bit than `Tagged` belongs to memory
    /// that translated code may store to by itself.
    static constexpr uint8_t Tagged = 1;
    static constexpr uint8_t CodeMark = 2;
    static constexpr uint8_t WatchMark = 4;

    [[nodiscard]] HostLayout host_layout() const
    {
        return {bytes, static_cast<int32_t>(tags - bytes)};
    }
    /// The widest plain range around `address`: accesses inside it need no slow path, but for
    /// marks.
    [[nodiscard]] PlainRange plain_range(uint32_t address) const;
    /// The widest plain writable range there is.
    [[nodiscard]] PlainRange plain_range_widest() const;
    /// code_watch(), and marks the granules of `range`.
    void code_mark(AddressRange range);
    /// Takes the code mark off the granule of `address`.
    void code_unmark(uint32_t address) { tags[address / GranuleSize] &= uint8_t(~CodeMark); }

    /// Tells `listener` of every store to `range` from now on, by the guest and by the host; null
    /// ends that. There is one such range at a time. Stores to its pages get slower, others not.
    void store_watch(AddressRange range, StoreListener *listener);

    // What follows is for the host: loaders, debuggers, tests. It reaches RAM and ROM, never
    // devices, and tells the code listener of changes.

    /// Copies `source` to guest memory, clearing tags. Fails unless all of it is RAM or ROM.
    Result<void> host_write(uint32_t address, std::span<const uint8_t> source);
    /// Copies from guest memory. Fails unless all of it is RAM or ROM.
    Result<void> host_read(uint32_t address, std::span<uint8_t> destination) const;
    /// The tag of the granule of `address`; false where there is no memory.
    [[nodiscard]] bool tag_at(uint32_t address) const;
    /// Sets or clears a tag. Fails where there is no memory.
    Result<void> host_tag_set(uint32_t address, bool tag);
    /// Clears all tags and bytes of every region.
    void clear();
    /// The first granule whose bytes or tag differ from those of `other`, which has the same
    /// regions.
    [[nodiscard]] std::optional<uint32_t> difference_find(const Memory &other) const;

    struct Region
    {
        std::string name;
        AddressRange range;
        RegionKind kind;
    };
    struct DeviceRange
    {
        std::string name;
        AddressRange range;
        MmioTarget *target;
    };
    /// In order of address.
    [[nodiscard]] const std::vector<Region> &regions() const { return theRegions; }
    [[nodiscard]] const std::vector<DeviceRange> &device_ranges() const { return devices; }
    /// The region all of [address, address + size) lies in, or null.
    [[nodiscard]] const Region *region_at(uint32_t address, uint64_t size = 1) const;

private:
    // Page flags: why an access to the page is not simply a copy. Zero: plain RAM.
    static constexpr uint8_t Absent = 1;   // not wholly covered by one region, or overlaid
    static constexpr uint8_t ReadOnly = 2; // ROM
    static constexpr uint8_t HasCode = 4;  // stores concern the code listener
    static constexpr uint8_t Watched = 8;  // stores concern the store listener
    static constexpr uint8_t NotReadable = Absent;
    static constexpr uint8_t NotWritable = Absent | ReadOnly | HasCode | Watched;

    Memory() = default;

    // A T at `address` that does not leave its page is a copy when the page has none of the flags.
    template <typename T>
    static bool is_plain_ram(uint32_t address, uint8_t obstacles)
    {
        return obstacles == 0 && (address & (PageSize - 1)) <= PageSize - sizeof(T);
    }

    Access load_slowly(uint32_t address, uint32_t size, uint32_t &value);
    Access store_slowly(uint32_t address, uint32_t size, uint32_t value);
    Access capability_load_slowly(uint32_t address, uint32_t &low, uint32_t &high, bool &tag);
    Access capability_store_slowly(uint32_t address, uint32_t low, uint32_t high, bool tag);
    [[nodiscard]] const DeviceRange *device_at(uint32_t address, uint32_t size) const;
    /// Whether an access touches an overlay at all.
    [[nodiscard]] bool is_overlaid(uint32_t address, uint32_t size) const;
    void pages_mark(const Region &region);
    /// Clears the tags, not the marks, of the granules from the one of `first` to that of `last`.
    void tags_clear(uint64_t first, uint64_t last);
    /// Tells the listeners of what a slow store, or the host, changed.
    void bytes_changed(uint32_t address, uint32_t size);

    uint8_t *bytes = nullptr;
    uint8_t *tags = nullptr;
    uint8_t *pages = nullptr;
    AddressRange revocationCovered;
    uint32_t revocationLength = 0;
    uint32_t revocationBitmap = 0;
    CodeListener *codeListener = nullptr;
    StoreListener *storeListener = nullptr;
    AddressRange storesWatched;
    uint64_t deviceAccesses = 0;
    uint64_t layoutChanges = 0;
    std::vector<Region> theRegions;
    std::vector<DeviceRange> devices;
    std::vector<DeviceRange> overlays;
};

} // namespace griotte::machine
