#include "toolchain/link/baremetal_domain.h"

#include <elf.h>

#include "toolchain/link/capability_table.h"
#include "toolchain/link/garbage.h"
#include "toolchain/link/relax.h"

namespace griotte::link {

Result<void> BaremetalDomain::symbols_resolve(std::span<const InputFile> files)
{
    for (const InputFile &file : files) {
        TRY_VOID(file_add(table, file));
    }
    for (const auto &[name, value] : options.definitions) {
        table.symbol_define(name, value);
    }
    entry = &table.symbol_require(options.entry);
    for (const std::string &name : options.required) {
        roots.push_back(&table.symbol_require(name));
    }
    table.archives_search();
    symbols.emplace(table, options.layout);
    table.commons_allocate();
    TRY_VOID(table.result());
    if (!entry->is_defined()) {
        return fail("the entry point '{}' is not defined; link the start-up code "
                    "(sdk/core/baremetal/start.s), or name another with --entry",
                    options.entry);
    }
    for (const Symbol *root : roots) {
        if (!root->is_defined()) {
            return fail("'{}' is not defined, but --undefined asks for it", root->name);
        }
    }
    roots.push_back(entry);
    return {};
}

Result<void> BaremetalDomain::sections_choose()
{
    if (options.collectsGarbage) {
        discarded = garbage_collect(table, roots);
    } else {
        sections_keep_all(table);
    }
    TRY_VOID(table.undefined_check());
    capabilities =
        &table.section_make(".capability_table", SHT_PROGBITS, SHF_ALLOC, sizeof(uint32_t));
    capabilities->size = capability_count(table) * CapabilityEntrySize;
    capabilities->isLive = true;
    return {};
}

void BaremetalDomain::sections_arrange()
{
    map = link::sections_arrange(table, *entry);
    low_parts_pair(table);
}

Result<bool> BaremetalDomain::sections_settle(int round)
{
    symbols->values_set(map);
    Complaints complaints;
    const bool isChanged =
        sections_shrink(table, map.cgp, shrink_of_round(round, options.relaxes), complaints);
    TRY_VOID(complaints.result());
    return isChanged;
}

void BaremetalDomain::capabilities_fill(Complaints &complaints)
{
    capabilities->bytes = capability_table_bytes(capabilities_collect(table, map.code, complaints));
}

} // namespace griotte::link
