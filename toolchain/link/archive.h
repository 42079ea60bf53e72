// Archives of objects (`ar`): where the linker looks for definitions that are still missing.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace griotte::link {

struct ArchiveMember
{
    std::string name;
    /// Inside the archive's own bytes, which must outlive this.
    std::span<const uint8_t> bytes;
};

bool is_archive(std::span<const uint8_t> file);

/// Reads an archive in the common format (GNU and BSD long names). The index an archive may carry
/// is passed over: the linker reads the members themselves. Thin archives are refused.
Result<std::vector<ArchiveMember>> archive_read(std::span<const uint8_t> file,
                                                std::string_view name);

} // namespace griotte::link
