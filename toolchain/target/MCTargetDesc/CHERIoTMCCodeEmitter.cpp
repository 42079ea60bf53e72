//===-- CHERIoTMCCodeEmitter.cpp - Instructions as bytes ------------------===//

#include "MCTargetDesc/CHERIoTBaseInfo.h"
#include "MCTargetDesc/CHERIoTMCTargetDesc.h"
#include "llvm/MC/MCCodeEmitter.h"
#include "llvm/MC/MCContext.h"
#include "llvm/MC/MCExpr.h"
#include "llvm/MC/MCInst.h"
#include "llvm/MC/MCInstBuilder.h"
#include "llvm/MC/MCInstrInfo.h"
#include "llvm/MC/MCRegisterInfo.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/Support/Casting.h"
#include "llvm/Support/EndianStream.h"

using namespace llvm;

namespace {

class CHERIoTMCCodeEmitter : public MCCodeEmitter {
  MCContext &Ctx;
  const MCInstrInfo &MII;

public:
  CHERIoTMCCodeEmitter(MCContext &Ctx, const MCInstrInfo &MII)
      : Ctx(Ctx), MII(MII) {}

  void encodeInstruction(const MCInst &MI, SmallVectorImpl<char> &CB,
                         SmallVectorImpl<MCFixup> &Fixups,
                         const MCSubtargetInfo &STI) const override;

private:
  void expandLongBranch(const MCInst &MI, SmallVectorImpl<char> &CB,
                        SmallVectorImpl<MCFixup> &Fixups,
                        const MCSubtargetInfo &STI) const;

  // Generated.
  uint64_t getBinaryCodeForInstr(const MCInst &MI,
                                 SmallVectorImpl<MCFixup> &Fixups,
                                 const MCSubtargetInfo &STI) const;

  // Called by generated code.
  uint64_t getMachineOpValue(const MCInst &MI, const MCOperand &MO,
                             SmallVectorImpl<MCFixup> &Fixups,
                             const MCSubtargetInfo &STI) const;
  uint64_t getImmOpValue(const MCInst &MI, unsigned OpNo,
                         SmallVectorImpl<MCFixup> &Fixups,
                         const MCSubtargetInfo &STI) const;
  uint64_t getBranchOpValue(const MCInst &MI, unsigned OpNo,
                            SmallVectorImpl<MCFixup> &Fixups,
                            const MCSubtargetInfo &STI) const;
};

} // namespace

MCCodeEmitter *llvm::createCHERIoTMCCodeEmitter(const MCInstrInfo &MII,
                                                MCContext &Ctx) {
  return new CHERIoTMCCodeEmitter(Ctx, MII);
}

static unsigned getInvertedBranch(unsigned Opcode) {
  switch (Opcode) {
  case CHERIoT::LongBEQ:
    return CHERIoT::BNE;
  case CHERIoT::LongBNE:
    return CHERIoT::BEQ;
  case CHERIoT::LongBLT:
    return CHERIoT::BGE;
  case CHERIoT::LongBGE:
    return CHERIoT::BLT;
  case CHERIoT::LongBLTU:
    return CHERIoT::BGEU;
  case CHERIoT::LongBGEU:
    return CHERIoT::BLTU;
  default:
    return 0;
  }
}

void CHERIoTMCCodeEmitter::encodeInstruction(const MCInst &MI,
                                             SmallVectorImpl<char> &CB,
                                             SmallVectorImpl<MCFixup> &Fixups,
                                             const MCSubtargetInfo &STI) const {
  if (getInvertedBranch(MI.getOpcode()) != 0) {
    expandLongBranch(MI, CB, Fixups, STI);
    return;
  }
  uint64_t Bits = getBinaryCodeForInstr(MI, Fixups, STI);
  if (MII.get(MI.getOpcode()).getSize() == 2)
    support::endian::write<uint16_t>(CB, Bits, endianness::little);
  else
    support::endian::write<uint32_t>(CB, Bits, endianness::little);
}

// The inverted branch skips a jump.
void CHERIoTMCCodeEmitter::expandLongBranch(const MCInst &MI,
                                            SmallVectorImpl<char> &CB,
                                            SmallVectorImpl<MCFixup> &Fixups,
                                            const MCSubtargetInfo &STI) const {
  MCInst Branch = MCInstBuilder(getInvertedBranch(MI.getOpcode()))
                      .addOperand(MI.getOperand(0))
                      .addOperand(MI.getOperand(1))
                      .addImm(8);
  encodeInstruction(Branch, CB, Fixups, STI);
  MCInst Jump = MCInstBuilder(CHERIoT::CJAL)
                    .addReg(CHERIoT::C0)
                    .addOperand(MI.getOperand(2));
  size_t First = Fixups.size();
  encodeInstruction(Jump, CB, Fixups, STI);
  // The linker must not shorten what the branch skips by a number.
  for (MCFixup &Fixup : MutableArrayRef(Fixups).drop_front(First))
    Fixup =
        MCFixup::create(4, Fixup.getValue(), Fixup.getKind(), Fixup.isPCRel());
}

