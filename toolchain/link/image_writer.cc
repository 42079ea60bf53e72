// System V ABI, "Object Files" and "Program Loading".
#include "toolchain/link/image_writer.h"

#include <algorithm>
#include <cstring>
#include <set>

#include <elf.h>

namespace griotte::link {

namespace {

/// File offsets and addresses agree to this much, as loaders that map files want.
constexpr uint32_t SegmentAlignment = 16;
constexpr uint32_t NumbersAlignment = 4;

class StringTable
{
public:
    uint32_t add(std::string_view text)
    {
        if (text.empty()) {
            return 0;
        }
        const auto [found, isNew] =
            offsets.try_emplace(std::string(text), static_cast<uint32_t>(bytes.size()));
        if (isNew) {
            bytes.insert(bytes.end(), text.begin(), text.end());
            bytes.push_back(0);
        }
        return found->second;
    }
    std::vector<uint8_t> bytes = {0};

private:
    std::map<std::string, uint32_t, std::less<>> offsets;
};

class ImageWriter
{
public:
    ImageWriter(const Image &theImage, std::span<const SymbolTable *const> theTables)
        : image(theImage), tables(theTables)
    {}

    Result<std::vector<uint8_t>> write()
    {
        file.resize(sizeof(Elf32_Ehdr) + image.segments.size() * sizeof(Elf32_Phdr));
        headers.emplace_back(); // the null section
        sections_write();
        symbols_write();
        tables_write();
        if (file.size() > UINT32_MAX) {
            return fail("the image's file would be {} bytes long; ELF32 can express 4 GiB",
                        file.size());
        }
        segments_write();
        header_write();
        return std::move(file);
    }

private:
    template <typename T>
    void entry_write(size_t offset, const T &entry)
    {
        std::memcpy(file.data() + offset, &entry, sizeof entry);
    }

    template <typename T>
    void table_append(const std::vector<T> &entries)
    {
        file.resize(round_up(file.size(), NumbersAlignment));
        const size_t offset = file.size();
        file.resize(offset + entries.size() * sizeof(T));
        if (!entries.empty()) {
            std::memcpy(file.data() + offset, entries.data(), entries.size() * sizeof(T));
        }
    }

    void sections_write()
    {
        std::map<const OutputSection *, const OutputSection *> before;
        for (const auto &segment : image.segments) {
            for (size_t index = 1; index < segment.size(); index++) {
                before[segment[index]] = segment[index - 1];
            }
        }
        for (const OutputSection *section : image.sections) {
            const auto previous = before.find(section);
            if (previous != before.end() && !previous->second->is_zero_filled()) {
                // In one segment the file is spaced as memory is.
                file.resize(offsets[previous->second] +
                            (section->address - previous->second->address));
            } else if (section->is_allocated()) {
                file.resize(round_up(file.size(), SegmentAlignment) +
                            section->address % SegmentAlignment);
            } else {
                file.resize(round_up(file.size(), section->alignment));
            }
            offsets[section] = static_cast<uint32_t>(file.size());
            const auto contents = image.contents.find(section);
            if (contents != image.contents.end() && !section->is_zero_filled()) {
                file.insert(file.end(), contents->second.begin(), contents->second.end());
            }
            indices[section] = static_cast<uint16_t>(headers.size());
            Elf32_Shdr header = {};
            header.sh_name = sectionNames.add(section->name);
            header.sh_type = section->type;
            header.sh_flags = section->flags;
            header.sh_addr = section->address;
            header.sh_offset = offsets[section];
            header.sh_size = static_cast<uint32_t>(section->size);
            header.sh_addralign = section->alignment;
            headers.push_back(header);
        }
    }

    /// Names a debugger has no use for: the compiler's own labels, other tools' marks.
    static bool is_shown(const Symbol &symbol)
    {
        return symbol.is_defined() && symbol.kind != Symbol::Kind::Elsewhere &&
               !symbol.is_discarded() && !symbol.name.empty() && !symbol.name.starts_with(".L") &&
               !symbol.name.starts_with("$") && symbol.type != STT_SECTION &&
               symbol.type != STT_FILE;
    }

    void symbol_write(const Symbol &symbol, uint8_t binding)
    {
        Elf32_Sym raw = {};
        raw.st_name = symbolNames.add(symbol.name);
        raw.st_value = symbol.address();
        raw.st_shndx = SHN_ABS;
        if (symbol.kind == Symbol::Kind::InSection) {
            raw.st_shndx = indices[symbol.section->output];
        }
        // What the linker defines overlaps the program's objects: a name without a size does not
        // hide theirs from a debugger.
        raw.st_size = symbol.isLinkerDefined ? 0 : symbol.size_after();
        const uint8_t type = symbol.isLinkerDefined ? STT_NOTYPE : symbol.type;
        raw.st_info = static_cast<uint8_t>(ELF32_ST_INFO(binding, type));
        raw.st_other = symbol.visibility;
        symbols.push_back(raw);
    }

    void symbols_write()
    {
        symbols.emplace_back();
        for (const SymbolTable *table : tables) {
            for (const auto &object : table->objects()) {
                locals_write(*object);
            }
        }
        localCount = static_cast<uint32_t>(symbols.size());
        for (const SymbolTable *table : tables) {
            for (const auto &[name, symbol] : table->globals()) {
                if (is_shown(*symbol)) {
                    symbol_write(*symbol, symbol->isWeak ? STB_WEAK : STB_GLOBAL);
                }
            }
        }
    }

