// Branches, jumps, traps and CSRs.
//
// RISC-V Unprivileged ISA, "Control transfer" and "Zicsr"; architecture document and Sail: CJAL,
// CJALR, ext_check_CSR, ext_check_xret_priv. A jump never checks its target: the fetch does. All
// modes have compressed instructions, so no target is misaligned.
#pragma once

#include "machine/cpu/interpreter/flow.h"

namespace griotte::machine::interpreter {

struct Control
{
    static Flow BEQ(Hart &hart, const Operands &i, uint32_t pc)
    {
        return branch_if(x(hart, i.rs1) == x(hart, i.rs2), hart, i, pc);
    }
    static Flow BNE(Hart &hart, const Operands &i, uint32_t pc)
    {
        return branch_if(x(hart, i.rs1) != x(hart, i.rs2), hart, i, pc);
    }
    static Flow BLT(Hart &hart, const Operands &i, uint32_t pc)
    {
        return branch_if(as_signed(x(hart, i.rs1)) < as_signed(x(hart, i.rs2)), hart, i, pc);
    }
    static Flow BGE(Hart &hart, const Operands &i, uint32_t pc)
    {
        return branch_if(as_signed(x(hart, i.rs1)) >= as_signed(x(hart, i.rs2)), hart, i, pc);
    }
    static Flow BLTU(Hart &hart, const Operands &i, uint32_t pc)
    {
        return branch_if(x(hart, i.rs1) < x(hart, i.rs2), hart, i, pc);
    }
    static Flow BGEU(Hart &hart, const Operands &i, uint32_t pc)
    {
        return branch_if(x(hart, i.rs1) >= x(hart, i.rs2), hart, i, pc);
    }

    // RV32 modes.
    static void AUIPC(Hart &hart, const Operands &i, uint32_t pc)
    {
        x_write(hart, i.rd, pc + immediate(i));
    }
    static Flow JAL(Hart &hart, const Operands &i, uint32_t pc)
    {
        x_write(hart, i.rd, pc + i.length);
        hart.pc = pc + immediate(i);
        return Flow::Jump;
    }
    static Flow JALR(Hart &hart, const Operands &i, uint32_t pc)
    {
        const uint32_t target = (x(hart, i.rs1) + immediate(i)) & ~uint32_t{1};
        x_write(hart, i.rd, pc + i.length);
        hart.pc = target;
        return Flow::Jump;
    }

    // CHERIoT.
    static Flow CJAL(Hart &hart, const Operands &i, uint32_t pc)
    {
        if (hart.configuration().version == IsaVersion::V0_5 &&
            !hart.pcc.contains(pc + immediate(i), 2)) [[unlikely]]
        {
            hart.trap_cheri(CheriCause::BoundsViolation, CheriRegister::Pcc);
            return Flow::Elsewhere;
        }
        link_write(hart, i, pc);
        hart.pc = pc + immediate(i);
        return Flow::Jump;
    }

    static Flow CJALR(Hart &hart, const Operands &i, uint32_t pc)
    {
        const Capability target = c(hart, i.rs1);
        const uint32_t newPc = (target.address() + immediate(i)) & ~uint32_t{1};
        // 1. May this be jumped to, and in this way?
        if (!target.is_tagged()) {
            return violation(hart, CheriCause::TagViolation, i.rs1);
        }
        const auto type = static_cast<ObjectType>(target.object_type());
        const bool isSealed = type != ObjectType::Unsealed;
        if ((isSealed && i.immediate != 0) || !is_type_allowed(hart, i, type)) {
            return violation(hart, CheriCause::SealViolation, i.rs1);
        }
        if (!target.may(Permission::Execute)) {
            return violation(hart, CheriCause::PermitExecuteViolation, i.rs1);
        }
        if (hart.configuration().version == IsaVersion::V0_5 && !target.contains(newPc, 2))
            [[unlikely]]
        {
            return violation(hart, CheriCause::BoundsViolation, i.rs1);
        }
        // 2. The link remembers the interrupt posture of before the jump.
        link_write(hart, i, pc);
        // 3. Go, and take the posture the sentry asks for. Where neither bounds nor posture change,
        // this is a jump like any other to the engine.
        const bool wasEnabled = hart.interruptsEnabled;
        const bool isSameView = target.bounds() == hart.pcc.bounds();
        hart.pcc = isSealed ? target.unsealed() : target;
        hart.pc = newPc;
        switch (type) {
        case ObjectType::SentryDisable:
        case ObjectType::ReturnSentryDisable:
            hart.interruptsEnabled = false;
            break;
        case ObjectType::SentryEnable:
        case ObjectType::ReturnSentryEnable:
            hart.interruptsEnabled = true;
            break;
        case ObjectType::Unsealed:
        case ObjectType::SentryInherit:
            break;
        }
        return isSameView && hart.interruptsEnabled == wasEnabled ? Flow::Jump : Flow::Elsewhere;
    }

    // System.
    static Flow Illegal(Hart &hart, const Operands &, uint32_t)
    {
        hart.trap_illegal();
        return Flow::Elsewhere;
    }
    static Flow ECALL(Hart &hart, const Operands &, uint32_t)
    {
        hart.trap(Cause::EnvironmentCall, 0);
        return Flow::Elsewhere;
    }
    static Flow EBREAK(Hart &hart, const Operands &, uint32_t pc)
    {
        hart.trap(Cause::Breakpoint, pc);
        return Flow::Elsewhere;
    }
    static Flow MRET(Hart &hart, const Operands &, uint32_t)
    {
        if (hart.is_cheriot() && !hart.pcc.may(Permission::AccessSystemRegisters)) {
            hart.trap_cheri(CheriCause::AccessSystemRegistersViolation, CheriRegister::Pcc);
        } else {
            hart.trap_return();
        }
        return Flow::Elsewhere;
    }
    static Flow WFI(Hart &hart, const Operands &, uint32_t)
    {
        hart.isWaiting = true;
        return Flow::Pause;
    }

