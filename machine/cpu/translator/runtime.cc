#include "machine/cpu/translator/runtime.h"

#include "machine/cpu/interpreter/dispatch.h"
#include "machine/cpu/translator/window.h"

namespace griotte::machine::translator {

namespace {

void result_window_update(const Operands &operands, Hart &hart)
{
    State &state = state_of(hart);
    const Capability &result = hart.registers[operands.rd];
    state.windows[operands.rd] =
        result.is_tagged() ? window_make(result, result.address(), state, hart.memory()) : Window();
}

template <auto Function>
__attribute__((preserve_most)) void quick(uint64_t, uint64_t, const SlowSite *site, Hart *hart)
{
    Function(*hart, site->operands, site->pc);
    if (hart->is_cheriot() && isa::traits(site->operands.opcode).hasRd) {
        result_window_update(site->operands, *hart);
    }
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
    const uint64_t loaded = state_of(*hart).loaded;
    const Capability &authority = hart->registers[operands.rs1];
    const uint32_t address = authority.address() + static_cast<uint32_t>(operands.immediate);
    hart->registers[operands.rd] = interpreter::Data<true>::filtered(
        *hart,
        Capability::from_memory(static_cast<uint32_t>(loaded), static_cast<uint32_t>(loaded >> 32),
                                true),
        authority, address, site->pc);
    result_window_update(operands, *hart);
}

void windows_update(const SlowSite &site, uint32_t accessed, Hart &hart)
{
    State &state = state_of(hart);
    const Operands &operands = site.operands;
    const isa::OpcodeTraits &traits = isa::traits(operands.opcode);
    if (!hart.is_cheriot()) {
        return;
    }
    if (traits.hasRd) {
        result_window_update(operands, hart);
    }
    if ((traits.isLoad || traits.isStore) && !(traits.hasRd && operands.rd == operands.rs1)) {
        const Window window =
            window_make(hart.registers[operands.rs1], accessed, state, hart.memory());
        if (window.reach != 0) {
            state.windows[operands.rs1] = window;
        }
    }
}

} // namespace griotte::machine::translator
