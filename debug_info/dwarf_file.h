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

private:
    std::vector<char> copy;
    std::unique_ptr<Elf, int (*)(Elf *)> file;
    std::unique_ptr<Dwarf, int (*)(Dwarf *)> dwarf;
};

} // namespace griotte
