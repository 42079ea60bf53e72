//===-- CHERIoTFrameLowering.cpp - Stack frames ---------------------------===//

#include "CHERIoTFrameLowering.h"
#include "CHERIoTInstrInfo.h"
#include "CHERIoTRegisterInfo.h"
#include "CHERIoTSubtarget.h"
#include "MCTargetDesc/CHERIoTMCTargetDesc.h"
#include "llvm/CodeGen/CFIInstBuilder.h"
#include "llvm/CodeGen/MachineFrameInfo.h"
#include "llvm/CodeGen/MachineFunction.h"
#include "llvm/CodeGen/MachineInstrBuilder.h"
#include "llvm/CodeGen/MachineRegisterInfo.h"
#include "llvm/CodeGen/RegisterScavenging.h"
#include "llvm/MC/MCDwarf.h"

using namespace llvm;

static const CHERIoTSubtarget &subtargetOf(const MachineFunction &MF) {
  return MF.getSubtarget<CHERIoTSubtarget>();
}

bool CHERIoTFrameLowering::hasFPImpl(const MachineFunction &MF) const {
  const MachineFrameInfo &MFI = MF.getFrameInfo();
  return MF.getTarget().Options.DisableFramePointerElim(MF) ||
         MFI.hasVarSizedObjects() || MFI.isFrameAddressTaken() ||
         subtargetOf(MF).getRegisterInfo()->hasStackRealignment(MF);
}

bool CHERIoTFrameLowering::hasReservedCallFrame(
    const MachineFunction &MF) const {
  return !MF.getFrameInfo().hasVarSizedObjects();
}

// t2 carries neither arguments nor results, and no tail call jumps through it.
static constexpr Register PrologueScratch = CHERIoT::X7;

// csp = (csp + Amount) rounded down to Alignment.
static void moveAndAlignStack(MachineBasicBlock &MBB,
                              MachineBasicBlock::iterator MI,
                              const CHERIoTInstrInfo &TII, int64_t Amount,
                              Align Alignment) {
  DebugLoc DL;
  constexpr auto Flag = MachineInstr::FrameSetup;
  TII.addToCapability(MBB, MI, DL, CHERIoT::C2, CHERIoT::C2, Amount, Flag,
                      PrologueScratch);
  unsigned Bits = Log2(Alignment);
  if (isInt<12>(-int64_t(Alignment.value()))) {
    BuildMI(MBB, MI, DL, TII.get(CHERIoT::ANDI), PrologueScratch)
        .addReg(CHERIoT::X2)
        .addImm(-int64_t(Alignment.value()))
        .setMIFlag(Flag);
  } else {
    BuildMI(MBB, MI, DL, TII.get(CHERIoT::SRLI), PrologueScratch)
        .addReg(CHERIoT::X2)
        .addImm(Bits)
        .setMIFlag(Flag);
    BuildMI(MBB, MI, DL, TII.get(CHERIoT::SLLI), PrologueScratch)
        .addReg(PrologueScratch, RegState::Kill)
        .addImm(Bits)
        .setMIFlag(Flag);
  }
  BuildMI(MBB, MI, DL, TII.get(CHERIoT::CSetAddr), CHERIoT::C2)
      .addReg(CHERIoT::C2)
      .addReg(PrologueScratch, RegState::Kill)
      .setMIFlag(Flag);
}

// The saved registers are stored before the frame is realigned or grows past
// what an offset reaches: in that case csp moves in two steps.
static uint64_t getFirstStep(const MachineFunction &MF, uint64_t StackSize) {
  const MachineFrameInfo &MFI = MF.getFrameInfo();
  const auto *RI = subtargetOf(MF).getRegisterInfo();
  if (isInt<12>(-int64_t(StackSize)) && !RI->hasStackRealignment(MF))
    return StackSize;
  // They are the first objects below the caller's frame.
  return std::min<uint64_t>(StackSize, 8 * MFI.getCalleeSavedInfo().size());
}

