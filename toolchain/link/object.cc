// ELF relocatable objects, read with every step checked (System V ABI, "Object Files"; RISC-V ELF
// specification for the numbers).
#include "toolchain/link/object.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include <elf.h>

namespace griotte::link {

namespace {

/// Bounds against files whose tables share bytes: what they describe must not dwarf the file.
constexpr size_t SectionLimit = SHN_LORESERVE;
constexpr size_t NamesLimit = 64u << 20;
constexpr uint32_t AlignmentLimit = 1u << 24;
/// EF_RISCV_CAP_MODE: addresses in this code are capabilities.
constexpr uint32_t CapabilityModeFlag = 0x20000;
/// Tables only other tools read.
constexpr uint32_t AttributesType = 0x70000003;
constexpr uint32_t ProcessorTypesFirst = 0x70000000;
constexpr uint32_t ProcessorTypesLast = 0x7fffffff;

class ObjectReader
{
public:
    ObjectReader(std::span<const uint8_t> theFile, std::string_view theName)
        : file(theFile), object(std::make_unique<ObjectFile>())
    {
        object->name = theName;
    }

    Result<std::unique_ptr<ObjectFile>> read()
    {
        header = TRY(entry_at<Elf32_Ehdr>(0, "the ELF header"));
        TRY_VOID(header_check());
        object->flags = header.e_flags;
        TRY_VOID(headers_read());
        TRY_VOID(sections_read());
        TRY_VOID(symbols_read());
        for (size_t index = 1; index < headers.size(); index++) {
            TRY_VOID(section_details_read(index));
        }
        TRY_VOID(mode_check());
        return std::move(object);
    }

private:
    template <typename... Arguments>
    [[nodiscard]] std::unexpected<Error> complain(fmt::format_string<Arguments...> format,
                                                  Arguments &&...arguments) const
    {
        return context(object->name,
                       Error{fmt::format(format, std::forward<Arguments>(arguments)...)});
    }

    /// A copy of the T at `offset`; alignment in the file does not matter.
    template <typename T>
    Result<T> entry_at(uint64_t offset, std::string_view what) const
    {
        if (offset > file.size() || file.size() - offset < sizeof(T)) {
            return complain("{} lies past the end of the file ({} bytes)", what, file.size());
        }
        T entry;
        std::memcpy(&entry, file.data() + offset, sizeof entry);
        return entry;
    }

    /// The T's a section consists of.
    template <typename T>
    Result<std::vector<T>> table_read(size_t index) const
    {
        const Elf32_Shdr &section = headers[index];
        if (section.sh_size % sizeof(T) != 0 ||
            (section.sh_entsize != 0 && section.sh_entsize != sizeof(T)))
        {
            return complain("{} is a table of {}-byte entries, {} bytes long; expected entries of "
                            "{} bytes",
                            section_describe(index), section.sh_entsize, section.sh_size,
                            sizeof(T));
        }
        const auto bytes = TRY(contents(index));
        std::vector<T> table(bytes.size() / sizeof(T));
        if (!table.empty()) {
            std::memcpy(table.data(), bytes.data(), bytes.size());
        }
        return table;
    }

    [[nodiscard]] std::string section_describe(size_t index) const
    {
        const std::string_view name =
            index < names.size() ? std::string_view(names[index]) : std::string_view();
        return name.empty() ? fmt::format("section {}", index)
                            : fmt::format("section {} ({})", index, name);
    }

    [[nodiscard]] Result<void> header_check() const
    {
        if (std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0) {
            return complain("is not an ELF file");
        }
        if (header.e_ident[EI_CLASS] != ELFCLASS32 || header.e_ident[EI_DATA] != ELFDATA2LSB) {
            return complain("is not a 32-bit little-endian ELF file");
        }
        if (header.e_machine != EM_RISCV) {
            return complain("is for ELF machine {}, not RISC-V ({})", header.e_machine, EM_RISCV);
        }
        if (header.e_type != ET_REL) {
            return complain("is not a relocatable object (ELF type {}); link the objects it was "
                            "made from",
                            header.e_type);
        }
        if (header.e_shentsize != sizeof(Elf32_Shdr) || header.e_shnum == 0) {
            return complain("has {} section headers of {} bytes; expected some of {}",
                            header.e_shnum, header.e_shentsize, sizeof(Elf32_Shdr));
        }
        return {};
    }

