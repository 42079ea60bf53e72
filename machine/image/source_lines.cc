#include "machine/image/source_lines.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <string_view>

#include <elfutils/libdw.h>
#include <gelf.h>

#include "machine/image/image.h"

namespace griotte::machine {

/// Goes through the line tables of an ELF file's compilation units. The name is not local because
/// SourceLines knows it as a friend.
class LineTableReader
{
public:
    explicit LineTableReader(SourceLines &theResult) : result(theResult) {}

    /// Reads what can be read of `elf`, which libelf may change.
    void read(std::vector<char> &elf)
    {
        elf_version(EV_CURRENT);
        const std::unique_ptr<Elf, decltype(&elf_end)> file(elf_memory(elf.data(), elf.size()),
                                                            elf_end);
        if (file == nullptr || elf_kind(file.get()) != ELF_K_ELF || !is_harmless(file.get())) {
            return;
        }
        const std::unique_ptr<Dwarf, decltype(&dwarf_end)> dwarf(
            dwarf_begin_elf(file.get(), DWARF_C_READ, nullptr), dwarf_end);
        if (dwarf == nullptr) {
            return;
        }
        Dwarf_Off offset = 0;
        Dwarf_Off next = 0;
        size_t headerSize = 0;
        while (dwarf_nextcu(dwarf.get(), offset, &next, &headerSize, nullptr, nullptr, nullptr) ==
                   0 &&
               next > offset && result.rows.size() < RowLimit)
        {
            Dwarf_Die unit;
            if (dwarf_offdie(dwarf.get(), offset + headerSize, &unit) != nullptr) {
                unit_read(unit);
            }
            offset = next;
        }
    }

private:
    /// More rows than 32 bits of code could fill in earnest.
    static constexpr size_t RowLimit = 16u << 20;

    /// A byte of a line program makes a row of libdw's at most; this bounds what it allocates.
    static constexpr uint64_t LineProgramLimit = 16u << 20;

    /// Whether libdw will neither open a second file, whose path this one chooses, nor take memory
    /// without measure.
    static bool is_harmless(Elf *file)
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

    /// The section's size once unpacked.
    static uint64_t section_size(Elf_Scn *section, const GElf_Shdr &header)
    {
        GElf_Chdr packed;
        if ((header.sh_flags & SHF_COMPRESSED) != 0 && gelf_getchdr(section, &packed) != nullptr) {
            return packed.ch_size;
        }
        return header.sh_size;
    }

    void unit_read(Dwarf_Die &unit)
    {
        Dwarf_Lines *lines = nullptr;
        size_t count = 0;
        if (dwarf_getsrclines(&unit, &lines, &count) != 0) {
            return;
        }
        for (size_t index = 0; index < count && result.rows.size() < RowLimit; index++) {
            row_read(dwarf_onesrcline(lines, index));
        }
    }

    void row_read(Dwarf_Line *line)
    {
        Dwarf_Addr address = 0;
        int number = 0;
        bool isEnd = false;
        const char *source = dwarf_linesrc(line, nullptr, nullptr);
        if (source == nullptr || dwarf_lineaddr(line, &address) != 0 ||
            dwarf_lineno(line, &number) != 0 || dwarf_lineendsequence(line, &isEnd) != 0 ||
            address > UINT32_MAX)
        {
            return;
        }
        const auto [entry, isNew] =
            fileNumbers.try_emplace(source, static_cast<uint32_t>(result.files.size()));
        if (isNew) {
            result.files.emplace_back(source);
        }
        result.rows.push_back({static_cast<uint32_t>(address), entry->second, number, isEnd});
    }

    SourceLines &result;
    std::map<std::string, uint32_t, std::less<>> fileNumbers;
};

SourceLines SourceLines::read(std::span<const uint8_t> elf)
{
    SourceLines result;
    std::vector<char> copy(elf.begin(), elf.end());
    LineTableReader(result).read(copy);
    std::ranges::stable_sort(result.rows, {}, &Row::address);
    return result;
}

SourceLines SourceLines::read(const std::string &path)
{
    const auto bytes = image_file_read(path);
    return bytes.has_value() ? read(*bytes) : SourceLines();
}

std::optional<SourceLine> SourceLines::find(uint32_t address) const
{
    // Of the rows at the nearest address, the last that begins something: where one sequence ends
    // another may begin.
    auto row = std::ranges::upper_bound(rows, address, {}, &Row::address);
    if (row == rows.begin()) {
        return std::nullopt;
    }
    const uint32_t nearest = std::prev(row)->address;
    while (row != rows.begin() && std::prev(row)->address == nearest) {
        --row;
        if (!row->endsSequence) {
            return row->line == 0 ? std::nullopt
                                  : std::optional(SourceLine{files[row->file], row->line});
        }
    }
    return std::nullopt;
}

} // namespace griotte::machine
