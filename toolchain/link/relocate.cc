// RISC-V ELF specification, "Relocations", for the ordinary ones; docs/reference/abi.md for
// CHERIoT's. The order below is that of the instruction-set page.
#include "toolchain/link/relocate.h"
#include "machine/capability/bounds.h"

#include <algorithm>
#include <cstring>

#include <elf.h>

#include "isa/instruction.h"
#include "toolchain/link/relocation_arithmetic.h"

namespace griotte::link {

namespace {

constexpr auto Mode = isa::Mode::Cheriot;

template <typename T>
T word_read(std::span<const uint8_t> bytes)
{
    T value{};
    std::memcpy(&value, bytes.data(), std::min(sizeof value, bytes.size()));
    return value;
}

void word_write(std::span<uint8_t> bytes, uint64_t value)
{
    std::memcpy(bytes.data(), &value, bytes.size());
}

/// The bits that make an instruction with 20 bits of upper immediate the one called `opcode`.
uint32_t opcode_replace(uint32_t word, isa::Opcode opcode)
{
    for (size_t index = 0; index < isa::encoding_count(); index++) {
        const isa::EncodingPattern pattern = isa::encoding_pattern(index);
        // AUIPC shares its encoding with AUIPCC: the machine knows it by the one record.
        if (isa::decode(pattern.match, Mode).opcode == opcode) {
            return (word & ~pattern.mask) | pattern.match;
        }
    }
    return word;
}

std::string_view reach_describe(Reach reach)
{
    return reach == Reach::Pcc ? "PC" : "CGP";
}

/// The compressed jump that links to register `rd`, to nowhere yet.
uint32_t jump_compressed(uint8_t rd)
{
    for (size_t index = 0; index < isa::encoding_count(); index++) {
        const uint32_t match = isa::encoding_pattern(index).match;
        const isa::Instruction instruction = isa::decode(match, Mode);
        if (instruction.opcode == isa::Opcode::CJAL && instruction.length == 2 &&
            instruction.rd == rd)
        {
            return match;
        }
    }
    return 0;
}

constexpr uint32_t CgpNumber = 3;

} // namespace

struct Relocator::Place
{
    const Section &section;
    const Relocation &relocation;
    const Symbol &symbol;
    /// From the relocated place to the end of the section.
    std::span<uint8_t> rest;