void CHERIoTFrameLowering::emitPrologue(MachineFunction &MF,
                                        MachineBasicBlock &MBB) const {
  MachineFrameInfo &MFI = MF.getFrameInfo();
  const auto &TII = *subtargetOf(MF).getInstrInfo();
  const auto *RI = subtargetOf(MF).getRegisterInfo();
  uint64_t StackSize = alignTo(MFI.getStackSize(), getStackAlign());
  MFI.setStackSize(StackSize);
  if (StackSize == 0 && !hasFP(MF))
    return;

  MachineBasicBlock::iterator MI = MBB.begin();
  DebugLoc DL;
  constexpr auto Flag = MachineInstr::FrameSetup;
  CFIInstBuilder CFI(MBB, MI, Flag);
  bool NeedsCFI = MF.needsFrameMoves();

  uint64_t FirstStep = getFirstStep(MF, StackSize);
  if (FirstStep != 0) {
    TII.addToCapability(MBB, MI, DL, CHERIoT::C2, CHERIoT::C2,
                        -int64_t(FirstStep), Flag, PrologueScratch);
    if (NeedsCFI)
      CFI.buildDefCFAOffset(FirstStep);
  }
  // Behind the stores of saved registers, which PEI has put here.
  std::advance(MI, MFI.getCalleeSavedInfo().size());
  CFI.setInsertPoint(MI);
  if (NeedsCFI)
    for (const CalleeSavedInfo &Saved : MFI.getCalleeSavedInfo())
      CFI.buildOffset(Saved.getReg(), MFI.getObjectOffset(Saved.getFrameIdx()));

  if (hasFP(MF)) {
    TII.addToCapability(MBB, MI, DL, CHERIoT::C8, CHERIoT::C2, FirstStep, Flag,
                        PrologueScratch);
    if (NeedsCFI)
      CFI.buildDefCFA(CHERIoT::C8, 0);
  }
  int64_t Rest = -int64_t(StackSize - FirstStep);
  if (RI->hasStackRealignment(MF)) {
    moveAndAlignStack(MBB, MI, TII, Rest, MFI.getMaxAlign());
  } else if (Rest != 0) {
    TII.addToCapability(MBB, MI, DL, CHERIoT::C2, CHERIoT::C2, Rest, Flag,
                        PrologueScratch);
    if (NeedsCFI && !hasFP(MF))
      CFI.buildDefCFAOffset(StackSize);
  }
  if (RI->hasBasePointer(MF))
    BuildMI(MBB, MI, DL, TII.get(CHERIoT::CMove), CHERIoT::C9)
        .addReg(CHERIoT::C2)
        .setMIFlag(Flag);
}

void CHERIoTFrameLowering::emitEpilogue(MachineFunction &MF,
                                        MachineBasicBlock &MBB) const {
  const MachineFrameInfo &MFI = MF.getFrameInfo();
  const auto &TII = *subtargetOf(MF).getInstrInfo();
  const auto *RI = subtargetOf(MF).getRegisterInfo();
  uint64_t StackSize = MFI.getStackSize();
  if (StackSize == 0 && !hasFP(MF))
    return;

  MachineBasicBlock::iterator MI = MBB.getFirstTerminator();
  DebugLoc DL;
  constexpr auto Flag = MachineInstr::FrameDestroy;
  uint64_t LastStep = getFirstStep(MF, StackSize);
  MachineBasicBlock::iterator Restores =
      std::prev(MI, MFI.getCalleeSavedInfo().size());
  if (RI->hasStackRealignment(MF) || MFI.hasVarSizedObjects())
    TII.addToCapability(MBB, Restores, DL, CHERIoT::C2, CHERIoT::C8,
                        -int64_t(LastStep), Flag, PrologueScratch);
  else if (StackSize != LastStep)
    TII.addToCapability(MBB, Restores, DL, CHERIoT::C2, CHERIoT::C2,
                        StackSize - LastStep, Flag, PrologueScratch);
  if (LastStep != 0)
    TII.addToCapability(MBB, MI, DL, CHERIoT::C2, CHERIoT::C2, LastStep, Flag,
                        PrologueScratch);
}

