// The emitter for x86-64, and the code every block shares.
#pragma once

#include "machine/cpu/translator/emit_x86/registers.h"
#include "machine/cpu/translator/emitter.h"

namespace griotte::machine::translator::x86 {

/// Displacements from HartBase.
class HartLayout
{
public:
    explicit HartLayout(Hart &theHart)
        : hart(&theHart), base(address_of(&state_of(theHart).slots[MiddleSlot]))
    {}

    /// What goes into HartBase.
    [[nodiscard]] void *base_pointer() const { return &state().slots[MiddleSlot]; }
    /// Fields of a slot.
    [[nodiscard]] host::Mem address(unsigned guest) const { return slot(&Slot::address, guest, 4); }
    [[nodiscard]] host::Mem metadata(unsigned guest) const
    {
        return slot(&Slot::metadata, guest, 4);
    }
    [[nodiscard]] host::Mem decoded(unsigned guest) const { return slot(&Slot::decoded, guest, 4); }
    /// The place of the decoded form and, above it, the metadata word.
    [[nodiscard]] host::Mem capability(unsigned guest) const
    {
        return slot(&Slot::decoded, guest, 8);
    }
    /// A field of the decoded capability at `place`.
    template <typename Field>
    [[nodiscard]] host::Mem decoded_field(const host::Gp &place, Field Decoded::*field) const
    {
        const Decoded &first = state().decoded.entries[0];
        return host::ptr(HartBase, place.r64(), 0, displacement(&(first.*field)), sizeof(Field));
    }
    /// A field of its window.
    [[nodiscard]] host::Mem window_field(const host::Gp &place, uint32_t Window::*field) const
    {
        const Window &first = state().decoded.entries[0].window;
        return host::ptr(HartBase, place.r64(), 0, displacement(&(first.*field)), 4);
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
    /// So that one byte of displacement reaches the slots of sixteen registers.
    static constexpr unsigned MiddleSlot = 8;

    [[nodiscard]] host::Mem slot(uint32_t Slot::*field, unsigned guest, uint32_t size) const
    {
        return memory(&(state().slots[guest].*field), size);
    }
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
    /// decoded_find_emit()'s.
    const uint8_t *find = nullptr;
};

/// Emits the function that finds decoded capabilities (decoded_find.cc).
void decoded_find_emit(host::Assembler &a, const HartLayout &layout);

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
