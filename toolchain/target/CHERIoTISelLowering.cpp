//===-- CHERIoTISelLowering.cpp - What the selection DAG may use ----------===//

#include "CHERIoTISelLowering.h"
#include "CHERIoTDomain.h"
#include "CHERIoTMachineFunctionInfo.h"
#include "CHERIoTRegisterInfo.h"
#include "CHERIoTSubtarget.h"
#include "MCTargetDesc/CHERIoTMCTargetDesc.h"
#include "llvm/ADT/SmallSet.h"
#include "llvm/CodeGen/LibcallLoweringInfo.h"
#include "llvm/CodeGen/MachineFrameInfo.h"
#include "llvm/CodeGen/MachineInstrBuilder.h"
#include "llvm/CodeGen/MachineJumpTableInfo.h"
#include "llvm/CodeGen/MachineRegisterInfo.h"
#include "llvm/IR/DiagnosticInfo.h"
#include "llvm/IR/GlobalVariable.h"

using namespace llvm;

#define DEBUG_TYPE "cheriot-lowering"

// LLVM knows no run-time library for an architecture it does not know. Ours has
// the names of RISC-V's.
static LibcallLoweringInfo getRuntimeLibrary(const CHERIoTSubtarget &STI) {
  static const RTLIB::RuntimeLibcallsInfo Names(
      Triple("riscv32-unknown-none-elf"));
  return LibcallLoweringInfo(Names, STI);
}

CHERIoTTargetLowering::CHERIoTTargetLowering(const TargetMachine &TM,
                                             const CHERIoTSubtarget &STI)
    : TargetLowering(TM, STI), Subtarget(STI) {
  addRegisterClass(MVT::i32, &CHERIoT::GPRRegClass);
  addRegisterClass(MVT::c64, &CHERIoT::GPCRRegClass);
  computeRegisterProperties(STI.getRegisterInfo());
  setStackPointerRegisterToSaveRestore(CHERIoT::C2);
  setBooleanContents(ZeroOrOneBooleanContent);
  setMinFunctionAlignment(Align(STI.hasStdExtC() ? 2 : 4));
  setMaxAtomicSizeInBitsSupported(0);

  // Copies of memory are CHERIoTSelectionDAGInfo's alone.
  MaxStoresPerMemcpy = MaxStoresPerMemcpyOptSize = 0;
  MaxStoresPerMemmove = MaxStoresPerMemmoveOptSize = 0;
  MaxStoresPerMemset = 8;
  MaxStoresPerMemsetOptSize = 4;

  for (unsigned Op :
       {ISD::ROTL, ISD::ROTR, ISD::BSWAP, ISD::CTPOP, ISD::CTLZ, ISD::SMUL_LOHI,
        ISD::UMUL_LOHI, ISD::SDIVREM, ISD::UDIVREM, ISD::SHL_PARTS,
        ISD::SRL_PARTS, ISD::SRA_PARTS, ISD::SELECT_CC, ISD::BITREVERSE})
    setOperationAction(Op, MVT::i32, Expand);
  for (MVT VT : {MVT::i1, MVT::i8, MVT::i16}) {
    setOperationAction(ISD::SIGN_EXTEND_INREG, VT, Expand);
    for (auto Extension : {ISD::EXTLOAD, ISD::ZEXTLOAD, ISD::SEXTLOAD})
      setLoadExtAction(Extension, MVT::i32, VT,
                       VT == MVT::i1 ? Promote : Legal);
  }
  setOperationAction({ISD::CTTZ, ISD::CTTZ_ZERO_UNDEF}, MVT::i32, Custom);
  setOperationAction(ISD::CLEAR_CACHE, MVT::Other, Custom);
  setOperationAction(ISD::BRCOND, MVT::Other, Expand);
  setOperationAction(ISD::BR_JT, MVT::Other, Custom);
  setOperationAction(ISD::SELECT, MVT::i32, Custom);
  setOperationAction(ISD::SELECT, MVT::c64, Custom);
  setOperationAction(ISD::SELECT_CC, MVT::c64, Expand);
  setOperationAction({ISD::LOAD, ISD::STORE}, MVT::c64, Custom);
  for (unsigned Op : {ISD::GlobalAddress, ISD::BlockAddress, ISD::ConstantPool,
                      ISD::ExternalSymbol, ISD::FRAMEADDR, ISD::RETURNADDR})
    setOperationAction(Op, MVT::c64, Custom);
  setOperationAction(ISD::VASTART, MVT::Other, Custom);
  for (unsigned Op :
       {ISD::VAARG, ISD::VACOPY, ISD::VAEND, ISD::STACKSAVE, ISD::STACKRESTORE})
    setOperationAction(Op, MVT::Other, Expand);
  setOperationAction({ISD::TRAP, ISD::DEBUGTRAP}, MVT::Other, Legal);
  setOperationAction(ISD::ATOMIC_FENCE, MVT::Other, Legal);
  setOperationAction(ISD::READCYCLECOUNTER, MVT::i64, Expand);
  setTargetDAGCombine(ISD::PTRADD);

  LibcallLoweringInfo Library = getRuntimeLibrary(STI);
  for (RTLIB::Libcall Call : RTLIB::libcalls())
    setLibcallImpl(Call, Library.getLibcallImpl(Call));
}

