// The emitter for x86-64, and the code every block shares.
#pragma once

#include "machine/cpu/translator/emit_x86/registers.h"
#include "machine/cpu/translator/emitter.h"

namespace griotte::machine::translator::x86 {

/// Displacements from HartBase.
class HartLayout
{
public:
    explicit HartLayout(Hart &theHart) : hart(&theHart), base(address_of(&theHart.registers)) {}

    /// The address of a guest register.
    [[nodiscard]] host::Mem address(unsigned guest) const
    {
        return capability(guest, Capability::Layout::Address, 4);
    }
    /// A field of a guest register.
    [[nodiscard]] host::Mem capability(unsigned guest, int32_t offset, uint32_t size) const
    {
        return host::ptr(HartBase, static_cast<int32_t>(guest * sizeof(Capability)) + offset, size);
    }
    /// A field of a window.
    [[nodiscard]] host::Mem window(unsigned guest, uint32_t Window::*field) const
    {
        return memory(&(state_of(*hart).windows[guest].*field), 4);
    }
    /// The second half of a window.
    [[nodiscard]] host::Mem window_half(unsigned guest) const
    {
        constexpr int32_t Half = sizeof(Window) / 2;
        host::Mem half = memory(&state_of(*hart).windows[guest], Half);
        half.addOffset(Half);
        return half;
    }
    /// Any field of the hart or the state.
    template <typename Field>
    [[nodiscard]] host::Mem memory(const Field *field, uint32_t size) const
    {
        return host::ptr(HartBase, displacement(field), size);
    }
    template <typename Field>
    [[nodiscard]] int32_t displacement(const Field *field) const
    {
        return static_cast<int32_t>(address_of(field) - base);
    }
    [[nodiscard]] State &state() const { return state_of(*hart); }

    Hart *hart;

private:
    template <typename Field>
    static intptr_t address_of(const Field *pointer)
    {
        return reinterpret_cast<intptr_t>(pointer);
    }
    intptr_t base;
};

/// Where the shared code lies.
struct Thunks
{
    const uint8_t *enter = nullptr;
    /// Leaves translated code; rax: the ExitSite.
    const uint8_t *exit = nullptr;
    /// Calls State::slow and goes on where it says; rax: the SlowSite.
    const uint8_t *slow = nullptr;
    /// capability_decode_emit()'s.
    const uint8_t *decode = nullptr;
};

/// Emits the function that makes a capability of what CLC loaded (capability_decode.cc).
void capability_decode_emit(host::Assembler &a, const HartLayout &layout);

class X86Emitter final : public Emitter
{
public:
    X86Emitter(Hart &hart, CodeMemory &memory);

    const ExitSite *enter(const uint8_t *code) override;
    void emit(const Block &block, TranslatedBlock &translated, Sites &sites) override;
    const uint8_t *exit_emit(const ExitSite &site) override;
    void exit_link(const ExitSite &site, const uint8_t *code) override;
    void entry_turn(const TranslatedBlock &block, const uint8_t *code) override;

private:
    void thunks_emit();

    HartLayout layout;
    CodeMemory &memory;
    Thunks thunks;
    asmjit::CodeHolder holder;
};

} // namespace griotte::machine::translator::x86
