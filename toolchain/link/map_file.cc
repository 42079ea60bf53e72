#include "toolchain/link/map_file.h"

#include <algorithm>
#include <iterator>
#include <map>

#include <elf.h>

#include <fmt/format.h>

namespace griotte::link {

namespace {

using SymbolsOfSection = std::map<const Section *, std::vector<const Symbol *>>;

SymbolsOfSection symbols_by_section(std::span<const MapDomain> domains)
{
    SymbolsOfSection result;
    auto add = [&result](const Symbol &symbol) {
        const bool isShown = symbol.kind == Symbol::Kind::InSection && !symbol.name.empty() &&
                             !symbol.name.starts_with(".L") && symbol.type != STT_SECTION &&
                             symbol.type != STT_FILE;
        if (isShown) {
            result[symbol.section].push_back(&symbol);
        }
    };
    for (const MapDomain &domain : domains) {
        for (const auto &object : domain.table.objects()) {
            for (const InputSymbol &input : object->symbols) {
                if (input.resolved != nullptr && input.resolved->isLocal) {
                    add(*input.resolved);
                }
            }
        }
        for (const auto &[name, symbol] : domain.table.globals()) {
            add(*symbol);
        }
    }
    for (auto &[section, list] : result) {
        std::ranges::stable_sort(list, {}, &Symbol::value);
    }
    return result;
}

} // namespace

std::string map_make(const MapSource &source)
{
    std::string text = "Memory\n";
    auto out = std::back_inserter(text);
    for (const auto &[name, range] : source.regions) {
        fmt::format_to(out, "0x{:08x} 0x{:08x} {:>9}  {}\n", range.start, range.end, range.size(),
                       name);
    }
    SymbolsOfSection symbols = symbols_by_section(source.domains);
    text += "\nSections\n";
    for (const OutputSection *output : source.sections) {
        fmt::format_to(out, "0x{:08x} {:>9}  {}\n", output->address, output->size, output->name);
        for (const Section *input : output->inputs) {
            fmt::format_to(out, "0x{:08x} {:>9}    {}:({})\n", input->address(),
                           input->size_after(), input->file->name, input->name);
            for (const Symbol *symbol : symbols[input]) {
                fmt::format_to(out, "0x{:08x} {:>9}      {}\n", symbol->address(),
                               symbol->size_after(), symbol->name);
            }
        }
    }
    text += "\nDefined by the linker\n";
    for (const MapDomain &domain : source.domains) {
        for (const auto &[name, symbol] : domain.table.globals()) {
            if (symbol->isLinkerDefined) {
                fmt::format_to(out, "0x{:08x} {:>9}  {}{}{}\n", symbol->address(), symbol->size,
                               domain.name, domain.name.empty() ? "" : ": ", name);
            }
        }
    }
    text += "\nTaken from archives\n";
    for (const MapDomain &domain : source.domains) {
        for (const ArchivePull &pull : domain.table.pulls()) {
            fmt::format_to(out, "{}: for '{}', wanted by {}\n", pull.member->name, pull.wanted,
                           pull.by.empty() ? "the command line" : pull.by);
        }
    }
    text += "\nNot in the image\n";
    for (const Section *section : source.discarded) {
        fmt::format_to(out, "{:>9}  {}:({})\n", section->size, section->file->name, section->name);
    }
    return text;
}

} // namespace griotte::link
