#include "machine/observe/heap_history.h"

namespace griotte::machine {

HeapHistory::HeapHistory(Machine &theMachine, const FirmwareFacts &theFacts)
    : machine(theMachine), facts(theFacts), system(theMachine.hart(), theFacts)
{
    const Memory &memory = machine.memory();
    const AddressRange covered = memory.revocation_covered();
    const AddressRange &heap = facts.heap;
    if (heap.length == 0 || heap.start < covered.start || heap.end() > covered.end()) {
        return;
    }
    firstBit = (heap.start - covered.start) / GranuleSize;
    endBit = (heap.end() - covered.start) / GranuleSize;
    bitmapStart = memory.revocation_bitmap() + static_cast<uint32_t>(firstBit / 8);
    bitmap.resize((endBit + 7) / 8 - firstBit / 8);
    if (memory.host_read(bitmapStart, bitmap).has_value()) {
        machine.memory().store_watch({bitmapStart, bitmap.size()}, this);
    }
}

HeapHistory::~HeapHistory()
{
    machine.memory().store_watch({}, nullptr);
}

const HeapObject *HeapHistory::find(uint32_t address) const
{
    const auto after = live.upper_bound(address);
    if (after != live.begin() && std::prev(after)->second.range.contains(address)) {
        return &std::prev(after)->second;
    }
    for (const HeapObject &object : freed) {
        if (object.range.contains(address)) {
            return &object;
        }
    }
    return nullptr;
}

void HeapHistory::stored(uint32_t address, uint32_t size)
{
    const uint64_t start = std::max<uint64_t>(address, bitmapStart);
    const uint64_t end = std::min(uint64_t{address} + size, bitmapStart + bitmap.size());
    const HeapActor actor = actor_find();
    const uint64_t firstByte = firstBit / 8;
    // Runs of bits that changed alike, from the lowest on.
    uint64_t runStart = 0;
    uint32_t runLength = 0;
    bool isRunPainted = false;
    const auto run_end = [&] {
        if (runLength != 0 && isRunPainted) {
            granules_painted(granule_address(runStart), runLength, actor);
        } else if (runLength != 0) {
            granules_cleared(granule_address(runStart), runLength, actor);
        }
        runLength = 0;
    };
    for (uint64_t at = start; at < end; at++) {
        uint8_t now = 0;
        if (!machine.memory().host_read(static_cast<uint32_t>(at), {&now, 1})) {
            break; // no memory: not a bitmap
        }
        uint8_t &before = bitmap[at - bitmapStart];
        for (unsigned index = 0; index < 8; index++) {
            const uint64_t bit = (firstByte + at - bitmapStart) * 8 + index;
            const bool isPainted = ((now >> index) & 1) != 0;
            const bool isChanged = (((now ^ before) >> index) & 1) != 0;
            if (!isChanged || (runLength != 0 && isPainted != isRunPainted)) {
                run_end();
            }
            if (isChanged && bit >= firstBit && bit < endBit) {
                runStart = runLength == 0 ? bit : runStart;
                isRunPainted = isPainted;
                runLength++;
            }
        }
        before = now;
    }
    run_end();
}

/// An allocation, or more of one whose bits take several stores.
void HeapHistory::granules_cleared(uint32_t first, uint32_t count, const HeapActor &actor)
{
    AddressRange range{first, uint64_t{count} * GranuleSize};
    theCounts.liveBytes += range.length;
    theCounts.peakBytes = std::max(theCounts.peakBytes, theCounts.liveBytes);
    theCounts.allocations++;
    // There is a header between any two objects: what touches is one.
    const auto after = live.find(static_cast<uint32_t>(range.end()));
    if (after != live.end()) {
        range.length += after->second.range.length;
        live.erase(after);
        theCounts.allocations--;
    }
    const auto next = live.upper_bound(first);
    if (next != live.begin() && std::prev(next)->second.range.end() == first) {
        std::prev(next)->second.range.length += range.length;
        theCounts.allocations--;
        return;
    }
    live.insert_or_assign(first, HeapObject{range, actor, std::nullopt});
}

/// The end of an allocation. The first of its granules to be painted ends all of it.
void HeapHistory::granules_painted(uint32_t first, uint32_t count, const HeapActor &actor)
{
    const AddressRange painted{first, uint64_t{count} * GranuleSize};
    auto at = live.upper_bound(first);
    if (at != live.begin() && std::prev(at)->second.range.overlaps(painted)) {
        --at;
    }
    while (at != live.end() && at->second.range.overlaps(painted)) {
        theCounts.frees++;
        theCounts.liveBytes -= at->second.range.length;
        at->second.freed = actor;
        freed.push_front(at->second);
        at = live.erase(at);
    }
    if (freed.size() > FreedLimit) {
        freed.pop_back();
    }
}

HeapActor HeapHistory::actor_find() const
{
    HeapActor actor;
    actor.thread = system.running_thread();
    if (!actor.thread.has_value()) {
        return actor;
    }
    const auto calls = system.calls(*actor.thread);
    if (calls.size() >= 2) {
        const GuestSystem::Call &call = calls.back();
        actor.compartment = calls[calls.size() - 2].compartment;
        actor.returnAddress =
            call.ownReturnAddress.has_value() ? call.ownReturnAddress : call.returnAddress;
    }
    return actor;
}

uint32_t HeapHistory::granule_address(uint64_t bit) const
{
    return static_cast<uint32_t>(machine.memory().revocation_covered().start + bit * GranuleSize);
}

} // namespace griotte::machine
