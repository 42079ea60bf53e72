#include "toolchain/link/relax.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <optional>

#include <elf.h>

#include "isa/instruction.h"
#include "toolchain/link/layout.h"
#include "toolchain/link/relocate.h"
#include "toolchain/link/relocation_arithmetic.h"

namespace griotte::link {

namespace {

constexpr auto Mode = isa::Mode::Cheriot;
constexpr uint32_t InstructionSize = 4;
constexpr uint32_t CompressedSize = 2;
constexpr unsigned CompressedJumpBits = 12;

isa::Instruction instruction_at(const Section &section, uint32_t offset)
{
    uint32_t word = 0;
    std::memcpy(&word, section.bytes.data() + offset,
                std::min<size_t>(sizeof word, section.bytes.size() - offset));
    return isa::decode(word, Mode);
}

bool is_high(const Relocation &relocation)
{
    return relocation.kind() == RelocationType::CompartmentHi;
}

bool is_low(const Relocation &relocation)
{
    return relocation.kind() == RelocationType::CompartmentLoI ||
           relocation.kind() == RelocationType::CompartmentLoS;
}

/// Finds the high part at the label that `low` names.
void partner_find(const Section &section, Relocation &low)
{
    const Symbol &label = *section.file->symbols[low.symbol].resolved;
    if (label.kind != Symbol::Kind::InSection) {
        return;
    }
    const auto &others = label.section->relocations;
    const auto here = std::ranges::equal_range(others, label.value, {}, &Relocation::offset);
    for (auto other = here.begin(); other != here.end(); ++other) {
        if (is_high(*other) || other->kind() == RelocationType::CompartmentCgpHi) {
            low.partner = static_cast<uint32_t>(other - others.begin());
            return;
        }
    }
}

/// Whether the instruction of `low` works as well with CGP in place of what `high` makes.
bool is_replaceable(const Section &section, const Relocation &low, const Relocation &high)
{
    const isa::Instruction user = instruction_at(section, low.offset);
    const uint8_t base = instruction_at(section, high.offset).rd;
    return low.isMarked && user.opcode != isa::Opcode::Illegal && user.rs1 == base &&
           user.rs2 != base;
}

class SectionShrinker
{
public:
    SectionShrinker(Section &theSection, uint32_t theCgp, Shrink theHow, Complaints &theComplaints)
        : section(theSection), cgp(theCgp), how(theHow), complaints(theComplaints)
    {}

    /// Whether anything changed.
    bool run()
    {
        std::vector<Removal> removals;
        uint32_t removed = 0;
        uint32_t end = 0;
        bool isChanged = false;
        for (Relocation &relocation : section.relocations) {
            const uint32_t size = extent(relocation);
            // Damaged files may have two on one place.
            const bool isFree = size != 0 && relocation.offset >= end;
            const uint32_t lost = isFree ? loss(relocation, relocation.offset - removed) : 0;
            isChanged = isChanged || lost != relocation.lost;
            relocation.lost = lost;
            if (lost != 0) {
                end = relocation.offset + size;
                removals.push_back({end - lost, lost, removed});
                removed += lost;
            }
        }
        section.removals = std::move(removals);
        return isChanged;
    }

private:
    /// Bytes of the instruction or the padding at the relocation; 0 if it is of no kind that
    /// shrinks.
    static uint32_t extent(const Relocation &relocation)
    {
        if (relocation.kind() == RelocationType::Align) {
            return static_cast<uint32_t>(relocation.addend);
        }
        const bool canShrink = relocation.isMarked &&
                               (is_high(relocation) || relocation.kind() == RelocationType::Jal);
        return canShrink ? InstructionSize : 0;
    }

