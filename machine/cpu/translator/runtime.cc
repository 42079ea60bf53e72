#include "machine/cpu/translator/runtime.h"

#include <cstring>

#include "machine/cpu/interpreter/dispatch.h"
#include "machine/cpu/translator/window.h"

namespace griotte::machine::translator {

namespace {

/// Writes `value` to `to` by whole words (Capability::words()).
template <typename T>
[[gnu::always_inline]] inline void words_write(T &to, const T &value)
{
    const auto words = value.words();
    static_assert(sizeof words == sizeof(T));
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

namespace {

/// capability_loaded() for every capability there is.
__attribute__((preserve_most, noinline)) void
capability_loaded_slowly(uint64_t, uint64_t, const SlowSite *site, Hart *hart)
{
    const Operands &operands = site->operands;
    const uint64_t loaded = state_of(*hart).loaded;
    const Capability &authority = hart->registers[operands.rs1];
    const uint32_t address = authority.address() + static_cast<uint32_t>(operands.immediate);
    const Capability kept = interpreter::Data<true>::filtered(
        *hart,
        Capability::from_memory(static_cast<uint32_t>(loaded), static_cast<uint32_t>(loaded >> 32),
                                true),
        authority, address, site->pc);
    words_write(hart->registers[operands.rd], kept);
    window_update(operands.rd, kept, *hart);
}

} // namespace

__attribute__((preserve_most)) void capability_loaded(uint64_t unused, uint64_t unusedToo,
                                                      const SlowSite *site, Hart *hart)
{
    // The capabilities that go about in programs: memory in plain RAM, and sentries, through an
    // authority that takes nothing away. No branch but the one that says so; the rest is above.
    using enum Permission;
    State &state = state_of(*hart);
    const Operands &operands = site->operands;
    const uint64_t loaded = state.loaded;
    const auto value = Capability::from_memory(static_cast<uint32_t>(loaded),
                                               static_cast<uint32_t>(loaded >> 32), true);
    const Bounds bounds = value.bounds();
    const uint64_t length = bounds.top - bounds.base;
    const bool isSealed = value.is_sealed();
    const auto all_of = [](auto... conditions) { return (unsigned{conditions} & ...) != 0; };
    const bool isPlain =
        all_of(bounds.base >= state.plain.range.start, bounds.top <= state.plain.range.end(),
               length >= GranuleSize, length < AddressSpaceSize - 1, bounds.top >= bounds.base);
    const bool isCommon =
        all_of(hart->registers[operands.rs1].may(LoadStoreCapability | LoadGlobal | LoadMutable),
               value.is_revocable(), (unsigned{isPlain} | unsigned{isSealed}) != 0);
    if (!isCommon || hart->memory().is_revoked(bounds.base)) [[unlikely]] {
        [[clang::musttail]] return capability_loaded_slowly(unused, unusedToo, site, hart);
    }
    words_write(hart->registers[operands.rd], value);
    // As window_make(), of at least a granule.
    const auto all_if = [](bool condition) { return condition ? ~uint32_t{0} : 0; };
    const auto size = static_cast<uint32_t>(length);
    const uint32_t any = all_if(!isSealed);
    const uint32_t loads = any & all_if(value.may(Load));
    const uint32_t stores = any & all_if(value.may(Store));
    const uint32_t capabilities = all_if(value.may(LoadStoreCapability));
    words_write(state.windows[operands.rd],
                Window{.base = bounds.base & any,
                       .load1 = size & loads,
                       .load4 = (size - 3) & loads,
                       .load8 = (size - 7) & loads,
                       .store1 = size & stores,
                       .store4 = (size - 3) & stores,
                       .store8 = (size - 7) & stores & capabilities,
                       .reach = (size + 1) & any});
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
