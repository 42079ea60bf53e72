//===-- CHERIoTSubtarget.h - A processor ------------------------*- C++ -*-===//

#ifndef GRIOTTE_TOOLCHAIN_TARGET_CHERIOTSUBTARGET_H
#define GRIOTTE_TOOLCHAIN_TARGET_CHERIOTSUBTARGET_H

#include "CHERIoTFrameLowering.h"
#include "CHERIoTISelLowering.h"
#include "CHERIoTInstrInfo.h"
#include "CHERIoTRegisterInfo.h"
#include "CHERIoTSelectionDAGInfo.h"
#include "llvm/CodeGen/TargetSubtargetInfo.h"

#define GET_SUBTARGETINFO_HEADER
#include "CHERIoTGenSubtargetInfo.inc"

namespace llvm {

class CHERIoTSubtarget : public CHERIoTGenSubtargetInfo {
public:
  CHERIoTSubtarget(const Triple &TT, StringRef CPU, StringRef FS,
                   const TargetMachine &TM);

  /// Generated: sets the features below.
  void ParseSubtargetFeatures(StringRef CPU, StringRef TuneCPU, StringRef FS);

#define GET_SUBTARGETINFO_MACRO(ATTRIBUTE, DEFAULT, GETTER)                    \
  bool GETTER() const { return ATTRIBUTE; }
#include "CHERIoTGenSubtargetInfo.inc"

  const CHERIoTInstrInfo *getInstrInfo() const override { return &InstrInfo; }
  const CHERIoTFrameLowering *getFrameLowering() const override {
    return &FrameLowering;
  }
  const CHERIoTTargetLowering *getTargetLowering() const override {
    return &TLInfo;
  }
  const CHERIoTRegisterInfo *getRegisterInfo() const override {
    return &RegInfo;
  }
  const CHERIoTSelectionDAGInfo *getSelectionDAGInfo() const override {
    return &TSInfo;
  }
  bool enableMachineScheduler() const override { return true; }
  // Addresses are sunk as pointer arithmetic, never as integers.
  bool useAA() const override { return true; }

private:
#define GET_SUBTARGETINFO_MACRO(ATTRIBUTE, DEFAULT, GETTER)                    \
  bool ATTRIBUTE = DEFAULT;
#include "CHERIoTGenSubtargetInfo.inc"

  CHERIoTSubtarget &initialize(StringRef CPU, StringRef FS);

  CHERIoTRegisterInfo RegInfo;
  CHERIoTInstrInfo InstrInfo;
  CHERIoTFrameLowering FrameLowering;
  CHERIoTTargetLowering TLInfo;
  CHERIoTSelectionDAGInfo TSInfo;
};

} // namespace llvm

#endif
