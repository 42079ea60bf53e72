// RV32I integer computation and multiplication. Division is left to the quick functions.
//
// Guest registers in memory are loaded, changed and stored by instructions of their own: the host
// passes a value from a store to a load faster than through one that does both.
#include "machine/cpu/translator/emit_x86/block_emitter.h"

namespace griotte::machine::translator::x86 {

using isa::Opcode;

bool BlockEmitter::integer()
{
    const Operands &i = operands();
    const auto dispatch = [this, &i] {
        switch (i.opcode) {
        case Opcode::LUI:
            return addition(i.rd, 0, i.immediate), true;
        case Opcode::AUIPC:
            return addition(i.rd, 0, static_cast<int32_t>(pc() + uint32_t(i.immediate))), true;
        case Opcode::ADDI:
            return addition(i.rd, i.rs1, i.immediate), true;
        case Opcode::XORI:
            return operation_immediate(host::Inst::kIdXor), true;
        case Opcode::ORI:
            return operation_immediate(host::Inst::kIdOr), true;
        case Opcode::ANDI:
            return operation_immediate(host::Inst::kIdAnd), true;
        case Opcode::SLLI:
            return operation_immediate(host::Inst::kIdShl), true;
        case Opcode::SRLI:
            return operation_immediate(host::Inst::kIdShr), true;
        case Opcode::SRAI:
            return operation_immediate(host::Inst::kIdSar), true;
        case Opcode::SLTI:
            return comparison(host::CondCode::kL, true), true;
        case Opcode::SLTIU:
            return comparison(host::CondCode::kB, true), true;
        case Opcode::ADD:
            return operation(host::Inst::kIdAdd, Commutes::Yes), true;
        case Opcode::SUB:
        case Opcode::CSub:
            return operation(host::Inst::kIdSub, Commutes::No), true;
        case Opcode::XOR:
            return operation(host::Inst::kIdXor, Commutes::Yes), true;
        case Opcode::OR:
            return operation(host::Inst::kIdOr, Commutes::Yes), true;
        case Opcode::AND:
            return operation(host::Inst::kIdAnd, Commutes::Yes), true;
        case Opcode::MUL:
            return operation(host::Inst::kIdImul, Commutes::Yes), true;
        case Opcode::SLL:
            return shift(host::Inst::kIdShl), true;
        case Opcode::SRL:
            return shift(host::Inst::kIdShr), true;
        case Opcode::SRA:
            return shift(host::Inst::kIdSar), true;
        case Opcode::SLT:
            return comparison(host::CondCode::kL, false), true;
        case Opcode::SLTU:
            return comparison(host::CondCode::kB, false), true;
        case Opcode::MULH:
            return product_high(true, true), true;
        case Opcode::MULHSU:
            return product_high(true, false), true;
        case Opcode::MULHU:
            return product_high(false, false), true;
        case Opcode::CGetAddr:
            return addition(i.rd, i.rs1, 0), true;
        case Opcode::FENCE:
        case Opcode::FENCE_I:
            return true; // one hart, coherent fetch
        default:
            return false;
        }
    };
    // Without a destination there is nothing to see.
    const bool hasResult = i.rd != Hart::DiscardRegister;
    switch (i.opcode) {
    case Opcode::LUI:
    case Opcode::AUIPC:
    case Opcode::ADDI:
    case Opcode::CGetAddr:
        return hasResult ? dispatch() : true;
    default:
        return dispatch();
    }
}

void BlockEmitter::addition(unsigned rd, unsigned rs1, int32_t immediate)
{
    const auto own = pinned(rd);
    if (rs1 == 0) {
        if (!own.has_value()) {
            a.mov(layout.address(rd), immediate);
        } else if (immediate == 0) {
            a.xor_(*own, *own);
        } else {
            a.mov(*own, immediate);
        }
    } else if (rd == rs1 && own.has_value()) {
        if (immediate != 0) {
            a.add(*own, immediate);
        }
    } else if (immediate == 0) {
        result_write(rd, value(rs1, own.value_or(host::eax)));
    } else {
        const host::Gp to = own.value_or(host::eax);
        a.lea(to, host::ptr(value(rs1, to).r64(), immediate));
        result_write(rd, to);
    }
    integer_note(rd);
}

void BlockEmitter::operation_immediate(asmjit::InstId instruction)
{
    const Operands &i = operands();
    if (i.rd == Hart::DiscardRegister) {
        return;
    }
    const bool isShift = instruction == host::Inst::kIdShl || instruction == host::Inst::kIdShr ||
                         instruction == host::Inst::kIdSar;
    const host::Gp to = result(i.rd, host::eax);
    value_copy(to, i.rs1);
    a.emit(instruction, to, asmjit::Imm(isShift ? i.immediate & 31 : i.immediate));
    result_write(i.rd, to);
    integer_note(i.rd);
}

void BlockEmitter::operation(asmjit::InstId instruction, Commutes commutes)
{
    const Operands &i = operands();
    if (i.rd == Hart::DiscardRegister) {
        return;
    }
    unsigned left = i.rs1;
    unsigned right = i.rs2;
    if (right == i.rd && left != right && commutes == Commutes::Yes) {
        std::swap(left, right);
    }
    // The destination must not lose the right operand before it is used.
    const bool isRightLost = right == i.rd && left != right;
    const host::Gp to = isRightLost ? host::Gp(host::eax) : result(i.rd, host::eax);
    value_copy(to, left);
    if (right == 0) {
        a.xor_(host::ecx, host::ecx);
        a.emit(instruction, to, host::ecx);
    } else {
        a.emit(instruction, to, operand(right));
    }
    result_write(i.rd, to);
    integer_note(i.rd);
}

void BlockEmitter::shift(asmjit::InstId instruction)
{
    const Operands &i = operands();
    if (i.rd == Hart::DiscardRegister) {
        return;
    }
    // The host too takes the count modulo 32.
    value_copy(host::ecx, i.rs2);
    const host::Gp to = result(i.rd, host::eax);
    value_copy(to, i.rs1);
    a.emit(instruction, to, host::cl);
    result_write(i.rd, to);
    integer_note(i.rd);
}

void BlockEmitter::compare(unsigned left, unsigned right)
{
    if (left == 0) {
        a.xor_(host::ecx, host::ecx);
    }
    const asmjit::Operand leftOperand = left == 0 ? asmjit::Operand(host::ecx) : operand(left);
    if (right == 0) {
        a.emit(host::Inst::kIdCmp, leftOperand, asmjit::Imm(0));
    } else if (leftOperand.isMem() && !pinned(right).has_value()) {
        a.emit(host::Inst::kIdCmp, value(left, host::ecx), operand(right));
    } else {
        a.emit(host::Inst::kIdCmp, leftOperand, operand(right));
    }
}

void BlockEmitter::comparison(host::CondCode condition, bool isImmediate)
{
    const Operands &i = operands();
    if (i.rd == Hart::DiscardRegister) {
        return;
    }
    if (isImmediate) {
        a.cmp(value(i.rs1, host::ecx), i.immediate);
    } else {
        compare(i.rs1, i.rs2);
    }
    a.set(condition, host::al);
    a.movzx(host::eax, host::al);
    result_write(i.rd, host::eax);
    integer_note(i.rd);
}

void BlockEmitter::product_high(bool isLeftSigned, bool isRightSigned)
{
    const Operands &i = operands();
    if (i.rd == Hart::DiscardRegister) {
        return;
    }
    const auto widened = [this](const host::Gp &to, unsigned guest, bool isSigned) {
        value_copy(to, guest);
        if (isSigned) {
            a.movsxd(to.r64(), to);
        }
    };
    widened(host::eax, i.rs1, isLeftSigned);
    widened(host::ecx, i.rs2, isRightSigned);
    a.imul(host::rax, host::rcx);
    a.shr(host::rax, 32);
    result_write(i.rd, host::eax);
    integer_note(i.rd);
}

} // namespace griotte::machine::translator::x86
