// Files into the symbol table: the first step of every link.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "base/error.h"
#include "toolchain/link/symbol_table.h"

namespace griotte::link {

/// Adds an object, or an archive's members as they are needed (all of them if `isWhole`). The bytes
/// need not outlive the call.
Result<void> file_add(SymbolTable &table, std::string_view name, std::span<const uint8_t> bytes,
                      bool isWhole);

} // namespace griotte::link