    [[nodiscard]] uint32_t address() const
    {
        return section.address() + section.offset_after(relocation.offset);
    }
    [[nodiscard]] uint32_t target() const { return symbol.address_of(relocation.addend); }
    /// The bytes the relocation is about.
    [[nodiscard]] std::span<uint8_t> bytes() const
    {
        return rest.first(relocation_traits(relocation.type).width);
    }
    [[nodiscard]] bool is_undefined() const { return !symbol.is_defined(); }
};

template <typename... Arguments>
void Relocator::complain(const Place &place, fmt::format_string<Arguments...> format,
                         Arguments &&...arguments)
{
    complaints.add("{}: {} of '{}': {}", place_describe(place.section, place.relocation.offset),
                   relocation_name(place.relocation.type), place.symbol.name,
                   fmt::format(format, std::forward<Arguments>(arguments)...));
}

const Relocation *high_part_find(const Section &section, const Relocation &low)
{
    const Symbol &label = *section.file->symbols[low.symbol].resolved;
    return low.partner == Relocation::None || label.is_discarded()
               ? nullptr
               : &label.section->relocations[low.partner];
}

int64_t high_part_distance(const Section &section, const Relocation &high, uint32_t cgp)
{
    const Symbol &symbol = *section.file->symbols[high.symbol].resolved;
    const uint32_t from =
        symbol.reach() == Reach::Cgp ? cgp : section.address() + section.offset_after(high.offset);
    return int64_t{symbol.address_of(high.addend)} - from;
}

std::vector<uint8_t> Relocator::contents_make(const OutputSection &output)
{
    std::vector<uint8_t> bytes(output.size);
    for (const Section *section : output.inputs) {
        const std::span<uint8_t> part =
            std::span(bytes).subspan(section->outputOffset, section->size_after());
        std::ranges::copy(section->bytes_after(), part.begin());
        section_relocate(*section, part);
    }
    return bytes;
}

void Relocator::section_relocate(const Section &section, std::span<uint8_t> bytes)
{
    for (const Relocation &relocation : section.relocations) {
        const Symbol &symbol = *section.file->symbols[relocation.symbol].resolved;
        const Place place{section, relocation, symbol,
                          bytes.subspan(section.offset_after(relocation.offset))};
        if (section.is_allocated()) {
            relocation_apply(place);
        } else {
            debug_apply(place);
        }
    }
}

void Relocator::relocation_apply(const Place &place)
{
    using enum RelocationType;
    const RelocationType kind = place.relocation.kind();
    if (kind == None || kind == Relax) {
        return;
    }
    if (kind == Align) {
        padding_fill(place);
        return;
    }
    if (place.symbol.is_discarded()) {
        complain(place, "it is in a section that was dropped, a second copy of something an "
                        "earlier file has; refer to it by a global name");
        return;
    }
    switch (kind) {
    case Hi20:
    case Lo12I:
    case Lo12S:
        absolute_apply(place, place.target());
        break;
    case Branch:
        branch_apply(place, 13);
        break;
    case Jal:
        branch_apply(place, 21);
        break;
    case RvcBranch:
        branch_apply(place, 9);
        break;
    case RvcJump:
        branch_apply(place, 12);
        break;
    case CompartmentHi:
    case CompartmentCgpHi:
        high_apply(place);
        break;
    case CompartmentLoI:
    case CompartmentLoS:
        low_apply(place);
        break;
    case CompartmentSize:
        size_apply(place);
        break;
    case CheriCapability:
        capability_apply(place);
        break;
    default:
        data_apply(place, place.target());
        break;
    }
}

/// Debug information may well speak of code that is not in the image. Such an address is all ones,
/// where nothing is; in the lists of ranges of DWARF 4, which 0 and all ones end or change, it
/// is 1.
void Relocator::debug_apply(const Place &place)
{
    using enum RelocationType;
    switch (place.relocation.kind()) {
    case Word32:
    case Word64:
        if (place.symbol.is_discarded()) {
            const bool isList =
                place.section.name == ".debug_ranges" || place.section.name == ".debug_loc";
            word_write(place.bytes(), isList ? 1 : 0xffff'ffffu);
            return;
        }
        break;
    case CheriCapability:
    case Hi20:
    case Branch:
    case Jal:
        complain(place, "debug information holds no code and no capabilities");
        return;
    default:
        break;
    }
    data_apply(place, place.target());
}

void Relocator::data_apply(const Place &place, uint64_t value)
{
    using enum RelocationType;
    const std::span<uint8_t> bytes = place.bytes();
    const auto old = word_read<uint64_t>(bytes);
    constexpr uint64_t SixBits = 0x3f;
    switch (place.relocation.kind()) {
    case Word32:
    case Word64:
    case Set8:
    case Set16:
    case Set32:
        word_write(bytes, value);
        break;
    case Pcrel32:
        word_write(bytes, value - place.address());
        break;
    case Add8:
    case Add16:
    case Add32:
    case Add64:
        word_write(bytes, old + value);
        break;
    case Sub8:
    case Sub16:
    case Sub32:
    case Sub64:
        word_write(bytes, old - value);
        break;
    case Set6:
        word_write(bytes, (old & ~SixBits) | (value & SixBits));
        break;
    case Sub6:
        word_write(bytes, (old & ~SixBits) | ((old - value) & SixBits));
        break;
    case SetUleb128:
    case SubUleb128:
        uleb128_apply(place, value);
        break;
    default:
        break;
    }
}

/// The two come as a pair on one place: the first writes its value, the second takes its own off.
/// The field keeps the length the assembler gave it, so only the difference has to fit.
void Relocator::uleb128_apply(const Place &place, uint64_t value)
{
    if (place.relocation.kind() == RelocationType::SetUleb128) {
        return; // the subtraction, which follows, does both
    }
    const auto &all = place.section.relocations;
    const auto here =
        std::ranges::equal_range(all, place.relocation.offset, {}, &Relocation::offset);
    const auto set = std::ranges::find(here, RelocationType::SetUleb128, &Relocation::kind);
    const size_t length = uleb128_length(place.rest);
    if (set == here.end() || length == 0) {
        complain(place, "{}",
                 length == 0 ? "there is no number in ULEB128 that ends there"
                             : "there is no SET_ULEB128 to subtract from");
        return;
    }
    const Symbol &minuend = *place.section.file->symbols[set->symbol].resolved;
    const auto difference =
        static_cast<uint32_t>(minuend.address() + set->addend - static_cast<uint32_t>(value));
    if (!uleb128_write(place.rest.first(length), difference)) {
        complain(place, "the difference to '{}', {}, does not fit in {} bytes of ULEB128",
                 minuend.name, difference, length);
    }
}

void Relocator::immediate_set(const Place &place, uint32_t word, int32_t immediate)
{
    const uint32_t replaced = isa::immediate_replace(word, immediate, Mode);
    const isa::Instruction instruction = isa::decode(replaced, Mode);
    if (instruction.opcode == isa::Opcode::Illegal || instruction.immediate != immediate ||
        instruction.length != place.bytes().size())
    {
        complain(place, "the instruction there (0x{:x}) cannot hold {}", word, immediate);
        return;
    }
    word_write(place.bytes(), replaced);
}

void Relocator::absolute_apply(const Place &place, uint32_t value)
{
    const auto word = word_read<uint32_t>(place.bytes());
    immediate_set(place, word,
                  place.relocation.kind() == RelocationType::Hi20
                      ? static_cast<int32_t>(high_of_absolute(value))
                      : low_of_absolute(value));
}

void Relocator::branch_apply(const Place &place, unsigned bits)
{
    const auto word = word_read<uint32_t>(place.bytes());
    if (place.is_undefined()) {
        // Weak and nowhere: the program asks before it goes there. If it does not, this traps.
        word_write(place.bytes(), 0);
        return;
    }
    const int64_t distance = int64_t{place.target()} - place.address();
    if (place.relocation.lost != 0) {
        const uint32_t jump = jump_compressed(isa::decode(word, Mode).rd);
        const auto immediate = static_cast<int32_t>(distance);
        word_write(place.rest.first(2), isa::immediate_replace(jump, immediate, Mode));
        return;
    }
    if (!is_reachable(distance, bits)) {
        complain(place,
                 "the target is {} bytes away; this instruction reaches {} bytes either way. Call "
                 "through a pointer, or link the files nearer to each other",
                 distance, int64_t{1} << (bits - 1));
    } else if (distance % 2 != 0) {
        complain(place, "the target is at an odd distance ({}); instructions are 2-aligned",
                 distance);
    } else {
        immediate_set(place, word, static_cast<int32_t>(distance));
    }
}

/// The padding that is left is made of whole instructions.
void Relocator::padding_fill(const Place &place)
{
    constexpr uint32_t Nop = 0x13;
    constexpr uint16_t CompressedNop = 1;
    uint32_t left = static_cast<uint32_t>(place.relocation.addend) - place.relocation.lost;
    std::span<uint8_t> bytes = place.rest.first(left);
    for (; left >= 4; left -= 4, bytes = bytes.subspan(4)) {
        word_write(bytes.first(4), Nop);
    }
    if (left >= 2) {
        word_write(bytes.first(2), CompressedNop);
    }
}

void Relocator::high_apply(const Place &place)
{
    if (place.relocation.lost != 0) {
        return;
    }
    const auto word = word_read<uint32_t>(place.bytes());
    const isa::Opcode opcode = isa::decode(word, Mode).opcode;
    if (opcode != isa::Opcode::AUIPCC && opcode != isa::Opcode::AUICGP) {
        complain(place, "belongs on auipcc or auicgp; the instruction there is 0x{:08x}", word);
        return;
    }
    if (place.is_undefined()) {
        complain(place, "it is weak and nowhere defined, so it is a null capability, which no "
                        "register leads to; load it from a .chericap");
        return;
    }
    const Reach reach = place.symbol.reach();
    if (reach == Reach::Nothing) {
        complain(place,
                 "it is at 0x{:08x}, outside both code and data, where neither PCC nor CGP leads; "
                 "load it from a .chericap",
                 place.target());
        return;
    }
    const int64_t distance = high_part_distance(place.section, place.relocation, cgp);
    const auto split = distance_split(distance);
    if (!split.has_value()) {
        complain(place, "it is {} bytes from {}, further than the instruction reaches", distance,
                 reach_describe(reach));
        return;
    }
    immediate_set(
        place,
        opcode_replace(word, reach == Reach::Pcc ? isa::Opcode::AUIPCC : isa::Opcode::AUICGP),
        split->high);
}

void Relocator::low_apply(const Place &place)
{
    const Relocation *high = high_part_find(place.section, place.relocation);
    if (high == nullptr || place.relocation.addend != 0) {
        complain(place, "it must be the label of the auipcc or auicgp with the high part; the "
                        "offset belongs there, too");
        return;
    }
    const Section &home = *place.symbol.section;
    const Symbol &target = *home.file->symbols[high->symbol].resolved;
    if (target.reach() == Reach::Nothing || !target.is_defined()) {
        return; // the high part's complaint
    }
    const auto split = distance_split(high_part_distance(home, *high, cgp));
    if (split.has_value()) {
        const auto word = word_read<uint32_t>(place.bytes());
        immediate_set(place, high->lost == 0 ? word : isa::rs1_replace(word, CgpNumber, Mode),
                      split->low);
    }
}

void Relocator::size_apply(const Place &place)
{
    constexpr uint32_t Limit = 4095;
    const Symbol &symbol = place.symbol;
    if (place.is_undefined()) {
        complain(place, "it is nowhere defined, so it has no size");
    } else if (place.relocation.addend != 0) {
        complain(place, "an offset of {} from a size means nothing; bound the object first",
                 place.relocation.addend);
    } else if (symbol.size_after() == 0 && symbol.type == STT_NOTYPE) {
        complain(place, "its size is not known; say .size where it is defined");
    } else if (symbol.size_after() > Limit) {
        complain(place,
                 "its size, {}, does not fit the instruction, which takes up to {}; put the size "
                 "in a register",
                 symbol.size_after(), Limit);
    } else if (!is_representable(symbol.address(), symbol.size_after())) {
        complain(place,
                 "a capability cannot have the bounds 0x{:08x} to 0x{:08x} exactly; align the "
                 "object to {} and make it {} bytes long",
                 symbol.address(), symbol.address() + symbol.size_after(),
                 machine::representable_alignment(symbol.size_after()),
                 representable_length(symbol.size_after()));
    } else {
        immediate_set(place, word_read<uint32_t>(place.bytes()),
                      static_cast<int32_t>(symbol.size_after()));
    }
}

/// Start-up code writes the capability over this: the address without a tag is for whoever looks at
/// the image before.
void Relocator::capability_apply(const Place &place)
{
    if (place.address() % 8 != 0) {
        complain(place,
                 "a capability lies at 0x{:08x}, which is not a multiple of 8; align the "
                 "data",
                 place.address());
        return;
    }
    word_write(place.bytes(), place.target());
}

} // namespace griotte::link
