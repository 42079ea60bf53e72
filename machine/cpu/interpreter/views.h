// A page of decoded code as one PCC sees it. Private to the interpreter.
#pragma once

#include "machine/cpu/interpreter/interpreter.h"

namespace griotte::machine {

struct Interpreter::View
{
    uint32_t page = 0;
    Bounds pccBounds;
    /// One slot for each two bytes, and one past the end that leads to the next page.
    std::array<Slot, SlotsPerPage + 1> slots;

    /// Every slot undecoded.
    void clear();
    /// Puts the slots of addresses `first` to `last` back to undecoded.
    void forget(uint64_t first, uint64_t last);
    [[nodiscard]] bool serves(uint32_t thePage, const Capability &pcc) const
    {
        return page == thePage && pccBounds == pcc.bounds();
    }
};

} // namespace griotte::machine