    Result<std::span<const uint8_t>> contents(size_t index) const
    {
        const Elf32_Shdr &section = headers[index];
        if (uint64_t{section.sh_offset} + section.sh_size > file.size()) {
            return complain("{} wants bytes {}-{} of a file of {}", section_describe(index),
                            section.sh_offset, uint64_t{section.sh_offset} + section.sh_size,
                            file.size());
        }
        return file.subspan(section.sh_offset, section.sh_size);
    }

    /// The string at `offset` of the string table in section `table`.
    Result<std::string> string_at(size_t table, uint32_t offset, std::string_view what)
    {
        if (table >= headers.size() || headers[table].sh_type != SHT_STRTAB) {
            return complain("{} takes its name from section {}, which is no string table", what,
                            table);
        }
        const auto bytes = TRY(contents(table));
        const auto rest = bytes.subspan(std::min<size_t>(offset, bytes.size()));
        const auto end = std::ranges::find(rest, uint8_t{0});
        if (end == rest.end()) {
            return complain("the name of {} at {} lies past the end of its string table ({} bytes)",
                            what, offset, bytes.size());
        }
        namesTaken += static_cast<size_t>(end - rest.begin()) + 1;
        if (namesTaken > NamesLimit) {
            return complain("its names together are longer than {} bytes", NamesLimit);
        }
        return std::string(rest.begin(), end);
    }

    Result<void> headers_read()
    {
        if (header.e_shnum >= SectionLimit) {
            return complain("has {} sections; at most {} are possible", header.e_shnum,
                            SectionLimit - 1);
        }
        for (size_t index = 0; index < header.e_shnum; index++) {
            headers.push_back(
                TRY(entry_at<Elf32_Shdr>(uint64_t{header.e_shoff} + index * sizeof(Elf32_Shdr),
                                         fmt::format("section header {}", index))));
        }
        for (size_t index = 0; index < header.e_shnum; index++) {
            names.push_back(TRY(string_at(header.e_shstrndx, headers[index].sh_name,
                                          fmt::format("section {}", index))));
        }
        return {};
    }

    /// Whether the section is the file's bookkeeping and not part of the program.
    static bool is_bookkeeping(const Elf32_Shdr &section)
    {
        switch (section.sh_type) {
        case SHT_NULL:
        case SHT_SYMTAB:
        case SHT_STRTAB:
        case SHT_RELA:
        case SHT_REL:
        case SHT_GROUP:
        case AttributesType:
            return true;
        default:
            return false;
        }
    }

    Result<void> sections_read()
    {
        object->sections.resize(headers.size());
        uint64_t bytesTaken = 0;
        for (size_t index = 1; index < headers.size(); index++) {
            const Elf32_Shdr &raw = headers[index];
            if (is_bookkeeping(raw)) {
                continue;
            }
            auto section = std::make_unique<Section>();
            section->name = names[index];
            section->file = object.get();
            section->type = raw.sh_type;
            section->flags = raw.sh_flags;
            section->size = raw.sh_size;
            section->alignment = std::max<uint32_t>(raw.sh_addralign, 1);
            if (!std::has_single_bit(section->alignment) || section->alignment > AlignmentLimit) {
                return complain("{} wants alignment {}, which is no power of two up to {}",
                                section_describe(index), section->alignment, AlignmentLimit);
            }
            if ((raw.sh_flags & SHF_TLS) != 0 && raw.sh_size != 0) {
                return complain("{} is thread-local storage, which CHERIoT does not have; make the "
                                "variable an ordinary one",
                                section_describe(index));
            }
            if ((raw.sh_flags & SHF_COMPRESSED) != 0) {
                return complain("{} is compressed; assemble without --compress-debug-sections",
                                section_describe(index));
            }
            if (raw.sh_type != SHT_NOBITS) {
                const auto bytes = TRY(contents(index));
                bytesTaken += bytes.size();
                if (bytesTaken > 2 * file.size()) {
                    return complain("its sections share their bytes in the file; together they "
                                    "want more than twice what is there");
                }
                section->bytes.assign(bytes.begin(), bytes.end());
            }
            section->isKept =
                (raw.sh_flags & SHF_EXCLUDE) == 0 && names[index] != ".note.GNU-stack";
            object->sections[index] = std::move(section);
        }
        return {};
    }

