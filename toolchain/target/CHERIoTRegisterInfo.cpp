//===-- CHERIoTRegisterInfo.cpp - Registers and frame indices -------------===//

#include "CHERIoTRegisterInfo.h"
#include "CHERIoTFrameLowering.h"
#include "CHERIoTInstrInfo.h"
#include "CHERIoTSubtarget.h"
#include "MCTargetDesc/CHERIoTMCTargetDesc.h"
#include "llvm/CodeGen/MachineFrameInfo.h"
#include "llvm/CodeGen/MachineFunction.h"
#include "llvm/CodeGen/MachineInstrBuilder.h"
#include "llvm/CodeGen/MachineRegisterInfo.h"

using namespace llvm;

#define GET_REGINFO_TARGET_DESC
#include "CHERIoTGenRegisterInfo.inc"

CHERIoTRegisterInfo::CHERIoTRegisterInfo()
    : CHERIoTGenRegisterInfo(CHERIoT::X1) {}

const MCPhysReg *
CHERIoTRegisterInfo::getCalleeSavedRegs(const MachineFunction *) const {
  return CSR_CHERIoT_SaveList;
}

const uint32_t *
CHERIoTRegisterInfo::getCallPreservedMask(const MachineFunction &,
                                          CallingConv::ID) const {
  return CSR_CHERIoT_RegMask;
}

bool CHERIoTRegisterInfo::hasBasePointer(const MachineFunction &MF) const {
  return MF.getFrameInfo().hasVarSizedObjects() && hasStackRealignment(MF);
}

bool CHERIoTRegisterInfo::useFPForScavengingIndex(
    const MachineFunction &MF) const {
  return MF.getFrameInfo().hasVarSizedObjects();
}

BitVector
CHERIoTRegisterInfo::getReservedRegs(const MachineFunction &MF) const {
  BitVector Reserved(getNumRegs());
  for (MCPhysReg Reg : {CHERIoT::X0, CHERIoT::X2, CHERIoT::X3})
    markSuperRegs(Reserved, Reg);
  if (MF.getSubtarget().getFrameLowering()->hasFP(MF))
    markSuperRegs(Reserved, CHERIoT::X8);
  if (hasBasePointer(MF))
    markSuperRegs(Reserved, CHERIoT::X9);
  return Reserved;
}

Register
CHERIoTRegisterInfo::getFrameRegister(const MachineFunction &MF) const {
  return MF.getSubtarget().getFrameLowering()->hasFP(MF) ? CHERIoT::C8
                                                         : CHERIoT::C2;
}

const TargetRegisterClass *
CHERIoTRegisterInfo::getPointerRegClass(unsigned) const {
  return &CHERIoT::GPCRRegClass;
}

// An access keeps its small offset; what does not fit is added by a register
// holding all of it. Adding only the upper part first could leave the bounds of
// csp, and with them lose the tag.
bool CHERIoTRegisterInfo::eliminateFrameIndex(MachineBasicBlock::iterator II,
                                              int SPAdj, unsigned FIOperandNum,
                                              RegScavenger *) const {
  MachineInstr &MI = *II;
  MachineFunction &MF = *MI.getMF();
  const auto &TII = *MF.getSubtarget<CHERIoTSubtarget>().getInstrInfo();
  Register Base;
  int64_t Offset = MF.getSubtarget()
                       .getFrameLowering()
                       ->getFrameIndexReference(
                           MF, MI.getOperand(FIOperandNum).getIndex(), Base)
                       .getFixed() +
                   SPAdj;
  MachineOperand &OffsetOperand = MI.getOperand(FIOperandNum + 1);
  Offset += OffsetOperand.getImm();

  if (MI.getOpcode() == CHERIoT::PseudoStackObject) {
    TII.expandStackObject(MI, Base, Offset);
    return true;
  }
  bool IsKill = false;
  if (!isInt<12>(Offset)) {
    Register Sum = TII.makeScratch(*MI.getParent());
    TII.addToCapability(*MI.getParent(), II, MI.getDebugLoc(), Sum, Base,
                        Offset, MachineInstr::NoFlags);
    Base = Sum;
    Offset = 0;
    IsKill = true;
  }
  MI.getOperand(FIOperandNum)
      .ChangeToRegister(Base, /*isDef=*/false, /*isImp=*/false, IsKill);
  OffsetOperand.ChangeToImmediate(Offset);
  return false;
}
