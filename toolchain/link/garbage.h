// Which sections the image needs.
#pragma once

#include <span>
#include <vector>

#include "toolchain/link/symbol_table.h"

namespace griotte::link {

/// Marks the sections that can be reached from `roots` by relocations, and those that are wanted
/// whatever refers to them: constructor and destructor arrays, notes, SHF_GNU_RETAIN, and
/// everything that is not part of the running program (debug information). Reaching one section of
/// a group reaches all. Returns what was left out, in the order of the files.
std::vector<const Section *> garbage_collect(const SymbolTable &table,
                                             std::span<Symbol *const> roots);

/// The alternative: marks every section that is no second copy.
void sections_keep_all(const SymbolTable &table);

} // namespace griotte::link
