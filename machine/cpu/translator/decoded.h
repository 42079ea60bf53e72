// What is known of tagged capabilities, worked out once and found again by their bits.
//
// Of a decoded capability its *window* matters most: the bytes that may be loaded and stored
// through it without any further question. A window is only ever a shortcut. It may be empty
// although the capability allows an access; then the access takes the slow path, which does what
// the interpreter does and works the window out.
#pragma once

#include <array>
#include <cstdint>

#include "machine/capability/capability.h"
#include "machine/memory/memory.h"

namespace griotte::machine::translator {

/// Offsets x from `base` for which an access of so many bytes at base + x is permitted and goes to
/// plain RAM: x < limit. No window comes nearer than `WindowMargin` to either end of the address
/// space, so that a host address in one may be computed with 64 bits from a register and the offset
/// of an instruction.
struct Window
{
    uint32_t base = 0;
    uint32_t load1 = 0;
    uint32_t load4 = 0;
    uint32_t load8 = 0;
    uint32_t store1 = 0;
    uint32_t store4 = 0;
    /// Of capabilities, tagged or not; whether a local one keeps its tag is another question.
    uint32_t store8 = 0;
    /// For x below it the capability keeps its bounds and tag when its address becomes base + x.
    uint32_t reach = 0;
};
inline constexpr uint32_t WindowMargin = 4096;

/// What a tagged capability is beside its address. All zero is what integers have.
struct alignas(64) Decoded
{
    Window window;
    /// The capability's metadata word, and the addresses at which that word decodes to these
    /// bounds: from `base` on, fewer than `span`. No span: never to be found again, only held by
    /// registers.
    uint32_t metadata = 0;
    uint32_t base = 0;
    uint32_t span = 0;
    uint16_t permissions = 0;
    uint8_t objectType = 0;
    /// Whether capabilities loaded through it stay as they are, but for revocation.
    bool isLoadingAll = false;
    /// Where the revocation bit of `base` is: a guest address, and the bit; none where it has none.
    uint32_t revocationByte = 0;
    uint8_t revocationBit = 0;
    uint64_t top = 0;
};
static_assert(sizeof(Decoded) == 64);


/// Works out what there is to know of the tagged `value`. The window is that part of it which lies
/// in the plain range around `address`; `plain` is the widest of them.
Decoded decoded_make(const Capability &value, uint32_t address, const PlainRange &plain,
                     const Memory &memory);

/// Works the window of a decoded capability out again, around `address`, if that gives any.
void window_renew(Decoded &decoded, uint32_t address, const Memory &memory);

/// The decoded capabilities there are. One is named by its displacement in the table; 0 is that of
/// everything without a tag.
///
/// A capability has one place where it can be found by its bits, as in a cache. A decoded one that
/// is replaced while registers hold it lives on elsewhere as long as they do.
class DecodedTable
{
public:
    /// Of each kind: those found by their bits, those only held by registers, those kept for good.
    static constexpr uint32_t FoundCount = 1024;
    static constexpr uint32_t HeldCount = 64;
    static constexpr uint32_t KeptCount = 1024;

    /// Where a capability of this address and metadata word may be found. Capabilities of one
    /// object have few such places, since addresses count in steps of 512.
    static constexpr uint32_t HashMultiplier = 0x9e37'79b1;
    static constexpr uint32_t HashShift = 16;
    static constexpr uint32_t HashMask = (FoundCount - 1) * sizeof(Decoded);
    static constexpr uint32_t place_of(uint32_t address, uint32_t metadata)
    {
        const uint32_t mixed = ((address >> MantissaBits) + metadata) * HashMultiplier;
        return ((mixed >> HashShift) & HashMask) + uint32_t{sizeof(Decoded)};
    }

    [[nodiscard]] Decoded &at(uint32_t displacement)
    {
        return entries[displacement / sizeof(Decoded)];
    }
    [[nodiscard]] const Decoded &at(uint32_t displacement) const
    {
        return entries[displacement / sizeof(Decoded)];
    }

    /// The decoded form of the tagged capability with these bits, or 0 when it is not there.
    [[nodiscard]] uint32_t find(uint32_t address, uint32_t metadata) const
    {
        const uint32_t place = place_of(address, metadata);
        const Decoded &entry = at(place);
        const bool isSame = entry.metadata == metadata && address - entry.base < entry.span;
        return isSame ? place : 0;
    }

    /// Puts `value` in, where one at `address` is found if it can be found. What registers still
    /// hold of what was there moves: `is_held(place)` says whether any does, `move(from, to)` tells
    /// them. Registers hold fewer than HeldCount.
    template <typename IsHeld, typename Move>
    uint32_t insert(const Decoded &value, uint32_t address, IsHeld is_held, Move move)
    {
        const auto held_place = [&] {
            uint32_t place = (1 + FoundCount) * sizeof(Decoded);
            while (is_held(place)) {
                place += sizeof(Decoded);
            }
            return place;
        };
        const uint32_t place =
            value.span == 0 ? held_place() : place_of(address, value.metadata);
        if (is_held(place)) {
            const uint32_t other = held_place();
            at(other) = at(place);
            move(place, other);
        }
        at(place) = value;
        return place;
    }

    /// Puts `value` in until clear(). At most KeptCount.
    uint32_t keep(const Decoded &value)
    {
        const uint32_t place = (1 + FoundCount + HeldCount + keptCount) * sizeof(Decoded);
        keptCount++;
        at(place) = value;
        return place;
    }

    void clear()
    {
        entries = {};
        keptCount = 0;
    }

    std::array<Decoded, 1 + FoundCount + HeldCount + KeptCount> entries;

private:
    uint32_t keptCount = 0;
};

} // namespace griotte::machine::translator
