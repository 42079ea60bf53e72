//===-- CHERIoTMachineFunctionInfo.h - Facts about a function ---*- C++ -*-===//

#ifndef GRIOTTE_TOOLCHAIN_TARGET_CHERIOTMACHINEFUNCTIONINFO_H
#define GRIOTTE_TOOLCHAIN_TARGET_CHERIOTMACHINEFUNCTIONINFO_H

#include "llvm/CodeGen/MachineFunction.h"
#include "llvm/CodeGen/Register.h"

namespace llvm {

class CHERIoTMachineFunctionInfo : public MachineFunctionInfo {
public:
  CHERIoTMachineFunctionInfo(const Function &, const TargetSubtargetInfo *) {}

  MachineFunctionInfo *
  clone(BumpPtrAllocator &Allocator, MachineFunction &DestMF,
        const DenseMap<MachineBasicBlock *, MachineBasicBlock *> &)
      const override {
    return DestMF.cloneInfo<CHERIoTMachineFunctionInfo>(*this);
  }

  /// The capability to the variable arguments of a variadic function.
  Register VariableArguments;
  /// How many argument registers the function has a use for; with
  /// AllArgumentRegisters, all of them and ct0. That is also so for a function
  /// that looks after its arguments itself (naked).
  unsigned ArgumentRegisters = AllArgumentRegisters;
  static constexpr unsigned AllArgumentRegisters = 7;
};

} // namespace llvm

#endif
