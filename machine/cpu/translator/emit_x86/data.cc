// Loads and stores. In line is what stays in the window of the base register: permitted, in bounds,
// plain RAM. Everything else is the semantic function's.
#include "machine/cpu/translator/emit_x86/block_emitter.h"

namespace griotte::machine::translator::x86 {

using isa::Opcode;

namespace {

uint32_t access_size(Opcode opcode)
{
    switch (opcode) {
    case Opcode::LB:
    case Opcode::LBU:
    case Opcode::SB:
        return 1;
    case Opcode::LH:
    case Opcode::LHU:
    case Opcode::SH:
        return 2;
    case Opcode::LW:
    case Opcode::SW:
        return 4;
    default:
        return GranuleSize;
    }
}

constexpr unsigned GranuleBits = 3;
static_assert(1u << GranuleBits == GranuleSize);

} // namespace

bool BlockEmitter::data()
{
    switch (operands().opcode) {
    case Opcode::LB:
    case Opcode::LBU:
    case Opcode::LH:
    case Opcode::LHU:
    case Opcode::LW:
        return load(), true;
    case Opcode::SB:
    case Opcode::SH:
    case Opcode::SW:
        return store(), true;
    case Opcode::CLC:
        return capability_load(), true;
    case Opcode::CSC:
        return capability_store(), true;
    default:
        return false;
    }
}

unsigned BlockEmitter::window_register() const
{
    return is_cheriot() ? operands().rs1 : 0;
}

host::Gp BlockEmitter::access_check(uint32_t size, bool isStore, const Label &slow)
{
    const Operands &i = operands();
    // 1. The address.
    host::Gp address = value(i.rs1, host::ecx);
    if (i.immediate != 0) {
        if (address == host::ecx) {
            a.add(host::ecx, i.immediate);
        } else {
            a.lea(host::ecx, host::ptr(address.r64(), i.immediate));
            address = host::ecx;
        }
    }
    // 2. Its offset in the window, against the limit for the size.
    const unsigned authority = window_register();
    a.mov(host::edx, address);
    a.sub(host::edx, layout.window(authority, &Window::base));
    if (size == 2) {
        // No limit of its own: the end of the access against the length.
        a.add(host::rdx, size);
        a.mov(host::eax, layout.window(authority, isStore ? &Window::store1 : &Window::load1));
        a.cmp(host::rdx, host::rax);
        a.ja(slow);
        return address;
    }
    using Field = uint32_t Window::*;
    const Field limit = size == 1   ? (isStore ? &Window::store1 : &Window::load1)
                        : size == 4 ? (isStore ? &Window::store4 : &Window::load4)
                                    : (isStore ? &Window::store8 : &Window::load8);
    a.cmp(host::edx, layout.window(authority, limit));
    a.jae(slow);
    return address;
}

void BlockEmitter::load()
{
    const Operands &i = operands();
    const Label slow = slow_path();
    const host::Gp address = access_check(access_size(i.opcode), false, slow);
    const host::Gp to = result(i.rd, host::eax);
    const auto from = [address](uint32_t size) {
        return host::ptr(MemoryBase, address.r64(), 0, 0, size);
    };
    switch (i.opcode) {
    case Opcode::LB:
        a.movsx(to, from(1));
        break;
    case Opcode::LBU:
        a.movzx(to, from(1));
        break;
    case Opcode::LH:
        a.movsx(to, from(2));
        break;
    case Opcode::LHU:
        a.movzx(to, from(2));
        break;
    default:
        a.mov(to, from(4));
        break;
    }
    if (i.rd != Hart::DiscardRegister) {
        result_write(i.rd, to);
        integer_note(i.rd);
    }
}

void BlockEmitter::granule_test(const host::Gp &address)
{
    a.mov(host::edx, address);
    a.shr(host::edx, GranuleBits);
    const int32_t tags = layout.hart->memory().host_layout().tagsOffset;
    a.cmp(host::ptr(MemoryBase, host::rdx, 0, tags, 1), 0);
}

void BlockEmitter::granule_open(const host::Gp &address, const Label &slow)
{
    granule_test(address);
    const Label obstacle = a.newLabel();
    const Label open = a.newLabel();
    a.jne(obstacle);
    a.bind(open);
    cold([this, obstacle, open, slow] {
        const int32_t tags = layout.hart->memory().host_layout().tagsOffset;
        const host::Mem entry = host::ptr(MemoryBase, host::rdx, 0, tags, 1);
        a.bind(obstacle);
        a.cmp(entry, Memory::Tagged);
        a.jne(slow);
        a.mov(entry, 0);
        a.jmp(open);
    });
}

void BlockEmitter::high_water_mark(const host::Gp &address)
{
    if (!is_cheriot()) {
        return;
    }
    const Hart &hart = *layout.hart;
    const Label below = a.newLabel();
    const Label done = a.newLabel();
    a.cmp(address, layout.memory(&hart.mshwm, 4));
    a.jb(below);
    a.bind(done);
    cold([this, address, below, done, &hart] {
        constexpr int32_t Alignment = 16;
        a.bind(below);
        a.cmp(address, layout.memory(&hart.mshwmb, 4));
        a.jb(done);
        a.mov(host::edx, address);
        a.and_(host::edx, -Alignment);
        a.mov(layout.memory(&hart.mshwm, 4), host::edx);
        a.jmp(done);
    });
}

void BlockEmitter::store()
{
    const Operands &i = operands();
    const uint32_t size = access_size(i.opcode);
    const Label slow = slow_path();
    const host::Gp address = access_check(size, true, slow);
    // 1. In one granule; the few misaligned ones that are not take the slow path.
    if (size > 1) {
        a.test(address.r8(), size - 1);
        a.jnz(slow);
    }
    // 2. No code, nobody watching, and without the tag.
    granule_open(address, slow);
    // 3. The store.
    const host::Mem to = host::ptr(MemoryBase, address.r64(), 0, 0, size);
    if (i.rs2 == 0) {
        a.mov(to, 0);
    } else {
        const host::Gp from = value(i.rs2, host::eax);
        switch (size) {
        case 1:
            a.mov(to, from.r8());
            break;
        case 2:
            a.mov(to, from.r16());
            break;
        default:
            a.mov(to, from);
            break;
        }
    }
    high_water_mark(address);
}

void BlockEmitter::capability_load()
{
    const Operands &i = operands();
    const Label slow = slow_path();
    SlowSite &loadSite = slow_site();
    const host::Gp address = access_check(GranuleSize, false, slow);
    a.test(address.r8(), GranuleSize - 1);
    a.jnz(slow);
    granule_test(address); // leaves the tag's compare; what is below is for either outcome
    a.mov(host::rax, host::ptr(MemoryBase, address.r64()));
    const Label tagged = a.newLabel();
    a.jne(tagged);
    // 1. Without a tag it is two words.
    const Label done = a.newLabel();
    const unsigned rd = i.rd;
    if (rd != Hart::DiscardRegister) {
        constexpr int32_t Half = 16;
        Window &window = layout.state().windows[rd];
        a.mov(host::rdx, host::rax);
        a.shr(host::rdx, 32);
        if (!is_integer(rd)) {
            a.pxor(host::xmm0, host::xmm0);
            a.movups(layout.capability(rd, Capability::Layout::Base, Half), host::xmm0);
            a.movups(layout.capability(rd, Half, Half), host::xmm0);
            a.movups(layout.memory(&window, Half), host::xmm0);
            a.movups(layout.window_half(rd), host::xmm0);
        }
        a.mov(layout.capability(rd, Capability::Layout::Metadata, 4), host::edx);
        result_write(rd, host::eax);
        capability_note(rd);
    }
    a.bind(done);
    // 2. With one it is decoded and filtered.
    cold([this, tagged, done, rd, rs1 = unsigned{i.rs1}, &loadSite] {
        a.bind(tagged);
        const int32_t tags = layout.hart->memory().host_layout().tagsOffset;
        const Label isTag = a.newLabel();
        a.test(host::ptr(MemoryBase, host::rdx, 0, tags, 1), Memory::Tagged);
        a.jnz(isTag);
        // Marked, but untagged: rare enough.
        a.mov(host::rax, reinterpret_cast<uintptr_t>(&loadSite));
        a.jmp(reinterpret_cast<uintptr_t>(thunks.slow));
        a.bind(isTag);
        // The common ones, through an authority that takes nothing away, by a function of our own.
        constexpr uint32_t Whole =
            (Permission::LoadStoreCapability | Permission::LoadGlobal | Permission::LoadMutable)
                .bits();
        const Label other = a.newLabel();
        a.mov(host::ecx, layout.capability(rs1, Capability::Layout::Permissions, 4));
        a.not_(host::ecx);
        a.test(host::ecx, Whole);
        a.jnz(other);
        a.mov(host::edx, static_cast<uint32_t>(rd * sizeof(Capability)));
        a.call(reinterpret_cast<uintptr_t>(thunks.decode));
        a.jc(other);
        if (const auto own = pinned(rd)) {
            a.mov(*own, host::eax);
        }
        a.jmp(done);
        // The others.
        a.bind(other);
        a.mov(layout.memory(&layout.state().loaded, 8), host::rax);
        for (const unsigned guest : {rs1, UnpreservedGuest}) {
            if (const auto own = pinned(guest)) {
                a.mov(layout.address(guest), *own);
            }
        }
        // The address is known already. Taking it from here, and not from what the function writes,
        // lets a walk along pointers run ahead of the decoding.
        if (const auto own = pinned(rd)) {
            a.mov(*own, host::eax);
        }
        a.mov(host::rdx, reinterpret_cast<uintptr_t>(&loadSite));
        a.lea(host::rcx, host::ptr(HartBase, layout.displacement(layout.hart)));
        a.mov(host::rax, reinterpret_cast<uintptr_t>(&capability_loaded));
        a.call(host::rax);
        a.mov(*pinned(UnpreservedGuest), layout.address(UnpreservedGuest));
        a.jmp(done);
    });
}

void BlockEmitter::capability_store()
{
    const Operands &i = operands();
    const Label slow = slow_path();
    const host::Gp address = access_check(GranuleSize, true, slow);
    a.test(address.r8(), GranuleSize - 1);
    a.jnz(slow);
    // 1. A local capability may have to stay behind.
    using Layout = Capability::Layout;
    const bool isIntegerStored = is_integer(i.rs2);
    if (!isIntegerStored) {
        constexpr uint32_t GlobalBit = 1u << (metadata::PermissionsShift + 5);
        const Label local = a.newLabel();
        const Label allowed = a.newLabel();
        a.test(layout.capability(i.rs2, Layout::Metadata, 4), GlobalBit);
        a.jz(local);
        a.bind(allowed);
        cold([this, local, allowed, slow, rs1 = unsigned{i.rs1}, rs2 = unsigned{i.rs2}] {
            constexpr auto StoreLocal = static_cast<uint32_t>(Permission::StoreLocal);
            a.bind(local);
            a.cmp(layout.capability(rs2, Layout::Tag, 1), 0);
            a.je(allowed);
            a.test(layout.capability(rs1, Layout::Permissions, 2), StoreLocal);
            a.jnz(allowed);
            a.jmp(slow);
        });
    }
    // 2. No code, nobody watching.
    granule_test(address);
    const int32_t tags = layout.hart->memory().host_layout().tagsOffset;
    const host::Mem entry = host::ptr(MemoryBase, host::rdx, 0, tags, 1);
    const Label obstacle = a.newLabel();
    const Label open = a.newLabel();
    a.jne(obstacle);
    a.bind(open);
    cold([this, obstacle, open, slow, entry] {
        a.bind(obstacle);
        a.cmp(entry, Memory::Tagged);
        a.je(open);
        a.jmp(slow);
    });
    // 3. Both words at once, so that loading them back as one finds them together; and the tag.
    const host::Mem to = host::ptr(MemoryBase, address.r64(), 0, 0, 8);
    if (isIntegerStored) {
        value_copy(host::eax, i.rs2);
        a.mov(to, host::rax);
        a.mov(entry, 0);
        high_water_mark(address);
        return;
    }
    a.movzx(host::eax, layout.capability(i.rs2, Layout::Tag, 1));
    a.mov(entry, host::al);
    a.mov(host::eax, layout.capability(i.rs2, Layout::Metadata, 4));
    a.shl(host::rax, 32);
    value_copy(host::edx, i.rs2);
    a.or_(host::rax, host::rdx);
    a.mov(to, host::rax);
    high_water_mark(address);
}

} // namespace griotte::machine::translator::x86
