#include "machine/cpu/translator/access_groups.h"

#include <algorithm>
#include <array>

namespace griotte::machine::translator {

namespace {

using isa::Opcode;

/// Loads, stores of data and stores of capabilities ask for different permissions.
enum class AccessKind : uint8_t
{
    Load,
    Store,
    CapabilityStore,
};
constexpr size_t AccessKindCount = 3;

AccessKind kind_of(Opcode opcode)
{
    if (opcode == Opcode::CSC) {
        return AccessKind::CapabilityStore;
    }
    return isa::traits(opcode).isStore ? AccessKind::Store : AccessKind::Load;
}

/// Whether the access may not leave its granule.
bool is_aligned(Opcode opcode)
{
    return isa::traits(opcode).isStore || opcode == Opcode::CLC;
}

/// Whether the instruction may change what stores have to do: where the high-water mark is.
bool is_barrier(Opcode opcode)
{
    switch (opcode) {
    case Opcode::CSRRW:
    case Opcode::CSRRS:
    case Opcode::CSRRC:
    case Opcode::CSRRWI:
    case Opcode::CSRRSI:
    case Opcode::CSRRCI:
    case Opcode::CSpecialRW:
        return true;
    default:
        return false;
    }
}

/// Builds the groups while it goes through a block.
class Grouping
{
public:
    explicit Grouping(size_t count) : checks(count) {}

    void access_add(size_t index, const Operands &operands)
    {
        const auto size = static_cast<int32_t>(access_size(operands.opcode));
        const uint32_t alignment =
            is_aligned(operands.opcode) ? static_cast<uint32_t>(size) : 1;
        if (operands.rs1 == 0 || operands.immediate % static_cast<int32_t>(alignment) != 0) {
            return;
        }
        std::optional<size_t> &first =
            open[static_cast<size_t>(kind_of(operands.opcode))][operands.rs1];
        if (!first.has_value()) {
            first = index;
            checks[index].low = operands.immediate;
            checks[index].end = operands.immediate + size;
            checks[index].alignment = alignment;
            return;
        }
        AccessCheck &group = checks[*first];
        group.kind = AccessCheck::Kind::First;
        group.low = std::min(group.low, operands.immediate);
        group.end = std::max(group.end, operands.immediate + size);
        group.alignment = std::max(group.alignment, alignment);
        checks[index].kind = AccessCheck::Kind::Covered;
    }

    void register_written(unsigned index)
    {
        for (auto &groups : open) {
            groups[index].reset();
        }
    }

    void all_end() { open = {}; }

    std::vector<AccessCheck> checks;

private:
    /// The first access of the groups that may still grow.
    std::array<std::array<std::optional<size_t>, Hart::RegisterCount + 1>, AccessKindCount> open;
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

std::vector<AccessCheck> accesses_group(const Block &block)
{
    Grouping grouping(block.instructions.size());
    if (!block.hasGroups) {
        return std::move(grouping.checks);
    }
    for (size_t index = 0; index < block.instructions.size(); index++) {
        const Operands &operands = block.instructions[index].operands;
        if (access_size(operands.opcode) != 0) {
            grouping.access_add(index, operands);
        }
        if (isa::traits(operands.opcode).hasRd) {
            grouping.register_written(operands.rd);
        }
        if (is_barrier(operands.opcode)) {
            grouping.all_end();
        }
    }
    return std::move(grouping.checks);
}

} // namespace griotte::machine::translator
