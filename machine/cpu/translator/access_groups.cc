#include "machine/cpu/translator/access_groups.h"

#include <algorithm>
#include <array>

namespace griotte::machine::translator {

namespace {

using isa::Opcode;

/// Whether the access may not leave its granule.
bool is_aligned(Opcode opcode)
{
    return isa::traits(opcode).isStore || opcode == Opcode::CLC;
}

/// Whether the instruction may change what stores have to do: where the high-water mark is.
bool is_barrier(Opcode opcode)
{
    return is_csr_access(opcode) || opcode == Opcode::CSpecialRW;
}

/// Whether the instruction makes `rd` by moving the address of another capability.
bool is_derivation(const Operands &operands)
{
    switch (operands.opcode) {
    case Opcode::AUICGP:
    case Opcode::CIncAddr:
    case Opcode::CIncAddrImm:
    case Opcode::CSetAddr:
        return operands.rd != Hart::DiscardRegister;
    default:
        return false;
    }
}

/// Where in AccessCheck::ranges.
size_t range_index(AccessKind kind)
{
    switch (kind) {
    case AccessKind::Load:
    case AccessKind::CapabilityLoad:
        return 0;
    case AccessKind::Store:
        return 1;
    case AccessKind::CapabilityStore:
        break;
    }
    return 2;
}

/// Builds the groups while it goes through a block.
class Grouping
{
public:
    explicit Grouping(const Block &theBlock) : checks(theBlock.instructions.size()), block(theBlock)
    {
        for (size_t index = 0; index < block.instructions.size(); index++) {
            const Operands &operands = block.instructions[index].operands;
            if (access_size(operands.opcode) != 0) {
                access_add(index, operands);
            }
            if (isa::traits(operands.opcode).hasRd) {
                register_written(index, operands);
            }
            if (is_barrier(operands.opcode)) {
                open = {};
            }
        }
    }

    std::vector<AccessCheck> checks;

private:
    using FirstPlaces = std::array<std::optional<size_t>, AccessCheck::RangeCount>;

    void access_add(size_t index, const Operands &operands)
    {
        const auto size = static_cast<int32_t>(access_size(operands.opcode));
        const uint32_t alignment = is_aligned(operands.opcode) ? static_cast<uint32_t>(size) : 1;
        if (operands.rs1 == 0 || operands.immediate % static_cast<int32_t>(alignment) != 0) {
            return;
        }
        const AccessKind kind = access_kind(operands.opcode);
        const size_t rangeIndex = range_index(kind);
        std::optional<size_t> &first = open[operands.rs1][rangeIndex];
        const bool isFirst = !first.has_value();
        if (isFirst) {
            first = index;
        } else {
            checks[*first].role = AccessCheck::Role::First;
            checks[index].role = AccessCheck::Role::Covered;
        }
        AccessCheck &group = checks[*first];
        AccessCheck::Range &range = group.ranges[rangeIndex];
        AccessCheck::Range own = {kind, operands.immediate, operands.immediate + size};
        if (is_derivation(block.instructions[*first].operands)) {
            // Where the address itself goes is asked by this, too.
            own.low = std::min(own.low, 0);
            own.end = std::max(own.end, 0);
        }
        range = range.is_empty() ? own
                                 : AccessCheck::Range{std::max(range.kind, own.kind),
                                                      std::min(range.low, own.low),
                                                      std::max(range.end, own.end)};
        group.alignment = std::max(group.alignment, alignment);
    }

    void register_written(size_t index, const Operands &operands)
    {
        FirstPlaces &places = open[operands.rd];
        if (is_derivation(operands)) {
            places.fill(index);
        } else if (operands.opcode == Opcode::CMove) {
            places = open[operands.rs1]; // the same address, and what was asked holds
        } else {
            places = {};
        }
    }

    const Block &block;
    /// Of the groups that may still grow: where they are asked for, by register and kind.
    std::array<FirstPlaces, Hart::RegisterCount + 1> open;
};

} // namespace

uint32_t access_size(Opcode opcode)
{
    switch (opcode) {
    case Opcode::LB:
    case Opcode::LBU:
    case Opcode::SB:
        return 1;
    case Opcode::LH:
    case Opcode::LHU:
    case Opcode::SH:
        return 2;
    case Opcode::LW:
    case Opcode::SW:
        return 4;
    case Opcode::CLC:
    case Opcode::CSC:
        return GranuleSize;
    default:
        return 0;
    }
}

AccessKind access_kind(Opcode opcode)
{
    if (opcode == Opcode::CLC || opcode == Opcode::CSC) {
        return opcode == Opcode::CLC ? AccessKind::CapabilityLoad : AccessKind::CapabilityStore;
    }
    return isa::traits(opcode).isStore ? AccessKind::Store : AccessKind::Load;
}

std::vector<AccessCheck> accesses_group(const Block &block)
{
    if (!block.start.hasGroups) {
        return std::vector<AccessCheck>(block.instructions.size());
    }
    return Grouping(block).checks;
}

} // namespace griotte::machine::translator
