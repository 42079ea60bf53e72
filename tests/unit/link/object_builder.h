// Objects made by hand, byte for byte what an assembler writes: so that the linker's tests need
// none.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <elf.h>

#include "toolchain/link/relocation_types.h"

namespace griotte::link {

class ObjectBuilder
{
public:
    /// What the builder calls a section or a symbol; also its number in the file.
    using Number = uint32_t;

    static constexpr uint32_t CheriotFlags = 0x30001;

    Number section_add(std::string_view name, uint32_t flags, std::vector<uint8_t> bytes,
                       uint32_t alignment = 4, uint32_t type = SHT_PROGBITS);
    /// A section of zeros.
    Number zeros_add(std::string_view name, uint32_t size, uint32_t alignment = 4);
    Number symbol_add(std::string_view name, Number section, uint32_t value = 0, uint32_t size = 0,
                      uint8_t binding = STB_GLOBAL, uint8_t type = STT_NOTYPE);
    Number undefined_add(std::string_view name, uint8_t binding = STB_GLOBAL);
    void relocation_add(Number section, uint32_t offset, RelocationType type, Number symbol,
                        int32_t addend = 0);
    /// Other bytes in a section, from `offset` on.
    void bytes_set(Number section, uint32_t offset, const std::vector<uint8_t> &bytes);
    /// A COMDAT group of `members`, called after `signature`.
    void group_add(Number signature, const std::vector<Number> &members);

    uint32_t flags = CheriotFlags;

    [[nodiscard]] std::vector<uint8_t> build() const;

private:
    struct Section
    {
        std::string name;
        Elf32_Shdr header = {};
        std::vector<uint8_t> bytes;
        std::vector<Elf32_Rela> relocations;
    };

    std::vector<Section> sections = {Section()};
    std::vector<std::pair<std::string, Elf32_Sym>> symbols = {{"", {}}};
};

/// Words as bytes.
std::vector<uint8_t> words(const std::vector<uint32_t> &values);

/// An archive in the GNU format.
std::vector<uint8_t>
archive_make(const std::vector<std::pair<std::string, std::vector<uint8_t>>> &members);

} // namespace griotte::link
