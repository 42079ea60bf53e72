// One program with a PCC and a CGP of its own on its way to being linked: what a bare-metal image
// is, and the loader of a firmware. Where it goes is the client's business; it calls the steps in
// the order they are declared in.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "base/error.h"
#include "toolchain/link/baremetal.h"
#include "toolchain/link/baremetal_layout.h"
#include "toolchain/link/complaints.h"
#include "toolchain/link/input.h"
#include "toolchain/link/symbol_table.h"

namespace griotte::link {

class BaremetalDomain
{
public:
    /// `theOptions` must outlive this.
    explicit BaremetalDomain(const BaremetalOptions &theOptions) : options(theOptions) {}

    /// 1. What each name means. Afterwards the client may define symbols of its own.
    Result<void> symbols_resolve(std::span<const InputFile> files);
    /// 2. What is wanted, and how large the capability table will be.
    Result<void> sections_choose();
    /// 3. The output sections, without addresses.
    void sections_arrange();
    /// 4. After each time the client has set the addresses in `map`: the linker's symbols, then
    /// shorter code. Whether anything changed its size; with ever higher `round` nothing does.
    Result<bool> sections_settle(int round);
    /// 5. The capability table's bytes, once addresses are final.
    void capabilities_fill(Complaints &complaints);

    SymbolTable table;
    Symbol *entry = nullptr;
    BaremetalMap map;
    /// What garbage collection left out.
    std::vector<const Section *> discarded;

private:
    const BaremetalOptions &options;
    std::optional<LayoutSymbols> symbols;
    std::vector<Symbol *> roots;
    Section *capabilities = nullptr;
};

} // namespace griotte::link
