#include "machine/image/source_lines.h"

#include <algorithm>
#include <map>
#include <memory>

#include <elfutils/libdw.h>
#include <fcntl.h>
#include <unistd.h>

namespace griotte::machine {

namespace {

/// An open file and libdw's view of it.
class DwarfFile
{
  public:
    explicit DwarfFile(const std::string &path)
        : descriptor(open(path.c_str(), O_RDONLY | O_CLOEXEC)),
          dwarf(descriptor < 0 ? nullptr : dwarf_begin(descriptor, DWARF_C_READ))
    {}
    ~DwarfFile()
    {
        dwarf_end(dwarf);
        if (descriptor >= 0) {
            close(descriptor);
        }
    }
    DwarfFile(const DwarfFile &) = delete;
    DwarfFile &operator=(const DwarfFile &) = delete;

    [[nodiscard]] Dwarf *get() const { return dwarf; }

  private:
    int descriptor;
    Dwarf *dwarf;
};

} // namespace

SourceLines SourceLines::read(const std::string &path)
{
    SourceLines result;
    const DwarfFile file(path);
    if (file.get() == nullptr) {
        return result;
    }
    std::map<std::string, uint32_t> fileNumbers;
    Dwarf_Off offset = 0;
    Dwarf_Off next = 0;
    size_t headerSize = 0;
    while (dwarf_nextcu(file.get(), offset, &next, &headerSize, nullptr, nullptr, nullptr) == 0) {
        Dwarf_Die unit;
        Dwarf_Lines *lines = nullptr;
        size_t count = 0;
        if (dwarf_offdie(file.get(), offset + headerSize, &unit) != nullptr &&
            dwarf_getsrclines(&unit, &lines, &count) == 0) {
            for (size_t index = 0; index < count; index++) {
                Dwarf_Line *line = dwarf_onesrcline(lines, index);
                Dwarf_Addr address = 0;
                int number = 0;
                bool isEnd = false;
                const char *source = dwarf_linesrc(line, nullptr, nullptr);
                if (dwarf_lineaddr(line, &address) != 0 || dwarf_lineno(line, &number) != 0 ||
                    dwarf_lineendsequence(line, &isEnd) != 0 || source == nullptr) {
                    continue;
                }
                const auto [entry, isNew] = fileNumbers.try_emplace(
                    source, static_cast<uint32_t>(result.files.size()));
                if (isNew) {
                    result.files.emplace_back(source);
                }
                result.rows.push_back(
                    {static_cast<uint32_t>(address), entry->second, number, isEnd});
            }
        }
        offset = next;
    }
    std::ranges::stable_sort(result.rows, {}, &Row::address);
    return result;
}

std::optional<SourceLine> SourceLines::find(uint32_t address) const
{
    auto after = std::ranges::upper_bound(rows, address, {}, &Row::address);
    while (after != rows.begin()) {
        --after;
        if (!after->endsSequence) {
            return after->line == 0 ? std::nullopt
                                    : std::optional(SourceLine{files[after->file], after->line});
        }
        if (after->address != address) {
            return std::nullopt; // past the end of a sequence
        }
    }
    return std::nullopt;
}

} // namespace griotte::machine
