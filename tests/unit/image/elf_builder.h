// Makes ELF files, right and wrong, for tests.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include <elf.h>

namespace griotte::machine {

/// An executable whose parts tests spoil before build().
class ElfBuilder
{
public:
    ElfBuilder()
    {
        std::memcpy(header.e_ident, ELFMAG, SELFMAG);
        header.e_ident[EI_CLASS] = ELFCLASS32;
        header.e_ident[EI_DATA] = ELFDATA2LSB;
        header.e_type = ET_EXEC;
        header.e_machine = EM_RISCV;
        header.e_phentsize = sizeof(Elf32_Phdr);
        header.e_shentsize = sizeof(Elf32_Shdr);
        header.e_entry = 0x8000'0004;
        header.e_phoff = sizeof(Elf32_Ehdr);
    }

    /// A segment with `bytes` at `address`, `memorySize` long in memory; its header may be changed.
    Elf32_Phdr &segment_add(uint32_t address, const std::string &bytes, uint32_t memorySize)
    {
        Elf32_Phdr &program = programs.emplace_back();
        program.p_type = PT_LOAD;
        program.p_vaddr = program.p_paddr = address;
        program.p_filesz = static_cast<uint32_t>(bytes.size());
        program.p_memsz = memorySize;
        program.p_flags = PF_R | PF_W;
        contents.push_back(bytes);
        return program;
    }

    Elf32_Sym &symbol_add(const std::string &name, uint32_t value, uint32_t size, unsigned type)
    {
        Elf32_Sym &symbol = symbols.emplace_back();
        symbol.st_name = static_cast<uint32_t>(names.size());
        symbol.st_value = value;
        symbol.st_size = size;
        symbol.st_info = static_cast<uint8_t>(ELF32_ST_INFO(STB_GLOBAL, type));
        symbol.st_shndx = SHN_ABS;
        names += name + '\0';
        return symbol;
    }

    /// A section called `name`, not loaded.
    void section_add(const std::string &name, const std::string &bytes)
    {
        Elf32_Shdr &section = sections.emplace_back();
        section.sh_type = SHT_PROGBITS;
        section.sh_name = static_cast<uint32_t>(names.size());
        names += name + '\0';
        sectionBytes.push_back(bytes);
    }

    /// The file: header, program headers, section headers (null, symbols, names, those added), then
    /// contents.
    std::vector<uint8_t> build() const
    {
        ElfBuilder copy = *this;
        return copy.lay_out();
    }

    Elf32_Ehdr header{};
    std::vector<Elf32_Phdr> programs;
    std::vector<std::string> contents;
    std::vector<Elf32_Sym> symbols{Elf32_Sym{}};
    std::string names = std::string(1, '\0');
    std::vector<Elf32_Shdr> sections;
    std::vector<std::string> sectionBytes;
    uint32_t symbolLink = 2;
    uint32_t extraNameBytes = 0;

private:
    /// Null, symbols, names.
    static constexpr size_t NamedSections = 3;

    std::vector<uint8_t> lay_out()
    {
        header.e_phnum = static_cast<uint16_t>(programs.size());
        uint32_t at =
            static_cast<uint32_t>(sizeof(Elf32_Ehdr) + programs.size() * sizeof(Elf32_Phdr));
        if (!symbols.empty()) {
            header.e_shoff = at;
            header.e_shnum = static_cast<uint16_t>(NamedSections + sections.size());
            header.e_shstrndx = 2;
            at += header.e_shnum * sizeof(Elf32_Shdr);
        }
        std::string tail;
        for (size_t index = 0; index < programs.size(); index++) {
            programs[index].p_offset += at + static_cast<uint32_t>(tail.size());
            tail += contents[index];
        }
        std::vector<Elf32_Shdr> all(NamedSections);
        all[1].sh_type = SHT_SYMTAB;
        all[1].sh_offset = at + static_cast<uint32_t>(tail.size());
        all[1].sh_size = static_cast<uint32_t>(symbols.size() * sizeof(Elf32_Sym));
        all[1].sh_link = symbolLink;
        tail.append(reinterpret_cast<const char *>(symbols.data()), all[1].sh_size);
        all[2].sh_type = SHT_STRTAB;
        all[2].sh_offset = at + static_cast<uint32_t>(tail.size());
        all[2].sh_size = static_cast<uint32_t>(names.size()) + extraNameBytes;
        tail += names;
        for (size_t index = 0; index < sections.size(); index++) {
            sections[index].sh_offset = at + static_cast<uint32_t>(tail.size());
            sections[index].sh_size = static_cast<uint32_t>(sectionBytes[index].size());
            tail += sectionBytes[index];
            all.push_back(sections[index]);
        }

        std::string file(reinterpret_cast<const char *>(&header), sizeof header);
        for (const Elf32_Phdr &program : programs) {
            file.append(reinterpret_cast<const char *>(&program), sizeof program);
        }
        if (!symbols.empty()) {
            file.append(reinterpret_cast<const char *>(all.data()),
                        all.size() * sizeof(Elf32_Shdr));
        }
        file += tail;
        return {file.begin(), file.end()};
    }
};

} // namespace griotte::machine
