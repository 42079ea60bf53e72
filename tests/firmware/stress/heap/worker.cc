// What each worker does: operations drawn at random. Any result that cannot be ends the run.
#include "stress.h"

#include <errno.h>
#include <futex.h>
#include <thread.h>
#include <token.h>

namespace stress {

uint32_t isBegun;
uint32_t finished;

uint32_t done[Kinds];
const char *const KindNames[Kinds] = {"allocate",
                                      "allocate, waiting for quota",
                                      "free, whoever owns it",
                                      "claim",
                                      "drop a claim",
                                      "claim for a moment",
                                      "sealed objects",
                                      "split and recover a quota",
                                      "free all of a quota",
                                      "foreign and dead pointers"};

namespace {

/// Places in KindNames.
constexpr uint32_t KindAllocate = 0;
constexpr uint32_t KindSplit = 7;
constexpr uint32_t KindFreeAll = 8;

class Worker
{
    WorkerNumber number;
    Random random;
    TokenKey key = token_key_new();
    /// The slot claimed for a moment last.
    Slot *claimedBriefly = nullptr;

    AllocatorCapability quota() const { return quota_of(number); }

    Slot &slot_choose() { return slots[random.below(SlotCount)]; }

    /// Mostly small.
    size_t size_choose()
    {
        const uint32_t limit = random.below(8) == 0 ? 6000 : 300;
        return 1 + random.below(limit);
    }

    /// Allocates into a slot that is empty. False if there was no memory for it.
    bool allocate(uint32_t flags, Ticks ticks)
    {
        const size_t size = size_choose();
        const uint32_t seed = random.next();
        Slot &slot = slot_choose();
        // Without the lock: waiting for memory that somebody else frees, who needs the lock for it.
        Timeout timeout{ticks};
        CHERI::Capability<void> pointer{heap_allocate(&timeout, quota(), size, flags)};
        if (!pointer.is_valid()) {
            const int error = static_cast<int>(pointer.address());
            Debug::Invariant(error == -ENOMEM || error == -EAGAIN || error == -ETIMEDOUT,
                             "allocating {} bytes: {}", size, error);
            return false;
        }
        Debug::Invariant(pointer.length() >= size && pointer.base() % 8 == 0 &&
                             pointer.address() == pointer.base(),
                         "{} for {} bytes", pointer, size);
        auto *words = static_cast<uint32_t *>(pointer.get());
        contents_write(words, seed);
        LockGuard guard{slot.lock};
        if (slot.is_alive()) {
            const int result = heap_free(quota(), words);
            Debug::Invariant(result == 0, "freeing {}: {}", words, result);
            return true;
        }
        slot.pointer = words;
        slot.seed = seed;
        slot.owner = number;
        return true;
    }

    /// With the owner's quota, whoever that is.
    bool release()
    {
        Slot &slot = slot_choose();
        LockGuard guard{slot.lock};
        if (slot.owner < 0) {
            return false;
        }
        contents_check(slot.pointer, slot.seed);
        ownership_drop(slot);
        return true;
    }

    bool claim()
    {
        Slot &slot = slot_choose();
        LockGuard guard{slot.lock};
        if (!slot.is_alive() || slot.claims[number] == UINT8_MAX) {
            return false;
        }
        CHERI::Capability<volatile uint32_t> part{slot.pointer};
        const ssize_t length = ssize_t(part.length());
        // Any part of it will do.
        part.bounds() = 4;
        const ssize_t result = heap_claim(quota(), const_cast<uint32_t *>(part.get()));
        Debug::Invariant(result == length || result == -ENOMEM, "claiming {}: {}", slot.pointer,
                         result);
        if (result < 0) {
            return false;
        }
        slot.claims[number]++;
        return true;
    }

    bool unclaim()
    {
        Slot &slot = slot_choose();
        LockGuard guard{slot.lock};
        if (slot.claims[number] == 0) {
            return false;
        }
        claim_drop(slot, number);
        return true;
    }

