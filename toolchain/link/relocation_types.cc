#include "toolchain/link/relocation_types.h"

#include <fmt/format.h>

namespace griotte::link {

RelocationTraits relocation_traits(uint32_t type)
{
    using enum RelocationType;
    switch (static_cast<RelocationType>(type)) {
    case None:
        return {"NONE", 0};
    case Word32:
        return {"32", 4};
    case Word64:
        return {"64", 8};
    case Branch:
        return {"BRANCH", 4};
    case Jal:
        return {"JAL", 4};
    case Hi20:
        return {"HI20", 4};
    case Lo12I:
        return {"LO12_I", 4};
    case Lo12S:
        return {"LO12_S", 4};
    case Add8:
        return {"ADD8", 1};
    case Add16:
        return {"ADD16", 2};
    case Add32:
        return {"ADD32", 4};
    case Add64:
        return {"ADD64", 8};
    case Sub8:
        return {"SUB8", 1};
    case Sub16:
        return {"SUB16", 2};
    case Sub32:
        return {"SUB32", 4};
    case Sub64:
        return {"SUB64", 8};
    case Align:
        return {"ALIGN", 0};
    case RvcBranch:
        return {"RVC_BRANCH", 2};
    case RvcJump:
        return {"RVC_JUMP", 2};
    case Relax:
        return {"RELAX", 0};
    case Sub6:
        return {"SUB6", 1};
    case Set6:
        return {"SET6", 1};
    case Set8:
        return {"SET8", 1};
    case Set16:
        return {"SET16", 2};
    case Set32:
        return {"SET32", 4};
    case Pcrel32:
        return {"32_PCREL", 4};
    case SetUleb128:
        return {"SET_ULEB128", 1};
    case SubUleb128:
        return {"SUB_ULEB128", 1};
    case CheriCapability:
        return {"CHERI_CAPABILITY", 8};
    case CompartmentHi:
        return {"CHERIOT_COMPARTMENT_HI", 4};
    case CompartmentLoI:
        return {"CHERIOT_COMPARTMENT_LO_I", 4};
    case CompartmentLoS:
        return {"CHERIOT_COMPARTMENT_LO_S", 4};
    case CompartmentSize:
        return {"CHERIOT_COMPARTMENT_SIZE", 4};
    case CompartmentCgpHi:
        return {"CHERIOT_COMPARTMENT_CGP_HI", 4};
    }
    return {};
}

std::string relocation_name(uint32_t type)
{
    const RelocationTraits traits = relocation_traits(type);
    return traits.name != nullptr ? fmt::format("R_RISCV_{}", traits.name)
                                  : fmt::format("relocation type {}", type);
}

} // namespace griotte::link
