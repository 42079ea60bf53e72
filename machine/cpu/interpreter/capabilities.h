// Xcheriot: inspecting, deriving and sealing capabilities, and the special registers.
//
// Architecture document, "CHERIoT instructions", in its order; Sail cheri_insts. The arithmetic is
// in machine/capability/; a function here reads registers, calls it, notes a lost tag and writes.
#pragma once

#include "machine/cpu/interpreter/flow.h"

namespace griotte::machine::interpreter {

struct Capabilities
{
    // Inspection.
    static void CGetPerm(Hart &hart, const Operands &i, uint32_t)
    {
        x_write(hart, i.rd, c(hart, i.rs1).permissions().bits());
    }
    static void CGetType(Hart &hart, const Operands &i, uint32_t)
    {
        x_write(hart, i.rd, c(hart, i.rs1).object_type());
    }
    static void CGetBase(Hart &hart, const Operands &i, uint32_t)
    {
        x_write(hart, i.rd, c(hart, i.rs1).base());
    }
    static void CGetLen(Hart &hart, const Operands &i, uint32_t)
    {
        x_write(hart, i.rd, saturated(c(hart, i.rs1).length()));
    }
    static void CGetTag(Hart &hart, const Operands &i, uint32_t)
    {
        x_write(hart, i.rd, c(hart, i.rs1).is_tagged() ? 1 : 0);
    }
    static void CGetAddr(Hart &hart, const Operands &i, uint32_t)
    {
        x_write(hart, i.rd, c(hart, i.rs1).address());
    }
    static void CGetHigh(Hart &hart, const Operands &i, uint32_t)
    {
        x_write(hart, i.rd, c(hart, i.rs1).metadata());
    }
    static void CGetTop(Hart &hart, const Operands &i, uint32_t)
    {
        x_write(hart, i.rd, saturated(c(hart, i.rs1).top()));
    }

    // Derivation.
    static void AUIPCC(Hart &hart, const Operands &i, uint32_t pc)
    {
        derived_write(hart, i, pc, TagLossReason::Unrepresentable, hart.pcc_at(pc),
                      hart.pcc.with_address(pc + immediate(i)));
    }
    static void AUICGP(Hart &hart, const Operands &i, uint32_t pc)
    {
        address_write(hart, i, pc, c(hart, Hart::GlobalPointer),
                      c(hart, Hart::GlobalPointer).address() + immediate(i));
    }
    static void CIncAddr(Hart &hart, const Operands &i, uint32_t pc)
    {
        address_write(hart, i, pc, c(hart, i.rs1), c(hart, i.rs1).address() + x(hart, i.rs2));
    }
    static void CIncAddrImm(Hart &hart, const Operands &i, uint32_t pc)
    {
        address_write(hart, i, pc, c(hart, i.rs1), c(hart, i.rs1).address() + immediate(i));
    }
    static void CSetAddr(Hart &hart, const Operands &i, uint32_t pc)
    {
        address_write(hart, i, pc, c(hart, i.rs1), x(hart, i.rs2));
    }
    static void CSetBounds(Hart &hart, const Operands &i, uint32_t pc)
    {
        derived_write(hart, i, pc, TagLossReason::BoundsExceeded, c(hart, i.rs1),
                      c(hart, i.rs1).with_bounds(x(hart, i.rs2)));
    }
    static void CSetBoundsImm(Hart &hart, const Operands &i, uint32_t pc)
    {
        derived_write(hart, i, pc, TagLossReason::BoundsExceeded, c(hart, i.rs1),
                      c(hart, i.rs1).with_bounds(immediate(i)));
    }
    static void CSetBoundsExact(Hart &hart, const Operands &i, uint32_t pc)
    {
        derived_write(hart, i, pc, TagLossReason::BoundsExceeded, c(hart, i.rs1),
                      c(hart, i.rs1).with_bounds_exact(x(hart, i.rs2)));
    }
    static void CSetBoundsRoundDown(Hart &hart, const Operands &i, uint32_t pc)
    {
        derived_write(hart, i, pc, TagLossReason::BoundsExceeded, c(hart, i.rs1),
                      c(hart, i.rs1).with_bounds_round_down(x(hart, i.rs2)));
    }
    static void CSetHigh(Hart &hart, const Operands &i, uint32_t pc)
    {
        derived_write(hart, i, pc, TagLossReason::Cleared, c(hart, i.rs1),
                      Capability::from_memory(c(hart, i.rs1).address(), x(hart, i.rs2), false));
    }
    static void CAndPerm(Hart &hart, const Operands &i, uint32_t pc)
    {
        const Capability &source = c(hart, i.rs1);
        // The 0.5 ISA lets no sealed capability through.
        const bool isRefused =
            source.is_sealed() && hart.configuration().version == IsaVersion::V0_5;
        derived_write(hart, i, pc, TagLossReason::SealedModified, source,
                      source.untagged_if(isRefused).and_permissions(x(hart, i.rs2)));
    }
    static void CClearTag(Hart &hart, const Operands &i, uint32_t pc)
    {
        derived_write(hart, i, pc, TagLossReason::Cleared, c(hart, i.rs1),
                      c(hart, i.rs1).untagged());
    }
    static void CMove(Hart &hart, const Operands &i, uint32_t)
    {
        c_write(hart, i.rd, c(hart, i.rs1));
    }