    Result<void> symbols_read()
    {
        for (size_t index = 1; index < headers.size(); index++) {
            if (headers[index].sh_type != SHT_SYMTAB) {
                continue;
            }
            if (symbolTable != 0) {
                return complain("has two symbol tables, in sections {} and {}", symbolTable, index);
            }
            symbolTable = index;
            const auto table = TRY(table_read<Elf32_Sym>(index));
            for (size_t number = 0; number < table.size(); number++) {
                object->symbols.push_back(TRY(symbol_read(table[number], number)));
            }
        }
        if (object->symbols.empty()) {
            object->symbols.emplace_back();
        }
        return {};
    }

    Result<InputSymbol> symbol_read(const Elf32_Sym &raw, size_t number)
    {
        InputSymbol symbol;
        symbol.name = TRY(
            string_at(headers[symbolTable].sh_link, raw.st_name, fmt::format("symbol {}", number)));
        symbol.value = raw.st_value;
        symbol.size = raw.st_size;
        symbol.binding = ELF32_ST_BIND(raw.st_info);
        symbol.type = ELF32_ST_TYPE(raw.st_info);
        symbol.visibility = ELF32_ST_VISIBILITY(raw.st_other);
        const std::string what = fmt::format("symbol {} ('{}')", number, symbol.name);
        if (symbol.binding != STB_LOCAL && symbol.binding != STB_GLOBAL &&
            symbol.binding != STB_WEAK)
        {
            return complain("{} has binding {}, which is neither local, global nor weak", what,
                            symbol.binding);
        }
        if (symbol.type == STT_TLS || symbol.type == STT_GNU_IFUNC) {
            return complain("{} is {}, which CHERIoT does not have", what,
                            symbol.type == STT_TLS ? "thread-local" : "an indirect function");
        }
        switch (raw.st_shndx) {
        case SHN_UNDEF:
            symbol.place = InputSymbol::Place::Undefined;
            return symbol;
        case SHN_ABS:
            symbol.place = InputSymbol::Place::Absolute;
            return symbol;
        case SHN_COMMON:
            symbol.place = InputSymbol::Place::Common;
            if (!std::has_single_bit(std::max(symbol.value, 1u)) || symbol.value > AlignmentLimit) {
                return complain("{} is common with alignment {}, which is no power of two up to {}",
                                what, symbol.value, AlignmentLimit);
            }
            return symbol;
        default:
            break;
        }
        if (raw.st_shndx >= headers.size()) {
            return complain("{} is in section {} of {}", what, raw.st_shndx, headers.size());
        }
        symbol.place = InputSymbol::Place::InSection;
        symbol.section = object->sections[raw.st_shndx].get();
        if (symbol.section != nullptr && symbol.value > symbol.section->size) {
            return complain("{} is at offset 0x{:x} of {}, which is 0x{:x} bytes long", what,
                            symbol.value, section_describe(raw.st_shndx), symbol.section->size);
        }
        return symbol;
    }

