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
    /// Of capabilities that stay as they are, but for revocation.
    uint32_t load8 = 0;
    uint32_t store1 = 0;
    uint32_t store4 = 0;
    /// Of capabilities, tagged or not; whether a local one keeps its tag is another question.
    uint32_t store8 = 0;
    /// For x below it the capability keeps its bounds and tag when its address becomes base + x.
    uint32_t reach = 0;
};
inline constexpr uint32_t WindowMargin = 4096;

/// What a tagged capability is beside its address. Integers have an empty one.
struct alignas(64) Decoded
{
    Window window;
    /// What it is found by: key_of() the capability. That may be one of several with the same key,
    /// for a metadata word decodes to these bounds at fewer than `span` addresses from `base` on.
    /// No span: never to be found, only held by registers.
    uint64_t key = 0;
    uint32_t base = 0;
    uint32_t span = 0;
    uint16_t permissions = 0;
    uint8_t objectType = 0;
    /// Where the revocation bit of `base` is: a guest address, and the bit; none where it has none.
    uint8_t revocationBit = 0;
    uint32_t revocationByte = 0;
    uint64_t top = 0;
};
static_assert(sizeof(Decoded) == 64);

/// Works out what there is to know of the tagged `value`. The window is that part of it which lies
/// in the plain range around `address`; `plain` is the widest of them.
Decoded decoded_make(const Capability &value, uint32_t address, const PlainRange &plain,
                     const Memory &memory);

/// Works the window of a decoded capability out again, around `address`, if that gives any.
void window_renew(Decoded &decoded, uint32_t address, const Memory &memory);

/// The decoded capabilities there are, each named by its displacement in the table.
///
/// A capability has two places where it can be found by its bits, as in a cache. A decoded one that
/// is replaced while registers hold it lives on elsewhere as long as they do.
class DecodedTable
{
public:
    /// Of each kind: those found by their bits, those only held by registers, those kept for good.
    static constexpr uint32_t FoundCount = 1024;
    static constexpr uint32_t HeldCount = 64;
    static constexpr uint32_t KeptCount = 1024;

    /// The place of everything without a tag.
    static constexpr uint32_t None = FoundCount * sizeof(Decoded);

    /// What a capability is found by: its metadata word, and its address in steps of 512, so that
    /// those of one object have few keys.
    static constexpr uint64_t key_of(uint32_t address, uint32_t metadata)
    {
        return (uint64_t{metadata} << 32 | address) >> MantissaBits;
    }
    /// Where the key may be found.
    static constexpr int32_t HashMultiplier = 0x5bd1'e995;
    static constexpr uint32_t HashShift = 21;
    static constexpr uint32_t HashMask = (FoundCount - 1) * sizeof(Decoded);
    static constexpr uint32_t place_of(uint64_t key)
    {
        return static_cast<uint32_t>((key * HashMultiplier) >> HashShift) & HashMask;
    }

    [[nodiscard]] Decoded &at(uint32_t displacement)
    {
        return entries[displacement / sizeof(Decoded)];
    }
    [[nodiscard]] const Decoded &at(uint32_t displacement) const
    {
        return entries[displacement / sizeof(Decoded)];
    }

    /// The other place where a key may be found, for two that would drive each other out.
    static constexpr uint32_t other_place(uint32_t place) { return place ^ sizeof(Decoded); }

    /// The decoded form of the tagged capability with these bits, or None when it is not there.
    [[nodiscard]] uint32_t find(uint32_t address, uint32_t metadata) const
    {
        const uint64_t key = key_of(address, metadata);
        const uint32_t first = place_of(key);
        const uint32_t place = at(first).key == key ? first : other_place(first);
        const Decoded &entry = at(place);
        const bool isSame = entry.key == key && address - entry.base < entry.span;
        return isSame ? place : None;
    }

    /// Puts `value` in, at the first of its places if it can be found; what was there moves to the
    /// other, and what was there to where only registers find it. `isHeld(place)` says whether any
    /// register holds it, `move(from, to)` tells them. Registers hold fewer than HeldCount.
    template <typename IsHeld, typename Move>
    uint32_t insert(const Decoded &value, IsHeld isHeld, Move move)
    {
        const auto entry_move = [&](uint32_t from, uint32_t to) {
            at(to) = at(from);
            move(from, to);
        };
        const auto held_place = [&] {
            uint32_t place = None + sizeof(Decoded);
            while (isHeld(place)) {
                place += sizeof(Decoded);
            }
            return place;
        };
        if (value.span == 0) {
            const uint32_t place = held_place();
            at(place) = value;
            return place;
        }
        const uint32_t place = place_of(value.key);
        const uint32_t other = other_place(place);
        if (isHeld(other)) {
            entry_move(other, held_place());
        }
        entry_move(place, other);
        at(place) = value;
        return place;
    }

    /// Puts `value` in until clear(). At most KeptCount.
    uint32_t keep(const Decoded &value)
    {
        const uint32_t place = None + (1 + HeldCount + keptCount) * sizeof(Decoded);
        keptCount++;
        at(place) = value;
        return place;
    }

    void clear()
    {
        entries.fill({});
        keptCount = 0;
    }

    std::array<Decoded, FoundCount + 1 + HeldCount + KeptCount> entries;

private:
    uint32_t keptCount = 0;
};

} // namespace griotte::machine::translator