//===-- Types and addresses -----------------------------------------------===//

bool CHERIoTTargetLowering::isTruncateFree(Type *From, Type *To) const {
  return From->isIntegerTy() && To->isIntegerTy() &&
         From->getPrimitiveSizeInBits() > To->getPrimitiveSizeInBits();
}

bool CHERIoTTargetLowering::isTruncateFree(EVT From, EVT To) const {
  return From.isScalarInteger() && To.isScalarInteger() &&
         From.getSizeInBits() > To.getSizeInBits();
}

bool CHERIoTTargetLowering::isZExtFree(SDValue Value, EVT To) const {
  if (const auto *Load = dyn_cast<LoadSDNode>(Value)) {
    EVT Memory = Load->getMemoryVT();
    if ((Memory == MVT::i8 || Memory == MVT::i16) &&
        Load->getExtensionType() != ISD::SEXTLOAD)
      return true;
  }
  return TargetLowering::isZExtFree(Value, To);
}

bool CHERIoTTargetLowering::isLegalAddressingMode(const DataLayout &,
                                                  const AddrMode &AM, Type *,
                                                  unsigned,
                                                  Instruction *) const {
  if (AM.BaseGV || !isInt<12>(AM.BaseOffs))
    return false;
  return AM.Scale == 0 || (AM.Scale == 1 && !AM.HasBaseReg);
}

EVT CHERIoTTargetLowering::getOptimalMemOpType(LLVMContext &, const MemOp &Op,
                                               const AttributeList &) const {
  // For memset, the only one left to LLVM.
  if (Op.isAligned(Align(4)))
    return MVT::i32;
  return Op.isAligned(Align(2)) ? MVT::i16 : MVT::i8;
}

unsigned CHERIoTTargetLowering::getJumpTableEncoding() const {
  return MachineJumpTableInfo::EK_LabelDifference32;
}

// SelectionDAGBuilder computes constant offsets in the pointer's type.
SDValue CHERIoTTargetLowering::PerformDAGCombine(SDNode *N,
                                                 DAGCombinerInfo &DCI) const {
  if (N->getOpcode() != ISD::PTRADD ||
      N->getOperand(1).getValueType() != MVT::c64)
    return SDValue();
  const auto *Offset = dyn_cast<ConstantSDNode>(N->getOperand(1));
  if (!Offset)
    return SDValue();
  SDLoc DL(N);
  SelectionDAG &DAG = DCI.DAG;
  SDValue Narrow =
      DAG.getConstant(Offset->getAPIntValue().sextOrTrunc(32), DL, MVT::i32);
  return DAG.getNode(ISD::PTRADD, DL, MVT::c64, N->getOperand(0), Narrow,
                     N->getFlags());
}

//===-- Operations --------------------------------------------------------===//