    static Flow CSRRW(Hart &hart, const Operands &i, uint32_t)
    {
        return csr_access(hart, i, CsrOperation::Write, x(hart, i.rs1), true);
    }
    static Flow CSRRS(Hart &hart, const Operands &i, uint32_t)
    {
        return csr_access(hart, i, CsrOperation::Set, x(hart, i.rs1), i.rs1 != 0);
    }
    static Flow CSRRC(Hart &hart, const Operands &i, uint32_t)
    {
        return csr_access(hart, i, CsrOperation::Clear, x(hart, i.rs1), i.rs1 != 0);
    }
    static Flow CSRRWI(Hart &hart, const Operands &i, uint32_t)
    {
        return csr_access(hart, i, CsrOperation::Write, i.rs1, true);
    }
    static Flow CSRRSI(Hart &hart, const Operands &i, uint32_t)
    {
        return csr_access(hart, i, CsrOperation::Set, i.rs1, i.rs1 != 0);
    }
    static Flow CSRRCI(Hart &hart, const Operands &i, uint32_t)
    {
        return csr_access(hart, i, CsrOperation::Clear, i.rs1, i.rs1 != 0);
    }

private:
    enum class CsrOperation : uint8_t
    {
        Write,
        Set,
        Clear,
    };

    static int32_t as_signed(uint32_t value) { return static_cast<int32_t>(value); }

    static Flow branch_if(bool isTaken, Hart &hart, const Operands &i, uint32_t pc)
    {
        if (!isTaken) {
            return Flow::Next;
        }
        const uint32_t target = pc + immediate(i);
        if (hart.configuration().version == IsaVersion::V0_5 && hart.is_cheriot() &&
            !hart.pcc.contains(target, 2)) [[unlikely]]
        {
            hart.trap_cheri(CheriCause::BoundsViolation, CheriRegister::Pcc);
            return Flow::Elsewhere;
        }
        hart.pc = target;
        return Flow::Jump;
    }

    static Flow violation(Hart &hart, CheriCause cause, unsigned theRegister)
    {
        hart.trap_cheri(cause, theRegister);
        return Flow::Elsewhere;
    }

    /// Which object types CJALR takes depends on what the instruction looks like: a return (to cra,
    /// linking nowhere), a call (linking in cra), or a tail or outlined call (anything else).
    static bool is_type_allowed(const Hart &hart, const Operands &i, ObjectType type)
    {
        const bool isForward = type == ObjectType::SentryInherit ||
                               type == ObjectType::SentryDisable ||
                               type == ObjectType::SentryEnable;
        if (hart.configuration().version == IsaVersion::V0_5) {
            return type == ObjectType::Unsealed || isForward;
        }
        if (i.rd == Hart::DiscardRegister && i.rs1 == Hart::ReturnAddress) {
            return type == ObjectType::ReturnSentryDisable ||
                   type == ObjectType::ReturnSentryEnable;
        }
        if (i.rd == Hart::ReturnAddress) {
            return type == ObjectType::Unsealed || isForward;
        }
        return type == ObjectType::Unsealed || type == ObjectType::SentryInherit;
    }

    /// The link register: PCC at the next instruction, sealed as a return sentry when it is cra.
    /// The 0.5 ISA knows only forward sentries and seals every link.
    static void link_write(Hart &hart, const Operands &i, uint32_t pc)
    {
        const Capability link = hart.pcc_at(pc + i.length);
        if (hart.configuration().version == IsaVersion::V0_5) [[unlikely]] {
            c_write(hart, i.rd,
                    link.sealed_as(hart.interruptsEnabled ? ObjectType::SentryEnable
                                                          : ObjectType::SentryDisable));
        } else if (i.rd == Hart::ReturnAddress) {
            c_write(hart, i.rd,
                    link.sealed_as(hart.interruptsEnabled ? ObjectType::ReturnSentryEnable
                                                          : ObjectType::ReturnSentryDisable));
        } else {
            c_write(hart, i.rd, link);
        }
    }

    static Flow csr_access(Hart &hart, const Operands &i, CsrOperation operation, uint32_t operand,
                           bool isWrite)
    {
        const uint32_t number = immediate(i);
        // 1. Does it exist, and may it be written at all?
        const auto old = hart.csr_read(number);
        constexpr uint32_t ReadOnlyQuarter = 0b11u << 10;
        const bool isReadOnly = (number & ReadOnlyQuarter) == ReadOnlyQuarter;
        if (!old.has_value() || (isWrite && isReadOnly)) {
            hart.trap_illegal();
            return Flow::Elsewhere;
        }
        // 2. Without Access System Registers only counters may be read, and nothing written.
        if (hart.is_cheriot() && !hart.pcc.may(Permission::AccessSystemRegisters) &&
            (isWrite || !Hart::csr_is_public(number)))
        {
            hart.trap_cheri(CheriCause::AccessSystemRegistersViolation, CheriRegister::Pcc);
            return Flow::Elsewhere;
        }
        // 3. Write, then deliver the old value.
        if (isWrite) {
            switch (operation) {
            case CsrOperation::Write:
                hart.csr_write(number, operand);
                break;
            case CsrOperation::Set:
                hart.csr_write(number, *old | operand);
                break;
            case CsrOperation::Clear:
                hart.csr_write(number, *old & ~operand);
                break;
            }
        }
        x_write(hart, i.rd, *old);
        // 4. The write may have unmasked an interrupt.
        return isWrite && hart.is_interrupt_due() ? Flow::Pause : Flow::Next;
    }
};

} // namespace griotte::machine::interpreter
