// The image as an ELF executable: segments for loaders, sections, symbols and debug information for
// people. The same input makes the same bytes.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "toolchain/link/layout.h"
#include "toolchain/link/symbol_table.h"

namespace griotte::link {

/// What the writer writes. Addresses must be final.
struct Image
{
    uint32_t entry = 0;
    /// In the order they get in the file. Each group of neighbours in `segments` is in memory
    /// order.
    std::vector<OutputSection *> sections;
    /// Each becomes a program header: sections that are loaded together, nothing else between them.
    std::vector<std::vector<OutputSection *>> segments;
    /// The sections' relocated contents; sections of zeros have none.
    std::map<const OutputSection *, std::vector<uint8_t>> contents;
};

/// The ELF file, with the symbols of all of `tables`: a name may be in several. Its flags are all
/// the objects'. Fails when it would be larger than 4 GiB.
Result<std::vector<uint8_t>> image_write(const Image &image,
                                         std::span<const SymbolTable *const> tables);

} // namespace griotte::link
