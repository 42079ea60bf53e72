// An ELF file opened by libdw from a copy in memory: shared by what reads debug information.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include <elfutils/libdw.h>

namespace griotte {

class DwarfFile
{
public:
    /// Copies `elf`, which libelf may change.
    explicit DwarfFile(std::span<const uint8_t> elf);
    DwarfFile(const DwarfFile &) = delete;
    DwarfFile &operator=(const DwarfFile &) = delete;

    /// Null when there is nothing that can be read, or that had better not be.
    [[nodiscard]] Dwarf *get() const { return dwarf.get(); }

    /// Calls `visit(Dwarf_Die &unit)` for each compilation unit until one returns false. Whether
    /// none did; there may be no units.
    template <typename Visit>
    bool units_visit(Visit visit) const
    {
        Dwarf_Off offset = 0;
        Dwarf_Off next = 0;
        size_t headerSize = 0;
        while (dwarf != nullptr &&
               dwarf_nextcu(dwarf.get(), offset, &next, &headerSize, nullptr, nullptr, nullptr) ==
                   0 &&
               next > offset)
        {
            Dwarf_Die unit;
            if (dwarf_offdie(dwarf.get(), offset + headerSize, &unit) != nullptr && !visit(unit)) {
                return false;
            }
            offset = next;
        }
        return true;
    }

private:
    std::vector<char> copy;
    std::unique_ptr<Elf, int (*)(Elf *)> file;
    std::unique_ptr<Dwarf, int (*)(Dwarf *)> dwarf;
};

} // namespace griotte
