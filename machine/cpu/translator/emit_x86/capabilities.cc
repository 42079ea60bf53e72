// Copying capabilities and moving them about. What derives others in any other way is left to the
// quick functions.
#include "machine/cpu/translator/emit_x86/block_emitter.h"

namespace griotte::machine::translator::x86 {

using isa::Opcode;

bool BlockEmitter::capabilities()
{
    const Operands &i = operands();
    const auto add_immediate = [this, &i](const host::Gp &to) {
        if (i.immediate != 0) {
            a.add(to, i.immediate);
        }
    };
    switch (i.opcode) {
    case Opcode::CMove:
        if (i.rd == Hart::DiscardRegister || i.rd == i.rs1) {
            return true;
        }
        if (is_integer(i.rs1)) {
            addition(i.rd, i.rs1, 0);
            return true;
        }
        capability_copy(i.rd, i.rs1);
        result_write(i.rd, value(i.rs1, host::eax));
        capability_note(i.rd);
        return true;
    case Opcode::CIncAddrImm:
        address_move(i.rs1, add_immediate);
        return true;
    case Opcode::AUICGP:
        address_move(Hart::GlobalPointer, add_immediate);
        return true;
    case Opcode::CIncAddr:
        address_move(i.rs1, [this, &i](const host::Gp &to) {
            if (i.rs2 != 0) {
                a.emit(host::Inst::kIdAdd, to, operand(i.rs2));
            }
        });
        return true;
    case Opcode::CSetAddr:
        address_move(0, [this, &i](const host::Gp &to) { value_copy(to, i.rs2); });
        return true;
    case Opcode::CSetBounds:
    case Opcode::CSetBoundsImm:
        return bounds_set(), true;
    case Opcode::CGetTag:
    case Opcode::CGetPerm:
    case Opcode::CGetType:
    case Opcode::CGetBase:
    case Opcode::CGetTop:
    case Opcode::CGetLen:
        return inspect(), true;
    case Opcode::AUIPCC:
        pcc_derive();
        return true;
    default:
        return false;
    }
}

void BlockEmitter::capability_copy(unsigned rd, unsigned rs1)
{
    a.mov(host::rdx, layout.capability(rs1));
    a.mov(layout.capability(rd), host::rdx);
}

void BlockEmitter::capability_write(unsigned rd, uint32_t metadata, uint32_t decoded)
{
    a.mov(host::rdx, decoded | (uint64_t{metadata} << 32));
    a.mov(layout.capability(rd), host::rdx);
}

void BlockEmitter::address_move(unsigned base, const std::function<void(host::Gp)> &amountAdd)
{
    const Operands &i = operands();
    const unsigned source = i.opcode == Opcode::CSetAddr ? unsigned{i.rs1} : base;
    if (i.rd == Hart::DiscardRegister) {
        quick_call(quick_function(block.start.context->mode, i.opcode)); // may note a lost tag
        return;
    }
    value_copy(host::ecx, base);
    amountAdd(host::ecx);
    if (!is_alone()) {
        group_check(host::ecx, source); // what is in the window is in reach
    } else if (is_integer(source)) {
        result_write(i.rd, host::ecx);
        integer_note(i.rd);
        return;
    } else {
        // Within the window's reach only the address changes.
        const Label outside = quick_path();
        a.mov(host::eax, layout.decoded(source));
        a.mov(host::edx, host::ecx);
        a.sub(host::edx, layout.window_field(host::eax, &Window::base));
        a.cmp(host::edx, layout.window_field(host::eax, &Window::reach));
        a.jae(outside);
    }
    if (i.rd != source) {
        capability_copy(i.rd, source);
    }
    result_write(i.rd, host::ecx);
    capability_note(i.rd);
}

void BlockEmitter::bounds_set()
{
    const Operands &i = operands();
    const bool isImmediate = i.opcode == Opcode::CSetBoundsImm;
    const auto known = static_cast<uint32_t>(i.immediate);
    if (i.rd == Hart::DiscardRegister || is_integer(i.rs1) || (isImmediate && known > MantissaMask))
    {
        quick_call(quick_function(block.start.context->mode, i.opcode));
        return;
    }
    // 1. In line are lengths that fit the mantissa, which are exact with an exponent of zero.
    const Label other = quick_path();
    if (!isImmediate) {
        a.cmp(value(i.rs2, host::eax), MantissaMask);
        a.ja(other);
    }
    const host::Gp address = value(i.rs1, host::ecx);
    const auto length_add = [&](const host::Gp &to) {
        if (isImmediate) {
            a.add(to, known);
        } else if (i.rs2 != 0) {
            a.emit(host::Inst::kIdAdd, to, operand(i.rs2));
        }
    };
    // 2. Inside the bounds: one past the last byte is still in reach.
    a.mov(host::eax, layout.decoded(i.rs1));
    a.mov(host::edx, address);
    a.sub(host::edx, layout.window_field(host::eax, &Window::base));
    a.cmp(host::edx, layout.window_field(host::eax, &Window::reach));
    a.jae(other);
    a.mov(host::eax, layout.window_field(host::eax, &Window::reach));
    a.sub(host::eax, host::edx); // not zero: what is left, and one
    a.sub(host::eax, 1);
    a.xor_(host::edx, host::edx);
    length_add(host::edx);
    a.cmp(host::edx, host::eax);
    a.ja(other);
    // 3. The metadata word.
    a.add(host::edx, address);
    a.and_(host::edx, MantissaMask);
    a.shl(host::edx, metadata::TopShift);
    a.mov(host::eax, layout.metadata(i.rs1));
    a.and_(host::eax, ~metadata::BoundsMask);
    a.or_(host::eax, host::edx);
    a.mov(host::edx, address);
    a.and_(host::edx, MantissaMask);
    a.or_(host::eax, host::edx);
    // 4. Decoded.
    a.shl(host::rax, 32);
    a.or_(host::rax, address.r64());
    a.call(reinterpret_cast<uintptr_t>(thunks.find));
    a.jc(other);
    a.mov(layout.capability(i.rd), host::rdx);
    if (i.rd != i.rs1) {
        result_write(i.rd, host::eax);
    }
    capability_note(i.rd);
}

void BlockEmitter::inspect()
{
    const Operands &i = operands();
    if (i.rd == Hart::DiscardRegister) {
        return;
    }
    if (i.opcode == Opcode::CGetTag) {
        a.xor_(host::eax, host::eax);
        a.cmp(layout.decoded(i.rs1), DecodedTable::None);
        a.setne(host::al);
        result_write(i.rd, host::eax);
        integer_note(i.rd);
        return;
    }
    // Of a tagged capability all is known; of anything else it is decoded every time.
    const Label untagged = quick_path();
    a.mov(host::edx, layout.decoded(i.rs1));
    a.cmp(host::edx, DecodedTable::None);
    a.je(untagged);
    switch (i.opcode) {
    case Opcode::CGetPerm:
        a.movzx(host::eax, layout.decoded_field(host::edx, &Decoded::permissions));
        break;
    case Opcode::CGetType:
        a.movzx(host::eax, layout.decoded_field(host::edx, &Decoded::objectType));
        break;
    case Opcode::CGetBase:
        a.mov(host::eax, layout.decoded_field(host::edx, &Decoded::base));
        break;
    default: // tops and lengths have 33 bits
        a.mov(host::rax, layout.decoded_field(host::edx, &Decoded::top));
        if (i.opcode == Opcode::CGetLen) {
            a.mov(host::ecx, layout.decoded_field(host::edx, &Decoded::base));
            a.sub(host::rax, host::rcx);
        }
        a.mov(host::ecx, ~uint32_t{0});
        a.cmp(host::rax, host::rcx);
        a.cmova(host::rax, host::rcx);
        break;
    }
    result_write(i.rd, host::eax);
    integer_note(i.rd);
}

void BlockEmitter::pcc_derive()
{
    const Operands &i = operands();
    const uint32_t address = pc() + static_cast<uint32_t>(i.immediate);
    const Context &context = *block.start.context;
    if (i.rd == Hart::DiscardRegister || !context.pcc.keeps_bounds_at(address)) {
        quick_call(quick_function(context.mode, i.opcode));
        return;
    }
    capability_write(i.rd, context.pcc.metadata(), context.pccDecoded);
    const host::Gp to = result(i.rd, host::eax);
    a.mov(to, address);
    result_write(i.rd, to);
    capability_note(i.rd);
}

} // namespace griotte::machine::translator::x86
