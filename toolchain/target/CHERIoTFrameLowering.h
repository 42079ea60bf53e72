//===-- CHERIoTFrameLowering.h - Stack frames -------------------*- C++ -*-===//

#ifndef GRIOTTE_TOOLCHAIN_TARGET_CHERIOTFRAMELOWERING_H
#define GRIOTTE_TOOLCHAIN_TARGET_CHERIOTFRAMELOWERING_H

#include "llvm/CodeGen/TargetFrameLowering.h"

namespace llvm {

class CHERIoTSubtarget;

/// From high to low addresses: incoming stack arguments, saved registers,
/// locals and spills, outgoing stack arguments at csp.
class CHERIoTFrameLowering : public TargetFrameLowering {
public:
  CHERIoTFrameLowering()
      : TargetFrameLowering(StackGrowsDown, Align(8), 0, Align(8)) {}

  void emitPrologue(MachineFunction &MF, MachineBasicBlock &MBB) const override;
  void emitEpilogue(MachineFunction &MF, MachineBasicBlock &MBB) const override;
  StackOffset getFrameIndexReference(const MachineFunction &MF, int FI,
                                     Register &FrameReg) const override;
  bool spillCalleeSavedRegisters(MachineBasicBlock &MBB,
                                 MachineBasicBlock::iterator MI,
                                 ArrayRef<CalleeSavedInfo> Saved,
                                 const TargetRegisterInfo *TRI) const override;
  void determineCalleeSaves(MachineFunction &MF, BitVector &SavedRegs,
                            RegScavenger *RS) const override;
  void processFunctionBeforeFrameFinalized(MachineFunction &MF,
                                           RegScavenger *RS) const override;
  bool hasReservedCallFrame(const MachineFunction &MF) const override;
  MachineBasicBlock::iterator
  eliminateCallFramePseudoInstr(MachineFunction &MF, MachineBasicBlock &MBB,
                                MachineBasicBlock::iterator MI) const override;

protected:
  bool hasFPImpl(const MachineFunction &MF) const override;
};

} // namespace llvm

#endif
