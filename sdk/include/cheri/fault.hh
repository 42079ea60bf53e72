// What mtval says of a CHERI fault, as types.
#ifndef CHERI_FAULT_HH
#define CHERI_FAULT_HH

#include <cheri.h>
#include <cstdint>
#include <utility>

namespace CHERI {
/// Why an instruction was refused; see CHERICauseCode in cheri.h.
enum class CauseCode
{
    None = CheriCauseCodeNone,
    BoundsViolation = CheriCauseCodeBoundsViolation,
    TagViolation = CheriCauseCodeTagViolation,
    SealViolation = CheriCauseCodeSealViolation,
    PermitExecuteViolation = CheriCauseCodePermitExecuteViolation,
    PermitLoadViolation = CheriCauseCodePermitLoadViolation,
    PermitStoreViolation = CheriCauseCodePermitStoreViolation,
    PermitStoreCapabilityViolation = CheriCauseCodePermitStoreCapabilityViolation,
    PermitStoreLocalCapabilityViolation = CheriCauseCodePermitStoreLocalCapabilityViolation,
    PermitAccessSystemRegistersViolation = CheriCauseCodePermitAccessSystemRegistersViolation,
    Invalid = CheriCauseCodeInvalid,
};

/// The register that was at fault; see CHERIRegisterNumber in cheri.h.
enum class RegisterNumber
{
    CZR = CheriRegisterNumberCzr,
    CRA = CheriRegisterNumberCra,
    CSP = CheriRegisterNumberCsp,
    CGP = CheriRegisterNumberCgp,
    CTP = CheriRegisterNumberCtp,
    CT0 = CheriRegisterNumberCT0,
    CT1 = CheriRegisterNumberCT1,
    CT2 = CheriRegisterNumberCT2,
    CS0 = CheriRegisterNumberCS0,
    CS1 = CheriRegisterNumberCS1,
    CA0 = CheriRegisterNumberCA0,
    CA1 = CheriRegisterNumberCA1,
    CA2 = CheriRegisterNumberCA2,
    CA3 = CheriRegisterNumberCA3,
    CA4 = CheriRegisterNumberCA4,
    CA5 = CheriRegisterNumberCA5,
    PCC = CheriRegisterNumberPcc,
    MTCC = CheriRegisterNumberMtcc,
    MTDC = CheriRegisterNumberMtdc,
    MScratchC = CheriRegisterNumberMScratchC,
    MEPCC = CheriRegisterNumberMepcc,
    Invalid = CheriRegisterNumberInvalid,
};

/// Takes `mtval` apart. A number the architecture does not have becomes Invalid; higher bits are
/// ignored.
constexpr std::pair<CauseCode, RegisterNumber> extract_cheri_mtval(uint32_t mtval)
{
    auto cause = static_cast<CauseCode>(mtval & 0x1f);
    switch (cause) {
    case CauseCode::None:
    case CauseCode::BoundsViolation:
    case CauseCode::TagViolation:
    case CauseCode::SealViolation:
    case CauseCode::PermitExecuteViolation:
    case CauseCode::PermitLoadViolation:
    case CauseCode::PermitStoreViolation:
    case CauseCode::PermitStoreCapabilityViolation:
    case CauseCode::PermitStoreLocalCapabilityViolation:
    case CauseCode::PermitAccessSystemRegistersViolation:
        break;
    default:
        cause = CauseCode::Invalid;
    }
    uint32_t number = (mtval >> 5) & 0x3f;
    bool isRegister = number <= CheriRegisterNumberCA5 || number == CheriRegisterNumberPcc ||
                      number >= CheriRegisterNumberMtcc;
    return {cause, isRegister ? static_cast<RegisterNumber>(number) : RegisterNumber::Invalid};
}
} // namespace CHERI

#endif
