// Precompiled for the files of this folder: what nearly all of them include.
#ifndef GRIOTTE_TOOLCHAIN_TARGET_TARGET_PREFIX_H
#define GRIOTTE_TOOLCHAIN_TARGET_TARGET_PREFIX_H

#include "llvm/MC/MCAsmInfo.h"
#include "llvm/MC/MCContext.h"
#include "llvm/MC/MCExpr.h"
#include "llvm/MC/MCInst.h"
#include "llvm/MC/MCInstrInfo.h"
#include "llvm/MC/MCRegisterInfo.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Support/raw_ostream.h"

#endif