    // Sealing.
    static void CSeal(Hart &hart, const Operands &i, uint32_t pc)
    {
        derived_write(hart, i, pc, TagLossReason::SealingRefused, c(hart, i.rs1),
                      c(hart, i.rs1).seal(c(hart, i.rs2)));
    }
    static void CUnseal(Hart &hart, const Operands &i, uint32_t pc)
    {
        const Capability &source = c(hart, i.rs1);
        const Capability &authority = c(hart, i.rs2);
        // The 0.5 ISA wants the authority's address to be the very type.
        const bool isRefused = authority.address() != source.object_type() &&
                               hart.configuration().version == IsaVersion::V0_5;
        derived_write(hart, i, pc, TagLossReason::SealingRefused, source,
                      source.unseal(authority).untagged_if(isRefused));
    }

    // Arithmetic and comparison.
    static void CSub(Hart &hart, const Operands &i, uint32_t)
    {
        x_write(hart, i.rd, c(hart, i.rs1).address() - c(hart, i.rs2).address());
    }
    static void CTestSubset(Hart &hart, const Operands &i, uint32_t)
    {
        x_write(hart, i.rd, c(hart, i.rs1).has_subset(c(hart, i.rs2)) ? 1 : 0);
    }
    static void CSetEqualExact(Hart &hart, const Operands &i, uint32_t)
    {
        x_write(hart, i.rd, c(hart, i.rs1) == c(hart, i.rs2) ? 1 : 0);
    }
    static void CRoundRepresentableLength(Hart &hart, const Operands &i, uint32_t)
    {
        x_write(hart, i.rd, representable_length(x(hart, i.rs1)));
    }
    static void CRepresentableAlignmentMask(Hart &hart, const Operands &i, uint32_t)
    {
        x_write(hart, i.rd, representable_alignment_mask(x(hart, i.rs1)));
    }

    // Special registers.
    static Flow CSpecialRW(Hart &hart, const Operands &i, uint32_t)
    {
        const uint32_t number = immediate(i);
        const Capability *special = hart.special_register(number);
        if (special == nullptr) {
            hart.trap_illegal();
            return Flow::Elsewhere;
        }
        if (!hart.pcc.may(Permission::AccessSystemRegisters)) {
            hart.trap_cheri(CheriCause::AccessSystemRegistersViolation, 0x20 | number);
            return Flow::Elsewhere;
        }
        const Capability old = *special;
        if (i.rs1 != 0) {
            hart.special_register_write(static_cast<SpecialRegister>(number), c(hart, i.rs1));
        }
        c_write(hart, i.rd, old);
        return Flow::Next;
    }

private:
    static uint32_t saturated(uint64_t value)
    {
        return value > 0xffff'ffff ? 0xffff'ffff : static_cast<uint32_t>(value);
    }

    [[gnu::always_inline]] static void address_write(Hart &hart, const Operands &i, uint32_t pc,
                                                     const Capability &source, uint32_t address)
    {
        if (source.keeps_bounds_at(address)) [[likely]] {
            hart.registers[i.rd] = source.with_address_within_reach(address);
        } else {
            derived_write(hart, i, pc,
                          source.is_sealed() ? TagLossReason::SealedModified
                                             : TagLossReason::Unrepresentable,
                          source, source.with_address(address));
        }
    }

    static void derived_write(Hart &hart, const Operands &i, uint32_t pc, TagLossReason reason,
                              const Capability &source, const Capability &result)
    {
        if (!result.is_tagged()) [[unlikely]] {
            loss_note(hart, pc, reason, source, result);
        }
        c_write(hart, i.rd, result);
    }

    /// Remembers what became of `source`, which had a tag or once had one.
    [[gnu::cold, gnu::noinline]] static void loss_note(Hart &hart, uint32_t pc,
                                                       TagLossReason reason,
                                                       const Capability &source,
                                                       const Capability &result)
    {
        if (source.is_tagged()) {
            hart.tagLosses.add({source.is_sealed() && reason != TagLossReason::SealingRefused
                                    ? TagLossReason::SealedModified
                                    : reason,
                                pc, source, result, 0});
        } else if (source.metadata() != 0 && source.metadata() != result.metadata()) {
            hart.tagLosses.derived(source, result);
        }
    }
};

} // namespace griotte::machine::interpreter
