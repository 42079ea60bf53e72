#include "machine/image/image.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>

#include <fmt/ranges.h>

namespace griotte::machine {

namespace {

constexpr uint64_t AddressSpace = uint64_t{1} << 32;
/// Nothing for a microcontroller is larger; a device file or a sparse one might be.
constexpr uintmax_t FileSizeLimit = 256u << 20;

Result<std::vector<uint8_t>> file_read(const std::string &path)
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

std::string memory_describe(const Memory &memory)
{
    std::vector<std::string> parts;
    for (const Memory::Region &region : memory.regions()) {
        parts.push_back(fmt::format("{} 0x{:08x}-0x{:x}", region.name, region.range.start,
                                    region.range.end()));
    }
    return fmt::format("{}", fmt::join(parts, ", "));
}

} // namespace

const Symbol *Image::symbol_near(uint32_t address) const
{
    auto after = std::ranges::upper_bound(symbols, address, {}, &Symbol::address);
    const Symbol *nearest = nullptr;
    // Several symbols may start at one address; one that covers the address is the best of them.
    while (after != symbols.begin()) {
        --after;
        if (nearest != nullptr && after->address != nearest->address) {
            break;
        }
        const bool covers = address - after->address < after->size;
        if (nearest == nullptr || covers) {
            nearest = &*after;
        }
        if (covers) {
            break;
        }
    }
    if (nearest == nullptr) {
        return nullptr;
    }
    for (const Segment &segment : segments) {
        const AddressRange range{segment.address, segment.size()};
        if (range.contains(address)) {
            return range.contains(nearest->address) ? nearest : nullptr;
        }
    }
    return address - nearest->address < nearest->size ? nearest : nullptr;
}

const Symbol *Image::symbol_find(std::string_view name) const
{
    const auto found = std::ranges::find(symbols, name, &Symbol::name);
    return found == symbols.end() ? nullptr : &*found;
}

Result<Image> vhx_read(std::string_view text, std::string_view name, uint32_t address)
{
    Image image;
    Segment segment{std::string(name), address, {}, 0};
    size_t line = 1;
    for (size_t at = 0; at < text.size();) {
        if (std::isspace(static_cast<unsigned char>(text[at])) != 0) {
            line += text[at] == '\n' ? 1 : 0;
            at++;
            continue;
        }
        const size_t start = at;
        uint32_t word = 0;
        while (at < text.size() && std::isxdigit(static_cast<unsigned char>(text[at])) != 0) {
            const char digit = text[at++];
            word = (word << 4) |
                   static_cast<uint32_t>(digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }
        const bool isEnded =
            at == text.size() || std::isspace(static_cast<unsigned char>(text[at])) != 0;
        if (at == start || at - start > 8 || !isEnded) {
            return fail("{}:{}: '{}' is not a word of up to 8 hexadecimal digits", name, line,
                        text.substr(start, std::min<size_t>(at - start + 1, 16)));
        }
        for (unsigned shift = 0; shift < 32; shift += 8) {
            segment.bytes.push_back(static_cast<uint8_t>(word >> shift));
        }
        if (address + segment.bytes.size() > AddressSpace) {
            return fail("{}:{}: the image goes past the end of the address space", name, line);
        }
    }
    if (segment.bytes.empty()) {
        return fail("{}: holds no words", name);
    }
    image.segments.push_back(std::move(segment));
    return image;
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
        {std::string(name), address, std::vector<uint8_t>(file.begin(), file.end()), 0});
    return image;
}

Result<Image> image_read(const std::string &path, std::optional<uint32_t> address)
{
    const std::vector<uint8_t> bytes = TRY(file_read(path));
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

Result<void> image_load(const Image &image, Memory &memory)
{
    for (size_t index = 0; index < image.segments.size(); index++) {
        const Segment &segment = image.segments[index];
        if (segment.size() == 0) {
            continue;
        }
        // Regions that touch serve one segment together, so ask for each byte's region in turn.
        for (uint64_t at = segment.address; at < segment.address + segment.size();) {
            const Memory::Region *region =
                at < AddressSpace ? memory.region_at(static_cast<uint32_t>(at)) : nullptr;
            if (region == nullptr) {
                return fail("{}: 0x{:08x}-0x{:x} needs memory at 0x{:08x}, where the board has none "
                            "(it has {})",
                            segment.name, segment.address, segment.address + segment.size(), at,
                            memory_describe(memory));
            }
            at = region->range.end();
        }
        for (size_t other = 0; other < index; other++) {
            const Segment &earlier = image.segments[other];
            if (earlier.size() != 0 && AddressRange{segment.address, segment.size()}.overlaps(
                                           {earlier.address, earlier.size()})) {
                return fail("{} (0x{:08x}, {} bytes) overlaps {} (0x{:08x}, {} bytes)",
                            segment.name, segment.address, segment.size(), earlier.name,
                            earlier.address, earlier.size());
            }
        }
    }
    constexpr uint64_t ChunkSize = 64u << 10;
    const std::vector<uint8_t> zeros(ChunkSize);
    for (const Segment &segment : image.segments) {
        TRY_VOID(memory.host_write(segment.address, segment.bytes));
        const uint64_t end = segment.address + segment.size();
        for (uint64_t at = segment.address + segment.bytes.size(); at < end; at += ChunkSize) {
            TRY_VOID(memory.host_write(
                static_cast<uint32_t>(at),
                std::span(zeros).first(std::min<uint64_t>(ChunkSize, end - at))));
        }
    }
    return {};
}

} // namespace griotte::machine
