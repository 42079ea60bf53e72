// ELF: only what a statically linked firmware needs, with every offset checked.
//
// System V ABI, "ELF header", "Program header", "Symbol table".
#include <algorithm>
#include <cstring>

#include <elf.h>

#include "machine/image/image.h"

namespace griotte::machine {

namespace {

constexpr uint64_t AddressSpace = uint64_t{1} << 32;
/// A symbol table of millions is an attack, not a firmware.
constexpr size_t SymbolLimit = 1u << 20;
/// Bytes of symbol names: tables may share them, so the file's size is no bound.
constexpr size_t NamesLimit = 64u << 20;
constexpr size_t SegmentLimit = 1024;

class ElfReader
{
public:
    ElfReader(std::span<const uint8_t> theFile, std::string_view theName)
        : file(theFile), name(theName)
    {}

    Result<Image> read()
    {
        header = TRY(object_at<Elf32_Ehdr>(0, "the ELF header"));
        TRY_VOID(header_check());
        Image image;
        image.format = ImageFormat::Elf;
        image.entry = header.e_entry;
        TRY_VOID(segments_read(image));
        TRY_VOID(symbols_read(image));
        return image;
    }

    Result<std::optional<std::span<const uint8_t>>> section_read(std::string_view wanted)
    {
        header = TRY(object_at<Elf32_Ehdr>(0, "the ELF header"));
        TRY_VOID(header_check());
        if (header.e_shoff == 0 || header.e_shentsize != sizeof(Elf32_Shdr) ||
            header.e_shstrndx >= header.e_shnum)
        {
            return std::nullopt; // stripped
        }
        const std::span<const uint8_t> names =
            TRY(section_bytes(TRY(section_at(header.e_shstrndx)), "the sections' names"));
        for (uint32_t index = 0; index < header.e_shnum; index++) {
            const auto section = TRY(section_at(index));
            if (section.sh_name >= names.size() || section.sh_type == SHT_NOBITS) {
                continue;
            }
            const std::string_view rest(reinterpret_cast<const char *>(names.data()) +
                                            section.sh_name,
                                        names.size() - section.sh_name);
            if (rest.substr(0, rest.find('\0')) == wanted) {
                return TRY(section_bytes(section, wanted));
            }
        }
        return std::nullopt;
    }

private:
    [[nodiscard]] Result<std::span<const uint8_t>> section_bytes(const Elf32_Shdr &section,
                                                                 std::string_view what) const
    {
        const uint64_t end = uint64_t{section.sh_offset} + section.sh_size;
        if (end > file.size()) {
            return fail("{}: section {} wants bytes {}-{} of a file of {}", name, what,
                        section.sh_offset, end, file.size());
        }
        return file.subspan(section.sh_offset, section.sh_size);
    }

    /// A copy of the T at `offset`; alignment in the file does not matter.
    template <typename T>
    Result<T> object_at(uint64_t offset, std::string_view what) const
    {
        if (offset > file.size() || file.size() - offset < sizeof(T)) {
            return fail("{}: {} lies past the end of the file ({} bytes)", name, what, file.size());
        }
        T object;
        std::memcpy(&object, file.data() + offset, sizeof object);
        return object;
    }

    [[nodiscard]] Result<void> header_check() const
    {
        if (header.e_ident[EI_CLASS] != ELFCLASS32 || header.e_ident[EI_DATA] != ELFDATA2LSB) {
            return fail("{}: is not a 32-bit little-endian ELF file", name);
        }
        if (header.e_machine != EM_RISCV) {
            return fail("{}: is for ELF machine {}, not RISC-V ({})", name, header.e_machine,
                        EM_RISCV);
        }
        if (header.e_type == ET_REL) {
            return fail("{}: is an object file; link it first", name);
        }
        if (header.e_type != ET_EXEC && header.e_type != ET_DYN) {
            return fail("{}: is not an executable (ELF type {})", name, header.e_type);
        }
        if (header.e_phnum == 0) {
            return fail("{}: has no program headers, so nothing to load", name);
        }
        if (header.e_phnum > SegmentLimit || header.e_phentsize != sizeof(Elf32_Phdr)) {
            return fail("{}: has {} program headers of {} bytes; expected up to {} of {}", name,
                        header.e_phnum, header.e_phentsize, SegmentLimit, sizeof(Elf32_Phdr));
        }
        return {};
    }

    Result<void> segments_read(Image &image) const
    {
        uint64_t bytesTaken = 0;
        for (unsigned index = 0; index < header.e_phnum; index++) {
            const std::string what = fmt::format("program header {}", index);
            const auto program = TRY(
                object_at<Elf32_Phdr>(uint64_t{header.e_phoff} + index * sizeof(Elf32_Phdr), what));
            if (program.p_type == PT_INTERP || program.p_type == PT_DYNAMIC) {
                return fail("{}: is dynamically linked; link it statically", name);
            }
            if (program.p_type != PT_LOAD || program.p_memsz == 0) {
                continue;
            }
            TRY_VOID(program_check(program, what));
            bytesTaken += program.p_filesz;
            if (bytesTaken > 2 * file.size()) {
                return fail("{}: its segments share their bytes in the file; together they want "
                            "more than twice what is there",
                            name);
            }
            const uint8_t *bytes = file.data() + program.p_offset;
            // The physical address is where a loader puts it: initialised data may run elsewhere.
            image.segments.push_back({fmt::format("{}: segment {}", name, index), program.p_paddr,
                                      std::vector<uint8_t>(bytes, bytes + program.p_filesz),
                                      program.p_memsz - program.p_filesz,
                                      (program.p_flags & PF_W) != 0,
                                      (program.p_flags & PF_X) != 0});
        }
        if (image.segments.empty()) {
            return fail("{}: has no loadable segment", name);
        }
        return {};
    }