    /// Reads memory others are free to free meanwhile.
    bool claim_briefly()
    {
        Slot &slot = slot_choose();
        volatile uint32_t *pointer = nullptr;
        uint32_t seed = 0;
        {
            LockGuard guard{slot.lock};
            pointer = slot.pointer;
            seed = slot.seed;
        }
        if (pointer == nullptr) {
            return false;
        }
        claimedBriefly = &slot;
        slot.isClaimedBriefly[number] = true;
        Timeout timeout{5};
        const int result = heap_claim_ephemeral(&timeout, const_cast<uint32_t *>(pointer));
        Debug::Invariant(result == 0 || result == -EINVAL || result == -ETIMEDOUT,
                         "claiming {} for a moment: {}", pointer, result);
        if (result != 0) {
            return false;
        }
        const size_t words = CHERI::Capability{pointer}.length() / sizeof(uint32_t);
        uint32_t wrong = 0;
        // No call in here: the claim would end.
        for (int round = 0; round < 4; round++) {
            for (size_t i = 0; i < words; i++) {
                wrong += pointer[i] == seed + i ? 0 : 1;
            }
        }
        Debug::Invariant(wrong == 0, "{} words changed while they were claimed", wrong);
        return true;
    }

    bool token()
    {
        const size_t size = size_choose();
        const uint32_t seed = random.next();
        void *unsealed = nullptr;
        Timeout timeout{1};
        CHERI_SEALED(void *)
        sealed = token_sealed_unsealed_alloc(&timeout, quota(), key, size, &unsealed);
        if (!cheri_is_valid(sealed)) {
            return false;
        }
        auto *words = static_cast<uint32_t *>(unsealed);
        contents_write(words, seed);
        void *again = token_obj_unseal(key, sealed);
        Debug::Invariant(again == unsealed, "unsealed as {}, made as {}", again, unsealed);
        const TokenKey other = token_key_new();
        Debug::Invariant(token_obj_unseal(other, sealed) == nullptr &&
                             token_obj_destroy(quota(), other, sealed) == -EINVAL,
                         "another key opens it");
        Debug::Invariant(heap_free(quota(), unsealed) == -EPERM, "freed without its key");
        contents_check(words, seed);
        const int result = token_obj_destroy(quota(), key, sealed);
        Debug::Invariant(result == 0, "destroying a sealed object: {}", result);
        volatile auto dead = sealed;
        Debug::Invariant(token_obj_unseal(key, dead) == nullptr, "unsealed after its end");
        return true;
    }

    /// Fills `child` with allocations that nobody frees; how many of them there are.
    int child_fill(AllocatorCapability child, std::array<void *volatile, 6> &kept)
    {
        int count = 0;
        for (auto &place : kept) {
            void *pointer =
                heap_allocate(TimeoutNoWait, child, 1 + random.below(120), AllocateWaitNone);
            place = pointer;
            count += CHERI::Capability{pointer}.is_valid() ? 1 : 0;
        }
        return count;
    }

    static void deaths_check(std::array<void *volatile, 6> &kept)
    {
        for (auto &place : kept) {
            Debug::Invariant(!CHERI::Capability{place}.is_valid(), "{} outlived its quota", place);
        }
    }

    bool split()
    {
        const size_t bytes = 256 + random.below(512);
        std::array<void *volatile, 6> kept = {};
        Timeout timeout{1};
        AllocatorCapability child = heap_quota_split(&timeout, quota(), bytes);
        if (!cheri_is_valid(child)) {
            return false;
        }
        // A share of the share, which nobody recovers by itself.
        AllocatorCapability grandchild = heap_quota_split(TimeoutNoWait, child, bytes / 4);
        const int count = child_fill(cheri_is_valid(grandchild) ? grandchild : child, kept);
        const ssize_t result = heap_quota_recover(quota(), child);
        Debug::Invariant(result == ssize_t(bytes + 48), "{} bytes recovered of {}", result, bytes);
        deaths_check(kept);
        Debug::Invariant(heap_quota_recover(quota(), child) == -EPERM, "recovered twice");
        return count > 0;
    }

