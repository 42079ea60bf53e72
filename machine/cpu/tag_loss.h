// A short memory of where tags were lost, so that a later "tag violation" can say why.
//
// An instruction that clears the tag of a tagged operand, and a load that the revocation filter
// strips, each leave an entry. Entries are matched by the bits of the value, which is what survives
// copying through registers and memory. Bounded, deterministic, invisible to the guest.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "machine/capability/capability.h"

namespace griotte::machine {

enum class TagLossReason : uint8_t
{
    /// The address left the representable range.
    Unrepresentable,
    /// The value was sealed and an instruction changed it.
    SealedModified,
    /// CSetBounds asked for more than the bounds held, or exactness that could not be had.
    BoundsExceeded,
    /// CSeal or CUnseal without the authority for the type.
    SealingRefused,
    /// CClearTag or CSetHigh.
    Cleared,
    /// Loaded from memory while its base was marked revoked.
    Revoked,
    /// Loaded through a capability without Load Capability.
    LoadedWithoutPermission,
    /// A local capability stored through a capability without Store Local.
    StoredLocal,
    /// An integer store overwrote part of it in memory (reported by observers, not the hart).
    Overwritten,
};

struct TagLoss
{
    TagLossReason reason = TagLossReason::Cleared;
    /// The instruction that did it.
    uint32_t pc = 0;
    /// The value before, with its tag.
    Capability before;
    /// The value after.
    Capability after;
    /// For Revoked, LoadedWithoutPermission and StoredLocal: the address in memory.
    uint32_t location = 0;
};

class TagLossLog
{
public:
    static constexpr size_t Capacity = 1024;

    void add(const TagLoss &loss)
    {
        entries[next % Capacity] = loss;
        next++;
    }
    /// `result` was made from the untagged `source`: what is known of the one holds for the other.
    void derived(const Capability &source, const Capability &result);
    void clear() { next = 0; }

    /// The newest entry whose result had the encoding of `value`, or else one whose result differed
    /// from it only in the address.
    [[nodiscard]] std::optional<TagLoss> find(const Capability &value) const;

private:
    std::array<TagLoss, Capacity> entries{};
    uint64_t next = 0;
};

} // namespace griotte::machine
