//===-- CHERIoTTargetStreamer.h - Directives of our own ---------*- C++ -*-===//

#ifndef GRIOTTE_TOOLCHAIN_TARGET_MCTARGETDESC_CHERIOTTARGETSTREAMER_H
#define GRIOTTE_TOOLCHAIN_TARGET_MCTARGETDESC_CHERIOTTARGETSTREAMER_H

#include "llvm/MC/MCStreamer.h"

namespace llvm {

class formatted_raw_ostream;

class CHERIoTTargetStreamer : public MCTargetStreamer {
public:
  explicit CHERIoTTargetStreamer(MCStreamer &S);

  /// `.option Name`: changes what the next instructions assemble to.
  virtual void emitDirectiveOption(StringRef Name);
  /// `.chericap Value`: a capability the linker or loader makes.
  virtual void emitCapability(const MCExpr *Value);
};

/// Writes the directives as text.
class CHERIoTTargetAsmStreamer : public CHERIoTTargetStreamer {
  formatted_raw_ostream &OS;

public:
  CHERIoTTargetAsmStreamer(MCStreamer &S, formatted_raw_ostream &OS);
  void emitDirectiveOption(StringRef Name) override;
  void emitCapability(const MCExpr *Value) override;
};

/// Writes them into an object file, with the ELF header flags.
class CHERIoTTargetELFStreamer : public CHERIoTTargetStreamer {
public:
  CHERIoTTargetELFStreamer(MCStreamer &S, const MCSubtargetInfo &STI);
};

} // namespace llvm

#endif
