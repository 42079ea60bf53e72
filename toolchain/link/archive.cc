// The common archive format: a magic word, then members, each behind a header of 60 characters and
// padded to an even length. Long names are in a member of their own ("//"; GNU) or stand before the
// contents ("#1/length"; BSD).
#include "toolchain/link/archive.h"

#include <optional>

#include "base/text.h"

namespace griotte::link {

namespace {

constexpr std::string_view Magic = "!<arch>\n";
constexpr std::string_view ThinMagic = "!<thin>\n";
constexpr size_t HeaderSize = 60;
constexpr std::string_view HeaderEnd = "`\n";

std::string_view trimmed(std::string_view text)
{
    const size_t end = text.find_last_not_of(' ');
    return text.substr(0, end == std::string_view::npos ? 0 : end + 1);
}

class ArchiveReader
{
public:
    ArchiveReader(std::span<const uint8_t> theFile, std::string_view theName)
        : file(theFile), text(reinterpret_cast<const char *>(theFile.data()), theFile.size()),
          name(theName)
    {}

    Result<std::vector<ArchiveMember>> read()
    {
        std::vector<ArchiveMember> members;
        size_t offset = Magic.size();
        while (offset < text.size()) {
            const std::string_view header = text.substr(offset, HeaderSize);
            if (header.size() < HeaderSize || !header.ends_with(HeaderEnd)) {
                return fail("{}: the archive is damaged: no member header at byte {}", name,
                            offset);
            }
            const auto size = number_parse(trimmed(header.substr(48, 10)));
            const size_t start = offset + HeaderSize;
            if (!size.has_value() || *size > text.size() - start) {
                return fail("{}: the archive is damaged: the member at byte {} goes past the end",
                            name, offset);
            }
            TRY_VOID(member_add(trimmed(header.substr(0, 16)), start, *size, members));
            offset = start + *size + *size % 2;
        }
        return members;
    }

private:
    Result<void> member_add(std::string_view title, size_t start, size_t size,
                            std::vector<ArchiveMember> &members)
    {
        if (title == "/" || title == "/SYM64/" || title.starts_with("__.SYMDEF")) {
            return {};
        }
        if (title == "//") {
            longNames = text.substr(start, size);
            return {};
        }
        std::string memberName(title.substr(0, title.find('/')));
        if (title.starts_with("/")) {
            memberName = TRY(long_name(title.substr(1)));
        } else if (title.starts_with("#1/")) {
            const auto length = number_parse(title.substr(3));
            if (!length.has_value() || *length > size) {
                return fail("{}: the archive is damaged: the name '{}' is longer than its member",
                            name, title);
            }
            const std::string_view padded = text.substr(start, *length);
            memberName = padded.substr(0, padded.find('\0'));
            if (memberName.starts_with("__.SYMDEF")) {
                return {};
            }
            start += *length;
            size -= *length;
        }
        members.push_back({std::move(memberName), file.subspan(start, size)});
        return {};
    }

    [[nodiscard]] Result<std::string> long_name(std::string_view digits) const
    {
        const auto offset = number_parse(digits);
        if (!offset.has_value() || *offset >= longNames.size()) {
            return fail("{}: the archive is damaged: there is no long name '/{}'", name, digits);
        }
        const std::string_view rest = longNames.substr(*offset);
        return std::string(rest.substr(0, rest.find_first_of("/\n")));
    }

    std::span<const uint8_t> file;
    std::string_view text;
    std::string_view name;
    std::string_view longNames;
};

bool starts_with(std::span<const uint8_t> file, std::string_view magic)
{
    return std::string_view(reinterpret_cast<const char *>(file.data()), file.size())
        .starts_with(magic);
}

} // namespace

bool is_archive(std::span<const uint8_t> file)
{
    return starts_with(file, Magic) || starts_with(file, ThinMagic);
}

Result<std::vector<ArchiveMember>> archive_read(std::span<const uint8_t> file,
                                                std::string_view name)
{
    if (starts_with(file, ThinMagic)) {
        return fail("{}: is a thin archive, which only names its members; make it with `ar rcs`",
                    name);
    }
    return ArchiveReader(file, name).read();
}

} // namespace griotte::link
