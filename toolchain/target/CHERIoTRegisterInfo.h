//===-- CHERIoTRegisterInfo.h - Registers -----------------------*- C++ -*-===//

#ifndef GRIOTTE_TOOLCHAIN_TARGET_CHERIOTREGISTERINFO_H
#define GRIOTTE_TOOLCHAIN_TARGET_CHERIOTREGISTERINFO_H

#include "llvm/CodeGen/TargetRegisterInfo.h"

#define GET_REGINFO_HEADER
#include "CHERIoTGenRegisterInfo.inc"

namespace llvm {

class CHERIoTRegisterInfo : public CHERIoTGenRegisterInfo {
public:
  CHERIoTRegisterInfo();

  const MCPhysReg *getCalleeSavedRegs(const MachineFunction *) const override;
  const uint32_t *getCallPreservedMask(const MachineFunction &,
                                       CallingConv::ID) const override;
  BitVector getReservedRegs(const MachineFunction &MF) const override;
  Register getFrameRegister(const MachineFunction &MF) const override;
  const TargetRegisterClass *getPointerRegClass(unsigned) const override;

  bool requiresRegisterScavenging(const MachineFunction &) const override {
    return true;
  }
  bool requiresFrameIndexScavenging(const MachineFunction &) const override {
    return true;
  }
  // The emergency slots are where getFrameIndexReference reaches them best.
  bool useFPForScavengingIndex(const MachineFunction &MF) const override;
  bool eliminateFrameIndex(MachineBasicBlock::iterator MI, int SPAdj,
                           unsigned FIOperandNum,
                           RegScavenger *RS) const override;

  /// With realigned locals and a moving stack pointer, locals need a register
  /// of their own.
  bool hasBasePointer(const MachineFunction &MF) const;
};

} // namespace llvm

#endif
