// What LLVM needs to know of a mode, made once for each use.
#ifndef GRIOTTE_TOOLCHAIN_TARGET_TOOLKIT_H
#define GRIOTTE_TOOLCHAIN_TARGET_TOOLKIT_H

#include "isa/instruction.h"
#include "llvm/MC/MCAsmInfo.h"
#include "llvm/MC/MCInstPrinter.h"
#include "llvm/MC/MCInstrInfo.h"
#include "llvm/MC/MCRegisterInfo.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/MC/MCTargetOptions.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/TargetParser/Triple.h"
#include <memory>

namespace griotte::toolchain {

/// The target of a mode and its tables: ours, or LLVM's RISC-V.
struct Toolkit {
  explicit Toolkit(isa::Mode Mode, bool HasRelaxation = false);

  llvm::Triple TheTriple;
  const llvm::Target *TheTarget;
  llvm::MCTargetOptions Options;
  std::unique_ptr<llvm::MCRegisterInfo> Registers;
  std::unique_ptr<llvm::MCAsmInfo> AsmInfo;
  std::unique_ptr<llvm::MCInstrInfo> Instructions;
  std::unique_ptr<llvm::MCSubtargetInfo> Subtarget;

  std::unique_ptr<llvm::MCInstPrinter> makePrinter() const;
};

} // namespace griotte::toolchain

#endif
