// Relocatable objects as the linker works on them.
//
// object_read() takes untrusted bytes: every offset, index and size is checked before it is used,
// so the rest of the room may follow them without looking. Sections and symbols keep the file's own
// numbering. Later steps of the link write their results beside what was read: which sections are
// wanted (garbage.h), where they go (layout.h), what a symbol turned out to be (symbol_table.h).
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "toolchain/link/relocation_types.h"

namespace griotte::link {

struct ObjectFile;
struct OutputSection;
struct Symbol;

struct Relocation
{
    /// No partner.
    static constexpr uint32_t None = UINT32_MAX;

    /// From the start of its section.
    uint32_t offset = 0;
    /// A RelocationType, or what nobody knows.
    uint32_t type = 0;
    /// Index into ObjectFile::symbols.
    uint32_t symbol = 0;
    int32_t addend = 0;

    /// A RELAX stands beside it: the linker may shorten the instruction.
    bool isMarked = false;
    /// Of a low part: the number of its high part among the relocations of the section its symbol
    /// is in. Set by low_parts_pair().
    uint32_t partner = None;
    /// Of a high part: all that use its register can use CGP instead. Set by low_parts_pair().
    bool isDispensable = false;
    /// Bytes the instruction, or the padding, lost. Set by sections_shrink().
    uint32_t lost = 0;

    [[nodiscard]] RelocationType kind() const { return static_cast<RelocationType>(type); }
};

/// Bytes of a section that are not linked.
struct Removal
{
    uint32_t offset = 0;
    uint32_t count = 0;
    /// Of the removals before this one.
    uint32_t before = 0;
};

/// A section of an input file, or one the linker made.
struct Section
{
    std::string name;
    const ObjectFile *file = nullptr;
    uint32_t type = 0;
    uint32_t flags = 0;
    /// A power of two.
    uint32_t alignment = 1;
    uint32_t size = 0;
    /// `size` bytes, or none for a section of zeros.
    std::vector<uint8_t> bytes;
    /// By offset; of equal ones, in the file's order.
    std::vector<Relocation> relocations;
    /// The section this one is about (SHF_LINK_ORDER): it lives and dies with that.
    Section *linkedTo = nullptr;

    /// Not a second copy of something (COMDAT) and not of a kind that links never keep.
    bool isKept = true;
    /// Wanted in the image. Set by garbage_collect() or its plain alternative.
    bool isLive = false;
    /// By offset; they do not overlap. Set by sections_shrink().
    std::vector<Removal> removals;
    /// Where it goes; null until layout, and for ever if it is not wanted.
    OutputSection *output = nullptr;
    uint32_t outputOffset = 0;

    [[nodiscard]] bool is_allocated() const;
    [[nodiscard]] bool is_executable() const;
    [[nodiscard]] bool is_writable() const;
    /// All zeros, without bytes in the file.
    [[nodiscard]] bool is_zero_filled() const;
    /// Its address in the image; 0 while it has none.
    [[nodiscard]] uint32_t address() const;
    /// Where what was at `offset` in the file is once the removals are made.
    [[nodiscard]] uint32_t offset_after(uint32_t offset) const;
    /// Its size in the image.
    [[nodiscard]] uint32_t size_after() const { return offset_after(size); }
    /// Its bytes in the image, before relocation.
    [[nodiscard]] std::vector<uint8_t> bytes_after() const;
};

/// A symbol as one file tells of it.
struct InputSymbol
{
    enum class Place : uint8_t
    {
        Undefined,
        Absolute,
        /// A tentative definition: `value` is the alignment.
        Common,
        InSection,
    };

    std::string name;
    Place place = Place::Undefined;
    /// For InSection; null when the section is one that is not linked (a string table, say).
    Section *section = nullptr;
    uint32_t value = 0;
    uint32_t size = 0;
    uint8_t binding = 0;
    uint8_t type = 0;
    uint8_t visibility = 0;
    /// What it turned out to be. Set by SymbolTable; never null afterwards.
    Symbol *resolved = nullptr;
};

/// Sections that come and go together.
struct SectionGroup
{
    std::string signature;
    /// Of groups with one signature only the first is linked.
    bool isComdat = false;
    std::vector<Section *> members;
};

struct ObjectFile
{
    /// For messages: a path, or "archive.a(member.o)".
    std::string name;
    uint32_t flags = 0;
    /// By number; null where the file has a table of its own (symbols, strings, relocations).
    std::vector<std::unique_ptr<Section>> sections;
    /// By number; number 0 is the ELF null symbol.
    std::vector<InputSymbol> symbols;
    std::vector<SectionGroup> groups;

    ObjectFile() = default;
    ObjectFile(const ObjectFile &) = delete;
    ObjectFile &operator=(const ObjectFile &) = delete;
};

/// Reads an ELF32 little-endian RISC-V relocatable object. Errors name the file and the part of it
/// that is wrong.
Result<std::unique_ptr<ObjectFile>> object_read(std::span<const uint8_t> file,
                                                std::string_view name);

/// "main.o:(.text.main+0x12)", with the function around it when the file has its name.
std::string place_describe(const Section &section, uint32_t offset);

} // namespace griotte::link