SDValue CHERIoTTargetLowering::LowerOperation(SDValue Op,
                                              SelectionDAG &DAG) const {
  SDLoc DL(Op);
  switch (Op.getOpcode()) {
  case ISD::GlobalAddress:
    return lowerGlobalAddress(Op, DAG);
  case ISD::BlockAddress: {
    const auto *Node = cast<BlockAddressSDNode>(Op);
    return DAG.getNode(CHERIoTISD::ADDRESS, DL, MVT::c64,
                       DAG.getTargetBlockAddress(Node->getBlockAddress(),
                                                 MVT::c64, Node->getOffset()));
  }
  case ISD::ExternalSymbol:
    return DAG.getNode(
        CHERIoTISD::ADDRESS, DL, MVT::c64,
        DAG.getTargetExternalSymbol(cast<ExternalSymbolSDNode>(Op)->getSymbol(),
                                    MVT::c64));
  case ISD::ConstantPool: {
    const auto *Node = cast<ConstantPoolSDNode>(Op);
    return DAG.getNode(CHERIoTISD::ADDRESS, DL, MVT::c64,
                       DAG.getTargetConstantPool(Node->getConstVal(), MVT::c64,
                                                 Node->getAlign(),
                                                 Node->getOffset()));
  }
  case ISD::LOAD:
  case ISD::STORE:
    return lowerCapabilityAccess(Op, DAG);
  case ISD::SELECT:
    return lowerSelect(Op, DAG);
  case ISD::CTTZ:
  case ISD::CTTZ_ZERO_UNDEF:
    return lowerTrailingZeros(Op, DAG);
  case ISD::CLEAR_CACHE:
    // There is no cache; the order of memory accesses is kept.
    return Op.getOperand(0);
  case ISD::BR_JT:
    return lowerJumpTableBranch(Op, DAG);
  case ISD::VASTART:
    return lowerVAStart(Op, DAG);
  case ISD::FRAMEADDR:
    return lowerFrameAddress(Op, DAG);
  case ISD::RETURNADDR:
    return lowerReturnAddress(Op, DAG);
  default:
    llvm_unreachable("marked custom by mistake");
  }
}

// How far csetbounds reaches with an immediate, and the linker with it.
static constexpr uint64_t MaxImmediateLength = 4095;

// A capability to a variable is bounded to it. Its size is the linker's to know
// when the variable is elsewhere, and fits an instruction only when small: what
// has no size here gets its capability from start-up code. Other domains'
// functions, and those with a posture, are what is in their imports.
SDValue CHERIoTTargetLowering::lowerGlobalAddress(SDValue Op,
                                                  SelectionDAG &DAG) const {
  const auto *Node = cast<GlobalAddressSDNode>(Op);
  const GlobalValue *GV = Node->getGlobal();
  SDLoc DL(Op);
  SDValue Target = DAG.getTargetGlobalAddress(GV, DL, MVT::c64, 0);
  const GlobalObject *Object = GV->getAliaseeObject();
  bool IsFunction = isa_and_nonnull<Function>(Object);
  Type *ValueType = GV->getValueType();
  uint64_t Size = ValueType->isSized() && !IsFunction
                      ? DAG.getDataLayout().getTypeAllocSize(ValueType)
                      : 0;
  bool IsDefinedHere = GV->isStrongDefinitionForLinker();

  SDValue Result;
  if (IsFunction && CHERIoT::getKind(*GV) != CHERIoT::FunctionKind::Plain)
    Result = DAG.getNode(
        CHERIoTISD::POOLED_ADDRESS, DL, MVT::c64,
        DAG.getTargetGlobalAddress(GV, DL, MVT::c64, 0, CHERIoT::MO_Import));
  else if (GV->hasExternalWeakLinkage() ||
           (!IsFunction && !IsDefinedHere &&
            (Size == 0 || Size > MaxImmediateLength)))
    Result = DAG.getNode(CHERIoTISD::POOLED_ADDRESS, DL, MVT::c64,
                         DAG.getTargetConstantPool(GV, MVT::c64, Align(8)));
  else if (IsFunction)
    Result = DAG.getNode(CHERIoTISD::ADDRESS, DL, MVT::c64, Target);
  else if (Size <= MaxImmediateLength)
    Result = DAG.getNode(CHERIoTISD::BOUNDED_ADDRESS, DL, MVT::c64, Target);
  else
    Result = DAG.getNode(CHERIoTISD::BOUNDS, DL, MVT::c64,
                         DAG.getNode(CHERIoTISD::ADDRESS, DL, MVT::c64, Target),
                         DAG.getConstant(Size, DL, MVT::i32));
  if (int64_t Offset = Node->getOffset())
    Result = DAG.getNode(ISD::PTRADD, DL, MVT::c64, Result,
                         DAG.getSignedConstant(Offset, DL, MVT::i32));
  return Result;
}

