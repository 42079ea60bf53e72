// Begins, and judges: when all are done and all is freed, nothing may be missing.
#include "stress.h"

#include <fail-simulator-on-error.h>
#include <futex.h>
#include <simulator.h>
#include <thread.h>

DECLARE_AND_DEFINE_ALLOCATOR_CAPABILITY(quota0, stress::Quota);
DECLARE_AND_DEFINE_ALLOCATOR_CAPABILITY(quota1, stress::Quota);
DECLARE_AND_DEFINE_ALLOCATOR_CAPABILITY(quota2, stress::Quota);
DECLARE_AND_DEFINE_ALLOCATOR_CAPABILITY(quota3, stress::Quota);

namespace stress {

std::array<Slot, SlotCount> slots;

AllocatorCapability quota_of(WorkerNumber worker)
{
    switch (worker) {
    case 0:
        return STATIC_SEALED_VALUE(quota0);
    case 1:
        return STATIC_SEALED_VALUE(quota1);
    case 2:
        return STATIC_SEALED_VALUE(quota2);
    default:
        return STATIC_SEALED_VALUE(quota3);
    }
}

void contents_write(volatile uint32_t *pointer, uint32_t seed)
{
    const size_t words = CHERI::Capability{pointer}.length() / sizeof(uint32_t);
    for (size_t i = 0; i < words; i++) {
        Debug::Invariant(pointer[i] == 0, "word {} of new memory {} is {}", i, pointer, pointer[i]);
        pointer[i] = seed + i;
    }
}

void contents_check(const volatile uint32_t *pointer, uint32_t seed)
{
    const size_t words = CHERI::Capability{pointer}.length() / sizeof(uint32_t);
    for (size_t i = 0; i < words; i++) {
        Debug::Invariant(pointer[i] == seed + i, "word {} of {} is {}, not {}", i, pointer,
                         pointer[i], seed + i);
    }
}

namespace {

/// After something of a slot was dropped.
void death_check(Slot &slot)
{
    const bool isValid = CHERI::Capability{slot.pointer}.is_valid();
    const bool isAlive = slot.is_alive();
    Debug::Invariant(isAlive ? isValid : !isValid || slot.may_be_held(),
                     "alive: {}, but the pointer is {}", isAlive, slot.pointer);
    if (isAlive) {
        contents_check(slot.pointer, slot.seed);
    } else {
        slot.pointer = nullptr;
    }
}

void release_check(AllocatorCapability quota, Slot &slot)
{
    void *pointer = const_cast<uint32_t *>(slot.pointer);
    const int promise = heap_can_free(quota, pointer);
    const int result = heap_free(quota, pointer);
    Debug::Invariant(promise == 0 && result == 0, "freeing {}: {}, {}", pointer, promise, result);
}

} // namespace

void ownership_drop(Slot &slot)
{
    // A worker's claims are dropped before its ownership is.
    const WorkerNumber owner = slot.owner;
    while (slot.claims[owner] != 0) {
        claim_drop(slot, owner);
    }
    slot.owner = -1;
    release_check(quota_of(owner), slot);
    death_check(slot);
}

void claim_drop(Slot &slot, WorkerNumber worker)
{
    slot.claims[worker]--;
    release_check(quota_of(worker), slot);
    death_check(slot);
}

namespace {

/// Frees what is left in the slots.
void slots_empty()
{
    for (Slot &slot : slots) {
        for (WorkerNumber worker = 0; worker < Workers; worker++) {
            while (slot.claims[worker] != 0) {
                claim_drop(slot, worker);
            }
        }
        if (slot.owner >= 0) {
            ownership_drop(slot);
        }
    }
}

/// Whether all quotas are what they were at first.
bool are_quotas_whole()
{
    for (WorkerNumber worker = 0; worker < Workers; worker++) {
        const ssize_t remaining = heap_quota_remaining(quota_of(worker));
        if (remaining != ssize_t(Quota)) {
            Debug::log("quota {} has {} bytes", worker, remaining);
            return false;
        }
    }
    return true;
}

/// Quotas get their records, which stay, when they are first used.
void quotas_touch()
{
    for (WorkerNumber worker = 0; worker < Workers; worker++) {
        void *pointer = heap_allocate(TimeoutNoWait, quota_of(worker), 16, AllocateWaitNone);
        heap_free(quota_of(worker), pointer);
    }
    heap_quarantine_empty();
}

} // namespace

} // namespace stress

int __cheri_compartment("stress") stress_run()
{
    using namespace stress;
    quotas_touch();
    const size_t before = heap_available();
    isBegun = 1;
    futex_wake(&isBegun, Workers);
    for (uint32_t seen = finished; seen != Workers; seen = finished) {
        futex_wait(&finished, seen);
    }
    Debug::log("{} threads, {} operations each", Workers, Operations);
    for (size_t i = 0; i < Kinds; i++) {
        // How many succeeded depends on who ran when.
        Debug::log("{}: {}", KindNames[i],
                   done[i] >= 20 ? "often enough" : "too rare to be a test");
    }
    slots_empty();
    heap_quarantine_empty();
    Debug::log("quotas whole: {}", are_quotas_whole());
    const size_t after = heap_available();
    Debug::log("heap whole: {}", after == before);
    if (after != before) {
        Debug::log("{} bytes, once {}", after, before);
    }
    simulation_exit(after == before && are_quotas_whole() ? 0 : 1);
}
