#include "machine/cpu/translator/runtime.h"

#include "machine/cpu/interpreter/dispatch.h"
#include "machine/cpu/translator/slots.h"

namespace griotte::machine::translator {

namespace {

template <auto Function>
__attribute__((preserve_most)) void quick(uint64_t, uint64_t, const SlowSite *site, Hart *hart)
{
    const Operands &operands = site->operands;
    const bool isGlobalRead = operands.opcode == isa::Opcode::AUICGP;
    register_write(*hart, isGlobalRead ? Hart::GlobalPointer : operands.rs1);
    register_write(*hart, operands.rs2);
    Function(*hart, operands, site->pc);
    slot_write(*hart, operands.rd);
}

template <auto Function>
constexpr QuickFunction quick_of()
{
    if constexpr (interpreter::CanOnlyFallThrough<Function>) {
        return &quick<Function>;
    } else {
        return nullptr;
    }
}

template <bool IsCheriot>
constexpr std::array<QuickFunction, isa::OpcodeCount> quick_table()
{
    using Semantics = interpreter::Semantics<IsCheriot>;
    return {
#define OPCODE(name) quick_of<&Semantics::name>(),
#include "isa/opcodes.inc"
#undef OPCODE
    };
}

constexpr auto CheriotTable = quick_table<true>();
constexpr auto Rv32Table = quick_table<false>();

} // namespace

QuickFunction quick_function(isa::Mode mode, isa::Opcode opcode)
{
    const auto &table = mode == isa::Mode::Cheriot ? CheriotTable : Rv32Table;
    return table[static_cast<size_t>(opcode)];
}

__attribute__((preserve_most)) void capability_loaded(uint64_t, uint64_t, const SlowSite *site,
                                                      Hart *hart)
{
    const Operands &operands = site->operands;
    register_write(*hart, operands.rs1);
    const uint64_t loaded = state_of(*hart).loaded;
    const Capability &authority = hart->registers[operands.rs1];
    const uint32_t address = authority.address() + static_cast<uint32_t>(operands.immediate);
    hart->registers[operands.rd] = interpreter::Data<true>::filtered(
        *hart,
        Capability::from_memory(static_cast<uint32_t>(loaded), static_cast<uint32_t>(loaded >> 32),
                                true),
        authority, address, site->pc);
    slot_write(*hart, operands.rd);
}

__attribute__((preserve_most)) void special_register_access(uint64_t, uint64_t,
                                                            const SlowSite *site, Hart *hart)
{
    const Operands &operands = site->operands;
    register_write(*hart, operands.rs1);
    interpreter::Capabilities::CSpecialRW(*hart, operands, site->pc);
    slot_write(*hart, operands.rd);
}

void slots_update(const SlowSite &site, uint32_t accessed, Hart &hart)
{
    State &state = state_of(hart);
    const Operands &operands = site.operands;
    const isa::OpcodeTraits &traits = isa::traits(operands.opcode);
    const bool isBaseLost = traits.hasRd && operands.rd == operands.rs1;
    if ((traits.isLoad || traits.isStore) && !isBaseLost) {
        if (const Slot &authority = state.slots[operands.rs1]; authority.is_tagged()) {
            window_renew(state.decoded.at(authority.decoded), accessed, hart.memory());
        }
    }
    if (traits.hasRd) {
        slot_write(hart, operands.rd);
    }
}

} // namespace griotte::machine::translator
