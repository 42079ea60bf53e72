#include "debug_info/dwarf_file.h"

#include <string_view>

#include <gelf.h>

namespace griotte {

namespace {

/// A byte of a line program makes a row of libdw's at most; this bounds what it allocates.
constexpr uint64_t LineProgramLimit = 16u << 20;

/// The section's size once unpacked.
uint64_t section_size(Elf_Scn *section, const GElf_Shdr &header)
{
    GElf_Chdr packed;
    if ((header.sh_flags & SHF_COMPRESSED) != 0 && gelf_getchdr(section, &packed) != nullptr) {
        return packed.ch_size;
    }
    return header.sh_size;
}

/// Whether libdw will neither open a second file, whose path this one chooses, nor take memory
/// without measure.
bool is_harmless(Elf *file)
{
    size_t names = 0;
    if (elf_getshdrstrndx(file, &names) != 0) {
        return false;
    }
    Elf_Scn *section = nullptr;
    while ((section = elf_nextscn(file, section)) != nullptr) {
        // gelf copies: libelf's own pointers need not be aligned in a file that is not.
        GElf_Shdr header;
        if (gelf_getshdr(section, &header) == nullptr) {
            continue;
        }
        const char *rawName = elf_strptr(file, names, header.sh_name);
        const std::string_view name = rawName == nullptr ? "" : rawName;
        if (name == ".gnu_debugaltlink" || name == ".zdebug_line" ||
            (name == ".debug_line" && section_size(section, header) > LineProgramLimit))
        {
            return false;
        }
    }
    return true;
}

} // namespace

DwarfFile::DwarfFile(std::span<const uint8_t> elf)
    : copy(elf.begin(), elf.end()), file(nullptr, elf_end), dwarf(nullptr, dwarf_end)
{
    elf_version(EV_CURRENT);
    file.reset(elf_memory(copy.data(), copy.size()));
    if (file == nullptr || elf_kind(file.get()) != ELF_K_ELF || !is_harmless(file.get())) {
        return;
    }
    dwarf.reset(dwarf_begin_elf(file.get(), DWARF_C_READ, nullptr));
}

} // namespace griotte