    bool free_all()
    {
        const size_t bytes = 256 + random.below(512);
        std::array<void *volatile, 6> kept = {};
        Timeout timeout{1};
        AllocatorCapability child = heap_quota_split(&timeout, quota(), bytes);
        if (!cheri_is_valid(child)) {
            return false;
        }
        const int count = child_fill(child, kept);
        const ssize_t spent = ssize_t(bytes) - heap_quota_remaining(child);
        const ssize_t result = heap_free_all(child);
        Debug::Invariant(result == spent, "{} bytes freed of {}", result, spent);
        deaths_check(kept);
        Debug::Invariant(heap_quota_remaining(child) == ssize_t(bytes), "the quota is not whole");
        Debug::Invariant(heap_free_all(allocator_permissions_and(child, AllocatorPermitAllocate)) ==
                             -EPERM,
                         "freed all without the right to");
        const ssize_t recovered = heap_quota_recover(quota(), child);
        Debug::Invariant(recovered == ssize_t(bytes + 48), "{} bytes recovered", recovered);
        return count > 0;
    }

    /// Freeing what one has no right to free, and what is no longer.
    bool misuse()
    {
        Slot &slot = slot_choose();
        LockGuard guard{slot.lock};
        if (slot.owner < 0 || slot.owner == number || slot.claims[number] != 0) {
            return false;
        }
        void *pointer = const_cast<uint32_t *>(slot.pointer);
        Debug::Invariant(heap_free(quota(), pointer) == -EPERM, "freed what another owns");
        void *const own = heap_allocate(TimeoutNoWait, quota(), 32, AllocateWaitNone);
        if (CHERI::Capability{own}.is_valid()) {
            CHERI::Capability<void> part{own};
            part.bounds() = 8;
            Debug::Invariant(heap_free(quota(), part) == -EPERM, "freed by a part");
            Debug::Invariant(heap_free(quota(), own) == 0, "not freed");
            Debug::Invariant(heap_free(quota(), own) == -EINVAL, "freed twice");
            Debug::Invariant(heap_claim(quota(), own) == -EINVAL, "claimed what was freed");
        }
        contents_check(slot.pointer, slot.seed);
        return true;
    }

    bool operation(uint32_t kind)
    {
        switch (kind) {
        case KindAllocate:
            return allocate(AllocateWaitRevocationNeeded, 20);
        case 1:
            return allocate(AllocateWaitAny, 1);
        case 2:
            return release();
        case 3:
            return claim();
        case 4:
            return unclaim();
        case 5:
            return claim_briefly();
        case 6:
            return token();
        case KindSplit:
            return split();
        case KindFreeAll:
            return free_all();
        default:
            return misuse();
        }
    }

public:
    explicit Worker(WorkerNumber theNumber)
        : number(theNumber), random(0x9e3779b9U * (theNumber + 1))
    {}

    void run()
    {
        for (int i = 0; i < Operations; i++) {
            uint32_t kind = random.below(Kinds);
            // These go through all of the heap: half as often.
            if ((kind == KindSplit || kind == KindFreeAll) && random.below(2) == 0) {
                kind = KindAllocate;
            }
            if (operation(kind)) {
                static FlagLock lock;
                LockGuard guard{lock};
                done[kind]++;
            }
            if (claimedBriefly != nullptr) {
                // Any call ends the claim.
                heap_quota_remaining(quota());
                claimedBriefly->isClaimedBriefly[number] = false;
                claimedBriefly = nullptr;
            }
        }
    }
};

} // namespace

} // namespace stress

int __cheri_compartment("stress") worker_run()
{
    using namespace stress;
    while (isBegun == 0) {
        futex_wait(&isBegun, 0);
    }
    Worker{thread_id_get() - 1}.run();
    static FlagLock lock;
    LockGuard guard{lock};
    finished++;
    futex_wake(&finished, 1);
    return 0;
}
