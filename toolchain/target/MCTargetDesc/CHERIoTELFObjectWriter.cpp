//===-- CHERIoTELFObjectWriter.cpp - Fixups as relocations ----------------===//

#include "MCTargetDesc/CHERIoTBaseInfo.h"
#include "MCTargetDesc/CHERIoTMCTargetDesc.h"
#include "llvm/BinaryFormat/ELF.h"
#include "llvm/MC/MCContext.h"
#include "llvm/MC/MCELFObjectWriter.h"
#include "llvm/MC/MCFixup.h"
#include "llvm/MC/MCValue.h"

using namespace llvm;

namespace {

class CHERIoTELFObjectWriter : public MCELFObjectTargetWriter {
public:
  CHERIoTELFObjectWriter()
      : MCELFObjectTargetWriter(/*Is64Bit=*/false, ELF::ELFOSABI_NONE,
                                ELF::EM_RISCV, /*HasRelocationAddend=*/true) {}

  unsigned getRelocType(const MCFixup &Fixup, const MCValue &Target,
                        bool IsPCRel) const override;

  // Of a capability the linker looks at the symbol itself: code or data, and
  // how long. For an address the section and an offset will do.
  bool needsRelocateWithSymbol(const MCValue &, unsigned Type) const override {
    return Type == CHERIoT::R_CHERI_CAPABILITY ||
           (Type >= CHERIoT::R_CHERIOT_COMPARTMENT_HI &&
            Type <= CHERIoT::R_CHERIOT_COMPARTMENT_CGP_HI);
  }
};

} // namespace

unsigned CHERIoTELFObjectWriter::getRelocType(const MCFixup &Fixup,
                                              const MCValue &Target,
                                              bool IsPCRel) const {
  unsigned Kind = Fixup.getKind();
  if (Target.getSpecifier() == CHERIoT::S_CAPABILITY && Kind != FK_Data_8) {
    reportError(Fixup.getLoc(), "a capability takes 8 bytes");
    return ELF::R_RISCV_NONE;
  }
  if (mc::isRelocation(Kind))
    return Kind >= FirstLiteralRelocationKind
               ? Kind - FirstLiteralRelocationKind
               : Kind;
  switch (Kind) {
  case CHERIoT::fixup_hi20:
    return ELF::R_RISCV_HI20;
  case CHERIoT::fixup_lo12_i:
    return ELF::R_RISCV_LO12_I;
  case CHERIoT::fixup_lo12_s:
    return ELF::R_RISCV_LO12_S;
  case CHERIoT::fixup_branch:
    return ELF::R_RISCV_BRANCH;
  case CHERIoT::fixup_jal:
    return ELF::R_RISCV_JAL;
  case CHERIoT::fixup_rvc_branch:
    return ELF::R_RISCV_RVC_BRANCH;
  case CHERIoT::fixup_rvc_jump:
    return ELF::R_RISCV_RVC_JUMP;
  case FK_Data_1:
    reportError(Fixup.getLoc(), "1-byte data cannot hold a symbol's address");
    return ELF::R_RISCV_NONE;
  case FK_Data_2:
    reportError(Fixup.getLoc(), "2-byte data cannot hold a symbol's address");
    return ELF::R_RISCV_NONE;
  case FK_Data_4:
    return IsPCRel ? ELF::R_RISCV_32_PCREL : ELF::R_RISCV_32;
  case FK_Data_8:
    return Target.getSpecifier() == CHERIoT::S_CAPABILITY
               ? unsigned(CHERIoT::R_CHERI_CAPABILITY)
               : unsigned(ELF::R_RISCV_64);
  default:
    reportError(Fixup.getLoc(), "no relocation can express this");
    return ELF::R_RISCV_NONE;
  }
}

std::unique_ptr<MCObjectTargetWriter> llvm::createCHERIoTELFObjectWriter() {
  return std::make_unique<CHERIoTELFObjectWriter>();
}