// What lowering itself makes, and volatile accesses. As atomic nodes nothing
// asks for the IR type of a c64, which has none.
SDValue CHERIoTTargetLowering::lowerCapabilityAccess(SDValue Op,
                                                     SelectionDAG &DAG) const {
  SDLoc DL(Op);
  const auto *Memory = cast<MemSDNode>(Op);
  if (const auto *Store = dyn_cast<StoreSDNode>(Memory))
    return DAG.getAtomic(ISD::ATOMIC_STORE, DL, MVT::c64, Memory->getChain(),
                         Store->getValue(), Memory->getBasePtr(),
                         Memory->getMemOperand());
  return DAG.getAtomicLoad(ISD::NON_EXTLOAD, DL, MVT::c64, MVT::c64,
                           Memory->getChain(), Memory->getBasePtr(),
                           Memory->getMemOperand());
}

SDValue CHERIoTTargetLowering::lowerSelect(SDValue Op,
                                           SelectionDAG &DAG) const {
  SDLoc DL(Op);
  SDValue Condition = Op.getOperand(0);
  SDValue Left = Condition, Right = DAG.getConstant(0, DL, MVT::i32);
  ISD::CondCode Code = ISD::SETNE;
  if (Condition.getOpcode() == ISD::SETCC &&
      Condition.getOperand(0).getValueType() == MVT::i32) {
    Left = Condition.getOperand(0);
    Right = Condition.getOperand(1);
    Code = cast<CondCodeSDNode>(Condition.getOperand(2))->get();
  }
  return DAG.getNode(CHERIoTISD::SELECT_CC, DL, Op.getValueType(), Left, Right,
                     DAG.getTargetConstant(Code, DL, MVT::i32),
                     Op.getOperand(1), Op.getOperand(2));
}

// The lowest bit times a de Bruijn sequence has its number in the highest five
// bits, in another order. LLVM's own expansion does arithmetic on the table's
// address as if it were an integer.
SDValue CHERIoTTargetLowering::lowerTrailingZeros(SDValue Op,
                                                  SelectionDAG &DAG) const {
  constexpr uint32_t Sequence = 0x077cb531;
  SDLoc DL(Op);
  SDValue Value = Op.getOperand(0);
  uint8_t Table[32];
  for (unsigned I = 0; I != 32; ++I)
    Table[(Sequence << I) >> 27] = I;
  SDValue Lowest = DAG.getNode(ISD::AND, DL, MVT::i32, Value,
                               DAG.getNegative(Value, DL, MVT::i32));
  SDValue Index =
      DAG.getNode(ISD::SRL, DL, MVT::i32,
                  DAG.getNode(ISD::MUL, DL, MVT::i32, Lowest,
                              DAG.getConstant(Sequence, DL, MVT::i32)),
                  DAG.getConstant(27, DL, MVT::i32));
  SDValue Base =
      DAG.getNode(CHERIoTISD::ADDRESS, DL, MVT::c64,
                  DAG.getTargetConstantPool(
                      ConstantDataArray::get(*DAG.getContext(), Table),
                      MVT::c64, Align(1)));
  SDValue Result = DAG.getExtLoad(
      ISD::ZEXTLOAD, DL, MVT::i32, DAG.getEntryNode(),
      DAG.getNode(ISD::PTRADD, DL, MVT::c64, Base, Index),
      MachinePointerInfo::getConstantPool(DAG.getMachineFunction()), MVT::i8,
      Align(1));
  if (Op.getOpcode() == ISD::CTTZ_ZERO_UNDEF)
    return Result;
  SDValue Zero = DAG.getConstant(0, DL, MVT::i32);
  return DAG.getSelect(DL, MVT::i32,
                       DAG.getSetCC(DL, MVT::i32, Value, Zero, ISD::SETEQ),
                       DAG.getConstant(32, DL, MVT::i32), Result);
}

