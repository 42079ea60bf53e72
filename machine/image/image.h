// What is loaded into a machine: bytes at addresses, an entry point, symbols.
//
// Every reader takes untrusted bytes: sizes and offsets are checked before they are used, and an
// error says which file, which part of it and why. tests/fuzz holds a target for each.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "machine/memory/memory.h"

namespace griotte::machine {

struct Segment
{
    /// For messages: "segment 1", "file x.vhx".
    std::string name;
    uint32_t address = 0;
    std::vector<uint8_t> bytes;
    /// Zeros after the bytes.
    uint64_t zeroFill = 0;
    /// What the file says of it, for people; a capability machine enforces neither.
    bool isWritable = true;
    bool isExecutable = true;

    [[nodiscard]] uint64_t size() const { return bytes.size() + zeroFill; }
};

struct Symbol
{
    enum class Kind : uint8_t
    {
        None,
        Function,
        Object,
    };
    std::string name;
    uint32_t address = 0;
    uint32_t size = 0;
    Kind kind = Kind::None;
};

enum class ImageFormat : uint8_t
{
    Raw,
    Elf,
    Vhx,
};

struct Image
{
    ImageFormat format = ImageFormat::Raw;
    std::vector<Segment> segments;
    std::optional<uint32_t> entry;
    /// Sorted by address.
    std::vector<Symbol> symbols;

    /// The symbol that contains `address`, or the last one before it in the same segment; null when
    /// there is none.
    [[nodiscard]] const Symbol *symbol_near(uint32_t address) const;
    [[nodiscard]] const Symbol *symbol_find(std::string_view name) const;
};

/// Reads a 32-bit little-endian RISC-V executable: ET_EXEC, or ET_DYN without a dynamic section, as
/// a linker makes a static image that is also position-independent. Segments go to their physical
/// addresses. Refuses object files, dynamically linked ones, other machines and whatever points
/// outside the file.
Result<Image> elf_read(std::span<const uint8_t> file, std::string_view name);

/// The bytes of the ELF file's first section called `section`; nothing when it has none. Fails when
/// the file is no ELF file of elf_read()'s or the section is not inside it.
Result<std::optional<std::span<const uint8_t>>>
elf_section_read(std::span<const uint8_t> file, std::string_view name, std::string_view section);

/// Reads Verilog `$readmemh` text without addresses: one word a token, at `address` onwards. A
/// token has up to 8 digits, for 32 bits, or 16, for 64 with the high word first.
Result<Image> vhx_read(std::string_view text, std::string_view name, uint32_t address);

/// Takes the bytes as they are, at `address`.
Result<Image> raw_read(std::span<const uint8_t> file, std::string_view name, uint32_t address);

/// The bytes of the file at `path`. Fails when it cannot be read or is larger than any image.
Result<std::vector<uint8_t>> image_file_read(const std::string &path);

/// Reads a file by what it is: ELF by its magic, `.vhx` by its ending, anything else raw. Formats
/// without addresses go to `address`; an error when it is needed and absent.
Result<Image> image_read(const std::string &path, std::optional<uint32_t> address);

/// Writes the image's segments. Fails, before anything is written, when one has no memory under it
/// or two overlap.
Result<void> image_load(const Image &image, Memory &memory);

} // namespace griotte::machine