uint64_t
CHERIoTMCCodeEmitter::getMachineOpValue(const MCInst &, const MCOperand &MO,
                                        SmallVectorImpl<MCFixup> &,
                                        const MCSubtargetInfo &) const {
  if (MO.isReg())
    return Ctx.getRegisterInfo()->getEncodingValue(MO.getReg());
  return MO.getImm();
}

// Relocations of the CHERIoT ABI are always the linker's: it alone knows
// whether the symbol is code or data, and their fixups are raw relocations.
// %hi and %lo of what turns out to be a number are applied here.
static MCFixupKind getFixupKind(CHERIoT::Specifier S, bool IsStore) {
  switch (S) {
  case CHERIoT::S_HI:
    return CHERIoT::fixup_hi20;
  case CHERIoT::S_LO:
    return IsStore ? CHERIoT::fixup_lo12_s : CHERIoT::fixup_lo12_i;
  case CHERIoT::S_COMPARTMENT_HI:
    return CHERIoT::R_CHERIOT_COMPARTMENT_HI;
  case CHERIoT::S_COMPARTMENT_DATA_HI:
    return CHERIoT::R_CHERIOT_COMPARTMENT_CGP_HI;
  case CHERIoT::S_COMPARTMENT_LO_I:
    return CHERIoT::R_CHERIOT_COMPARTMENT_LO_I;
  case CHERIoT::S_COMPARTMENT_LO_S:
    return CHERIoT::R_CHERIOT_COMPARTMENT_LO_S;
  case CHERIoT::S_COMPARTMENT_SIZE:
    return CHERIoT::R_CHERIOT_COMPARTMENT_SIZE;
  case CHERIoT::S_None:
  case CHERIoT::S_CAPABILITY:
    break;
  }
  llvm_unreachable("the parser lets no such operand through");
}

uint64_t CHERIoTMCCodeEmitter::getImmOpValue(const MCInst &MI, unsigned OpNo,
                                             SmallVectorImpl<MCFixup> &Fixups,
                                             const MCSubtargetInfo &STI) const {
  const MCOperand &MO = MI.getOperand(OpNo);
  if (MO.isImm())
    return MO.getImm();
  const auto *Expr = cast<MCSpecifierExpr>(MO.getExpr());
  auto S = static_cast<CHERIoT::Specifier>(Expr->getSpecifier());
  // Only auipcc.data leaves the linker the room this relocation promises.
  if (S == CHERIoT::S_COMPARTMENT_DATA_HI && MI.getOpcode() == CHERIoT::AUICGP)
    S = CHERIoT::S_COMPARTMENT_HI;
  bool IsStore = MII.get(MI.getOpcode()).mayStore();
  Fixups.push_back(MCFixup::create(0, Expr, getFixupKind(S, IsStore)));
  // The high part of what CGP is near is nothing, and the low part can take
  // CGP itself.
  if (STI.hasFeature(CHERIoT::FeatureRelax) &&
      (S == CHERIoT::S_COMPARTMENT_HI || S == CHERIoT::S_COMPARTMENT_LO_I ||
       S == CHERIoT::S_COMPARTMENT_LO_S))
    Fixups.back().setLinkerRelaxable();
  return 0;
}

uint64_t
CHERIoTMCCodeEmitter::getBranchOpValue(const MCInst &MI, unsigned OpNo,
                                       SmallVectorImpl<MCFixup> &Fixups,
                                       const MCSubtargetInfo &STI) const {
  const MCOperand &MO = MI.getOperand(OpNo);
  if (MO.isImm())
    return MO.getImm();
  MCFixupKind Kind;
  switch (MI.getOpcode()) {
  case CHERIoT::CJAL:
    Kind = CHERIoT::fixup_jal;
    break;
  case CHERIoT::C_J:
  case CHERIoT::C_CJAL:
    Kind = CHERIoT::fixup_rvc_jump;
    break;
  case CHERIoT::C_BEQZ:
  case CHERIoT::C_BNEZ:
    Kind = CHERIoT::fixup_rvc_branch;
    break;
  default:
    Kind = CHERIoT::fixup_branch;
    break;
  }
  Fixups.push_back(MCFixup::create(0, MO.getExpr(), Kind, /*PCRel=*/true));
  if (CHERIoTRVC::isLinkerRelaxableJump(MI, STI))
    Fixups.back().setLinkerRelaxable();
  return 0;
}

#include "CHERIoTGenMCCodeEmitter.inc"
