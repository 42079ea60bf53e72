// Which reader a file is for.
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "machine/image/image.h"

namespace griotte::machine {

namespace {

constexpr uint64_t AddressSpace = uint64_t{1} << 32;
/// Nothing for a microcontroller is larger; a device file or a sparse one might be.
constexpr uintmax_t FileSizeLimit = 256u << 20;

} // namespace

Result<std::vector<uint8_t>> image_file_read(const std::string &path)
{
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) {
        return fail("{}: is a directory, not an image", path);
    }
    const auto size = std::filesystem::file_size(path, error);
    if (error) {
        return fail("{}: {}", path, error.message());
    }
    if (size > FileSizeLimit) {
        return fail("{}: {} bytes is more than the {} MiB an image may have", path, size,
                    FileSizeLimit >> 20);
    }
    std::ifstream stream(path, std::ios::binary);
    std::vector<uint8_t> bytes(size);
    stream.read(reinterpret_cast<char *>(bytes.data()), static_cast<std::streamsize>(size));
    if (!stream) {
        return fail("{}: cannot be read: {}", path, std::strerror(errno));
    }
    return bytes;
}

Result<Image> raw_read(std::span<const uint8_t> file, std::string_view name, uint32_t address)
{
    if (file.empty()) {
        return fail("{}: is empty", name);
    }
    if (address + file.size() > AddressSpace) {
        return fail("{}: {} bytes at 0x{:08x} go past the end of the address space", name,
                    file.size(), address);
    }
    Image image;
    image.segments.push_back(
        {std::string(name), address, std::vector<uint8_t>(file.begin(), file.end())});
    return image;
}

Result<Image> image_read(const std::string &path, std::optional<uint32_t> address)
{
    const std::vector<uint8_t> bytes = TRY(image_file_read(path));
    constexpr std::string_view ElfMagic = "\x7f"
                                          "ELF";
    const std::string_view text(reinterpret_cast<const char *>(bytes.data()), bytes.size());
    if (text.starts_with(ElfMagic)) {
        return elf_read(bytes, path);
    }
    if (!address.has_value()) {
        return fail("{}: is not ELF, so it does not say where it belongs; give an address "
                    "({}@0x80000000)",
                    path, path);
    }
    return path.ends_with(".vhx") ? vhx_read(text, path, *address)
                                  : raw_read(bytes, path, *address);
}

} // namespace griotte::machine
