// Drives the heap's core with operations somebody else chooses (a random sequence, a fuzzer) and
// holds it against a model that has no free lists, no bitmap and no steps: sets of allocations and
// quotas, and sums.
//
// What the model does not foresee it takes from the heap and judges: where memory comes from,
// whether there is any, and how far a step of emptying got.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/unit/sdk/allocator_world.h"

namespace griotte::test {

class HeapDriver
{
public:
    /// Chooses a number below its argument.
    using Choose = std::function<uint32_t(uint32_t)>;

    struct Setting
    {
        uint32_t start = 0x2004'0000;
        uint32_t bytes = 24 * 1024;
        uint32_t originGranules = 40;
        uint32_t hazardSlots = 6;
        uint32_t largest = 3000; ///< bytes of an allocation
        std::vector<uint32_t> roots = {6000, 9000, 0x7fff'ffff};
    };

    HeapDriver(Setting theSetting, Choose theChoose);

    /// One operation, judged.
    void step();
    /// Compares every granule, chunk and quota with the model.
    void check();
    /// Gives everything back, and checks that the heap is as it was at the beginning.
    void finish();
    /// What went wrong first, or nothing.
    const std::string &failure() const { return problem; }
    uint64_t steps_taken() const { return steps; }
    uint64_t allocations_made() const { return allocationsMade; }

private:
    using Heap = heap::Heap<HeapWorld &>;
    static constexpr int Nobody = -1;

    struct Quota
    {
        heap::Granule name;
        int parent;
        uint64_t given;
        unsigned depth;
        bool isEmptying = false;
        bool isGoing = false;
    };
    struct Claim
    {
        uint32_t count;
        uint64_t born;
    };
    struct Allocation
    {
        uint32_t bytes;
        int owner;
        bool isSealed;
        uint64_t born; ///< at this step
        std::map<int, Claim> claims;

        bool is_nobodys() const { return owner == Nobody && claims.empty(); }
        uint32_t charge() const { return bytes + Heap::AllocationCost; }
    };
    using Allocations = std::map<uint32_t, Allocation>; // by offset
    struct Begun
    {
        heap::Emptying emptying;
        uint64_t born;
    };

    void allocate();
    void release();
    void claim();
    void hazard_change();
    void split();
    void emptying_begin();
    void emptying_step();
    void probe();

    void fail(std::string what);
    void expect(bool isTrue, const char *what);
    void outcome_expect(heap::Outcome expected, heap::Outcome got, const char *what);
    void failure_judge(heap::Outcome outcome, uint32_t bytes, uint32_t alignment);
    void allocation_judge(heap::Allocation got, uint32_t wanted);
    void memory_take(uint32_t offset, uint32_t bytes);
    void painted_expect(uint32_t offset, uint32_t bytes);
    bool is_covered(uint32_t offset, uint32_t bytes) const;
    void held_recheck();
    void die(Allocations::iterator allocation);
    void retire_if_nobodys(Allocations::iterator allocation);
    void allocation_reread(Allocations::iterator allocation, const heap::Emptying &emptying);
    void reread(const heap::Emptying &emptying);
    void emptied_expect(const Begun &begun);

    int quota_choose();
    Allocations::iterator allocation_choose();
    int quota_of(heap::Granule name) const;
    bool is_within(int quota, int top) const;
    bool is_open(int quota) const;
    uint64_t remaining(int quota) const;
    heap::Header header_of(uint32_t offset) const
    {
        return heap::Header(world.granule_read(offset / heap::GranuleBytes - 1));
    }
    void chunks_check();
    void bitmap_check();
    void quotas_check();
    void patterns_check();

    Setting setting;
    Choose choose;
    HeapWorld world;
    Heap core;
    std::map<int, Quota> quotas;
    int nextQuota = 0;
    Allocations allocations;
    std::vector<Begun> emptyings;
    uint32_t availableAtFirst = 0;
    uint64_t steps = 0;
    uint64_t allocationsMade = 0;
    std::string problem;
};

} // namespace griotte::test
