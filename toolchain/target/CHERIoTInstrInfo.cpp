//===-- CHERIoTInstrInfo.cpp - Instructions -------------------------------===//

#include "CHERIoTInstrInfo.h"
#include "CHERIoTRegisterInfo.h"
#include "MCTargetDesc/CHERIoTMCTargetDesc.h"
#include "llvm/CodeGen/MachineFrameInfo.h"
#include "llvm/CodeGen/MachineInstrBuilder.h"
#include "llvm/CodeGen/MachineMemOperand.h"
#include "llvm/CodeGen/MachineRegisterInfo.h"
#include "llvm/CodeGen/TargetSubtargetInfo.h"
#include "llvm/MC/MCAsmInfo.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Target/TargetMachine.h"

using namespace llvm;

#define GET_INSTRINFO_CTOR_DTOR
#include "CHERIoTGenInstrInfo.inc"

CHERIoTInstrInfo::CHERIoTInstrInfo(const TargetSubtargetInfo &STI,
                                   const CHERIoTRegisterInfo &RI)
    : CHERIoTGenInstrInfo(STI, RI, CHERIoT::ADJCALLSTACKDOWN,
                          CHERIoT::ADJCALLSTACKUP) {}

//===-- Moving values -----------------------------------------------------===//

void CHERIoTInstrInfo::copyPhysReg(MachineBasicBlock &MBB,
                                   MachineBasicBlock::iterator MI,
                                   const DebugLoc &DL, Register Dest,
                                   Register Src, bool KillSrc, bool,
                                   bool) const {
  if (CHERIoT::GPCRRegClass.contains(Dest, Src)) {
    BuildMI(MBB, MI, DL, get(CHERIoT::CMove), Dest)
        .addReg(Src, getKillRegState(KillSrc));
    return;
  }
  assert(CHERIoT::GPRRegClass.contains(Dest, Src) && "unlike registers");
  BuildMI(MBB, MI, DL, get(CHERIoT::ADDI), Dest)
      .addReg(Src, getKillRegState(KillSrc))
      .addImm(0);
}

static bool holdsCapabilities(const TargetRegisterClass &RC) {
  return CHERIoT::GPCRRegClass.hasSubClassEq(&RC);
}

static MachineMemOperand *describeSlot(MachineFunction &MF, int FrameIndex,
                                       MachineMemOperand::Flags Flags) {
  MachineFrameInfo &MFI = MF.getFrameInfo();
  return MF.getMachineMemOperand(
      MachinePointerInfo::getFixedStack(MF, FrameIndex), Flags,
      MFI.getObjectSize(FrameIndex), MFI.getObjectAlign(FrameIndex));
}

void CHERIoTInstrInfo::storeRegToStackSlot(
    MachineBasicBlock &MBB, MachineBasicBlock::iterator MI, Register Src,
    bool IsKill, int FrameIndex, const TargetRegisterClass *RC, Register,
    MachineInstr::MIFlag Flags) const {
  unsigned Opcode = holdsCapabilities(*RC) ? CHERIoT::CSC : CHERIoT::SW;
  BuildMI(MBB, MI, DebugLoc(), get(Opcode))
      .addReg(Src, getKillRegState(IsKill))
      .addFrameIndex(FrameIndex)
      .addImm(0)
      .addMemOperand(describeSlot(*MBB.getParent(), FrameIndex,
                                  MachineMemOperand::MOStore))
      .setMIFlag(Flags);
}

void CHERIoTInstrInfo::loadRegFromStackSlot(MachineBasicBlock &MBB,
                                            MachineBasicBlock::iterator MI,
                                            Register Dest, int FrameIndex,
                                            const TargetRegisterClass *RC,
                                            Register, unsigned,
                                            MachineInstr::MIFlag Flags) const {
  unsigned Opcode = holdsCapabilities(*RC) ? CHERIoT::CLC : CHERIoT::LW;
  BuildMI(MBB, MI, DebugLoc(), get(Opcode), Dest)
      .addFrameIndex(FrameIndex)
      .addImm(0)
      .addMemOperand(
          describeSlot(*MBB.getParent(), FrameIndex, MachineMemOperand::MOLoad))
      .setMIFlag(Flags);
}

static Register isSlotAccess(const MachineInstr &MI, unsigned First,
                             unsigned Second, int &FrameIndex) {
  if ((MI.getOpcode() != First && MI.getOpcode() != Second) ||
      !MI.getOperand(1).isFI() || !MI.getOperand(2).isImm() ||
      MI.getOperand(2).getImm() != 0)
    return Register();
  FrameIndex = MI.getOperand(1).getIndex();
  return MI.getOperand(0).getReg();
}

