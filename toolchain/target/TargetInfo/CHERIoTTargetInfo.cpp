//===-- CHERIoTTargetInfo.cpp - The registered target ---------------------===//

#include "TargetInfo/CHERIoTTargetInfo.h"
#include "llvm/MC/TargetRegistry.h"

using namespace llvm;

Target &llvm::getTheCHERIoTTarget() {
  static Target TheCHERIoTTarget;
  return TheCHERIoTTarget;
}

void initializeCHERIoTTargetInfo() {
  TargetRegistry::RegisterTarget(getTheCHERIoTTarget(), "cheriot",
                                 "CHERIoT (RV32E with capabilities)", "CHERIoT",
                                 [](Triple::ArchType) { return false; });
}
