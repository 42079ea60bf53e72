// What translated code takes for granted beside the program counter: PCC and the interrupt posture.
//
// Links and AUIPCC become constants that way, and being in a block already says that its fetches
// are allowed. A jump that stays within one context is a plain jump.
#pragma once

#include <deque>

#include "machine/cpu/translator/state.h"

namespace griotte::machine::translator {

class Context
{
public:
    Context(uint32_t id, Hart &hart);

    [[nodiscard]] bool serves(const Hart &hart) const;

    /// Small, and unique among the contexts of a hart. In the high half of a JumpEntry's key.
    uint32_t id;
    isa::Mode mode;
    IsaVersion version;
    bool interruptsEnabled;
    /// What AUIPCC makes, and what jumps leave in any register but cra, but for the address, which
    /// is of no meaning here.
    Capability pcc;
    /// What a jump leaves in cra, but for the address.
    Capability returnLink;
    /// Their decoded forms.
    uint32_t pccDecoded = 0;
    uint32_t returnLinkDecoded = 0;

    [[nodiscard]] bool is_cheriot() const { return mode == isa::Mode::Cheriot; }
    /// What a jump followed by `next` leaves in register `rd`, where is_link_tagged(next).
    [[nodiscard]] Slot link_make(uint32_t next, unsigned rd) const;
    /// Whether PCC can represent the link: not past the end of its bounds, at worst.
    [[nodiscard]] bool is_link_tagged(uint32_t next) const
    {
        return !is_cheriot() || pcc.with_address(next).is_tagged();
    }
};

/// Whether executing the instruction may put the hart into another context without a jump: it may
/// write mstatus.
bool may_leave_context(const Operands &operands);

/// The contexts a hart has been in.
class Contexts
{
public:
    /// A guest that makes ever new ones is told to start again: clear().
    static constexpr size_t Limit = DecodedTable::KeptCount / 2;

    /// That of `hart` now, or null when it is a new one.
    const Context *find(const Hart &hart);
    const Context *find_or_make(Hart &hart);
    [[nodiscard]] bool is_full() const { return contexts.size() >= Limit; }
    void clear();

private:
    std::deque<Context> contexts;
    const Context *latest = nullptr;
};

} // namespace griotte::machine::translator
