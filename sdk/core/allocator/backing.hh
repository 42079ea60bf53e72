// What the heap's core needs of the world. In the allocator compartment it is made of capabilities
// and devices (compartment.cc); in the tests of arrays (tests/unit/sdk/allocator_world.h).
#pragma once

#include <stdint.h>

namespace heap {

template <typename T, typename U>
inline constexpr bool IsSame = false;
template <typename T>
inline constexpr bool IsSame<T, T> = true;
template <typename T, typename U>
concept Same = IsSame<T, U>;

/// Either an empty class, so that the heap has no pointer to it, or a reference. Offsets are in
/// bytes from the heap's start.
template <typename B>
concept Backing = requires(B world, uint32_t number) {
    /// The address of the heap's start, a multiple of eight. For alignment only.
    { world.start() } -> Same<uint32_t>;

    /// Words of the heap; offsets are multiples of four.
    { world.load(number) } -> Same<uint32_t>;
    world.store(number, number);
    /// Makes `number` bytes at an offset zero, tags included; both are multiples of eight.
    world.zero(number, number);

    /// Words of the revocation bitmap, and the number of the bit there of the heap's first granule.
    { world.bitmap_load(number) } -> Same<uint32_t>;
    world.bitmap_store(number, number);
    { world.bitmap_origin() } -> Same<uint32_t>;

    /// The revoker's epoch: bits 31–1 count the sweeps completed, bit 0 says that one is running.
    { world.epoch() } -> Same<uint32_t>;
    /// Begins a sweep unless one is running.
    world.sweep_start();

    /// Between these, a thread that publishes a hazard cannot come to rely on it.
    world.hazards_freeze();
    world.hazards_thaw();
    /// The number of hazard slots, and the offset of the base of what is in one; 0 for what is no
    /// usable capability to the heap.
    { world.hazard_slots() } -> Same<uint32_t>;
    { world.hazard(number) } -> Same<uint32_t>;

    /// `number` rounded up to a length that a capability can have; 0 when that is 2^32.
    { world.representable_length(number) } -> Same<uint32_t>;
    /// The alignment, a power of two, that the base of a capability of length `number` must have.
    { world.representable_alignment(number) } -> Same<uint32_t>;
};

} // namespace heap