    /// What refers from one section to another, once all are there.
    Result<void> section_details_read(size_t index)
    {
        const Elf32_Shdr &raw = headers[index];
        if (raw.sh_type == SHT_RELA) {
            return relocations_read(index);
        }
        if (raw.sh_type == SHT_REL) {
            return complain("{} has relocations without addends (REL); RISC-V objects have RELA",
                            section_describe(index));
        }
        if (raw.sh_type == SHT_GROUP) {
            return group_read(index);
        }
        Section *section = object->sections[index].get();
        if (section != nullptr && (raw.sh_flags & SHF_LINK_ORDER) != 0 && raw.sh_link != 0) {
            if (raw.sh_link >= headers.size()) {
                return complain("{} is about section {} of {}", section_describe(index),
                                raw.sh_link, headers.size());
            }
            section->linkedTo = object->sections[raw.sh_link].get();
        }
        return {};
    }

    Result<void> relocations_read(size_t index)
    {
        const Elf32_Shdr &raw = headers[index];
        if (raw.sh_info >= headers.size() || object->sections[raw.sh_info] == nullptr) {
            return complain("{} relocates section {}, which cannot be relocated",
                            section_describe(index), raw.sh_info);
        }
        if (symbolTable == 0 || raw.sh_link != symbolTable) {
            return complain("{} takes its symbols from section {}, which is not the symbol table",
                            section_describe(index), raw.sh_link);
        }
        Section &target = *object->sections[raw.sh_info];
        const auto table = TRY(table_read<Elf32_Rela>(index));
        for (const Elf32_Rela &entry : table) {
            Relocation relocation;
            relocation.offset = entry.r_offset;
            relocation.type = ELF32_R_TYPE(entry.r_info);
            relocation.symbol = ELF32_R_SYM(entry.r_info);
            relocation.addend = entry.r_addend;
            TRY_VOID(relocation_check(relocation, target));
            target.relocations.push_back(relocation);
        }
        std::ranges::stable_sort(target.relocations, {}, &Relocation::offset);
        for (size_t number = 1; number < target.relocations.size(); number++) {
            Relocation &marked = target.relocations[number - 1];
            const Relocation &mark = target.relocations[number];
            marked.isMarked = mark.kind() == RelocationType::Relax && mark.offset == marked.offset;
        }
        return {};
    }

    [[nodiscard]] Result<void> relocation_check(const Relocation &relocation,
                                                const Section &target) const
    {
        const RelocationTraits traits = relocation_traits(relocation.type);
        if (traits.name == nullptr) {
            return complain("({}+0x{:x}): {} is not one the linker knows", target.name,
                            relocation.offset, relocation_name(relocation.type));
        }
        if (uint64_t{relocation.offset} + traits.width > target.bytes.size()) {
            return complain("({}+0x{:x}): {} lies past the section's {} bytes", target.name,
                            relocation.offset, relocation_name(relocation.type),
                            target.bytes.size());
        }
        // Of an alignment the addend is the padding there is.
        const bool isPaddingMissing =
            relocation.kind() == RelocationType::Align &&
            (relocation.addend < 0 ||
             static_cast<uint32_t>(relocation.addend) > target.bytes.size() - relocation.offset);
        if (isPaddingMissing) {
            return complain("({}+0x{:x}): {} of {} bytes, more than the section has", target.name,
                            relocation.offset, relocation_name(relocation.type), relocation.addend);
        }
        if (relocation.symbol >= object->symbols.size()) {
            return complain("({}+0x{:x}): {} names symbol {} of {}", target.name, relocation.offset,
                            relocation_name(relocation.type), relocation.symbol,
                            object->symbols.size());
        }
        return {};
    }

    Result<void> group_read(size_t index)
    {
        const Elf32_Shdr &raw = headers[index];
        const auto words = TRY(table_read<uint32_t>(index));
        if (words.empty() || raw.sh_link != symbolTable || raw.sh_info >= object->symbols.size()) {
            return complain("{} is a section group without a proper signature",
                            section_describe(index));
        }
        SectionGroup group;
        const InputSymbol &signature = object->symbols[raw.sh_info];
        group.signature = signature.name.empty() && signature.section != nullptr
                              ? signature.section->name
                              : signature.name;
        group.isComdat = (words.front() & GRP_COMDAT) != 0;
        for (const uint32_t member : std::span(words).subspan(1)) {
            if (member >= headers.size()) {
                return complain("{} has section {} of {} as a member", section_describe(index),
                                member, headers.size());
            }
            if (object->sections[member] != nullptr) {
                group.members.push_back(object->sections[member].get());
            }
        }
        object->groups.push_back(std::move(group));
        return {};
    }

