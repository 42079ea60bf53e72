// Emits one block. Each file of this folder has the instructions of one group, like interpreter/.
//
// Hot code comes first, straight through; what is rarely needed (slow paths, exits) is collected
// and follows it. Between two guest instructions everything is where registers.h says; within one,
// rax, rcx and rdx are free.
#pragma once

#include <functional>
#include <initializer_list>

#include "machine/cpu/translator/access_groups.h"
#include "machine/cpu/translator/emit_x86/x86_emitter.h"
#include "machine/cpu/translator/far_jump.h"
#include "machine/cpu/translator/runtime.h"

namespace griotte::machine::translator::x86 {

class BlockEmitter
{
public:
    BlockEmitter(asmjit::CodeHolder &holder, const HartLayout &layout, const Thunks &thunks,
                 const Block &block, TranslatedBlock &translated, Sites &sites);

    /// All code of the block, into the holder.
    void emit();
    /// Tells sites and the block where their code is, once it will lie at `base`.
    void places_note(const uint8_t *base);

private:
    using Label = asmjit::Label;

    // The files. False: the opcode is none of this file's.
    bool integer();
    bool data();
    bool capabilities();
    bool control();
    bool system();

    // integer.cc
    enum class Commutes : bool
    {
        No,
        Yes,
    };
    void addition(unsigned rd, unsigned rs1, int32_t immediate);
    void operation_immediate(asmjit::InstId instruction);
    void operation(asmjit::InstId instruction, Commutes commutes);
    void shift(asmjit::InstId instruction);
    /// Sets the host's flags by two guest registers.
    void compare(unsigned left, unsigned right);
    void comparison(host::CondCode condition, bool isImmediate);
    void product_high(bool isLeftSigned, bool isRightSigned);

    // data.cc
    void load();
    void store();
    void capability_load();
    void capability_store();
    /// The address of the access in a register; leaves for `slow` unless the window of the base has
    /// it.
    host::Gp access_check(uint32_t size, const Label &slow);
    /// The same for a load, when only the place in the host's memory is wanted; leaves for the slow
    /// path.
    host::Mem load_check(uint32_t size);
    /// Leaves for a block without groups unless all of this instruction's group, with its register
    /// at `address`, is in the window of `authority`.
    void group_check(const host::Gp &address, unsigned authority);
    /// Puts in edx what window_check() looks at: base + immediate; without capabilities, from the
    /// start of the RAM.
    void offset_begin(const host::Gp &base, int32_t immediate);
    [[nodiscard]] uint32_t ram_start() const;
    /// Leaves for `outside` unless `size` bytes at edx (offset_begin()) are in the window of
    /// `authority`.
    void window_check(AccessKind kind, uint32_t size, unsigned authority, const Label &outside);
    /// Whether the instruction has no group.
    [[nodiscard]] bool is_alone() const { return checks[index].role == AccessCheck::Role::Alone; }
    void alignment_check(const host::Gp &address, uint32_t size, const Label &slow);
    /// Leaves for `slow` unless only the tag stands in the way of storing to the granule; clears
    /// it.
    void granule_open(const host::Gp &address, const Label &slow);
    void granule_test(const host::Gp &address);
    void high_water_mark(const host::Gp &address);

    // capabilities.cc
    void address_move(unsigned base, const std::function<void(host::Gp)> &amountAdd);
    void bounds_set();
    void inspect();
    void capability_copy(unsigned rd, unsigned rs1);
    void capability_write(unsigned rd, uint32_t metadata, uint32_t decoded);
    void pcc_derive();

    // control.cc
    void branch();
    void jump();
    void jump_indirect();
    void capability_jump_indirect();
    /// A label for the jumps that leave the context.
    Label far_path();
    void link_write();
    void lookup();
    [[nodiscard]] bool is_branch_trapping() const;

    // system.cc
    bool csr_access();
    bool special_access();

    // block_emitter.cc: guest registers.
    /// The register with the address of `guest`: its own, or `scratch` after loading it.
    host::Gp value(unsigned guest, const host::Gp &scratch);
    /// The same as an operand that may be in memory; never for register 0.
    asmjit::Operand operand(unsigned guest);
    /// Where to compute the address of `guest`, to be followed by result_write().
    host::Gp result(unsigned guest, const host::Gp &scratch);
    void result_write(unsigned guest, const host::Gp &from);
    /// Puts the address of `guest` in `to`.
    void value_copy(const host::Gp &to, unsigned guest);
    /// Makes `rd` an integer in all but the address: nothing to do where it is known to be one.
    void integer_note(unsigned rd);
    void capability_note(unsigned rd) { integers &= ~set_of(rd); }
    [[nodiscard]] bool is_integer(unsigned guest) const { return (integers & set_of(guest)) != 0; }
    [[nodiscard]] bool is_cheriot() const { return block.start.context->is_cheriot(); }

    // block_emitter.cc: slow paths and exits.
    SlowSite &slow_site();
    /// A label that leads to the semantic function and back behind the instruction.
    Label slow_path();
    /// A label that leads to the quick function and back behind the instruction.
    Label quick_path();
    /// Executes the instruction by its semantic function, in line.
    void slow_call();
    /// The same by a function that preserves registers.
    void quick_call(QuickFunction function);
    /// Calls a preserve_most function of the runtime, which reads the guest registers `read`; its
    /// result is in rax.
    void preserving_call(uintptr_t function, const SlowSite &callSite,
                         std::initializer_list<unsigned> read);
    /// What the semantic function has left in the destination: a capability or an integer.
    void destination_note();
    /// A jump (`condition` or always) out of the block to `target`, with `stepsUndone` of its steps
    /// not done.
    void exit_jump(std::optional<host::CondCode> condition, uint32_t target, uint32_t stepsUndone);
    /// A direct exit to `target`, and the jump that goes there.
    ExitSite &exit_add(uint32_t target);
    void patchable_jump(ExitSite &exit, std::optional<host::CondCode> condition = {});
    void exit_by(const ExitSite &site);
    void cold(std::function<void()> code) { coldCode.push_back(std::move(code)); }
    /// Steps counted at the head that come after this instruction.
    [[nodiscard]] uint32_t steps_after() const
    {
        return static_cast<uint32_t>(block.instructions.size() - index - 1);
    }
    [[nodiscard]] const GuestInstruction &current() const { return block.instructions[index]; }
    [[nodiscard]] const Operands &operands() const { return current().operands; }
    [[nodiscard]] uint32_t pc() const { return current().pc; }
    [[nodiscard]] uint32_t next_pc() const { return pc() + operands().length; }

    struct ResumePlace
    {
        SlowSite *site;
        Label label;
    };
    struct PatchPlace
    {
        ExitSite *site;
        Label end;
    };

    host::Assembler a;
    asmjit::CodeHolder &holder;
    const HartLayout &layout;
    const Thunks &thunks;
    const Block &block;
    TranslatedBlock &translated;
    Sites &sites;

    const std::vector<AccessCheck> checks;
    size_t index = 0;
    RegisterSet integers = 0;
    /// Of the instruction being emitted, when it has one.
    SlowSite *site = nullptr;
    std::optional<Label> resume;
    std::vector<std::function<void()>> coldCode;
    std::vector<ResumePlace> resumePlaces;
    std::vector<PatchPlace> patchPlaces;
    Label entryLabel;
    Label deadLabel;
};

} // namespace griotte::machine::translator::x86
