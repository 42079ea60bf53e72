// Source positions of code addresses, from an executable's DWARF.
//
// The line table is read once into one of our own, so libdw sees the file only here. It sees a copy
// in memory, never a mapping of the file: a file that changes meanwhile cannot hurt.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace griotte {

struct SourceLine
{
    std::string file;
    int line = 0;
};

class SourceLines
{
public:
    /// Reads the line table of an ELF file. A file without DWARF, or with DWARF that cannot be
    /// read, has no lines; that is no error.
    static SourceLines read(std::span<const uint8_t> elf);

    /// The line the instruction at `address` comes from.
    [[nodiscard]] std::optional<SourceLine> find(uint32_t address) const;
    [[nodiscard]] bool is_empty() const { return rows.empty(); }

private:
    struct Row
    {
        uint32_t address = 0;
        uint32_t file = 0;
        int line = 0;
        bool endsSequence = false;
    };
    friend class LineTableReader;

    std::vector<std::string> files;
    std::vector<Row> rows; // by address
};

} // namespace griotte
