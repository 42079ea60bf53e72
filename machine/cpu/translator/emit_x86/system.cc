// What the switcher of an RTOS asks for at every call: the high-water mark, special registers. All
// other CSRs are the semantic functions'.
#include <algorithm>

#include "machine/cpu/translator/emit_x86/block_emitter.h"

namespace griotte::machine::translator::x86 {

using isa::Opcode;

namespace {

/// CSRs that are only a word of the hart, and the bits a write changes.
struct PlainCsr
{
    uint32_t number;
    uint32_t Hart::*word;
    uint32_t writable;
};
constexpr std::array<PlainCsr, 4> PlainCsrs = {{
    {csr::Mshwm, &Hart::mshwm, ~uint32_t{15}},
    {csr::Mshwmb, &Hart::mshwmb, ~uint32_t{15}},
    {csr::Mcause, &Hart::mcause, ~uint32_t{0}},
    {csr::Mtval, &Hart::mtval, ~uint32_t{0}},
}};

bool is_immediate(Opcode opcode)
{
    return opcode == Opcode::CSRRWI || opcode == Opcode::CSRRSI || opcode == Opcode::CSRRCI;
}

} // namespace

bool BlockEmitter::system()
{
    if (!block.start.context->pcc.may(Permission::AccessSystemRegisters)) {
        return false;
    }
    switch (operands().opcode) {
    case Opcode::CSRRW:
    case Opcode::CSRRWI:
    case Opcode::CSRRS:
    case Opcode::CSRRSI:
    case Opcode::CSRRC:
    case Opcode::CSRRCI:
        return csr_access();
    case Opcode::CSpecialRW:
        return special_access();
    default:
        return false;
    }
}

bool BlockEmitter::csr_access()
{
    const Operands &i = operands();
    const auto *const csr =
        std::ranges::find(PlainCsrs, static_cast<uint32_t>(i.immediate), &PlainCsr::number);
    if (csr == PlainCsrs.end()) {
        return false;
    }
    const host::Mem word = layout.memory(&(layout.hart->*(csr->word)), 4);
    // 1. The operand, and the old value.
    if (is_immediate(i.opcode)) {
        a.mov(host::ecx, i.rs1);
    } else {
        value_copy(host::ecx, i.rs1);
    }
    a.mov(host::eax, word);
    // 2. The new one, unless nothing is written.
    const bool isWrite = i.opcode == Opcode::CSRRW || i.opcode == Opcode::CSRRWI;
    const bool isSet = i.opcode == Opcode::CSRRS || i.opcode == Opcode::CSRRSI;
    if (isWrite || i.rs1 != 0) {
        if (isSet) {
            a.or_(host::ecx, host::eax);
        } else if (!isWrite) {
            a.not_(host::ecx);
            a.and_(host::ecx, host::eax);
        }
        a.and_(host::ecx, csr->writable);
        a.mov(word, host::ecx);
    }
    // 3. The result.
    if (i.rd != Hart::DiscardRegister) {
        result_write(i.rd, host::eax);
        integer_note(i.rd);
    }
    return true;
}

bool BlockEmitter::special_access()
{
    switch (static_cast<SpecialRegister>(operands().immediate)) {
    case SpecialRegister::Mtcc:
    case SpecialRegister::Mtdc:
    case SpecialRegister::MScratchC:
    case SpecialRegister::Mepcc:
        quick_call(&special_register_access);
        return true;
    default:
        return false; // absent, or it clears memory
    }
}

} // namespace griotte::machine::translator::x86
