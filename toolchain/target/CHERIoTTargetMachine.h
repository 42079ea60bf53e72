//===-- CHERIoTTargetMachine.h - The code generator -------------*- C++ -*-===//

#ifndef GRIOTTE_TOOLCHAIN_TARGET_CHERIOTTARGETMACHINE_H
#define GRIOTTE_TOOLCHAIN_TARGET_CHERIOTTARGETMACHINE_H

#include "CHERIoTSubtarget.h"
#include "llvm/CodeGen/CodeGenTargetMachineImpl.h"
#include <optional>

namespace llvm {

class CHERIoTTargetMachine : public CodeGenTargetMachineImpl {
public:
  CHERIoTTargetMachine(const Target &T, const Triple &TT, StringRef CPU,
                       StringRef FS, const TargetOptions &Options,
                       std::optional<Reloc::Model> RM,
                       std::optional<CodeModel::Model> CM,
                       CodeGenOptLevel OptLevel, bool JIT);

  const CHERIoTSubtarget *getSubtargetImpl(const Function &) const override {
    return &Subtarget;
  }
  TargetPassConfig *createPassConfig(PassManagerBase &PM) override;
  TargetLoweringObjectFile *getObjFileLowering() const override {
    return ObjectFileLowering.get();
  }
  TargetTransformInfo getTargetTransformInfo(const Function &F) const override;
  MachineFunctionInfo *
  createMachineFunctionInfo(BumpPtrAllocator &Allocator, const Function &F,
                            const TargetSubtargetInfo *STI) const override;

private:
  std::unique_ptr<TargetLoweringObjectFile> ObjectFileLowering;
  CHERIoTSubtarget Subtarget;
};

} // namespace llvm

#endif
