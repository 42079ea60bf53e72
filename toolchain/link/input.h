// Files into the symbol table: the first step of every link.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "toolchain/link/symbol_table.h"

namespace griotte::link {

/// An object or an archive, whichever its bytes are.
struct InputFile
{
    /// For messages, maps and reports: the path as the user knows it.
    std::string name;
    std::vector<uint8_t> bytes;
    /// Of an archive, link every member.
    bool isWhole = false;
};

/// Adds an object, or an archive's members as they are needed (all of them if the file says so).
/// The bytes need not outlive the call.
Result<void> file_add(SymbolTable &table, const InputFile &file);

} // namespace griotte::link
