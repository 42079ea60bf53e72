// Copying capabilities and moving them about. What derives others in any other way is left to the
// quick functions.
#include "machine/cpu/translator/emit_x86/block_emitter.h"

namespace griotte::machine::translator::x86 {

using isa::Opcode;

bool BlockEmitter::capabilities()
{
    const Operands &i = operands();
    constexpr unsigned GlobalPointer = 3;
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
        return true;
    case Opcode::CIncAddrImm:
        address_move(i.rs1, add_immediate);
        return true;
    case Opcode::AUICGP:
        address_move(GlobalPointer, add_immediate);
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
    case Opcode::AUIPCC:
        pcc_derive();
        return true;
    default:
        return false;
    }
}

void BlockEmitter::capability_copy(unsigned rd, unsigned rs1)
{
    // By halves that leave the address alone: it is written by itself, and a wide load of it and
    // its neighbours soon after would have to wait for that.
    constexpr int32_t Half = 16;
    const auto copy = [this](const host::Mem &to, const host::Mem &from) {
        a.movups(host::xmm0, from);
        a.movups(to, host::xmm0);
    };
    Window &from = layout.state().windows[rs1];
    Window &to = layout.state().windows[rd];
    copy(layout.capability(rd, Capability::Layout::Metadata, Half),
         layout.capability(rs1, Capability::Layout::Metadata, Half));
    copy(layout.capability(rd, Half, Half), layout.capability(rs1, Half, Half));
    copy(layout.memory(&to, Half), layout.memory(&from, Half));
    copy(layout.window_half(rd), layout.window_half(rs1));
    capability_note(rd);
}

void BlockEmitter::address_move(unsigned base, const std::function<void(host::Gp)> &amountAdd)
{
    const Operands &i = operands();
    const unsigned source = i.opcode == Opcode::CSetAddr ? unsigned{i.rs1} : base;
    if (i.rd == Hart::DiscardRegister) {
        quick_call(quick_function(block.context->mode, i.opcode)); // may note a lost tag
        return;
    }
    value_copy(host::ecx, base);
    amountAdd(host::ecx);
    if (is_integer(source)) {
        result_write(i.rd, host::ecx);
        integer_note(i.rd);
        return;
    }
    // Within the window's reach only the address changes.
    const Label outside = a.newLabel();
    const Label done = a.newLabel();
    a.mov(host::edx, host::ecx);
    a.sub(host::edx, layout.window(source, &Window::base));
    a.cmp(host::edx, layout.window(source, &Window::reach));
    a.jae(outside);
    if (i.rd != source) {
        capability_copy(i.rd, source);
    }
    result_write(i.rd, host::ecx);
    a.bind(done);
    capability_note(i.rd);
    cold([this, outside, done, at = index, integersThen = integers] {
        index = at;
        site = nullptr;
        resume.reset();
        a.bind(outside);
        quick_call(quick_function(block.context->mode, operands().opcode));
        a.bind(*resume);
        a.jmp(done);
        integers = integersThen;
    });
}

void BlockEmitter::pcc_derive()
{
    const Operands &i = operands();
    const uint32_t address = pc() + static_cast<uint32_t>(i.immediate);
    const Capability &pcc = block.context->pcc;
    if (i.rd == Hart::DiscardRegister || !pcc.keeps_bounds_at(address)) {
        quick_call(quick_function(block.context->mode, i.opcode));
        return;
    }
    constexpr int32_t Half = 16;
    Window &window = layout.state().windows[i.rd];
    a.mov(host::rax, reinterpret_cast<uintptr_t>(&pcc));
    a.movups(host::xmm0, host::ptr(host::rax, Capability::Layout::Metadata, Half));
    a.movups(layout.capability(i.rd, Capability::Layout::Metadata, Half), host::xmm0);
    a.movups(host::xmm0, host::ptr(host::rax, Half, Half));
    a.movups(layout.capability(i.rd, Half, Half), host::xmm0);
    a.mov(host::rax, reinterpret_cast<uintptr_t>(&block.context->window));
    a.movups(host::xmm0, host::ptr(host::rax, 0, Half));
    a.movups(layout.memory(&window, Half), host::xmm0);
    a.movups(host::xmm0, host::ptr(host::rax, Half, Half));
    a.movups(layout.window_half(i.rd), host::xmm0);
    const host::Gp to = result(i.rd, host::eax);
    a.mov(to, address);
    result_write(i.rd, to);
    capability_note(i.rd);
}

} // namespace griotte::machine::translator::x86