// The table holds distances from itself. A capability to it that is not bounded
// is PCC moved, and so reaches the code.
SDValue CHERIoTTargetLowering::lowerJumpTableBranch(SDValue Op,
                                                    SelectionDAG &DAG) const {
  SDLoc DL(Op);
  SDValue Chain = Op.getOperand(0);
  int Table = cast<JumpTableSDNode>(Op.getOperand(1))->getIndex();
  SDValue Index = Op.getOperand(2);
  SDValue Base = DAG.getNode(CHERIoTISD::ADDRESS, DL, MVT::c64,
                             DAG.getTargetJumpTable(Table, MVT::c64));
  SDValue Entry = DAG.getNode(ISD::PTRADD, DL, MVT::c64, Base,
                              DAG.getNode(ISD::SHL, DL, MVT::i32, Index,
                                          DAG.getConstant(2, DL, MVT::i32)));
  SDValue Distance = DAG.getLoad(
      MVT::i32, DL, Chain, Entry,
      MachinePointerInfo::getJumpTable(DAG.getMachineFunction()), Align(4));
  SDValue Target = DAG.getNode(ISD::PTRADD, DL, MVT::c64, Base, Distance);
  return DAG.getNode(ISD::BRIND, DL, MVT::Other, Distance.getValue(1), Target);
}

SDValue CHERIoTTargetLowering::lowerVAStart(SDValue Op,
                                            SelectionDAG &DAG) const {
  SDLoc DL(Op);
  MachineFunction &MF = DAG.getMachineFunction();
  Register Arguments =
      MF.getInfo<CHERIoTMachineFunctionInfo>()->VariableArguments;
  SDValue Chain = Op.getOperand(0);
  SDValue Value = DAG.getCopyFromReg(Chain, DL, Arguments, MVT::c64);
  const class Value *Place = cast<SrcValueSDNode>(Op.getOperand(2))->getValue();
  return DAG.getStore(Value.getValue(1), DL, Value, Op.getOperand(1),
                      MachinePointerInfo(Place), Align(8));
}

SDValue CHERIoTTargetLowering::lowerFrameAddress(SDValue Op,
                                                 SelectionDAG &DAG) const {
  MachineFunction &MF = DAG.getMachineFunction();
  MF.getFrameInfo().setFrameAddressIsTaken(true);
  SDLoc DL(Op);
  // Frames of callers are not ours to find.
  if (Op.getConstantOperandVal(0) != 0)
    return DAG.getConstant(0, DL, MVT::c64);
  return DAG.getCopyFromReg(DAG.getEntryNode(), DL,
                            Subtarget.getRegisterInfo()->getFrameRegister(MF),
                            MVT::c64);
}

SDValue CHERIoTTargetLowering::lowerReturnAddress(SDValue Op,
                                                  SelectionDAG &DAG) const {
  MachineFunction &MF = DAG.getMachineFunction();
  MF.getFrameInfo().setReturnAddressIsTaken(true);
  SDLoc DL(Op);
  if (Op.getConstantOperandVal(0) != 0)
    return DAG.getConstant(0, DL, MVT::c64);
  Register Reg = MF.addLiveIn(CHERIoT::C1, &CHERIoT::GPCRRegClass);
  return DAG.getCopyFromReg(DAG.getEntryNode(), DL, Reg, MVT::c64);
}

//===-- Selects -----------------------------------------------------------===//

static std::pair<unsigned, bool> getBranch(ISD::CondCode Code) {
  switch (Code) {
  case ISD::SETEQ:
    return {CHERIoT::BEQ, false};
  case ISD::SETNE:
    return {CHERIoT::BNE, false};
  case ISD::SETLT:
    return {CHERIoT::BLT, false};
  case ISD::SETGE:
    return {CHERIoT::BGE, false};
  case ISD::SETULT:
    return {CHERIoT::BLTU, false};
  case ISD::SETUGE:
    return {CHERIoT::BGEU, false};
  case ISD::SETGT:
    return {CHERIoT::BLT, true};
  case ISD::SETLE:
    return {CHERIoT::BGE, true};
  case ISD::SETUGT:
    return {CHERIoT::BLTU, true};
  case ISD::SETULE:
    return {CHERIoT::BGEU, true};
  default:
    llvm_unreachable("not an integer condition");
  }
}

static bool isSelect(const MachineInstr &MI) {
  return MI.getOpcode() == CHERIoT::PseudoSelect ||
         MI.getOpcode() == CHERIoT::PseudoSelectCapability;
}

