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

/// Whether a capability comes from memory and may have been revoked.
enum class IsFiltered : bool
{
    No,
    Yes,
};

/// Gives register `rd` the tagged capability that `address` and `word` encode, with its window, if
/// it is one of those that go about in programs: a sentry, or memory in plain RAM. False: it is
/// not, and nothing was done. Capability::from_memory() and window_make() do the same for all there
/// are; here no branch depends on the bounds, and the fields are put together in registers.
[[gnu::always_inline]] inline bool common_write(uint32_t address, uint32_t word,
                                                IsFiltered filtered, unsigned rd, Hart &hart)
{
    using enum Permission;
    State &state = state_of(hart);
    // 1. The bounds, in units of the exponent: the 512 the base is in end past the address.
    const uint32_t exponent = (word >> metadata::ExponentShift) & 0xf;
    const uint32_t baseField = word & MantissaMask;
    const uint32_t topField = (word >> metadata::TopShift) & MantissaMask;
    const uint32_t middle = address >> exponent;
    const uint32_t above = (middle - baseField) & MantissaMask;
    const uint32_t base = (middle - above) << exponent;
    const uint32_t length = ((topField - baseField) & MantissaMask) << exponent;
    // 2. Is it a common one? Its offset in the RAM says that it does not wrap.
    const uint32_t permissions = PermissionsTable[(word >> metadata::PermissionsShift) & 0x3f];
    const uint32_t type = (word >> metadata::ObjectTypeShift) & 7;
    constexpr uint32_t Sealing = (Seal | Unseal | User0).bits();
    const auto ramLength = static_cast<uint32_t>(state.plain.range.length - 1);
    const uint64_t end = uint64_t{base} - state.plain.range.start + length;
    const bool isInRam = base >= state.plain.range.start && end <= ramLength;
    if (exponent > MaximumSmallExponent || (permissions & Sealing) != 0 || length < GranuleSize ||
        !isInRam || middle < above) [[unlikely]]
    {
        return false;
    }
    if (filtered == IsFiltered::Yes && hart.memory().is_revoked(base)) [[unlikely]] {
        return false;
    }
    // 3. The register.
    const auto has = [](uint32_t set, Permission permission) {
        return (set & static_cast<uint32_t>(permission)) != 0 ? ~uint32_t{0} : 0;
    };
    const uint32_t kind = type == 0 || has(permissions, Execute) != 0 ? type : type | 8;
    const std::array<uint64_t, 4> words = {
        address | (uint64_t{word} << 32),
        base | (uint64_t{permissions | (kind << 16) | (1u << 24)} << 32),
        uint64_t{base} + length,
        uint64_t{1} << (exponent + MantissaBits),
    };
    std::memcpy(static_cast<void *>(&hart.registers[rd]), words.data(), sizeof words);
    // 4. The window.
    const uint32_t any = type == 0 ? ~uint32_t{0} : 0;
    const uint32_t loads = any & has(permissions, Load);
    const uint32_t stores = any & has(permissions, Store);
    words_write(state.windows[rd],
                Window{.base = base,
                       .load1 = length & loads,
                       .load4 = (length - 3) & loads,
                       .load8 = (length - 7) & loads,
                       .store1 = length & stores,
                       .store4 = (length - 3) & stores,
                       .store8 = (length - 7) & stores & has(permissions, LoadStoreCapability),
                       .reach = (length + 1) & any});
    return true;
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
    if (opcode == isa::Opcode::CSetBounds || opcode == isa::Opcode::CSetBoundsImm) {
        return &bounds_set;
    }
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
    using enum Permission;
    const Operands &operands = site->operands;
    const uint64_t loaded = state_of(*hart).loaded;
    const bool isWhole =
        hart->registers[operands.rs1].may(LoadStoreCapability | LoadGlobal | LoadMutable);
    if (!isWhole ||
        !common_write(static_cast<uint32_t>(loaded), static_cast<uint32_t>(loaded >> 32),
                      IsFiltered::Yes, operands.rd, *hart)) [[unlikely]]
    {
        [[clang::musttail]] return capability_loaded_slowly(unused, unusedToo, site, hart);
    }
}

__attribute__((preserve_most)) void bounds_set(uint64_t unused, uint64_t unusedToo,
                                               const SlowSite *site, Hart *hart)
{
    const Operands &operands = site->operands;
    const Capability &source = hart->registers[operands.rs1];
    const uint32_t address = source.address();
    const uint32_t length = operands.opcode == isa::Opcode::CSetBoundsImm
                                ? static_cast<uint32_t>(operands.immediate)
                                : hart->registers[operands.rs2].address();
    // A length that fits the mantissa is exact with an exponent of zero.
    const uint32_t bounds = (address & MantissaMask) << metadata::BaseShift |
                            ((address + length) & MantissaMask) << metadata::TopShift;
    if (length > MantissaMask || !source.authorises(Permissions()) ||
        !source.in_cached_bounds(address, length) ||
        !common_write(address, (source.metadata() & ~metadata::BoundsMask) | bounds, IsFiltered::No,
                      operands.rd, *hart)) [[unlikely]]
    {
        if (operands.opcode == isa::Opcode::CSetBoundsImm) {
            quick<&interpreter::Capabilities::CSetBoundsImm>(unused, unusedToo, site, hart);
        } else {
            quick<&interpreter::Capabilities::CSetBounds>(unused, unusedToo, site, hart);
        }
    }
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
