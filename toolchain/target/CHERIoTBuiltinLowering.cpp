//===-- CHERIoTBuiltinLowering.cpp - Calls that are instructions ----------===//
//
// Calls of "cheriot.NAME", and memory from the stack.
//
//===----------------------------------------------------------------------===//

#include "CHERIoTBuiltins.h"
#include "CHERIoTISelLowering.h"
#include "MCTargetDesc/CHERIoTMCTargetDesc.h"
#include "llvm/CodeGen/MachineFrameInfo.h"
#include "llvm/IR/DiagnosticInfo.h"

using namespace llvm;

// Memory from the stack: its length rounded until a capability can have it,
// csp moved down to where one can start.
SDValue CHERIoTTargetLowering::lowerDynamicAllocation(CallLoweringInfo &CLI,
                                                      SelectionDAG &DAG,
                                                      SDValue &Chain) const {
  const SDLoc &DL = CLI.DL;
  MachineFrameInfo &MFI = DAG.getMachineFunction().getFrameInfo();
  SDValue Size = CLI.OutVals[0];
  Align Alignment(std::max<uint64_t>(
      cast<ConstantSDNode>(CLI.OutVals[1])->getZExtValue(), 8));
  // The largest alignment decides whether the frame is realigned: not by this.
  MFI.CreateVariableSizedObject(Align(1), nullptr);

  auto Machine = [&](unsigned Opcode, MVT Type, ArrayRef<SDValue> Operands) {
    return SDValue(DAG.getMachineNode(Opcode, DL, Type, Operands), 0);
  };
  SDValue Length = Machine(CHERIoT::CRoundRepresentableLength, MVT::i32, Size);
  SDValue Mask = Machine(CHERIoT::CRepresentableAlignmentMask, MVT::i32, Size);
  SDValue Stack = DAG.getCopyFromReg(Chain, DL, CHERIoT::C2, MVT::c64);
  Chain = Stack.getValue(1);
  SDValue Address = DAG.getNode(
      ISD::SUB, DL, MVT::i32,
      DAG.getTargetExtractSubreg(CHERIoT::sub_addr, DL, MVT::i32, Stack),
      Length);
  Address = DAG.getNode(ISD::AND, DL, MVT::i32, Address, Mask);
  Address = DAG.getNode(
      ISD::AND, DL, MVT::i32, Address,
      DAG.getSignedConstant(-int64_t(Alignment.value()), DL, MVT::i32));
  SDValue Moved = Machine(CHERIoT::CSetAddr, MVT::c64, {Stack, Address});
  Chain = DAG.getCopyToReg(Chain, DL, CHERIoT::C2, Moved);
  return Machine(CHERIoT::CSetBounds, MVT::c64, {Moved, Length});
}

bool CHERIoTTargetLowering::lowerBuiltin(CallLoweringInfo &CLI,
                                         SmallVectorImpl<SDValue> &InVals,
                                         SDValue &Chain) const {
  const auto *Node = dyn_cast<GlobalAddressSDNode>(CLI.Callee);
  if (!Node || !Node->getGlobal()->getName().starts_with(CHERIoT::Prefix))
    return false;
  SelectionDAG &DAG = CLI.DAG;
  const SDLoc &DL = CLI.DL;
  StringRef Name = Node->getGlobal()->getName().substr(CHERIoT::Prefix.size());
  const CHERIoT::Builtin *Builtin = CHERIoT::findBuiltin(Name);
  if (!Builtin || CLI.OutVals.size() != Builtin->Operands) {
    DAG.getContext()->emitError(CLI.CB, Twine("no builtin 'cheriot.") + Name +
                                            "' with these operands");
    for (const ISD::InputArg &In : CLI.Ins)
      InVals.push_back(DAG.getUNDEF(In.VT));
    return true;
  }
  auto Machine = [&](unsigned Opcode, MVT Type, ArrayRef<SDValue> Operands) {
    return SDValue(DAG.getMachineNode(Opcode, DL, Type, Operands), 0);
  };
  ArrayRef<SDValue> Operands = CLI.OutVals;
  auto AddressOf = [&](SDValue Value) {
    return DAG.getTargetExtractSubreg(CHERIoT::sub_addr, DL, MVT::i32, Value);
  };
  MVT Type = CLI.Ins.empty() ? MVT(MVT::Other) : CLI.Ins[0].VT;
  SDValue Result;
  switch (Builtin->Shape) {
  case CHERIoT::Builtin::Instruction:
    Result = Machine(Builtin->Opcode, Builtin->Result, Operands);
    break;
  case CHERIoT::Builtin::Address:
    Result = AddressOf(Operands[0]);
    break;
  case CHERIoT::Builtin::Bounds:
    Result =
        DAG.getNode(CHERIoTISD::BOUNDS, DL, MVT::c64, Operands[0], Operands[1]);
    break;
  case CHERIoT::Builtin::Increment:
    Result = DAG.getNode(ISD::PTRADD, DL, MVT::c64, Operands[0], Operands[1]);
    break;
  case CHERIoT::Builtin::Offset:
    Result = DAG.getNode(ISD::SUB, DL, MVT::i32, AddressOf(Operands[0]),
                         Machine(CHERIoT::CGetBase, MVT::i32, Operands[0]));
    break;
  case CHERIoT::Builtin::SetOffset:
    Result = Machine(
        CHERIoT::CSetAddr, MVT::c64,
        {Operands[0],
         DAG.getNode(ISD::ADD, DL, MVT::i32, Operands[1],
                     Machine(CHERIoT::CGetBase, MVT::i32, Operands[0]))});
    break;
  case CHERIoT::Builtin::Sealed:
    Result = DAG.getSetCC(DL, MVT::i32,
                          Machine(CHERIoT::CGetType, MVT::i32, Operands[0]),
                          DAG.getConstant(0, DL, MVT::i32), ISD::SETNE);
    break;
  case CHERIoT::Builtin::ProgramCounter:
    Result = Machine(CHERIoT::AUIPCC, MVT::c64,
                     DAG.getTargetConstant(0, DL, MVT::i32));
    break;
  case CHERIoT::Builtin::Register:
    Result = DAG.getCopyFromReg(Chain, DL, Register(Builtin->Opcode), MVT::c64);
    Chain = Result.getValue(1);
    break;
  case CHERIoT::Builtin::Allocate:
    Result = lowerDynamicAllocation(CLI, DAG, Chain);
    break;
  }
  if (Result.getValueType() != Type)
    Result = DAG.getAnyExtOrTrunc(Result, DL, Type);
  InVals.push_back(Result);
  return true;
}
