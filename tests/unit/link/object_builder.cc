#include "tests/unit/link/object_builder.h"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

namespace griotte::link {

namespace {

template <typename T>
void append(std::vector<uint8_t> &bytes, const T &entry)
{
    const auto *begin = reinterpret_cast<const uint8_t *>(&entry);
    bytes.insert(bytes.end(), begin, begin + sizeof entry);
}

uint32_t string_append(std::vector<uint8_t> &strings, std::string_view text)
{
    const auto offset = static_cast<uint32_t>(strings.size());
    strings.insert(strings.end(), text.begin(), text.end());
    strings.push_back(0);
    return offset;
}

} // namespace

std::vector<uint8_t> words(const std::vector<uint32_t> &values)
{
    std::vector<uint8_t> bytes;
    for (const uint32_t value : values) {
        append(bytes, value);
    }
    return bytes;
}

ObjectBuilder::Number ObjectBuilder::section_add(std::string_view name, uint32_t theFlags,
                                                 std::vector<uint8_t> bytes, uint32_t alignment,
                                                 uint32_t type)
{
    Section section;
    section.name = name;
    section.header.sh_type = type;
    section.header.sh_flags = theFlags;
    section.header.sh_addralign = alignment;
    section.header.sh_size = static_cast<uint32_t>(bytes.size());
    section.bytes = std::move(bytes);
    sections.push_back(std::move(section));
    return static_cast<Number>(sections.size() - 1);
}

ObjectBuilder::Number ObjectBuilder::zeros_add(std::string_view name, uint32_t size,
                                               uint32_t alignment)
{
    const Number number = section_add(name, SHF_ALLOC | SHF_WRITE, {}, alignment, SHT_NOBITS);
    sections[number].header.sh_size = size;
    return number;
}

ObjectBuilder::Number ObjectBuilder::symbol_add(std::string_view name, Number section,
                                                uint32_t value, uint32_t size, uint8_t binding,
                                                uint8_t type)
{
    Elf32_Sym symbol = {};
    symbol.st_value = value;
    symbol.st_size = size;
    symbol.st_info = static_cast<uint8_t>(ELF32_ST_INFO(binding, type));
    symbol.st_shndx = static_cast<uint16_t>(section);
    symbols.emplace_back(name, symbol);
    return static_cast<Number>(symbols.size() - 1);
}

ObjectBuilder::Number ObjectBuilder::undefined_add(std::string_view name, uint8_t binding)
{
    return symbol_add(name, SHN_UNDEF, 0, 0, binding);
}

void ObjectBuilder::relocation_add(Number section, uint32_t offset, RelocationType type,
                                   Number symbol, int32_t addend)
{
    Elf32_Rela relocation = {};
    relocation.r_offset = offset;
    relocation.r_info = ELF32_R_INFO(symbol, static_cast<uint32_t>(type));
    relocation.r_addend = addend;
    sections[section].relocations.push_back(relocation);
}

void ObjectBuilder::bytes_set(Number section, uint32_t offset, const std::vector<uint8_t> &bytes)
{
    std::ranges::copy(bytes, sections[section].bytes.begin() + offset);
}

void ObjectBuilder::group_add(Number signature, const std::vector<Number> &members)
{
    std::vector<uint32_t> contents = {GRP_COMDAT};
    contents.insert(contents.end(), members.begin(), members.end());
    const Number number = section_add(".group", 0, words(contents), 4, SHT_GROUP);
    sections[number].header.sh_info = signature;
}

std::vector<uint8_t> ObjectBuilder::build() const
{
    std::vector<Section> all = sections;
    std::vector<uint8_t> names = {0};
    std::vector<uint8_t> strings = {0};
    // Relocations, then the symbol table and the two string tables.
    size_t tableCount = 3;
    for (const Section &section : sections) {
        tableCount += section.relocations.empty() ? 0 : 1;
    }
    const size_t symbolTable = sections.size() + tableCount - 3;
    for (size_t index = 0; index < sections.size(); index++) {
        if (sections[index].relocations.empty()) {
            continue;
        }
        Section table;
        table.name = ".rela" + sections[index].name;
        table.header.sh_type = SHT_RELA;
        table.header.sh_link = static_cast<uint32_t>(symbolTable);
        table.header.sh_info = static_cast<uint32_t>(index);
        table.header.sh_entsize = sizeof(Elf32_Rela);
        for (const Elf32_Rela &relocation : sections[index].relocations) {
            append(table.bytes, relocation);
        }
        all.push_back(std::move(table));
    }
    Section symbolSection{".symtab", {}, {}, {}};
    symbolSection.header.sh_type = SHT_SYMTAB;
    symbolSection.header.sh_link = static_cast<uint32_t>(symbolTable + 1);
    symbolSection.header.sh_entsize = sizeof(Elf32_Sym);
    for (const auto &[name, symbol] : symbols) {
        Elf32_Sym entry = symbol;
        entry.st_name = name.empty() ? 0 : string_append(strings, name);
        append(symbolSection.bytes, entry);
    }
    all.push_back(std::move(symbolSection));
    for (const char *name : {".strtab", ".shstrtab"}) {
        Section table{name, {}, {}, {}};
        table.header.sh_type = SHT_STRTAB;
        all.push_back(std::move(table));
    }
    for (Section &section : all) {
        section.header.sh_name = section.name.empty() ? 0 : string_append(names, section.name);
        if (section.header.sh_type == SHT_GROUP) {
            section.header.sh_link = static_cast<uint32_t>(symbolTable);
        }
    }
    all[all.size() - 2].bytes = strings;
    all.back().bytes = names;

    std::vector<uint8_t> file(sizeof(Elf32_Ehdr));
    for (Section &section : all) {
        section.header.sh_offset = static_cast<uint32_t>(file.size());
        if (section.header.sh_type != SHT_NOBITS) {
            section.header.sh_size = static_cast<uint32_t>(section.bytes.size());
            file.insert(file.end(), section.bytes.begin(), section.bytes.end());
        }
    }
    Elf32_Ehdr header = {};
    std::memcpy(header.e_ident, ELFMAG, SELFMAG);
    header.e_ident[EI_CLASS] = ELFCLASS32;
    header.e_ident[EI_DATA] = ELFDATA2LSB;
    header.e_ident[EI_VERSION] = EV_CURRENT;
    header.e_type = ET_REL;
    header.e_machine = EM_RISCV;
    header.e_version = EV_CURRENT;
    header.e_flags = flags;
    header.e_ehsize = sizeof header;
    header.e_shoff = static_cast<uint32_t>(file.size());
    header.e_shentsize = sizeof(Elf32_Shdr);
    header.e_shnum = static_cast<uint16_t>(all.size());
    header.e_shstrndx = static_cast<uint16_t>(all.size() - 1);
    std::memcpy(file.data(), &header, sizeof header);
    for (const Section &section : all) {
        append(file, section.header);
    }
    return file;
}

std::vector<uint8_t>
archive_make(const std::vector<std::pair<std::string, std::vector<uint8_t>>> &members)
{
    std::string text = "!<arch>\n";
    for (const auto &[name, bytes] : members) {
        text += fmt::format("{:<16}{:<12}{:<6}{:<6}{:<8}{:<10}`\n", name + "/", 0, 0, 0, 644,
                            bytes.size());
        text.append(bytes.begin(), bytes.end());
        text += bytes.size() % 2 == 0 ? "" : "\n";
    }
    return {text.begin(), text.end()};
}

} // namespace griotte::link
