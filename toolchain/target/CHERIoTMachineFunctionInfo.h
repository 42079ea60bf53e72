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

  /// What the caller of a variadic function passed in ct0.
  Register VariableArguments;
};

} // namespace llvm

#endif