    static bool is_old_table(std::string_view name)
    {
        return name == ".ctors" || name == ".dtors" || name.starts_with(".ctors.") ||
               name.starts_with(".dtors.");
    }

    /// Code whose addresses are integers cannot run among capabilities.
    [[nodiscard]] Result<void> mode_check() const
    {
        for (const auto &section : object->sections) {
            if (section == nullptr) {
                continue;
            }
            if (section->is_executable() && section->size != 0 &&
                (object->flags & CapabilityModeFlag) == 0)
            {
                return complain("is not CHERIoT code (ELF flags 0x{:x} lack CAP_MODE, 0x{:x}); "
                                "build it with griotte's tools",
                                object->flags, CapabilityModeFlag);
            }
            if (section->size != 0 && is_old_table(section->name)) {
                return complain("({}): is a table of constructors of the old kind, which start-up "
                                "code does not run; compile with -fuse-init-array",
                                section->name);
            }
            if (section->is_allocated() && section->type >= ProcessorTypesFirst &&
                section->type <= ProcessorTypesLast)
            {
                return complain("({}): section type 0x{:x} is not one the linker knows",
                                section->name, section->type);
            }
        }
        return {};
    }

    std::span<const uint8_t> file;
    std::unique_ptr<ObjectFile> object;
    Elf32_Ehdr header = {};
    std::vector<Elf32_Shdr> headers;
    std::vector<std::string> names;
    /// Its section number; 0 while there is none.
    size_t symbolTable = 0;
    size_t namesTaken = 0;
};

} // namespace

bool Section::is_allocated() const
{
    return (flags & SHF_ALLOC) != 0;
}

bool Section::is_executable() const
{
    return (flags & SHF_EXECINSTR) != 0;
}

bool Section::is_writable() const
{
    return (flags & SHF_WRITE) != 0;
}

bool Section::is_zero_filled() const
{
    return type == SHT_NOBITS;
}

uint32_t Section::offset_after(uint32_t offset) const
{
    auto next = std::ranges::upper_bound(removals, offset, {}, &Removal::offset);
    if (next == removals.begin()) {
        return offset;
    }
    const Removal &last = *std::prev(next);
    return offset - last.before - std::min(last.count, offset - last.offset);
}

std::vector<uint8_t> Section::bytes_after() const
{
    std::vector<uint8_t> result;
    size_t from = 0;
    for (const Removal &removal : removals) {
        result.insert(result.end(), bytes.begin() + static_cast<ptrdiff_t>(from),
                      bytes.begin() + static_cast<ptrdiff_t>(removal.offset));
        from = removal.offset + removal.count;
    }
    result.insert(result.end(), bytes.begin() + static_cast<ptrdiff_t>(from), bytes.end());
    return result;
}

Result<std::unique_ptr<ObjectFile>> object_read(std::span<const uint8_t> file,
                                                std::string_view name)
{
    return ObjectReader(file, name).read();
}

std::string place_describe(const Section &section, uint32_t offset)
{
    std::string place = fmt::format("{}:({}+0x{:x})", section.file->name, section.name, offset);
    const InputSymbol *function = nullptr;
    for (const InputSymbol &symbol : section.file->symbols) {
        const bool isBefore = symbol.section == &section && symbol.type == STT_FUNC &&
                              symbol.value <= offset && !symbol.name.empty();
        if (isBefore && offset - symbol.value < std::max(symbol.size, 1u) &&
            (function == nullptr || symbol.value >= function->value))
        {
            function = &symbol;
        }
    }
    return function == nullptr ? place : fmt::format("{} in '{}'", place, function->name);
}

} // namespace griotte::link
