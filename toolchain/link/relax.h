// Shortening code: what objects assembled with `.option relax` let a linker do.
//
// Three things get shorter: an AUICGP whose high part is nothing goes, and its low parts take CGP
// itself; a call or jump that a compressed one reaches becomes that; an alignment keeps only the
// padding it needs where it ends up. Nothing is moved in the sections' own bytes: each remembers
// what it loses (Section::removals), and whoever asks for an offset or an address gets the one
// after.
#pragma once

#include <cstdint>

#include "toolchain/link/complaints.h"
#include "toolchain/link/symbol_table.h"

namespace griotte::link {

/// Finds the high part of every low part, and the high parts that nothing but marked low parts
/// uses. Once, when all names are resolved.
void low_parts_pair(const SymbolTable &table);

enum class Shrink : uint8_t
{
    /// Alignments only: they count on it.
    Padding,
    /// Whatever can be shorter at the addresses there are.
    Freely,
    /// Nothing new; what no longer reaches gets its bytes back. Ends whatever the layout does.
    Settle,
};

/// How to shrink in the `round`-th layout, from 0. The first rounds go freely; the later ones take
/// nothing new, so that there is a last one.
Shrink shrink_of_round(int round, bool isRelaxing);

/// Looks at every live section once, with the addresses of the last layout. Returns whether
/// anything changed its size, so that the layout has to be made again. Complains of alignments that
/// cannot be kept.
bool sections_shrink(const SymbolTable &table, uint32_t cgp, Shrink how, Complaints &complaints);

} // namespace griotte::link
