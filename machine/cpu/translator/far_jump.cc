#include "machine/cpu/translator/far_jump.h"

namespace griotte::machine::translator {

namespace {

FarJump &entry_of(State &state, uint32_t address, uint32_t metadata)
{
    constexpr uint32_t Multiplier = 0x9e37'79b1;
    constexpr uint32_t Shift = 24;
    static_assert(FarJumps == 1u << (32 - Shift));
    return state.farJumps[((address ^ metadata) * Multiplier) >> Shift];
}

} // namespace

uint32_t jump_form(const Operands &operands, const Context &context)
{
    // Later editions look at the kind of jump, and an unsealed target may be jumped past.
    if (context.version != IsaVersion::V1_0 || operands.opcode != isa::Opcode::CJALR ||
        operands.immediate != 0)
    {
        return 0;
    }
    const bool isReturn =
        operands.rd == Hart::DiscardRegister && operands.rs1 == Hart::ReturnAddress;
    const uint32_t kind = isReturn ? 1 : operands.rd == Hart::ReturnAddress ? 2 : 3;
    return kind << 1 | uint32_t{context.interruptsEnabled};
}

__attribute__((preserve_most)) const uint8_t *far_jump(uint64_t, uint64_t, const SlowSite *site,
                                                       Hart *hart)
{
    State &state = state_of(*hart);
    const Operands &operands = site->operands;
    const Slot &target = state.slots[operands.rs1];
    const FarJump &known = entry_of(state, target.address, target.metadata);
    // 1. Is it the same jump?
    if (known.form != site->jumpForm || known.address != target.address ||
        known.metadata != target.metadata || !target.is_tagged() ||
        known.base != state.decoded.at(target.decoded).base)
    {
        return nullptr;
    }
    // 2. An interrupt may be waiting behind it.
    const Context &context = *known.context;
    if (context.interruptsEnabled && !hart->interruptsEnabled && hart->is_interrupt_wanted()) {
        return nullptr;
    }
    // 3. Go.
    if (operands.rd != Hart::DiscardRegister) {
        state.slots[operands.rd] =
            site->context->link_make(site->pc + operands.length, operands.rd);
    }
    hart->pcc = context.pcc;
    hart->interruptsEnabled = context.interruptsEnabled;
    return known.code;
}

void far_jump_note(State &state, const SlowSite &site, const Capability &target,
                   const Context &context, const uint8_t *code)
{
    entry_of(state, target.address(), target.metadata()) = {
        .address = target.address(),
        .metadata = target.metadata(),
        .base = target.base(),
        .form = site.jumpForm,
        .context = &context,
        .code = code,
    };
}

} // namespace griotte::machine::translator
