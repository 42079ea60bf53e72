// Branches and jumps. The rest of control.h (traps, CSRs) is the semantic functions'.
#include "machine/cpu/translator/emit_x86/block_emitter.h"

namespace griotte::machine::translator::x86 {

using isa::Opcode;

namespace {

constexpr uint32_t ObjectTypeField = 7u << metadata::ObjectTypeShift;

uint32_t metadata_with(uint32_t word, ObjectType type)
{
    return (word & ~ObjectTypeField) | (static_cast<uint32_t>(type) << metadata::ObjectTypeShift);
}

host::CondCode condition_of(Opcode opcode)
{
    switch (opcode) {
    case Opcode::BEQ:
        return host::CondCode::kE;
    case Opcode::BNE:
        return host::CondCode::kNE;
    case Opcode::BLT:
        return host::CondCode::kL;
    case Opcode::BGE:
        return host::CondCode::kGE;
    case Opcode::BLTU:
        return host::CondCode::kB;
    default:
        return host::CondCode::kAE;
    }
}

} // namespace

bool BlockEmitter::control()
{
    const Operands &i = operands();
    const bool isEdition1 = block.start.context->version == IsaVersion::V1_0;
    if (is_branch(i.opcode)) {
        if (is_branch_trapping()) {
            return false;
        }
        return branch(), true;
    }
    switch (i.opcode) {
    case Opcode::JAL:
        return jump(), true;
    case Opcode::JALR:
        return jump_indirect(), true;
    case Opcode::CJAL:
        if (!isEdition1) {
            return false;
        }
        return jump(), true;
    case Opcode::CJALR:
        if (!isEdition1) {
            return false;
        }
        return capability_jump_indirect(), true;
    default:
        return false;
    }
}

bool BlockEmitter::is_branch_trapping() const
{
    // Edition 0.5 checks the target of a taken branch.
    return is_cheriot() && block.start.context->version == IsaVersion::V0_5 &&
           !block.start.context->pcc.contains(pc() + static_cast<uint32_t>(operands().immediate),
                                              2);
}

void BlockEmitter::branch()
{
    const Operands &i = operands();
    compare(i.rs1, i.rs2);
    exit_jump(condition_of(i.opcode), pc() + static_cast<uint32_t>(i.immediate), steps_after());
}

void BlockEmitter::jump()
{
    link_write();
    if (!current().isFollowed) {
        exit_jump(std::nullopt, pc() + static_cast<uint32_t>(operands().immediate), steps_after());
    }
}

void BlockEmitter::link_write()
{
    const unsigned rd = operands().rd;
    if (rd == Hart::DiscardRegister) {
        return;
    }
    if (!is_cheriot()) {
        const host::Gp to = result(rd, host::edx);
        a.mov(to, next_pc());
        result_write(rd, to);
        return;
    }
    // All but the address is the same for every link of the context.
    const Slot link = block.start.context->link_make(next_pc(), rd);
    capability_write(rd, link.metadata, link.decoded);
    const host::Gp to = result(rd, host::edx);
    a.mov(to, next_pc());
    result_write(rd, to);
    capability_note(rd);
}

void BlockEmitter::jump_indirect()
{
    if (current().isFollowed) {
        return; // a return, to where the block goes on anyway
    }
    value_copy(host::eax, operands().rs1);
    if (operands().immediate != 0) {
        a.add(host::eax, operands().immediate);
    }
    a.and_(host::eax, -2);
    link_write();
    lookup();
}

void BlockEmitter::capability_jump_indirect()
{
    if (current().isFollowed) {
        return;
    }
    const Operands &i = operands();
    const Capability &pcc = block.start.context->pcc;
    const bool isEnabled = block.start.context->interruptsEnabled;
    const bool isReturn = i.rd == Hart::DiscardRegister && i.rs1 == Hart::ReturnAddress;
    const Label slow = far_path();
    // 1. In line is what stays in the context: PCC but for the object type, with one that leaves
    // the interrupts as they are.
    if (isReturn) {
        if (i.immediate != 0) {
            a.jmp(slow);
            return;
        }
        a.cmp(layout.metadata(i.rs1),
              metadata_with(pcc.metadata(), isEnabled ? ObjectType::ReturnSentryEnable
                                                      : ObjectType::ReturnSentryDisable));
        a.jne(slow);
    } else {
        const Label allowed = a.newLabel();
        const auto allow = [this, allowed, &pcc](ObjectType type) {
            a.cmp(host::edx, metadata_with(pcc.metadata(), type));
            a.je(allowed);
        };
        a.mov(host::edx, layout.metadata(i.rs1));
        allow(ObjectType::Unsealed);
        if (i.immediate == 0) {
            allow(ObjectType::SentryInherit);
            if (i.rd == Hart::ReturnAddress) {
                allow(isEnabled ? ObjectType::SentryEnable : ObjectType::SentryDisable);
            }
        }
        a.jmp(slow);
        a.bind(allowed);
    }
    a.mov(host::edx, layout.decoded(i.rs1));
    a.cmp(host::edx, DecodedTable::None);
    a.je(slow);
    a.cmp(layout.decoded_field(host::edx, &Decoded::base), pcc.base());
    a.jne(slow);
    // 2. The target, then the link: they may be the same register.
    value_copy(host::eax, i.rs1);
    if (i.immediate != 0) {
        a.add(host::eax, i.immediate);
    }
    a.and_(host::eax, -2);
    if (i.rd != Hart::DiscardRegister && !block.start.context->is_link_tagged(next_pc())) {
        a.jmp(slow);
        return;
    }
    link_write();
    lookup();
}

asmjit::Label BlockEmitter::far_path()
{
    const Operands &i = operands();
    const Label slow = slow_path();
    const bool isLinkPinned = pinned(i.rd).has_value();
    const bool isLinkTagged = block.start.context->is_link_tagged(next_pc());
    if (slow_site().jumpForm == 0 || isLinkPinned || !isLinkTagged) {
        return slow;
    }
    const Label label = a.newLabel();
    cold([this, label, slow, rs1 = unsigned{i.rs1}, &jumpSite = slow_site()] {
        a.bind(label);
        preserving_call(reinterpret_cast<uintptr_t>(&far_jump), jumpSite, {rs1});
        a.test(host::rax, host::rax);
        a.jz(slow);
        a.jmp(host::rax);
    });
    return label;
}

void BlockEmitter::lookup()
{
    // eax: the target, even. Entries have 16 bytes: half the address is the index.
    static_assert(sizeof(JumpEntry) == 16);
    const Context &context = *block.start.context;
    const JumpEntry *const table = layout.state().jumps.data();
    const int32_t entry = layout.displacement(table);
    const int32_t code = entry + static_cast<int32_t>(offsetof(JumpEntry, code));
    constexpr unsigned TimesEight = 3;
    const Label miss = a.newLabel();
    a.mov(host::ecx, host::eax);
    a.and_(host::ecx, (JumpEntries - 1) * 2);
    if (context.id != 0) {
        a.mov(host::rdx, uint64_t{context.id} << 32);
        a.or_(host::rdx, host::rax);
    }
    a.cmp(host::ptr(HartBase, host::rcx, TimesEight, entry, 8),
          context.id != 0 ? host::rdx : host::rax);
    a.jne(miss);
    a.jmp(host::ptr(HartBase, host::rcx, TimesEight, code, 8));
    ExitSite &exit = sites.exits.emplace_back();
    exit.kind = ExitSite::Kind::Indirect;
    exit.target.context = &context;
    cold([this, miss, &exit] {
        a.bind(miss);
        a.mov(layout.memory(&layout.hart->pc, 4), host::eax);
        exit_by(exit);
    });
}

} // namespace griotte::machine::translator::x86
