// What the threads of the heap's stress test share.
#pragma once

#include <allocator.h>
#include <array>
#include <cheri.hh>
#include <debug.hh>
#include <locks.hh>
#include <stdint.h>

namespace stress {

using Debug = ConditionalDebug<true, "Heap">;

constexpr int Workers = 4;
constexpr int Operations = 400;
/// Of each worker, in bytes: less than it would like to have.
constexpr size_t Quota = 12 * 1024;
constexpr size_t SlotCount = 24;

/// The number of a worker, from 0.
using WorkerNumber = int;

AllocatorCapability quota_of(WorkerNumber worker);

/// xorshift32: the same numbers each time.
class Random
{
    uint32_t state;

public:
    explicit Random(uint32_t seed) : state(seed) {}

    uint32_t next()
    {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        return state;
    }

    /// 0 to below `bound`.
    uint32_t below(uint32_t bound) { return next() % bound; }
};

/// An allocation all workers know of. Everything but the memory itself is guarded by the lock.
struct Slot
{
    FlagLockPriorityInherited lock;
    /// In volatile memory: read again each time, so that a revoked one is seen to be.
    volatile uint32_t *volatile pointer = nullptr;
    /// Of the contents.
    uint32_t seed = 0;
    /// Whose quota owns it; -1 if it lives by claims alone.
    WorkerNumber owner = -1;
    /// Of each worker.
    std::array<uint8_t, Workers> claims = {};
    /// Of each worker: whether it may be claiming it for a moment. Needs no lock.
    std::array<volatile bool, Workers> isClaimedBriefly = {};

    bool is_alive() const
    {
        bool isClaimed = owner >= 0;
        for (const uint8_t count : claims) {
            isClaimed = isClaimed || count != 0;
        }
        return isClaimed;
    }

    /// Whether it may outlive its end a little.
    bool may_be_held() const
    {
        bool isHeld = false;
        for (const volatile bool &isClaimed : isClaimedBriefly) {
            isHeld = isHeld || isClaimed;
        }
        return isHeld;
    }
};

extern std::array<Slot, SlotCount> slots;

/// Fills memory with what follows from a seed, having checked that it was zero.
void contents_write(volatile uint32_t *pointer, uint32_t seed);
/// Checks for that.
void contents_check(const volatile uint32_t *pointer, uint32_t seed);

/// Frees what a slot's owner holds, or drops a claim of a worker. If that was the last, checks that
/// the pointer is dead, and empties the slot. With the slot's lock held.
void ownership_drop(Slot &slot);
void claim_drop(Slot &slot, WorkerNumber worker);

/// Futexes: whether the workers may begin, and how many have finished.
extern uint32_t isBegun;
extern uint32_t finished;

/// The kinds of operations, and how many of each went well.
constexpr size_t Kinds = 10;
extern const char *const KindNames[Kinds];
extern uint32_t done[Kinds];

} // namespace stress
