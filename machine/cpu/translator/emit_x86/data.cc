// Loads and stores. In line is what stays in the window of the base register: permitted, in bounds,
// plain RAM. Everything else is the semantic function's.
#include <algorithm>

#include "machine/cpu/translator/emit_x86/block_emitter.h"

namespace griotte::machine::translator::x86 {

using isa::Opcode;

namespace {

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

uint32_t BlockEmitter::ram_start() const
{
    return std::max(layout.state().plain.range.start, WindowMargin);
}

void BlockEmitter::offset_begin(const host::Gp &base, int32_t immediate)
{
    const int32_t added =
        is_cheriot() ? immediate
                     : static_cast<int32_t>(static_cast<uint32_t>(immediate) - ram_start());
    if (added == 0) {
        a.mov(host::edx, base);
    } else {
        a.lea(host::edx, host::ptr(base.r64(), added));
    }
}

void BlockEmitter::window_check(AccessKind kind, uint32_t size, unsigned authority,
                                const Label &outside)
{
    if (!is_cheriot()) {
        // Registers authorise nothing; there is one window, the RAM.
        const AddressRange &ram = layout.state().plain.range;
        const uint64_t start = ram_start();
        const uint64_t end = std::min(ram.end(), AddressSpaceSize - WindowMargin);
        const uint64_t offsets = end >= start + size ? end - start - size + 1 : 0;
        a.cmp(host::edx, static_cast<int32_t>(offsets));
        a.jae(outside);
        return;
    }
    // The limit for this size, or one for a smaller.
    struct Limit
    {
        uint32_t size;
        uint32_t Window::*field;
    };
    const auto limit = [kind, size]() -> Limit {
        switch (kind) {
        case AccessKind::Load:
            return size == 4 ? Limit{4, &Window::load4} : Limit{1, &Window::load1};
        case AccessKind::CapabilityLoad:
            return {8, &Window::load8};
        case AccessKind::Store:
            return size == 4 ? Limit{4, &Window::store4} : Limit{1, &Window::store1};
        case AccessKind::CapabilityStore:
            break;
        }
        return {8, &Window::store8};
    }();
    a.mov(host::eax, layout.decoded(authority));
    a.sub(host::edx, layout.window_field(host::eax, &Window::base));
    if (size == limit.size) {
        a.cmp(host::edx, layout.window_field(host::eax, limit.field));
    } else {
        // Where its last bytes begin, with all bits of the sum.
        a.add(host::rdx, size - limit.size);
        a.mov(host::eax, layout.window_field(host::eax, limit.field));
        a.cmp(host::rdx, host::rax);
    }
    a.jae(outside);
}

void BlockEmitter::group_check(const host::Gp &address, unsigned authority)
{
    const AccessCheck &group = checks[index];
    const Label outside = a.newLabel();
    // 1. The alignment that its stores and capabilities need.
    if (group.alignment > 1) {
        a.test(address.r8(), group.alignment - 1);
        a.jnz(outside);
    }
    for (const AccessCheck::Range &range : group.ranges) {
        if (range.is_empty()) {
            continue;
        }
        // 2. No store lowers the high-water mark: so none has to look at it.
        offset_begin(address, range.low);
        const bool isStore =
            range.kind == AccessKind::Store || range.kind == AccessKind::CapabilityStore;
        if (isStore && is_cheriot()) {
            a.cmp(host::edx, layout.memory(&layout.hart->mshwm, 4));
            a.jb(outside);
        }
        // 3. All bytes in the window.
        window_check(range.kind, static_cast<uint32_t>(range.end - range.low), authority, outside);
    }
    // 4. Otherwise on without groups.
    ExitSite &exit = exit_add(pc());
    exit.target.hasGroups = false;
    cold([this, outside, &exit, undone = steps_after() + 1] {
        a.bind(outside);
        a.add(StepsLeft, undone);
        patchable_jump(exit);
    });
}

host::Gp BlockEmitter::access_check(uint32_t size, const Label &slow)
{
    const Operands &i = operands();
    if (checks[index].role == AccessCheck::Role::First) {
        group_check(value(i.rs1, host::ecx), i.rs1);
    }
    host::Gp address = value(i.rs1, host::ecx);
    if (i.immediate != 0) {
        if (address == host::ecx) {
            a.add(host::ecx, i.immediate);
        } else {
            a.lea(host::ecx, host::ptr(address.r64(), i.immediate));
            address = host::ecx;
        }
    }
    if (is_alone()) {
        offset_begin(address, 0);
        window_check(access_kind(i.opcode), size, i.rs1, slow);
    }
    return address;
}

host::Mem BlockEmitter::load_check(uint32_t size)
{
    const Operands &i = operands();
    // Base and offset added with 64 bits are the address, if that is in a window (WindowMargin).
    if (checks[index].role == AccessCheck::Role::First) {
        group_check(value(i.rs1, host::ecx), i.rs1);
    } else if (is_alone()) {
        offset_begin(value(i.rs1, host::edx), i.immediate);
        window_check(AccessKind::Load, size, i.rs1, slow_path());
    }
    return host::ptr(MemoryBase, value(i.rs1, host::ecx).r64(), 0, i.immediate, size);
}

void BlockEmitter::load()
{
    const Operands &i = operands();
    const host::Mem from = load_check(access_size(i.opcode));
    const host::Gp to = result(i.rd, host::eax);
    switch (i.opcode) {
    case Opcode::LB:
    case Opcode::LH:
        a.movsx(to, from);
        break;
    case Opcode::LBU:
    case Opcode::LHU:
        a.movzx(to, from);
        break;
    default:
        a.mov(to, from);
        break;
    }
    if (i.rd != Hart::DiscardRegister) {
        result_write(i.rd, to);
        integer_note(i.rd);
    }
}

void BlockEmitter::alignment_check(const host::Gp &address, uint32_t size, const Label &slow)
{
    if (size > 1 && is_alone()) {
        a.test(address.r8(), size - 1);
        a.jnz(slow);
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
    if (!is_cheriot() || !is_alone()) {
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
    const host::Gp address = access_check(size, slow);
    // 1. In one granule; the few misaligned ones that are not take the slow path.
    alignment_check(address, size, slow);
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
    const unsigned rd = i.rd;
    const bool hasResult = rd != Hart::DiscardRegister;
    const Label slow = slow_path();
    const Label attenuating = a.newLabel();
    const Label untagged = a.newLabel();
    const Label missing = a.newLabel();
    const Label write = a.newLabel();
    const Label done = a.newLabel();
    const int32_t tags = layout.hart->memory().host_layout().tagsOffset;
    // 1. Tagged, and through an authority that takes nothing away.
    const host::Gp address = access_check(GranuleSize, attenuating);
    const host::Mem from = host::ptr(MemoryBase, address.r64(), 0, 0, 8);
    const auto tag_test = [=, this] {
        alignment_check(address, GranuleSize, slow);
        a.mov(host::edx, address);
        a.shr(host::edx, GranuleBits);
        a.test(host::ptr(MemoryBase, host::rdx, 0, tags, 1), Memory::Tagged);
        a.jz(untagged);
        a.mov(host::rax, from);
    };
    tag_test();
    // 2. What it is decoded.
    a.call(reinterpret_cast<uintptr_t>(thunks.find));
    a.jc(missing);
    a.bind(write); // rax: the bytes; rdx: what the slot holds beside the address
    if (hasResult) {
        a.mov(layout.capability(rd), host::rdx);
        result_write(rd, host::eax);
        capability_note(rd);
    }
    a.bind(done);
    cold([=, this, at = index, rs1 = unsigned{i.rs1}, &loadSite = slow_site()] {
        // 3. Without a tag it is two words.
        a.bind(untagged);
        a.mov(host::rax, from);
        a.mov(host::ecx, host::eax);
        a.mov(host::rdx, host::rax);
        a.xor_(host::rdx, host::rcx);
        a.or_(host::rdx, DecodedTable::None);
        a.jmp(write);
        // 4. The others.
        index = at;
        a.bind(attenuating);
        if (is_alone()) {
            a.mov(host::edx, address);
            window_check(AccessKind::Load, GranuleSize, rs1, slow);
            tag_test();
        }
        a.bind(missing);
        a.mov(layout.memory(&layout.state().loaded, 8), host::rax);
        preserving_call(reinterpret_cast<uintptr_t>(&capability_loaded), loadSite, {rs1});
        // The address was known before. Taking it from there, and not from what the function wrote,
        // lets a walk along pointers run ahead of the decoding.
        if (const auto own = pinned(rd); own.has_value() && rd != UnpreservedGuest) {
            a.mov(*own, layout.memory(&layout.state().loaded, 4));
        }
        a.jmp(done);
    });
}

void BlockEmitter::capability_store()
{
    const Operands &i = operands();
    const Label slow = slow_path();
    const host::Gp address = access_check(GranuleSize, slow);
    alignment_check(address, GranuleSize, slow);
    // 1. A local capability may have to stay behind.
    const bool isIntegerStored = is_integer(i.rs2);
    if (!isIntegerStored) {
        constexpr uint32_t GlobalBit = 1u << (metadata::PermissionsShift + 5);
        const Label local = a.newLabel();
        const Label allowed = a.newLabel();
        a.test(layout.metadata(i.rs2), GlobalBit);
        a.jz(local);
        a.bind(allowed);
        cold([this, local, allowed, slow, rs1 = unsigned{i.rs1}, rs2 = unsigned{i.rs2}] {
            constexpr auto StoreLocal = static_cast<uint32_t>(Permission::StoreLocal);
            a.bind(local);
            a.cmp(layout.decoded(rs2), DecodedTable::None);
            a.je(allowed);
            a.mov(host::eax, layout.decoded(rs1));
            a.test(layout.decoded_field(host::eax, &Decoded::permissions), StoreLocal);
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
        a.mov(entry, 0);
        if (i.rs2 == 0) {
            a.mov(to, 0);
        } else {
            a.mov(to, value(i.rs2, host::eax).r64());
        }
        high_water_mark(address);
        return;
    }
    static_assert(Memory::Tagged == 1);
    a.cmp(layout.decoded(i.rs2), DecodedTable::None);
    a.setne(entry);
    a.mov(host::eax, layout.metadata(i.rs2));
    a.shl(host::rax, 32);
    a.or_(host::rax, value(i.rs2, host::edx).r64());
    a.mov(to, host::rax);
    high_water_mark(address);
}

} // namespace griotte::machine::translator::x86