Register CHERIoTInstrInfo::isLoadFromStackSlot(const MachineInstr &MI,
                                               int &FrameIndex) const {
  return isSlotAccess(MI, CHERIoT::CLC, CHERIoT::LW, FrameIndex);
}

Register CHERIoTInstrInfo::isStoreToStackSlot(const MachineInstr &MI,
                                              int &FrameIndex) const {
  return isSlotAccess(MI, CHERIoT::CSC, CHERIoT::SW, FrameIndex);
}

std::optional<DestSourcePair>
CHERIoTInstrInfo::isCopyInstrImpl(const MachineInstr &MI) const {
  bool IsMove = MI.getOpcode() == CHERIoT::CMove;
  if (MI.getOpcode() == CHERIoT::ADDI)
    IsMove = MI.getOperand(1).isReg() && MI.getOperand(2).isImm() &&
             MI.getOperand(2).getImm() == 0;
  if (!IsMove)
    return std::nullopt;
  return DestSourcePair{MI.getOperand(0), MI.getOperand(1)};
}

// A virtual register is a capability's, and the number its address: when the
// scavenger has to empty a register for it, it saves all of what was there.
static unsigned addressOf(Register Reg) {
  return Reg.isVirtual() ? unsigned(CHERIoT::sub_addr) : 0u;
}

void CHERIoTInstrInfo::loadImmediate(MachineBasicBlock &MBB,
                                     MachineBasicBlock::iterator MI,
                                     const DebugLoc &DL, Register Dest,
                                     int64_t Value,
                                     MachineInstr::MIFlag Flag) const {
  Value = SignExtend64<32>(Value);
  unsigned Part = addressOf(Dest);
  unsigned Define = Part ? RegState::DefineNoRead : RegState::Define;
  if (isInt<12>(Value)) {
    BuildMI(MBB, MI, DL, get(CHERIoT::ADDI))
        .addReg(Dest, Define, Part)
        .addReg(CHERIoT::X0)
        .addImm(Value)
        .setMIFlag(Flag);
    return;
  }
  int64_t Lower = SignExtend64<12>(Value);
  BuildMI(MBB, MI, DL, get(CHERIoT::LUI))
      .addReg(Dest, Define, Part)
      .addImm(((Value - Lower) >> 12) & 0xfffff)
      .setMIFlag(Flag);
  if (Lower != 0)
    BuildMI(MBB, MI, DL, get(CHERIoT::ADDI))
        .addReg(Dest, Define, Part)
        .addReg(Dest, 0, Part)
        .addImm(Lower)
        .setMIFlag(Flag);
}

Register CHERIoTInstrInfo::makeScratch(MachineBasicBlock &MBB) const {
  return MBB.getParent()->getRegInfo().createVirtualRegister(
      &CHERIoT::GPCRNoC0RegClass);
}

void CHERIoTInstrInfo::addToCapability(MachineBasicBlock &MBB,
                                       MachineBasicBlock::iterator MI,
                                       const DebugLoc &DL, Register Dest,
                                       Register Src, int64_t Amount,
                                       MachineInstr::MIFlag Flag,
                                       Register Scratch) const {
  if (isInt<12>(Amount)) {
    BuildMI(MBB, MI, DL, get(CHERIoT::CIncAddrImm), Dest)
        .addReg(Src)
        .addImm(Amount)
        .setMIFlag(Flag);
    return;
  }
  if (!Scratch)
    Scratch = makeScratch(MBB);
  loadImmediate(MBB, MI, DL, Scratch, Amount, Flag);
  BuildMI(MBB, MI, DL, get(CHERIoT::CIncAddr), Dest)
      .addReg(Src)
      .addReg(Scratch, RegState::Kill, addressOf(Scratch))
      .setMIFlag(Flag);
}

void CHERIoTInstrInfo::expandStackObject(MachineInstr &MI, Register Base,
                                         int64_t Offset) const {
  MachineBasicBlock &MBB = *MI.getParent();
  Register Dest = MI.getOperand(0).getReg();
  int64_t Size = MI.getOperand(3).getImm();
  DebugLoc DL = MI.getDebugLoc();
  addToCapability(MBB, MI, DL, Dest, Base, Offset, MachineInstr::NoFlags);
  if (isUInt<12>(Size)) {
    BuildMI(MBB, MI, DL, get(CHERIoT::CSetBoundsImm), Dest)
        .addReg(Dest)
        .addImm(Size);
  } else {
    Register Length = makeScratch(MBB);
    loadImmediate(MBB, MI, DL, Length, Size, MachineInstr::NoFlags);
    BuildMI(MBB, MI, DL, get(CHERIoT::CSetBounds), Dest)
        .addReg(Dest)
        .addReg(Length, RegState::Kill, addressOf(Length));
  }
  MI.eraseFromParent();
}

