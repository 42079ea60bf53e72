#include "debug_info/source_lines.h"

#include <algorithm>
#include <iterator>
#include <map>

#include <elfutils/libdw.h>

#include "debug_info/dwarf_file.h"

namespace griotte {

/// Goes through the line tables of an ELF file's compilation units. The name is not local because
/// SourceLines knows it as a friend.
class LineTableReader
{
public:
    explicit LineTableReader(SourceLines &theResult) : result(theResult) {}

    void read(const DwarfFile &file)
    {
        file.units_visit([this](Dwarf_Die &unit) {
            unit_read(unit);
            return result.rows.size() < RowLimit;
        });
    }

private:
    /// More rows than 32 bits of code could fill in earnest.
    static constexpr size_t RowLimit = 16u << 20;

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
    const DwarfFile file(elf);
    LineTableReader(result).read(file);
    std::ranges::stable_sort(result.rows, {}, &Row::address);
    return result;
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

} // namespace griotte