StackOffset
CHERIoTFrameLowering::getFrameIndexReference(const MachineFunction &MF, int FI,
                                             Register &FrameReg) const {
  const MachineFrameInfo &MFI = MF.getFrameInfo();
  const auto *RI = subtargetOf(MF).getRegisterInfo();
  int64_t Offset = MFI.getObjectOffset(FI) + MFI.getOffsetAdjustment();
  int64_t StackSize = MFI.getStackSize();

  const auto &Saved = MFI.getCalleeSavedInfo();
  if (!Saved.empty() && FI >= Saved.front().getFrameIdx() &&
      FI <= Saved.back().getFrameIdx()) {
    // Accessed between the two steps.
    FrameReg = CHERIoT::C2;
    return StackOffset::getFixed(Offset + getFirstStep(MF, StackSize));
  }
  bool IsFixed = MFI.isFixedObjectIndex(FI);
  bool IsRealigned = RI->hasStackRealignment(MF);
  if (IsRealigned && !IsFixed) {
    FrameReg = RI->hasBasePointer(MF) ? CHERIoT::C9 : CHERIoT::C2;
    return StackOffset::getFixed(Offset + StackSize);
  }
  // csp offsets are positive, and compressed instructions reach some of them.
  if (hasFP(MF) && (IsRealigned || MFI.hasVarSizedObjects())) {
    FrameReg = CHERIoT::C8;
    return StackOffset::getFixed(Offset);
  }
  FrameReg = CHERIoT::C2;
  return StackOffset::getFixed(Offset + StackSize);
}

// As LLVM does it, but for cra, which __builtin_return_address reads
// afterwards.
bool CHERIoTFrameLowering::spillCalleeSavedRegisters(
    MachineBasicBlock &MBB, MachineBasicBlock::iterator MI,
    ArrayRef<CalleeSavedInfo> Saved, const TargetRegisterInfo *TRI) const {
  const auto &TII = *subtargetOf(*MBB.getParent()).getInstrInfo();
  for (const CalleeSavedInfo &Info : Saved)
    TII.storeRegToStackSlot(MBB, MI, Info.getReg(),
                            /*IsKill=*/!MBB.isLiveIn(Info.getReg()),
                            Info.getFrameIdx(),
                            TRI->getMinimalPhysRegClass(Info.getReg()),
                            Register(), MachineInstr::FrameSetup);
  return true;
}

void CHERIoTFrameLowering::determineCalleeSaves(MachineFunction &MF,
                                                BitVector &SavedRegs,
                                                RegScavenger *RS) const {
  TargetFrameLowering::determineCalleeSaves(MF, SavedRegs, RS);
  if (hasFP(MF)) {
    SavedRegs.set(CHERIoT::C1);
    SavedRegs.set(CHERIoT::C8);
  }
  if (subtargetOf(MF).getRegisterInfo()->hasBasePointer(MF))
    SavedRegs.set(CHERIoT::C9);
}

// When an offset may not fit, eliminating a frame index takes a register, and
// with none free, a slot to spill one to that itself is in reach.
void CHERIoTFrameLowering::processFunctionBeforeFrameFinalized(
    MachineFunction &MF, RegScavenger *RS) const {
  MachineFrameInfo &MFI = MF.getFrameInfo();
  constexpr uint64_t Margin = 256;
  // Arguments that came on the stack are above the frame.
  int64_t Incoming = 0;
  for (int Index = MFI.getObjectIndexBegin(); Index < 0; ++Index)
    Incoming = std::max(Incoming,
                        MFI.getObjectOffset(Index) + MFI.getObjectSize(Index));
  if (isInt<12>(MFI.estimateStackSize(MF) + Margin + Incoming))
    return;
  const TargetRegisterInfo &RI = *MF.getSubtarget().getRegisterInfo();
  const TargetRegisterClass &RC = CHERIoT::GPCRRegClass;
  // A capability for the sum and an integer for the amount.
  for (int I = 0; I != 2; ++I)
    RS->addScavengingFrameIndex(
        MFI.CreateSpillStackObject(RI.getSpillSize(RC), RI.getSpillAlign(RC)));
}

MachineBasicBlock::iterator CHERIoTFrameLowering::eliminateCallFramePseudoInstr(
    MachineFunction &MF, MachineBasicBlock &MBB,
    MachineBasicBlock::iterator MI) const {
  int64_t Amount = MI->getOperand(0).getImm();
  if (!hasReservedCallFrame(MF) && Amount != 0) {
    Amount = alignTo(Amount, getStackAlign());
    if (MI->getOpcode() == CHERIoT::ADJCALLSTACKDOWN)
      Amount = -Amount;
    subtargetOf(MF).getInstrInfo()->addToCapability(
        MBB, MI, MI->getDebugLoc(), CHERIoT::C2, CHERIoT::C2, Amount,
        MachineInstr::NoFlags);
  }
  return MBB.erase(MI);
}
