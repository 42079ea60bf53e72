#include "toolchain/link/input.h"

#include "toolchain/link/archive.h"

namespace griotte::link {

Result<void> file_add(SymbolTable &table, std::string_view name, std::span<const uint8_t> bytes,
                      bool isWhole)
{
    if (!is_archive(bytes)) {
        table.object_add(TRY(object_read(bytes, name)));
        return {};
    }
    const auto members = TRY(archive_read(bytes, name));
    if (!isWhole) {
        return table.archive_add(name, members);
    }
    for (const ArchiveMember &member : members) {
        table.object_add(TRY(object_read(member.bytes, fmt::format("{}({})", name, member.name))));
    }
    return {};
}

} // namespace griotte::link
