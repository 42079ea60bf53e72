// What was allocated on a firmware's heap and what became of it: by whom, where.
//
// The allocator is not asked and pays nothing. In the revocation bitmap a granule's bit is clear
// exactly while it belongs to a live allocation, whose neighbours' are set (their headers'; see
// sdk/core/allocator/shadow_map.hh), so watching stores to the bitmap is watching the heap. Who
// asked for it is what the running thread's trusted stack says at that moment.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "machine/board/machine.h"
#include "machine/image/firmware_facts.h"
#include "machine/observe/guest_system.h"

namespace griotte::machine {

/// Who made the allocator do something.
struct HeapActor
{
    std::optional<uint32_t> thread;
    /// The compartment that called the allocator, or null.
    const DomainFacts *compartment = nullptr;
    /// Where it goes on afterwards: in its own code if that could be found.
    std::optional<uint32_t> returnAddress;
};

struct HeapObject
{
    AddressRange range;
    HeapActor allocated;
    /// Nothing while it lives.
    std::optional<HeapActor> freed;
};

struct HeapCounts
{
    uint64_t allocations = 0;
    uint64_t frees = 0;
    uint64_t liveBytes = 0;
    uint64_t peakBytes = 0;
};

class HeapHistory final : private StoreListener
{
public:
    /// Watches from now on. Nothing is ever seen when the heap is not in the memory the bitmap
    /// covers. `machine` and `facts` must outlive this.
    HeapHistory(Machine &machine, const FirmwareFacts &facts);
    ~HeapHistory() override;
    HeapHistory(const HeapHistory &) = delete;
    HeapHistory &operator=(const HeapHistory &) = delete;

    /// The live object that `address` lies in, or else the one freed last; or null. Good until the
    /// guest goes on.
    [[nodiscard]] const HeapObject *find(uint32_t address) const;
    [[nodiscard]] const HeapCounts &counts() const { return theCounts; }

private:
    /// Objects remembered after they were freed.
    static constexpr size_t FreedLimit = 4096;

    void stored(uint32_t address, uint32_t size) override;
    void granules_cleared(uint32_t first, uint32_t count, const HeapActor &actor);
    void granules_painted(uint32_t first, uint32_t count, const HeapActor &actor);
    [[nodiscard]] HeapActor actor_find() const;
    [[nodiscard]] uint32_t granule_address(uint64_t bit) const;

    Machine &machine;
    const FirmwareFacts &facts;
    GuestSystem system;
    /// The part of the bitmap for the heap: its address, the number of the first bit there that
    /// counts, and the bits as they were last.
    uint32_t bitmapStart = 0;
    uint64_t firstBit = 0;
    uint64_t endBit = 0;
    std::vector<uint8_t> bitmap;
    /// By address.
    std::map<uint32_t, HeapObject> live;
    /// The newest first.
    std::deque<HeapObject> freed;
    HeapCounts theCounts;
};

} // namespace griotte::machine
