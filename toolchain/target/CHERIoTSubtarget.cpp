//===-- CHERIoTSubtarget.cpp - A processor --------------------------------===//

#include "CHERIoTSubtarget.h"
#include "MCTargetDesc/CHERIoTMCTargetDesc.h"
#include "llvm/MC/TargetRegistry.h"

using namespace llvm;

#define DEBUG_TYPE "cheriot-subtarget"
#define GET_SUBTARGETINFO_TARGET_DESC
#define GET_SUBTARGETINFO_CTOR
#include "CHERIoTGenSubtargetInfo.inc"

static StringRef nameProcessor(StringRef CPU) {
  return CPU.empty() || CPU == "generic" ? "generic-cheriot" : CPU;
}

CHERIoTSubtarget::CHERIoTSubtarget(const Triple &TT, StringRef CPU,
                                   StringRef FS, const TargetMachine &TM)
    : CHERIoTGenSubtargetInfo(TT, nameProcessor(CPU), nameProcessor(CPU), FS),
      InstrInfo(initialize(CPU, FS), RegInfo), TLInfo(TM, *this) {}

CHERIoTSubtarget &CHERIoTSubtarget::initialize(StringRef CPU, StringRef FS) {
  ParseSubtargetFeatures(nameProcessor(CPU), nameProcessor(CPU), FS);
  return *this;
}