//===-- Branches ----------------------------------------------------------===//

static unsigned getOppositeBranch(unsigned Opcode) {
  switch (Opcode) {
  case CHERIoT::BEQ:
    return CHERIoT::BNE;
  case CHERIoT::BNE:
    return CHERIoT::BEQ;
  case CHERIoT::BLT:
    return CHERIoT::BGE;
  case CHERIoT::BGE:
    return CHERIoT::BLT;
  case CHERIoT::BLTU:
    return CHERIoT::BGEU;
  case CHERIoT::BGEU:
    return CHERIoT::BLTU;
  default:
    return 0;
  }
}

static bool isConditionalBranch(const MachineInstr &MI) {
  return getOppositeBranch(MI.getOpcode()) != 0;
}

bool CHERIoTInstrInfo::analyzeBranch(MachineBasicBlock &MBB,
                                     MachineBasicBlock *&TBB,
                                     MachineBasicBlock *&FBB,
                                     SmallVectorImpl<MachineOperand> &Cond,
                                     bool AllowModify) const {
  TBB = FBB = nullptr;
  Cond.clear();
  MachineBasicBlock::iterator I = MBB.getLastNonDebugInstr();
  if (I == MBB.end() || !isUnpredicatedTerminator(*I))
    return false;

  SmallVector<MachineInstr *, 4> Terminators;
  for (MachineInstr &MI : MBB.terminators())
    if (!MI.isDebugInstr())
      Terminators.push_back(&MI);
  // Nothing behind an unconditional jump is reached.
  for (size_t N = 0; N != Terminators.size(); ++N) {
    if (Terminators[N]->getOpcode() != CHERIoT::PseudoBR)
      continue;
    if (AllowModify)
      for (MachineInstr *MI : ArrayRef(Terminators).drop_front(N + 1))
        MI->eraseFromParent();
    Terminators.resize(N + 1);
    break;
  }

  MachineInstr *Last = Terminators.back();
  if (Last->getOpcode() == CHERIoT::PseudoBR && Terminators.size() == 1) {
    TBB = Last->getOperand(0).getMBB();
    return false;
  }
  MachineInstr *First = Terminators.front();
  if (!isConditionalBranch(*First) || Terminators.size() > 2)
    return true;
  if (Terminators.size() == 2) {
    if (Last->getOpcode() != CHERIoT::PseudoBR)
      return true;
    FBB = Last->getOperand(0).getMBB();
  }
  TBB = First->getOperand(2).getMBB();
  Cond.push_back(MachineOperand::CreateImm(First->getOpcode()));
  Cond.push_back(First->getOperand(0));
  Cond.push_back(First->getOperand(1));
  return false;
}

unsigned CHERIoTInstrInfo::insertBranch(
    MachineBasicBlock &MBB, MachineBasicBlock *TBB, MachineBasicBlock *FBB,
    ArrayRef<MachineOperand> Cond, const DebugLoc &DL, int *BytesAdded) const {
  unsigned Count = 0;
  if (!Cond.empty()) {
    BuildMI(&MBB, DL, get(Cond[0].getImm()))
        .add(Cond[1])
        .add(Cond[2])
        .addMBB(TBB);
    ++Count;
    TBB = FBB;
  }
  if (TBB) {
    BuildMI(&MBB, DL, get(CHERIoT::PseudoBR)).addMBB(TBB);
    ++Count;
  }
  if (BytesAdded)
    *BytesAdded = 4 * Count;
  return Count;
}

unsigned CHERIoTInstrInfo::removeBranch(MachineBasicBlock &MBB,
                                        int *BytesRemoved) const {
  unsigned Count = 0;
  for (MachineBasicBlock::iterator I = MBB.getLastNonDebugInstr();
       I != MBB.end() &&
       (I->getOpcode() == CHERIoT::PseudoBR || isConditionalBranch(*I));
       I = MBB.getLastNonDebugInstr()) {
    I->eraseFromParent();
    ++Count;
  }
  if (BytesRemoved)
    *BytesRemoved = 4 * Count;
  return Count;
}

bool CHERIoTInstrInfo::reverseBranchCondition(
    SmallVectorImpl<MachineOperand> &Cond) const {
  Cond[0].setImm(getOppositeBranch(Cond[0].getImm()));
  return false;
}

unsigned CHERIoTInstrInfo::getInstSizeInBytes(const MachineInstr &MI) const {
  if (MI.isMetaInstruction())
    return 0;
  if (MI.isInlineAsm()) {
    const MachineFunction &MF = *MI.getMF();
    return getInlineAsmLength(MI.getOperand(0).getSymbolName(),
                              *MF.getTarget().getMCAsmInfo());
  }
  return MI.getDesc().getSize();
}