    /// Bytes it can lose, if it comes to lie at `offset`.
    uint32_t loss(const Relocation &relocation, uint32_t offset)
    {
        if (relocation.kind() == RelocationType::Align) {
            return padding_loss(relocation, offset);
        }
        const bool mayLose =
            how == Shrink::Freely || (how == Shrink::Settle && relocation.lost != 0);
        const Symbol &symbol = *section.file->symbols[relocation.symbol].resolved;
        if (!mayLose || !symbol.is_defined() || symbol.is_discarded()) {
            return 0;
        }
        return is_high(relocation) ? high_loss(relocation, symbol)
                                   : jump_loss(relocation, symbol, offset);
    }

    /// All of the padding but what reaches the next multiple.
    uint32_t padding_loss(const Relocation &relocation, uint32_t offset)
    {
        const auto padding = static_cast<uint32_t>(relocation.addend);
        const uint32_t alignment = std::bit_ceil(padding + CompressedSize);
        const auto kept = static_cast<uint32_t>(round_up(offset, alignment)) - offset;
        if (kept > padding || alignment > section.alignment) {
            complaints.add("{}: {} to {} cannot be kept: the section is aligned to {} and there "
                           "are {} bytes of padding; align the code before it to 2",
                           place_describe(section, relocation.offset),
                           relocation_name(relocation.type), alignment, section.alignment, padding);
            return 0;
        }
        return padding - kept;
    }

    uint32_t high_loss(const Relocation &relocation, const Symbol &symbol) const
    {
        const auto split = distance_split(high_part_distance(section, relocation, cgp));
        const bool isNothing = relocation.isDispensable && symbol.reach() == Reach::Cgp &&
                               split.has_value() && split->high == 0;
        return isNothing ? InstructionSize : 0;
    }

    uint32_t jump_loss(const Relocation &relocation, const Symbol &symbol, uint32_t offset) const
    {
        const isa::Instruction jump = instruction_at(section, relocation.offset);
        const bool isCompressible = jump.opcode == isa::Opcode::CJAL && jump.rd <= 1;
        const int64_t distance =
            int64_t{symbol.address_of(relocation.addend)} - (section.address() + offset);
        return isCompressible && distance % 2 == 0 && is_reachable(distance, CompressedJumpBits)
                   ? InstructionSize - CompressedSize
                   : 0;
    }

    Section &section;
    uint32_t cgp;
    Shrink how;
    Complaints &complaints;
};

/// Calls `visit` for each section that is in the image.
template <typename Visit>
void live_sections_visit(const SymbolTable &table, Visit visit)
{
    for (const auto &object : table.objects()) {
        for (const auto &section : object->sections) {
            if (section != nullptr && section->isLive && section->is_allocated()) {
                visit(*section);
            }
        }
    }
}

} // namespace

void low_parts_pair(const SymbolTable &table)
{
    live_sections_visit(table, [](Section &section) {
        for (Relocation &relocation : section.relocations) {
            relocation.isDispensable = is_high(relocation) && relocation.isMarked;
            if (is_low(relocation)) {
                partner_find(section, relocation);
            }
        }
    });
    live_sections_visit(table, [](Section &section) {
        for (const Relocation &low : section.relocations) {
            if (low.partner == Relocation::None) {
                continue;
            }
            Section &home = *section.file->symbols[low.symbol].resolved->section;
            Relocation &high = home.relocations[low.partner];
            const bool isReplaceable = &home == &section && is_replaceable(section, low, high);
            high.isDispensable = high.isDispensable && isReplaceable;
        }
    });
}

Shrink shrink_of_round(int round, bool isRelaxing)
{
    constexpr int FreeRounds = 8;
    if (!isRelaxing) {
        return Shrink::Padding;
    }
    return round < FreeRounds ? Shrink::Freely : Shrink::Settle;
}

bool sections_shrink(const SymbolTable &table, uint32_t cgp, Shrink how, Complaints &complaints)
{
    bool isChanged = false;
    live_sections_visit(table, [&](Section &section) {
        if (section.is_executable()) {
            isChanged = SectionShrinker(section, cgp, how, complaints).run() || isChanged;
        }
    });
    return isChanged;
}

} // namespace griotte::link
