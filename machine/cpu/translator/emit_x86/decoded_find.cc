// Finding the decoded form of a capability by its bits: DecodedTable::find() by hand.
//
// Loading pointers is what purecap code does most that RV32 code does not. What is not found is
// left to the function that works it out.
#include "machine/cpu/translator/emit_x86/x86_emitter.h"

namespace griotte::machine::translator::x86 {

// In: rax the eight bytes of a tagged capability. Out: in rdx what its register's slot holds beside
// the address (HartLayout::capability()); carry when it is not there, or revoked. Keeps all but
// rcx.
void decoded_find_emit(host::Assembler &a, const HartLayout &layout)
{
    using host::eax, host::ecx, host::edx, host::rax, host::rcx, host::rdx;
    using Table = DecodedTable;
    const asmjit::Label found = a.newLabel();
    const asmjit::Label other = a.newLabel();
    const asmjit::Label missing = a.newLabel();
    // 1. The place (DecodedTable::place_of()).
    a.mov(rcx, rax);
    a.shr(rcx, MantissaBits);
    a.imul(rdx, rcx, Table::HashMultiplier);
    a.shr(rdx, Table::HashShift);
    a.and_(edx, Table::HashMask);
    // 2. Is it there?
    a.cmp(layout.decoded_field(edx, &Decoded::key), rcx);
    a.jne(other);
    a.bind(found);
    a.mov(ecx, eax);
    a.sub(ecx, layout.decoded_field(edx, &Decoded::base));
    a.cmp(ecx, layout.decoded_field(edx, &Decoded::span));
    a.jae(missing);
    // 3. And not revoked?
    a.mov(ecx, layout.decoded_field(edx, &Decoded::revocationByte));
    a.movzx(ecx, host::ptr(MemoryBase, rcx, 0, 0, 1));
    a.test(layout.decoded_field(edx, &Decoded::revocationBit), host::cl);
    a.jnz(missing);
    // 4. Put together with the metadata word.
    a.mov(ecx, eax);
    a.xor_(rcx, rax);
    a.or_(rdx, rcx); // no carry
    a.ret();
    a.bind(other);
    a.xor_(edx, static_cast<uint32_t>(sizeof(Decoded)));
    a.cmp(layout.decoded_field(edx, &Decoded::key), rcx);
    a.je(found);
    a.bind(missing);
    a.stc();
    a.ret();
}

} // namespace griotte::machine::translator::x86
