#include "toolchain/link/garbage.h"

#include <elf.h>

namespace griotte::link {

namespace {

constexpr uint32_t RetainFlag = 1u << 21; // SHF_GNU_RETAIN

bool is_root(const Section &section)
{
    return section.type == SHT_INIT_ARRAY || section.type == SHT_FINI_ARRAY ||
           section.type == SHT_PREINIT_ARRAY || section.type == SHT_NOTE ||
           (section.flags & RetainFlag) != 0;
}

} // namespace

SectionMarker::SectionMarker(const SymbolTable &theTable) : table(theTable)
{
    for (const auto &object : table.objects()) {
        for (const SectionGroup &group : object->groups) {
            for (const Section *member : group.members) {
                groups[member] = &group;
            }
        }
        for (const auto &section : object->sections) {
            if (section != nullptr && section->linkedTo != nullptr) {
                followers[section->linkedTo].push_back(section.get());
            }
        }
    }
}

void SectionMarker::mark(Section *section)
{
    if (section != nullptr && section->isKept && !section->isLive && section->is_allocated()) {
        section->isLive = true;
        work.push_back(section);
    }
}

void SectionMarker::retained_mark()
{
    for (const auto &object : table.objects()) {
        for (const auto &section : object->sections) {
            if (section != nullptr && is_root(*section)) {
                mark(section.get());
            }
        }
    }
}

void SectionMarker::follow(const Visit &visit)
{
    while (!work.empty()) {
        const Section &section = *work.back();
        work.pop_back();
        for (const Relocation &relocation : section.relocations) {
            const Symbol &symbol = *section.file->symbols[relocation.symbol].resolved;
            mark(symbol.section);
            if (visit) {
                visit(symbol);
            }
        }
        if (const auto group = groups.find(&section); group != groups.end()) {
            for (Section *member : group->second->members) {
                mark(member);
            }
        }
        for (Section *follower : followers[&section]) {
            mark(follower);
        }
    }
}

std::vector<const Section *> SectionMarker::finish()
{
    std::vector<const Section *> left;
    for (const auto &object : table.objects()) {
        for (const auto &section : object->sections) {
            if (section == nullptr || !section->isKept) {
                continue;
            }
            if (!section->is_allocated()) {
                section->isLive = true;
            } else if (!section->isLive && section->size != 0) {
                left.push_back(section.get());
            }
        }
    }
    return left;
}

std::vector<const Section *> garbage_collect(const SymbolTable &table,
                                             std::span<Symbol *const> roots)
{
    SectionMarker marker(table);
    for (const Symbol *root : roots) {
        marker.mark(root->section);
    }
    marker.retained_mark();
    marker.follow();
    return marker.finish();
}

void sections_keep_all(const SymbolTable &table)
{
    for (const auto &object : table.objects()) {
        for (const auto &section : object->sections) {
            if (section != nullptr) {
                section->isLive = section->isKept;
            }
        }
    }
}

} // namespace griotte::link
