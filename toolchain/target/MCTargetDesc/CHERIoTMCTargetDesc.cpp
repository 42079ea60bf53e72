//===-- CHERIoTMCTargetDesc.cpp - Target descriptions ---------------------===//

#include "MCTargetDesc/CHERIoTMCTargetDesc.h"
#include "MCTargetDesc/CHERIoTBaseInfo.h"
#include "MCTargetDesc/CHERIoTInstPrinter.h"
#include "MCTargetDesc/CHERIoTMCAsmInfo.h"
#include "MCTargetDesc/CHERIoTTargetStreamer.h"
#include "TargetInfo/CHERIoTTargetInfo.h"
#include "llvm/MC/MCExpr.h"
#include "llvm/MC/MCInst.h"
#include "llvm/MC/MCInstrAnalysis.h"
#include "llvm/MC/MCInstrInfo.h"
#include "llvm/MC/MCRegisterInfo.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/MC/MCSymbol.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Support/Casting.h"

using namespace llvm;

#define GET_INSTRINFO_MC_DESC
#define GET_INSTRINFO_MC_HELPERS
#define ENABLE_INSTR_PREDICATE_VERIFIER
#include "CHERIoTGenInstrInfo.inc"

#define GET_SUBTARGETINFO_MC_DESC
#include "CHERIoTGenSubtargetInfo.inc"

#define GET_REGINFO_MC_DESC
#include "CHERIoTGenRegisterInfo.inc"

namespace {
#define GEN_COMPRESS_INSTR
#define GEN_UNCOMPRESS_INSTR
#include "CHERIoTGenCompressInstEmitter.inc"
} // namespace

bool CHERIoTRVC::compress(MCInst &OutInst, const MCInst &MI,
                          const MCSubtargetInfo &STI) {
  return !isLinkerRelaxableJump(MI, STI) && compressInst(OutInst, MI, STI);
}

bool CHERIoTRVC::isLinkerRelaxableJump(const MCInst &MI,
                                       const MCSubtargetInfo &STI) {
  if (MI.getOpcode() != CHERIoT::CJAL ||
      !STI.hasFeature(CHERIoT::FeatureRelax) ||
      !STI.hasFeature(CHERIoT::FeatureStdExtC) || !MI.getOperand(1).isExpr())
    return false;
  MCRegister Link = MI.getOperand(0).getReg();
  if (Link != CHERIoT::C0 && Link != CHERIoT::C1)
    return false;
  const MCExpr *Target = MI.getOperand(1).getExpr();
  if (const auto *Specified = dyn_cast<MCSpecifierExpr>(Target))
    Target = Specified->getSubExpr();
  const auto *Symbol = dyn_cast<MCSymbolRefExpr>(Target);
  return Symbol && !Symbol->getSymbol().isTemporary();
}

bool CHERIoTRVC::uncompress(MCInst &OutInst, const MCInst &MI,
                            const MCSubtargetInfo &STI) {
  return uncompressInst(OutInst, MI, STI);
}

namespace {

class CHERIoTMCInstrAnalysis : public MCInstrAnalysis {
public:
  explicit CHERIoTMCInstrAnalysis(const MCInstrInfo *Info)
      : MCInstrAnalysis(Info) {}

  bool evaluateBranch(const MCInst &Inst, uint64_t Addr, uint64_t,
                      uint64_t &Target) const override {
    const MCInstrDesc &Desc = Info->get(Inst.getOpcode());
    for (unsigned I = 0, E = Desc.getNumOperands(); I != E; ++I) {
      if (Desc.operands()[I].OperandType != MCOI::OPERAND_PCREL ||
          !Inst.getOperand(I).isImm())
        continue;
      Target = (Addr + Inst.getOperand(I).getImm()) & 0xffffffff;
      return true;
    }
    return false;
  }
};

} // namespace

static MCInstrInfo *createCHERIoTMCInstrInfo() {
  auto *Info = new MCInstrInfo();
  InitCHERIoTMCInstrInfo(Info);
  return Info;
}

static MCRegisterInfo *createCHERIoTMCRegisterInfo(const Triple &) {
  auto *Info = new MCRegisterInfo();
  InitCHERIoTMCRegisterInfo(Info, CHERIoT::X1);
  return Info;
}

static MCAsmInfo *createCHERIoTMCAsmInfo(const MCRegisterInfo &MRI,
                                         const Triple &,
                                         const MCTargetOptions &) {
  auto *Info = new CHERIoTMCAsmInfo();
  // On entry the frame address is the stack pointer.
  unsigned StackPointer = MRI.getDwarfRegNum(CHERIoT::C2, true);
  Info->addInitialFrameState(
      MCCFIInstruction::cfiDefCfa(nullptr, StackPointer, 0));
  return Info;
}

static MCSubtargetInfo *
createCHERIoTMCSubtargetInfo(const Triple &TT, StringRef CPU, StringRef FS) {
  if (CPU.empty() || CPU == "generic")
    CPU = "generic-cheriot";
  return createCHERIoTMCSubtargetInfoImpl(TT, CPU, CPU, FS);
}

void initializeCHERIoTTargetMC() {
  Target &T = getTheCHERIoTTarget();
  TargetRegistry::RegisterMCAsmInfo(T, createCHERIoTMCAsmInfo);
  TargetRegistry::RegisterMCInstrInfo(T, createCHERIoTMCInstrInfo);
  TargetRegistry::RegisterMCRegInfo(T, createCHERIoTMCRegisterInfo);
  TargetRegistry::RegisterMCSubtargetInfo(T, createCHERIoTMCSubtargetInfo);
  TargetRegistry::RegisterMCCodeEmitter(T, createCHERIoTMCCodeEmitter);
  TargetRegistry::RegisterMCAsmBackend(T, createCHERIoTAsmBackend);
  TargetRegistry::RegisterMCInstrAnalysis(
      T, [](const MCInstrInfo *Info) -> MCInstrAnalysis * {
        return new CHERIoTMCInstrAnalysis(Info);
      });
  TargetRegistry::RegisterMCInstPrinter(
      T,
      [](const Triple &, unsigned, const MCAsmInfo &MAI, const MCInstrInfo &MII,
         const MCRegisterInfo &MRI) -> MCInstPrinter * {
        return new CHERIoTInstPrinter(MAI, MII, MRI);
      });
  TargetRegistry::RegisterNullTargetStreamer(
      T, [](MCStreamer &S) -> MCTargetStreamer * {
        return new CHERIoTTargetStreamer(S);
      });
  TargetRegistry::RegisterAsmTargetStreamer(
      T,
      [](MCStreamer &S, formatted_raw_ostream &OS,
         MCInstPrinter *) -> MCTargetStreamer * {
        return new CHERIoTTargetAsmStreamer(S, OS);
      });
  TargetRegistry::RegisterObjectTargetStreamer(
      T, [](MCStreamer &S, const MCSubtargetInfo &STI) -> MCTargetStreamer * {
        return new CHERIoTTargetELFStreamer(S, STI);
      });
}
