#include "toolchain/link/garbage.h"

#include <map>

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

class Marker
{
public:
    explicit Marker(const SymbolTable &theTable) : table(theTable)
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

    void mark(Section *section)
    {
        if (section != nullptr && section->isKept && !section->isLive && section->is_allocated()) {
            section->isLive = true;
            work.push_back(section);
        }
    }

    void run()
    {
        while (!work.empty()) {
            const Section &section = *work.back();
            work.pop_back();
            for (const Relocation &relocation : section.relocations) {
                mark(section.file->symbols[relocation.symbol].resolved->section);
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

private:
    const SymbolTable &table;
    std::vector<Section *> work;
    std::map<const Section *, const SectionGroup *> groups;
    std::map<const Section *, std::vector<Section *>> followers;
};

} // namespace

std::vector<const Section *> garbage_collect(const SymbolTable &table,
                                             std::span<Symbol *const> roots)
{
    Marker marker(table);
    for (const Symbol *root : roots) {
        marker.mark(root->section);
    }
    for (const auto &object : table.objects()) {
        for (const auto &section : object->sections) {
            if (section != nullptr && is_root(*section)) {
                marker.mark(section.get());
            }
        }
    }
    marker.run();
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
