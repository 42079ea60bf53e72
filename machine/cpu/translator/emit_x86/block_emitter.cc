// The frame of a block: counting its steps, guest registers, slow paths, exits.
#include "machine/cpu/translator/emit_x86/block_emitter.h"

#include <algorithm>

namespace griotte::machine::translator::x86 {

BlockEmitter::BlockEmitter(asmjit::CodeHolder &theHolder, const HartLayout &theLayout,
                           const Thunks &theThunks, const Block &theBlock,
                           TranslatedBlock &theTranslated, Sites &theSites)
    : a(&theHolder), holder(theHolder), layout(theLayout), thunks(theThunks), block(theBlock),
      translated(theTranslated), sites(theSites), checks(accesses_group(theBlock)),
      integers(theBlock.start.integers), entryLabel(a.newLabel()), deadLabel(a.newLabel())
{}

void BlockEmitter::emit()
{
    // 1. Count the steps, if there are enough left. entry_turn() writes over these two.
    const auto steps = static_cast<uint32_t>(block.instructions.size());
    const Label tooFew = a.newLabel();
    a.bind(entryLabel);
    a.sub(StepsLeft, steps);
    a.long_().jb(tooFew);
    cold([this, tooFew, steps] {
        ExitSite &exit = sites.exits.emplace_back();
        exit.kind = ExitSite::Kind::Entry;
        exit.target = block.start;
        exit.block = &translated;
        a.bind(tooFew);
        a.add(StepsLeft, steps);
        a.bind(deadLabel);
        exit_by(exit);
    });

    // 2. The instructions.
    for (index = 0; index < block.instructions.size(); index++) {
        site = nullptr;
        resume.reset();
        if (!integer() && !data() && !(is_cheriot() && (capabilities() || system())) && !control())
        {
            if (const auto quick = quick_function(block.start.context->mode, operands().opcode)) {
                quick_call(quick);
            } else {
                slow_call();
            }
        }
        if (resume.has_value()) {
            a.bind(*resume);
        }
    }

    // 3. On to what follows, unless the last instruction went elsewhere.
    const GuestInstruction &last = block.instructions.back();
    if (!is_transfer(last.operands.opcode) || last.isFollowed) {
        index = block.instructions.size() - 1;
        exit_jump(std::nullopt, block.end, 0);
    }

    // 4. What is rarely executed. It may add to itself.
    for (size_t next = 0; next < coldCode.size(); next++) {
        const auto code = std::move(coldCode[next]);
        code();
    }
}

void BlockEmitter::places_note(const uint8_t *base)
{
    for (const ResumePlace &place : resumePlaces) {
        place.site->resume = base + holder.labelOffset(place.label);
    }
    for (const PatchPlace &place : patchPlaces) {
        place.site->patch = base + holder.labelOffset(place.end);
    }
    translated.entry = base + holder.labelOffset(entryLabel);
    translated.dead = base + holder.labelOffset(deadLabel);
}

// Guest registers.

host::Gp BlockEmitter::value(unsigned guest, const host::Gp &scratch)
{
    if (const auto own = pinned(guest)) {
        return *own;
    }
    value_copy(scratch, guest);
    return scratch;
}

asmjit::Operand BlockEmitter::operand(unsigned guest)
{
    if (const auto own = pinned(guest)) {
        return *own;
    }
    return layout.address(guest);
}

void BlockEmitter::value_copy(const host::Gp &to, unsigned guest)
{
    if (guest == 0) {
        a.xor_(to, to);
    } else if (const auto own = pinned(guest)) {
        if (to != *own) {
            a.mov(to, *own);
        }
    } else {
        a.mov(to, layout.address(guest));
    }
}

host::Gp BlockEmitter::result(unsigned guest, const host::Gp &scratch)
{
    return pinned(guest).value_or(scratch);
}

void BlockEmitter::result_write(unsigned guest, const host::Gp &from)
{
    if (const auto own = pinned(guest)) {
        if (*own != from) {
            a.mov(*own, from);
        }
    } else {
        a.mov(layout.address(guest), from);
    }
}

void BlockEmitter::integer_note(unsigned rd)
{
    if (!is_cheriot() || is_integer(rd)) {
        return;
    }
    a.mov(layout.capability(rd), DecodedTable::None);
    integers |= set_of(rd);
}

// Slow paths.

SlowSite &BlockEmitter::slow_site()
{
    if (site == nullptr) {
        site = &sites.slow.emplace_back();
        site->operands = operands();
        site->pc = pc();
        site->stepsAhead = steps_after() + 1;
        site->context = block.start.context;
        site->jumpForm = jump_form(operands(), *block.start.context);
        site->mayLeaveContext = may_leave_context(operands());
        site->function =
            Interpreter::semantic_function(block.start.context->mode, operands().opcode);
        resume = a.newLabel();
        resumePlaces.push_back({site, *resume});
    }
    return *site;
}

asmjit::Label BlockEmitter::slow_path()
{
    const Label label = a.newLabel();
    const auto pointer = reinterpret_cast<uintptr_t>(&slow_site());
    cold([this, label, pointer] {
        a.bind(label);
        a.mov(host::rax, pointer);
        a.jmp(reinterpret_cast<uintptr_t>(thunks.slow));
    });
    return label;
}

void BlockEmitter::slow_call()
{
    a.mov(host::rax, reinterpret_cast<uintptr_t>(&slow_site()));
    a.jmp(reinterpret_cast<uintptr_t>(thunks.slow));
    destination_note();
}

void BlockEmitter::destination_note()
{
    const isa::OpcodeTraits &traits = isa::traits(operands().opcode);
    if (!traits.hasRd || operands().rd == Hart::DiscardRegister) {
        return;
    }
    if (traits.isRdCapability) {
        capability_note(operands().rd);
    } else if (is_cheriot()) {
        integers |= set_of(operands().rd);
    }
}

void BlockEmitter::preserving_call(uintptr_t function, const SlowSite &callSite,
                                   std::initializer_list<unsigned> read)
{
    // 1. What the function reads, and what it destroys.
    const auto spill = [this](unsigned guest) {
        if (const auto own = pinned(guest)) {
            a.mov(layout.address(guest), *own);
        }
    };
    std::ranges::for_each(read, spill);
    spill(UnpreservedGuest);
    // 2. The call.
    a.mov(host::rdx, reinterpret_cast<uintptr_t>(&callSite));
    a.lea(host::rcx, host::ptr(HartBase, layout.displacement(layout.hart)));
    a.mov(host::rax, function);
    a.call(host::rax);
    a.mov(*pinned(UnpreservedGuest), layout.address(UnpreservedGuest));
}

void BlockEmitter::quick_call(QuickFunction function)
{
    const Operands &i = operands();
    static_assert(!pinned(Hart::GlobalPointer).has_value(), "AUICGP would have to spill it");
    preserving_call(reinterpret_cast<uintptr_t>(function), slow_site(), {i.rs1, i.rs2});
    if (isa::traits(i.opcode).hasRd && i.rd != UnpreservedGuest) {
        if (const auto own = pinned(i.rd)) {
            a.mov(*own, layout.address(i.rd));
        }
    }
    destination_note();
}

asmjit::Label BlockEmitter::quick_path()
{
    const Label label = a.newLabel();
    slow_site();
    cold([this, label, done = *resume, at = index, itsSite = site, then = integers] {
        index = at;
        site = itsSite;
        integers = then;
        a.bind(label);
        quick_call(quick_function(block.start.context->mode, operands().opcode));
        a.jmp(done);
    });
    return label;
}

// Exits.

ExitSite &BlockEmitter::exit_add(uint32_t target)
{
    ExitSite &exit = sites.exits.emplace_back();
    exit.kind = ExitSite::Kind::Direct;
    exit.target = {target, block.start.context};
    if (target <= pc()) {
        exit.target.integers = integers; // not worth a block of its own but for loops
    }
    return exit;
}

void BlockEmitter::exit_jump(std::optional<host::CondCode> condition, uint32_t target,
                             uint32_t stepsUndone)
{
    ExitSite &exit = exit_add(target);
    if (!condition.has_value()) {
        patchable_jump(exit);
    } else if (stepsUndone == 0) {
        patchable_jump(exit, condition);
    } else {
        const Label taken = a.newLabel();
        a.j(*condition, taken);
        cold([this, taken, stepsUndone, &exit] {
            a.bind(taken);
            a.add(StepsLeft, stepsUndone);
            patchable_jump(exit);
        });
    }
}

void BlockEmitter::patchable_jump(ExitSite &exit, std::optional<host::CondCode> condition)
{
    const Label out = a.newLabel();
    const Label end = a.newLabel();
    patchPlaces.push_back({&exit, end});
    if (condition.has_value()) {
        a.long_().j(*condition, out);
    } else {
        a.long_().jmp(out);
    }
    a.bind(end);
    cold([this, out, &exit] {
        a.bind(out);
        exit_by(exit);
    });
}

void BlockEmitter::exit_by(const ExitSite &exit)
{
    a.mov(host::rax, reinterpret_cast<uintptr_t>(&exit));
    a.jmp(reinterpret_cast<uintptr_t>(thunks.exit));
}

} // namespace griotte::machine::translator::x86
