// What CLC does with a tagged capability, for the common ones: common_write() of runtime.cc by
// hand.
//
// Loading pointers is what purecap code does most that RV32 code does not, and the compiled
// function spends half its time on saving registers. Every other capability is the function's.
#include "machine/cpu/translator/emit_x86/x86_emitter.h"

namespace griotte::machine::translator::x86 {

// In: rax the eight bytes, rdx the displacement of the destination register from HartBase. Out:
// carry when nothing was done. Everything but rcx is kept.
void capability_decode_emit(host::Assembler &a, const HartLayout &layout)
{
    using host::r8d, host::r9d, host::r10d, host::eax, host::ebx, host::ecx, host::esi, host::edi;
    constexpr std::array<host::Gp, 6> Saved = {host::rsi, host::rdi, host::rbx,
                                               host::r8,  host::r9,  host::r10};
    const State &state = layout.state();
    const asmjit::Label failed = a.newLabel();
    const auto leave = [&a, &Saved] {
        for (auto saved = Saved.rbegin(); saved != Saved.rend(); ++saved) {
            a.pop(*saved);
        }
    };
    const auto word = [](int32_t index) { // of the destination register
        return host::ptr(HartBase, host::rdx, 0, index * 8, 8);
    };
    const auto window_word = [&layout, &state](int32_t index) {
        return host::ptr(HartBase, host::rdx, 0,
                         layout.displacement(state.windows.data()) + index * 8, 8);
    };
    static_assert(sizeof(Window) == sizeof(Capability), "one displacement is for both");
    // All ones in `to` when the permissions in r8d have `permission`.
    const auto mask_of = [&a](const host::Gp &to, Permission permission) {
        const int bit = std::countr_zero(static_cast<uint32_t>(permission));
        a.mov(to, r8d);
        a.shl(to, 31 - bit);
        a.sar(to, 31);
    };

    for (const host::Gp &saved : Saved) {
        a.push(saved);
    }
    // 1. The fields. esi: base, edi: top - base, r8d: permissions, ebx: type, ecx: exponent.
    a.mov(host::rcx, host::rax);
    a.shr(host::rcx, 32);
    a.mov(esi, ecx);
    a.and_(esi, MantissaMask);
    a.mov(edi, ecx);
    a.shr(edi, metadata::TopShift);
    a.sub(edi, esi);
    a.and_(edi, MantissaMask);
    a.mov(r8d, ecx);
    a.shr(r8d, metadata::PermissionsShift);
    a.and_(r8d, 0x3f);
    a.mov(host::rbx, reinterpret_cast<uintptr_t>(PermissionsTable.data()));
    a.movzx(r8d, host::ptr(host::rbx, host::r8, 1, 0, 2));
    a.mov(ebx, ecx);
    a.shr(ebx, metadata::ObjectTypeShift);
    a.and_(ebx, 7);
    a.shr(ecx, metadata::ExponentShift);
    a.and_(ecx, 0xf);
    a.cmp(ecx, MaximumSmallExponent);
    a.ja(failed);
    using enum Permission;
    a.test(r8d, static_cast<uint32_t>((Seal | Unseal | User0).bits()));
    a.jnz(failed);
    // 2. The bounds. r9d: base, edi: length.
    a.mov(r9d, eax);
    a.shr(r9d, host::cl);
    a.mov(r10d, r9d);
    a.sub(r10d, esi);
    a.and_(r10d, MantissaMask);
    a.sub(r9d, r10d);
    a.jb(failed);
    a.shl(r9d, host::cl);
    a.shl(edi, host::cl);
    a.cmp(edi, GranuleSize);
    a.jb(failed);
    // 3. In the RAM, and not revoked.
    a.mov(esi, r9d);
    a.sub(esi, layout.memory(&state.plain.range.start, 4));
    a.jb(failed);
    a.lea(host::r10, host::ptr(host::rsi, host::rdi));
    a.cmp(host::r10, layout.memory(&state.plain.range.length, 8));
    a.jae(failed);
    const asmjit::Label unrevoked = a.newLabel();
    a.mov(esi, r9d);
    a.sub(esi, layout.memory(&state.revocationStart, 4));
    a.cmp(esi, layout.memory(&state.revocationLength, 4));
    a.jae(unrevoked);
    a.mov(r10d, esi);
    a.shr(r10d, 6); // a bit a granule
    a.add(r10d, layout.memory(&state.revocationBitmap, 4));
    a.movzx(r10d, host::ptr(MemoryBase, host::r10, 0, 0, 1));
    a.shr(esi, 3);
    a.and_(esi, 7);
    a.bt(r10d, esi);
    a.jc(failed);
    a.bind(unrevoked);
    // 4. The register (Capability::words()).
    const asmjit::Label sealed = a.newLabel();
    const asmjit::Label done = a.newLabel();
    a.mov(word(0), host::rax);
    a.lea(host::rsi, host::ptr(host::r9, host::rdi));
    a.mov(word(2), host::rsi);
    a.mov(esi, 1u << MantissaBits);
    a.shl(host::rsi, host::cl);
    a.mov(word(3), host::rsi);
    constexpr uint32_t TagBit = 1u << 24;
    const auto second_word_write = [&] { // esi: the permissions, and the type above
        a.or_(esi, TagBit);
        a.shl(host::rsi, 32);
        a.or_(host::rsi, host::r9);
        a.mov(word(1), host::rsi);
    };
    a.mov(esi, r8d);
    a.test(ebx, ebx);
    a.jnz(sealed);
    second_word_write();
    // 5. The window (Window::words()).
    const auto pair_write = [&](int32_t index) { // ebx above r10d
        a.shl(host::rbx, 32);
        a.or_(host::rbx, host::r10);
        a.mov(window_word(index), host::rbx);
    };
    const auto limit = [&a](const host::Gp &to, int32_t less, const host::Gp &mask) {
        a.lea(to, host::ptr(host::rdi, -less));
        a.and_(to, mask);
    };
    mask_of(esi, Load);
    a.mov(r10d, r9d);
    limit(ebx, 0, esi);
    pair_write(0);
    limit(r10d, 3, esi);
    limit(ebx, 7, esi);
    pair_write(1);
    mask_of(esi, Store);
    limit(r10d, 0, esi);
    limit(ebx, 3, esi);
    pair_write(2);
    limit(r10d, 7, esi);
    mask_of(ebx, LoadStoreCapability);
    a.and_(r10d, ebx);
    a.lea(ebx, host::ptr(host::rdi, 1));
    pair_write(3);
    a.bind(done);
    leave();
    a.clc();
    a.ret();

    // A sealed one authorises nothing. Types of what is not executable are above 8.
    const asmjit::Label executable = a.newLabel();
    a.bind(sealed);
    a.test(r8d, static_cast<uint32_t>(Execute));
    a.jnz(executable);
    a.or_(ebx, 8);
    a.bind(executable);
    a.shl(ebx, 16);
    a.or_(esi, ebx);
    second_word_write();
    a.xor_(esi, esi);
    for (int32_t index = 0; index < 4; index++) {
        a.mov(window_word(index), host::rsi);
    }
    a.jmp(done);

    a.bind(failed);
    leave();
    a.stc();
    a.ret();
}

} // namespace griotte::machine::translator::x86
