//===-- CHERIoTInstrInfo.h - Instructions -----------------------*- C++ -*-===//

#ifndef GRIOTTE_TOOLCHAIN_TARGET_CHERIOTINSTRINFO_H
#define GRIOTTE_TOOLCHAIN_TARGET_CHERIOTINSTRINFO_H

#include "llvm/CodeGen/TargetInstrInfo.h"

#define GET_INSTRINFO_HEADER
#define GET_INSTRINFO_OPERAND_ENUM
#include "CHERIoTGenInstrInfo.inc"

namespace llvm {

class CHERIoTRegisterInfo;

class CHERIoTInstrInfo : public CHERIoTGenInstrInfo {
public:
  CHERIoTInstrInfo(const TargetSubtargetInfo &STI,
                   const CHERIoTRegisterInfo &RI);

  void copyPhysReg(MachineBasicBlock &MBB, MachineBasicBlock::iterator MI,
                   const DebugLoc &DL, Register Dest, Register Src,
                   bool KillSrc, bool RenamableDest,
                   bool RenamableSrc) const override;
  void storeRegToStackSlot(MachineBasicBlock &MBB,
                           MachineBasicBlock::iterator MI, Register Src,
                           bool IsKill, int FrameIndex,
                           const TargetRegisterClass *RC, Register VReg,
                           MachineInstr::MIFlag Flags) const override;
  void loadRegFromStackSlot(MachineBasicBlock &MBB,
                            MachineBasicBlock::iterator MI, Register Dest,
                            int FrameIndex, const TargetRegisterClass *RC,
                            Register VReg, unsigned SubReg,
                            MachineInstr::MIFlag Flags) const override;
  Register isLoadFromStackSlot(const MachineInstr &MI,
                               int &FrameIndex) const override;
  Register isStoreToStackSlot(const MachineInstr &MI,
                              int &FrameIndex) const override;
  std::optional<DestSourcePair>
  isCopyInstrImpl(const MachineInstr &MI) const override;

  bool analyzeBranch(MachineBasicBlock &MBB, MachineBasicBlock *&TBB,
                     MachineBasicBlock *&FBB,
                     SmallVectorImpl<MachineOperand> &Cond,
                     bool AllowModify) const override;
  unsigned insertBranch(MachineBasicBlock &MBB, MachineBasicBlock *TBB,
                        MachineBasicBlock *FBB, ArrayRef<MachineOperand> Cond,
                        const DebugLoc &DL, int *BytesAdded) const override;
  unsigned removeBranch(MachineBasicBlock &MBB,
                        int *BytesRemoved) const override;
  bool
  reverseBranchCondition(SmallVectorImpl<MachineOperand> &Cond) const override;

  unsigned getInstSizeInBytes(const MachineInstr &MI) const override;

  /// Puts a constant into an integer register.
  void loadImmediate(MachineBasicBlock &MBB, MachineBasicBlock::iterator MI,
                     const DebugLoc &DL, Register Dest, int64_t Value,
                     MachineInstr::MIFlag Flag) const;
  /// Dest = Src + Amount, through no other address in between. A large amount
  /// takes Scratch or a new virtual register.
  void addToCapability(MachineBasicBlock &MBB, MachineBasicBlock::iterator MI,
                       const DebugLoc &DL, Register Dest, Register Src,
                       int64_t Amount, MachineInstr::MIFlag Flag,
                       Register Scratch = Register()) const;
  /// A virtual register for after register allocation.
  Register makeScratch(MachineBasicBlock &MBB) const;
  /// Replaces a PseudoStackObject, now that its place is known.
  void expandStackObject(MachineInstr &MI, Register Base, int64_t Offset) const;
};

} // namespace llvm

#endif
