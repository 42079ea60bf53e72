// Where variables with a fixed address were declared, from an executable's DWARF.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>

#include "debug_info/source_lines.h"

namespace griotte {

class VariableLines
{
public:
    /// Reads the variables of an ELF file. A file without DWARF, or with DWARF that cannot be read,
    /// has none; that is no error.
    static VariableLines read(std::span<const uint8_t> elf);

    /// The declaration of the variable that begins at `address`, or of the nearest that begins
    /// before it and contains it.
    [[nodiscard]] std::optional<SourceLine> find(uint32_t address) const;

private:
    struct Variable
    {
        /// In bytes; 0 when its type does not say.
        uint32_t size = 0;
        SourceLine declaration;
    };
    friend class VariableReader;

    std::map<uint32_t, Variable> byAddress;
};

} // namespace griotte