    [[nodiscard]] Result<void> program_check(const Elf32_Phdr &program, std::string_view what) const
    {
        if (program.p_filesz > program.p_memsz) {
            return fail("{}: {} has more bytes in the file ({}) than in memory ({})", name, what,
                        program.p_filesz, program.p_memsz);
        }
        if (uint64_t{program.p_offset} + program.p_filesz > file.size()) {
            return fail("{}: {} wants bytes {}-{} of a file of {}", name, what, program.p_offset,
                        uint64_t{program.p_offset} + program.p_filesz, file.size());
        }
        if (uint64_t{program.p_paddr} + program.p_memsz > AddressSpace) {
            return fail("{}: {} (0x{:08x}, {} bytes) goes past the end of the address space", name,
                        what, program.p_paddr, program.p_memsz);
        }
        return {};
    }

    [[nodiscard]] Result<Elf32_Shdr> section_at(uint32_t index) const
    {
        return object_at<Elf32_Shdr>(uint64_t{header.e_shoff} + index * sizeof(Elf32_Shdr),
                                     fmt::format("section header {}", index));
    }

    Result<void> symbols_read(Image &image)
    {
        if (header.e_shoff == 0 || header.e_shentsize != sizeof(Elf32_Shdr)) {
            return {}; // stripped
        }
        for (uint32_t index = 0; index < header.e_shnum; index++) {
            const auto section = TRY(section_at(index));
            if (section.sh_type != SHT_SYMTAB) {
                continue;
            }
            if (section.sh_link >= header.e_shnum) {
                return fail("{}: the symbol table names section {} of {} for its strings", name,
                            section.sh_link, header.e_shnum);
            }
            const auto strings = TRY(section_at(section.sh_link));
            TRY_VOID(symbol_table_read(image, section, strings));
        }
        std::ranges::stable_sort(image.symbols, {}, &Symbol::address);
        return {};
    }

    Result<void> symbol_table_read(Image &image, const Elf32_Shdr &table, const Elf32_Shdr &strings)
    {
        const size_t count = table.sh_size / sizeof(Elf32_Sym);
        if (uint64_t{strings.sh_offset} + strings.sh_size > file.size() ||
            uint64_t{table.sh_offset} + table.sh_size > file.size())
        {
            return fail("{}: the symbol table ({} symbols, {} bytes of names) is not inside the "
                        "file",
                        name, count, strings.sh_size);
        }
        const std::string_view names(
            reinterpret_cast<const char *>(file.data()) + strings.sh_offset, strings.sh_size);
        for (size_t index = 0; index < count; index++) {
            const auto symbol = TRY(object_at<Elf32_Sym>(
                uint64_t{table.sh_offset} + index * sizeof(Elf32_Sym), "the symbol table"));
            TRY_VOID(symbol_add(image, symbol, names));
        }
        return {};
    }

    Result<void> symbol_add(Image &image, const Elf32_Sym &symbol, std::string_view names)
    {
        const unsigned type = ELF32_ST_TYPE(symbol.st_info);
        const bool isNamed = symbol.st_name != 0 && symbol.st_name < names.size();
        if (!isNamed || symbol.st_shndx == SHN_UNDEF || type == STT_SECTION || type == STT_FILE) {
            return {};
        }
        const std::string_view rest = names.substr(symbol.st_name);
        const std::string_view symbolName = rest.substr(0, rest.find('\0'));
        if (symbolName.empty() || symbolName.starts_with("$") || symbolName.starts_with(".L")) {
            return {}; // mapping symbols and the compiler's own labels
        }
        nameBytes += symbolName.size();
        if (image.symbols.size() >= SymbolLimit || nameBytes > NamesLimit) {
            return fail("{}: has more than {} symbols, or {} MiB of their names", name, SymbolLimit,
                        NamesLimit >> 20);
        }
        image.symbols.push_back({std::string(symbolName), symbol.st_value, symbol.st_size,
                                 type == STT_FUNC     ? Symbol::Kind::Function
                                 : type == STT_OBJECT ? Symbol::Kind::Object
                                                      : Symbol::Kind::None});
        return {};
    }

    std::span<const uint8_t> file;
    std::string_view name;
    Elf32_Ehdr header{};
    size_t nameBytes = 0;
};

} // namespace

Result<Image> elf_read(std::span<const uint8_t> file, std::string_view name)
{
    return ElfReader(file, name).read();
}

Result<std::optional<std::span<const uint8_t>>>
elf_section_read(std::span<const uint8_t> file, std::string_view name, std::string_view section)
{
    return ElfReader(file, name).section_read(section);
}

} // namespace griotte::machine
