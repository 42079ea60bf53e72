#include "toolchain/link/input.h"

#include "toolchain/link/archive.h"

namespace griotte::link {

Result<void> file_add(SymbolTable &table, const InputFile &file)
{
    if (!is_archive(file.bytes)) {
        table.object_add(TRY(object_read(file.bytes, file.name)));
        return {};
    }
    const auto members = TRY(archive_read(file.bytes, file.name));
    if (!file.isWhole) {
        return table.archive_add(file.name, members);
    }
    for (const ArchiveMember &member : members) {
        table.object_add(
            TRY(object_read(member.bytes, fmt::format("{}({})", file.name, member.name))));
    }
    return {};
}

} // namespace griotte::link
