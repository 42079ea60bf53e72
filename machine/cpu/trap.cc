// Names of causes, as the messages and traces print them.
#include "machine/cpu/trap.h"

#include <fmt/format.h>

#include "machine/cpu/hart.h"

namespace griotte::machine {

std::string cause_describe(uint32_t mcause)
{
    if ((mcause & CauseInterrupt) != 0) {
        switch (static_cast<Interrupt>(mcause & ~CauseInterrupt)) {
        case Interrupt::Software:
            return "software interrupt";
        case Interrupt::Timer:
            return "timer interrupt";
        case Interrupt::External:
            return "external interrupt";
        }
        return fmt::format("interrupt {}", mcause & ~CauseInterrupt);
    }
    switch (static_cast<Cause>(mcause)) {
    case Cause::InstructionMisaligned:
        return "misaligned instruction address";
    case Cause::InstructionAccessFault:
        return "instruction access fault";
    case Cause::IllegalInstruction:
        return "illegal instruction";
    case Cause::Breakpoint:
        return "breakpoint";
    case Cause::LoadMisaligned:
        return "misaligned load";
    case Cause::LoadAccessFault:
        return "load access fault";
    case Cause::StoreMisaligned:
        return "misaligned store";
    case Cause::StoreAccessFault:
        return "store access fault";
    case Cause::EnvironmentCall:
        return "environment call";
    case Cause::Cheri:
        return "CHERI violation";
    }
    return fmt::format("exception {}", mcause);
}

std::string cheri_cause_describe(uint32_t mtval)
{
    switch (static_cast<CheriCause>(mtval & 0x1f)) {
    case CheriCause::None:
        return "no violation";
    case CheriCause::BoundsViolation:
        return "bounds violation";
    case CheriCause::TagViolation:
        return "tag violation";
    case CheriCause::SealViolation:
        return "seal violation";
    case CheriCause::PermitExecuteViolation:
        return "permit-execute violation";
    case CheriCause::PermitLoadViolation:
        return "permit-load violation";
    case CheriCause::PermitStoreViolation:
        return "permit-store violation";
    case CheriCause::PermitLoadCapabilityViolation:
        return "permit-load-capability violation";
    case CheriCause::PermitStoreCapabilityViolation:
        return "permit-store-capability violation";
    case CheriCause::PermitStoreLocalCapabilityViolation:
        return "permit-store-local-capability violation";
    case CheriCause::AccessSystemRegistersViolation:
        return "access-system-registers violation";
    }
    return fmt::format("CHERI cause 0x{:x}", mtval & 0x1f);
}

std::string cheri_register_name(uint32_t mtval)
{
    const uint32_t number = (mtval >> 5) & 0x3f;
    if (number == 0) {
        return "cnull";
    }
    if (number < 16) {
        return fmt::format("c{}", register_name(number));
    }
    switch (static_cast<CheriRegister>(number)) {
    case CheriRegister::Pcc:
        return "pcc";
    case CheriRegister::Mtcc:
        return "mtcc";
    case CheriRegister::Mtdc:
        return "mtdc";
    case CheriRegister::MScratchC:
        return "mscratchc";
    case CheriRegister::Mepcc:
        return "mepcc";
    }
    return fmt::format("special register {}", number & 0x1f);
}

} // namespace griotte::machine