    void locals_write(const ObjectFile &object)
    {
        std::string source;
        for (const InputSymbol &input : object.symbols) {
            if (input.type == STT_FILE) {
                source = input.name;
            }
            if (input.resolved == nullptr || !input.resolved->isLocal || !is_shown(*input.resolved))
            {
                continue;
            }
            if (!source.empty()) {
                Elf32_Sym raw = {};
                raw.st_name = symbolNames.add(source);
                raw.st_info = ELF32_ST_INFO(STB_LOCAL, STT_FILE);
                raw.st_shndx = SHN_ABS;
                symbols.push_back(raw);
                source.clear();
            }
            symbol_write(*input.resolved, STB_LOCAL);
        }
    }

    void tables_write()
    {
        Elf32_Shdr header = {};
        header.sh_name = sectionNames.add(".symtab");
        header.sh_type = SHT_SYMTAB;
        header.sh_link = static_cast<uint32_t>(headers.size() + 1);
        header.sh_info = localCount;
        header.sh_addralign = NumbersAlignment;
        header.sh_entsize = sizeof(Elf32_Sym);
        table_append(symbols);
        table_header_add(header, symbols.size() * sizeof(Elf32_Sym));

        Elf32_Shdr strings = {};
        strings.sh_type = SHT_STRTAB;
        strings.sh_addralign = 1;
        strings.sh_name = sectionNames.add(".strtab");
        table_append(symbolNames.bytes);
        table_header_add(strings, symbolNames.bytes.size());
        strings.sh_name = sectionNames.add(".shstrtab");
        table_append(sectionNames.bytes);
        table_header_add(strings, sectionNames.bytes.size());

        file.resize(round_up(file.size(), NumbersAlignment));
        sectionHeadersOffset = file.size();
        table_append(headers);
    }

    /// A header for the `size` bytes just appended.
    void table_header_add(Elf32_Shdr header, size_t size)
    {
        header.sh_offset = static_cast<uint32_t>(file.size() - size);
        header.sh_size = static_cast<uint32_t>(size);
        headers.push_back(header);
    }

    void segments_write()
    {
        for (size_t index = 0; index < image.segments.size(); index++) {
            const auto &segment = image.segments[index];
            const OutputSection &first = *segment.front();
            const OutputSection &last = *segment.back();
            Elf32_Phdr header = {};
            header.p_type = PT_LOAD;
            header.p_offset = offsets[&first];
            // Where it is loaded is where it runs.
            header.p_vaddr = header.p_paddr = first.address;
            header.p_memsz = static_cast<uint32_t>(last.end() - first.address);
            header.p_filesz = 0;
            header.p_flags = PF_R;
            for (const OutputSection *section : segment) {
                if (!section->is_zero_filled()) {
                    header.p_filesz = static_cast<uint32_t>(section->end() - first.address);
                }
                header.p_flags |= (section->flags & SHF_EXECINSTR) != 0 ? PF_X : 0;
                header.p_flags |= (section->flags & SHF_WRITE) != 0 ? PF_W : 0;
            }
            header.p_align = SegmentAlignment;
            entry_write(sizeof(Elf32_Ehdr) + index * sizeof(Elf32_Phdr), header);
        }
    }

    void header_write()
    {
        Elf32_Ehdr header = {};
        std::memcpy(header.e_ident, ELFMAG, SELFMAG);
        header.e_ident[EI_CLASS] = ELFCLASS32;
        header.e_ident[EI_DATA] = ELFDATA2LSB;
        header.e_ident[EI_VERSION] = EV_CURRENT;
        header.e_type = ET_EXEC;
        header.e_machine = EM_RISCV;
        header.e_version = EV_CURRENT;
        header.e_entry = image.entry;
        header.e_phoff = image.segments.empty() ? 0 : sizeof(Elf32_Ehdr);
        header.e_shoff = static_cast<uint32_t>(sectionHeadersOffset);
        for (const SymbolTable *table : tables) {
            for (const auto &object : table->objects()) {
                header.e_flags |= object->flags;
            }
        }
        header.e_ehsize = sizeof(Elf32_Ehdr);
        header.e_phentsize = sizeof(Elf32_Phdr);
        header.e_phnum = static_cast<uint16_t>(image.segments.size());
        header.e_shentsize = sizeof(Elf32_Shdr);
        header.e_shnum = static_cast<uint16_t>(headers.size());
        header.e_shstrndx = static_cast<uint16_t>(headers.size() - 1);
        entry_write(0, header);
    }

    const Image &image;
    std::span<const SymbolTable *const> tables;
    std::vector<uint8_t> file;
    std::vector<Elf32_Shdr> headers;
    std::vector<Elf32_Sym> symbols;
    uint32_t localCount = 0;
    size_t sectionHeadersOffset = 0;
    StringTable sectionNames;
    StringTable symbolNames;
    std::map<const OutputSection *, uint32_t> offsets;
    std::map<const OutputSection *, uint16_t> indices;
};

} // namespace

Result<std::vector<uint8_t>> image_write(const Image &image,
                                         std::span<const SymbolTable *const> tables)
{
    return ImageWriter(image, tables).write();
}

} // namespace griotte::link
