// Which sections the image needs.
#pragma once

#include <functional>
#include <map>
#include <span>
#include <vector>

#include "toolchain/link/symbol_table.h"

namespace griotte::link {

/// Finds what can be reached by relocations in one symbol table. Reaching one section of a group
/// reaches all; a section about another (SHF_LINK_ORDER) comes with that.
class SectionMarker
{
public:
    using Visit = std::function<void(const Symbol &)>;

    explicit SectionMarker(const SymbolTable &theTable);

    /// Wants `section` (null wants nothing). follow() finds what it needs.
    void mark(Section *section);
    /// Wants what is wanted whatever refers to it: constructor and destructor arrays, notes,
    /// SHF_GNU_RETAIN.
    void retained_mark();
    /// Marks all that what was marked needs. Each symbol a section refers to is shown to `visit`,
    /// which may mark more.
    void follow(const Visit &visit = {});
    /// Whatever is not part of the running program (debug information) stays. Returns what was left
    /// out, in the order of the files.
    std::vector<const Section *> finish();

private:
    const SymbolTable &table;
    std::vector<Section *> work;
    std::map<const Section *, const SectionGroup *> groups;
    std::map<const Section *, std::vector<Section *>> followers;
};

/// All of it for a program that is reached from `roots` and nowhere else.
std::vector<const Section *> garbage_collect(const SymbolTable &table,
                                             std::span<Symbol *const> roots);

/// The alternative: marks every section that is no second copy.
void sections_keep_all(const SymbolTable &table);

} // namespace griotte::link
