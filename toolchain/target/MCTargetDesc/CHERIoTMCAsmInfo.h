//===-- CHERIoTMCAsmInfo.h - Assembly language properties -------*- C++ -*-===//

#ifndef GRIOTTE_TOOLCHAIN_TARGET_MCTARGETDESC_CHERIOTMCASMINFO_H
#define GRIOTTE_TOOLCHAIN_TARGET_MCTARGETDESC_CHERIOTMCASMINFO_H

#include "llvm/MC/MCAsmInfoELF.h"

namespace llvm {

class CHERIoTMCAsmInfo : public MCAsmInfoELF {
public:
  CHERIoTMCAsmInfo();
  void printSpecifierExpr(raw_ostream &OS,
                          const MCSpecifierExpr &Expr) const override;
};

} // namespace llvm

#endif
