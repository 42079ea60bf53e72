#include "machine/cpu/translator/runtime.h"

#include <bit>
#include <cstring>

#include "machine/cpu/interpreter/dispatch.h"
#include "machine/cpu/translator/window.h"

namespace griotte::machine::translator {

namespace {

/// Writes `value` to `to` by whole words. Left to itself the compiler writes fields and then copies
/// them as vectors, which must wait for every one of the writes.
template <typename T>
[[gnu::always_inline]] inline void words_write(T &to, const T &value)
{
    using Words = std::array<uint64_t, sizeof(T) / sizeof(uint64_t)>;
    const Words words = std::bit_cast<Words>(value);
    std::memcpy(static_cast<void *>(&to), words.data(), sizeof words);
}

/// Makes the window of register `index` that of its capability.
[[gnu::always_inline]] inline void window_update(unsigned index, const Capability &value,
                                                 Hart &hart)
{
    State &state = state_of(hart);
    words_write(state.windows[index], window_make(value, value.address(), state, hart.memory()));
}

template <auto Function>
__attribute__((preserve_most)) void quick(uint64_t, uint64_t, const SlowSite *site, Hart *hart)
{
    const Operands &operands = site->operands;
    const unsigned source = operands.opcode == isa::Opcode::AUICGP ? 3 : operands.rs1;
    Function(*hart, operands, site->pc);
    if (!hart->is_cheriot() || !isa::traits(operands.opcode).hasRd) {
        return;
    }
    window_update(operands.rd, hart->registers[operands.rd], *hart);
    // A register that others are derived from is worth a window too: moving it then needs no call.
    if (source != operands.rd && state_of(*hart).windows[source].reach == 0 && source != 0) {
        window_update(source, hart->registers[source], *hart);
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
    using enum Permission;
    const Operands &operands = site->operands;
    const uint64_t loaded = state_of(*hart).loaded;
    const Capability &authority = hart->registers[operands.rs1];
    const auto value = Capability::from_memory(static_cast<uint32_t>(loaded),
                                               static_cast<uint32_t>(loaded >> 32), true);
    // Nothing is taken away but in two cases, which the interpreter knows.
    const bool isWhole = authority.may(LoadStoreCapability | LoadGlobal | LoadMutable);
    if (isWhole && !(value.is_revocable() && hart->memory().is_revoked(value.base()))) [[likely]] {
        words_write(hart->registers[operands.rd], value);
        window_update(operands.rd, value, *hart);
        return;
    }
    const uint32_t address = authority.address() + static_cast<uint32_t>(operands.immediate);
    const Capability kept =
        interpreter::Data<true>::filtered(*hart, value, authority, address, site->pc);
    hart->registers[operands.rd] = kept;
    window_update(operands.rd, kept, *hart);
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
        window_update(operands.rd, hart.registers[operands.rd], hart);
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
