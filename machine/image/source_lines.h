// Source positions of code addresses, from an executable's DWARF.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace griotte::machine {

struct SourceLine
{
    std::string file;
    int line = 0;
};

class SourceLines
{
  public:
    /// Reads the line table of the ELF file at `path`. A file without DWARF, or with DWARF that
    /// cannot be read, has no lines; that is no error.
    static SourceLines read(const std::string &path);

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
    std::vector<std::string> files;
    std::vector<Row> rows; // by address
};

} // namespace griotte::machine