// Head: branch to Tail if the condition holds; Skip: falls through; Tail: phi.
// Selects in a row on the same condition share the branch.
MachineBasicBlock *CHERIoTTargetLowering::EmitInstrWithCustomInserter(
    MachineInstr &MI, MachineBasicBlock *Head) const {
  assert(isSelect(MI) && "unexpected pseudo-instruction");
  SmallVector<MachineInstr *, 4> Selects = {&MI};
  SmallSet<Register, 4> Results = {MI.getOperand(0).getReg()};
  for (auto Next = std::next(MI.getIterator()); Next != Head->end(); ++Next) {
    if (Next->isDebugInstr())
      continue;
    if (!isSelect(*Next))
      break;
    bool IsSame = true;
    for (unsigned I : {1, 2, 3})
      IsSame &= Next->getOperand(I).isIdenticalTo(MI.getOperand(I));
    // A phi cannot use the result of another of the same block.
    for (unsigned I : {4, 5})
      IsSame &= !Results.contains(Next->getOperand(I).getReg());
    if (!IsSame)
      break;
    Selects.push_back(&*Next);
    Results.insert(Next->getOperand(0).getReg());
  }

  MachineFunction &MF = *Head->getParent();
  const TargetInstrInfo &TII = *MF.getSubtarget().getInstrInfo();
  DebugLoc DL = MI.getDebugLoc();
  auto *Skip = MF.CreateMachineBasicBlock(Head->getBasicBlock());
  auto *Tail = MF.CreateMachineBasicBlock(Head->getBasicBlock());
  auto Where = std::next(Head->getIterator());
  MF.insert(Where, Skip);
  MF.insert(Where, Tail);
  Tail->splice(Tail->begin(), Head, std::next(Selects.back()->getIterator()),
               Head->end());
  Tail->transferSuccessorsAndUpdatePHIs(Head);
  // Debug values between the selects describe them: behind the phis.
  auto DebugPlace = Tail->begin();
  for (auto I = MI.getIterator(); I != Head->end();) {
    MachineInstr &Between = *I++;
    if (Between.isDebugInstr())
      Tail->splice(DebugPlace, Head, Between.getIterator());
  }
  Head->addSuccessor(Skip);
  Head->addSuccessor(Tail);
  Skip->addSuccessor(Tail);

  auto [Opcode, IsSwapped] =
      getBranch(ISD::CondCode(MI.getOperand(3).getImm()));
  Register Left = MI.getOperand(1).getReg(), Right = MI.getOperand(2).getReg();
  if (IsSwapped)
    std::swap(Left, Right);
  BuildMI(Head, DL, TII.get(Opcode)).addReg(Left).addReg(Right).addMBB(Tail);
  auto PhiPlace = Tail->begin();
  for (MachineInstr *Select : Selects) {
    BuildMI(*Tail, PhiPlace, Select->getDebugLoc(), TII.get(TargetOpcode::PHI),
            Select->getOperand(0).getReg())
        .addReg(Select->getOperand(4).getReg())
        .addMBB(Head)
        .addReg(Select->getOperand(5).getReg())
        .addMBB(Skip);
    Select->eraseFromParent();
  }
  MF.getProperties().resetNoPHIs();
  return Tail;
}

//===-- Inline assembly ---------------------------------------------------===//

TargetLowering::ConstraintType
CHERIoTTargetLowering::getConstraintType(StringRef Constraint) const {
  if (Constraint == "C")
    return C_RegisterClass;
  if (Constraint == "A")
    return C_Memory;
  if (Constraint == "I" || Constraint == "J" || Constraint == "K")
    return C_Immediate;
  return TargetLowering::getConstraintType(Constraint);
}

// x10, a0, c10, ca0, zero, cnull.
static MCRegister parseRegister(StringRef Name) {
  static constexpr StringLiteral IntegerNames[] = {
      "zero", "ra", "sp", "gp", "tp", "t0", "t1", "t2",
      "s0",   "s1", "a0", "a1", "a2", "a3", "a4", "a5"};
  for (unsigned I = 0; I != 16; ++I) {
    if (Name == IntegerNames[I] || Name == ("x" + Twine(I)).str())
      return CHERIoT::X0 + I;
    if (Name == ("c" + IntegerNames[I]).str() || Name == ("c" + Twine(I)).str())
      return CHERIoT::C0 + I;
  }
  return Name == "cnull" ? CHERIoT::C0
         : Name == "fp"  ? CHERIoT::X8
         : Name == "cfp" ? CHERIoT::C8
                         : MCRegister();
}

