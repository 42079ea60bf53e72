//===-- CHERIoTTargetStreamer.cpp - Directives of our own -----------------===//

#include "MCTargetDesc/CHERIoTTargetStreamer.h"
#include "MCTargetDesc/CHERIoTBaseInfo.h"
#include "MCTargetDesc/CHERIoTMCTargetDesc.h"
#include "llvm/BinaryFormat/ELF.h"
#include "llvm/MC/MCAsmInfo.h"
#include "llvm/MC/MCContext.h"
#include "llvm/MC/MCELFObjectWriter.h"
#include "llvm/MC/MCELFStreamer.h"
#include "llvm/MC/MCExpr.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/Support/FormattedStream.h"

using namespace llvm;

// The official toolchain marks every file as using capabilities (CHERIABI) in
// the mode where all addresses are capabilities (CAP_MODE).
static constexpr unsigned EF_RISCV_CHERIABI = 0x10000;
static constexpr unsigned EF_RISCV_CAP_MODE = 0x20000;

CHERIoTTargetStreamer::CHERIoTTargetStreamer(MCStreamer &S)
    : MCTargetStreamer(S) {}

void CHERIoTTargetStreamer::emitDirectiveOption(StringRef) {}

void CHERIoTTargetStreamer::emitCapability(const MCExpr *Value) {
  int64_t Constant;
  if (Value->evaluateAsAbsolute(Constant)) {
    Streamer.emitIntValue(Constant & 0xffffffff, 8);
    return;
  }
  Streamer.emitValue(MCSpecifierExpr::create(Value, CHERIoT::S_CAPABILITY,
                                             Streamer.getContext()),
                     8);
}

CHERIoTTargetAsmStreamer::CHERIoTTargetAsmStreamer(MCStreamer &S,
                                                   formatted_raw_ostream &OS)
    : CHERIoTTargetStreamer(S), OS(OS) {}

void CHERIoTTargetAsmStreamer::emitDirectiveOption(StringRef Name) {
  OS << "\t.option\t" << Name << '\n';
}

void CHERIoTTargetAsmStreamer::emitCapability(const MCExpr *Value) {
  OS << "\t.chericap\t";
  getContext().getAsmInfo()->printExpr(OS, *Value);
  OS << '\n';
}

CHERIoTTargetELFStreamer::CHERIoTTargetELFStreamer(MCStreamer &S,
                                                   const MCSubtargetInfo &STI)
    : CHERIoTTargetStreamer(S) {
  unsigned Flags = EF_RISCV_CHERIABI | EF_RISCV_CAP_MODE;
  if (STI.hasFeature(CHERIoT::FeatureStdExtC))
    Flags |= ELF::EF_RISCV_RVC;
  static_cast<MCELFStreamer &>(S).getWriter().setELFHeaderEFlags(Flags);
}
