// The world of the allocator compartment: the heap, the revocation bitmap and the hazard slots by
// capability, and the board's revoker (backing.hh).
#pragma once

#include "backing.hh"
#include "chunk.hh"
#include "revoker.hh"

#include <__absolute_address.h>
#include <cheri.hh>
#include <compartment.h>
#include <stdint.h>
#include <thread.h>

namespace heap {

/// Has no state: what it uses are imports.
class CapabilityWorld
{
public:
    static uint32_t start() { return __builtin_cheri_base_get(heap_get()); }
    static uint32_t load(uint32_t offset) { return *word_at(offset); }
    static void store(uint32_t offset, uint32_t value) { *word_at(offset) = value; }
    static void zero(uint32_t offset, uint32_t bytes)
    {
        // As capabilities, volatile: eight bytes a store, and no memset() to import.
        void *volatile *const words = reinterpret_cast<void *volatile *>(heap_get() + offset);
        for (uint32_t index = 0; index != bytes / sizeof(void *); ++index) {
            words[index] = nullptr;
        }
    }

    static uint32_t bitmap_load(uint32_t word) { return bitmap_get()[word]; }
    static void bitmap_store(uint32_t word, uint32_t value) { bitmap_get()[word] = value; }
    static uint32_t bitmap_origin() { return (start() - REVOKABLE_MEMORY_START) / GranuleBytes; }

    static uint32_t epoch() { return revoker.system_epoch_get(); }
    static void sweep_start()
    {
        // The software revoker works when it is asked to and not otherwise: the one who waits asks.
        if constexpr (Revoker::IsAsynchronous) {
            revoker.system_bg_revoker_kick();
        }
    }

    /// heap_claim_ephemeral() waits while the word is not 0, lending its priority to this thread.
    static void hazards_freeze() { *epoch_word() = thread_id_get(); }
    static void hazards_thaw() { *epoch_word() = 0; }
    static uint32_t hazard_slots()
    {
        return __builtin_cheri_length_get(hazards_get()) / sizeof(void *);
    }
    static uint32_t hazard(uint32_t slot)
    {
        const CHERI::Capability<void> pointer{hazards_get()[slot]};
        const uint32_t offset = pointer.base() - start();
        return pointer.is_valid() && !pointer.is_sealed() && offset < length() ? offset : 0;
    }

    static uint32_t representable_length(uint32_t length)
    {
        return __builtin_cheri_round_representable_length(length);
    }
    static uint32_t representable_alignment(uint32_t length)
    {
        return -__builtin_cheri_representable_alignment_mask(length);
    }

    // For the compartment.

    static uint32_t length() { return __builtin_cheri_length_get(heap_get()); }
    /// A capability to exactly [offset, offset + bytes), for its user.
    static void *user_capability(uint32_t offset, uint32_t bytes)
    {
        return __builtin_cheri_bounds_set_exact(static_cast<void *>(heap_get() + offset), bytes);
    }

    static inline constinit Revoker revoker{};

private:
    /// Memory of users is read and written as words.
    using Word = uint32_t __attribute__((__may_alias__));

    static char *heap_get()
    {
        return CHERIOT_IMPORT_CAPABILITY(char, "__import_privileged_heap", "__privileged_heap", 0);
    }
    static Word *word_at(uint32_t offset) { return reinterpret_cast<Word *>(heap_get() + offset); }
    static volatile uint32_t *bitmap_get() { return MMIO_CAPABILITY(uint32_t, shadow); }
    static void *volatile *hazards_get()
    {
        return CHERIOT_IMPORT_CAPABILITY(void *volatile, "__import_privileged_hazards",
                                         "__privileged_hazards", 0);
    }
    static volatile uint32_t *epoch_word()
    {
        return SHARED_OBJECT_WITH_DATA_PERMISSIONS(uint32_t, allocator_epoch, true, true);
    }
};
static_assert(Backing<CapabilityWorld>);

} // namespace heap