std::pair<unsigned, const TargetRegisterClass *>
CHERIoTTargetLowering::getRegForInlineAsmConstraint(
    const TargetRegisterInfo *TRI, StringRef Constraint, MVT VT) const {
  bool IsCapability = VT == MVT::c64;
  if (Constraint == "C")
    return {0, &CHERIoT::GPCRNoC0RegClass};
  if (Constraint == "r")
    return {0, IsCapability ? &CHERIoT::GPCRNoC0RegClass
                            : &CHERIoT::GPRNoX0RegClass};
  if (Constraint.consume_front("{") && Constraint.consume_back("}"))
    if (MCRegister Reg = parseRegister(Constraint)) {
      bool IsInteger = CHERIoT::GPRRegClass.contains(Reg);
      // The register a value is in follows from the value's type.
      if (IsCapability && IsInteger)
        Reg = CHERIoT::C0 + (Reg - CHERIoT::X0), IsInteger = false;
      else if (VT != MVT::Other && !IsCapability && !IsInteger)
        Reg = CHERIoT::X0 + (Reg - CHERIoT::C0), IsInteger = true;
      return {Reg, IsInteger ? &CHERIoT::GPRRegClass : &CHERIoT::GPCRRegClass};
    }
  return TargetLowering::getRegForInlineAsmConstraint(TRI, Constraint, VT);
}

// A capability that may be in a register or in memory is in a register: the
// slot LLVM would make for it has no IR type. In "C" is nothing but a
// capability.
TargetLowering::AsmOperandInfoVector
CHERIoTTargetLowering::ParseConstraints(const DataLayout &DL,
                                        const TargetRegisterInfo *TRI,
                                        const CallBase &Call) const {
  AsmOperandInfoVector Operands =
      TargetLowering::ParseConstraints(DL, TRI, Call);
  auto HasRegister = [](ArrayRef<std::string> Codes) {
    return is_contained(Codes, "r");
  };
  for (AsmOperandInfo &Operand : Operands) {
    if (Operand.Type == InlineAsm::isClobber || Operand.isIndirect)
      continue;
    if (Operand.ConstraintVT == MVT::c64) {
      bool MayBeRegister = HasRegister(Operand.Codes);
      for (const auto &Alternative : Operand.multipleAlternatives)
        MayBeRegister |= HasRegister(Alternative.Codes);
      if (MayBeRegister)
        Operand.Codes = {"r"};
    } else if (Operand.ConstraintVT != MVT::Other &&
               is_contained(Operand.Codes, "C")) {
      Call.getContext().emitError(
          &Call, "constraint 'C' takes a pointer: use 'r' for an integer");
      Operand.Codes = {"r"};
    }
  }
  return Operands;
}

void CHERIoTTargetLowering::LowerAsmOperandForConstraint(
    SDValue Op, StringRef Constraint, std::vector<SDValue> &Ops,
    SelectionDAG &DAG) const {
  if (Constraint == "I" || Constraint == "J" || Constraint == "K") {
    const auto *Value = dyn_cast<ConstantSDNode>(Op);
    if (!Value)
      return;
    int64_t Number = Value->getSExtValue();
    bool Fits = Constraint == "I"   ? isInt<12>(Number)
                : Constraint == "J" ? Number == 0
                                    : isUInt<5>(Number);
    if (Fits)
      Ops.push_back(DAG.getSignedTargetConstant(Number, SDLoc(Op), MVT::i32));
    return;
  }
  TargetLowering::LowerAsmOperandForConstraint(Op, Constraint, Ops, DAG);
}

Register
CHERIoTTargetLowering::getRegisterByName(const char *Name, LLT,
                                         const MachineFunction &MF) const {
  MCRegister Reg = parseRegister(Name);
  if (!Reg)
    MF.getFunction().getContext().emitError(Twine("no register is called '") +
                                            Name + "'");
  return Reg ? Register(Reg) : Register(CHERIoT::X0);
}
