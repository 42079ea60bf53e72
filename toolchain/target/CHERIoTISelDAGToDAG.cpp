//===-- CHERIoTISelDAGToDAG.cpp - Instruction selection -------------------===//
//
// What the patterns of CHERIoTPatterns.td cannot say: addresses, capabilities
// to stack objects, and conversions between capabilities and integers.
//
//===----------------------------------------------------------------------===//

#include "CHERIoT.h"
#include "CHERIoTISelLowering.h"
#include "CHERIoTTargetMachine.h"
#include "MCTargetDesc/CHERIoTBaseInfo.h"
#include "MCTargetDesc/CHERIoTMCTargetDesc.h"
#include "llvm/CodeGen/MachineFrameInfo.h"
#include "llvm/CodeGen/SelectionDAGISel.h"
#include "llvm/CodeGen/SelectionDAGNodes.h"

using namespace llvm;

#define DEBUG_TYPE "cheriot-isel"
#define PASS_NAME "CHERIoT instruction selection"

namespace {

class CHERIoTDAGToDAGISel : public SelectionDAGISel {
public:
  CHERIoTDAGToDAGISel(CHERIoTTargetMachine &TM, CodeGenOptLevel OptLevel)
      : SelectionDAGISel(TM, OptLevel) {}

  void Select(SDNode *Node) override;
  bool SelectInlineAsmMemoryOperand(const SDValue &Op,
                                    InlineAsm::ConstraintCode Constraint,
                                    std::vector<SDValue> &OutOps) override;

  bool selectAddress(SDNode *Parent, SDValue Address, SDValue &Base,
                     SDValue &Offset);

private:
  void selectConstantCapability(SDNode *Node);
  void selectStackObject(SDNode *Node);
  void selectCapabilityAccess(SDNode *Node);
  SDValue constant(int64_t Value, const SDLoc &DL) {
    return CurDAG->getSignedTargetConstant(Value, DL, MVT::i32);
  }

#include "CHERIoTGenDAGISel.inc"
};

class CHERIoTDAGToDAGISelLegacy : public SelectionDAGISelLegacy {
public:
  static char ID;
  CHERIoTDAGToDAGISelLegacy(CHERIoTTargetMachine &TM, CodeGenOptLevel OptLevel)
      : SelectionDAGISelLegacy(
            ID, std::make_unique<CHERIoTDAGToDAGISel>(TM, OptLevel)) {}
  StringRef getPassName() const override { return PASS_NAME; }
};

} // namespace

char CHERIoTDAGToDAGISelLegacy::ID = 0;

FunctionPass *llvm::createCHERIoTISelDag(CHERIoTTargetMachine &TM,
                                         CodeGenOptLevel OptLevel) {
  return new CHERIoTDAGToDAGISelLegacy(TM, OptLevel);
}

//===-- Addresses ---------------------------------------------------------===//

static std::optional<int64_t> getConstantOffset(SDValue Value) {
  if (const auto *Constant = dyn_cast<ConstantSDNode>(Value))
    return Constant->getAPIntValue().sextOrTrunc(32).getSExtValue();
  return std::nullopt;
}

// Through csp there is nothing between one stack object and the next, so only
// an access that lies in its object goes there; another goes through a
// capability to the object, and traps.
static bool isInsideObject(const MachineFrameInfo &MFI, int Index,
                           int64_t Offset, const SDNode *Access) {
  const auto *Memory = dyn_cast<MemSDNode>(Access);
  if (!Memory || MFI.isVariableSizedObjectIndex(Index))
    return false;
  int64_t Size = Memory->getMemoryVT().getStoreSize().getFixedValue();
  return Offset >= 0 && Offset + Size <= MFI.getObjectSize(Index);
}

bool CHERIoTDAGToDAGISel::selectAddress(SDNode *Parent, SDValue Address,
                                        SDValue &Base, SDValue &Offset) {
  SDLoc DL(Address);
  const MachineFrameInfo &MFI = MF->getFrameInfo();
  int64_t Distance = 0;
  Base = Address;
  if (Address.getOpcode() == ISD::PTRADD)
    if (std::optional<int64_t> Amount =
            getConstantOffset(Address.getOperand(1)))
      if (isInt<12>(*Amount)) {
        Distance = *Amount;
        Base = Address.getOperand(0);
      }
  if (const auto *Object = dyn_cast<FrameIndexSDNode>(Base))
    if (isInsideObject(MFI, Object->getIndex(), Distance, Parent))
      Base = CurDAG->getTargetFrameIndex(Object->getIndex(), MVT::c64);
  Offset = constant(Distance, DL);
  return true;
}

bool CHERIoTDAGToDAGISel::SelectInlineAsmMemoryOperand(
    const SDValue &Op, InlineAsm::ConstraintCode,
    std::vector<SDValue> &OutOps) {
  SDValue Base, Offset;
  selectAddress(Op.getNode(), Op, Base, Offset);
  OutOps.push_back(Base);
  OutOps.push_back(Offset);
  return false;
}

//===-- Nodes -------------------------------------------------------------===//

void CHERIoTDAGToDAGISel::selectConstantCapability(SDNode *Node) {
  SDLoc DL(Node);
  int64_t Value = *getConstantOffset(SDValue(Node, 0));
  if (Value == 0) {
    ReplaceUses(SDValue(Node, 0),
                CurDAG->getCopyFromReg(CurDAG->getEntryNode(), DL, CHERIoT::C0,
                                       MVT::c64));
    CurDAG->RemoveDeadNode(Node);
    return;
  }
  SDValue Null = CurDAG->getRegister(CHERIoT::C0, MVT::c64);
  if (isInt<12>(Value)) {
    CurDAG->SelectNodeTo(Node, CHERIoT::CIncAddrImm, MVT::c64, Null,
                         constant(Value, DL));
    return;
  }
  int64_t Lower = SignExtend64<12>(Value);
  SDValue Number(
      CurDAG->getMachineNode(CHERIoT::LUI, DL, MVT::i32,
                             constant(((Value - Lower) >> 12) & 0xfffff, DL)),
      0);
  if (Lower != 0)
    Number = SDValue(CurDAG->getMachineNode(CHERIoT::ADDI, DL, MVT::i32, Number,
                                            constant(Lower, DL)),
                     0);
  CurDAG->SelectNodeTo(Node, CHERIoT::CIncAddr, MVT::c64, Null, Number);
}

void CHERIoTDAGToDAGISel::selectStackObject(SDNode *Node) {
  SDLoc DL(Node);
  int Index = cast<FrameIndexSDNode>(Node)->getIndex();
  CurDAG->SelectNodeTo(Node, CHERIoT::PseudoStackObject, MVT::c64,
                       {CurDAG->getTargetFrameIndex(Index, MVT::c64),
                        constant(0, DL),
                        constant(MF->getFrameInfo().getObjectSize(Index), DL)});
}

// Loads and stores of capabilities that the combiner was to leave whole.
void CHERIoTDAGToDAGISel::selectCapabilityAccess(SDNode *Node) {
  SDLoc DL(Node);
  auto *Memory = cast<MemSDNode>(Node);
  SDValue Base, Offset;
  selectAddress(Node, Memory->getBasePtr(), Base, Offset);
  MachineSDNode *Result;
  if (Node->getOpcode() == ISD::ATOMIC_LOAD)
    Result = CurDAG->getMachineNode(CHERIoT::CLC, DL, MVT::c64, MVT::Other,
                                    {Base, Offset, Memory->getChain()});
  else
    Result = CurDAG->getMachineNode(
        CHERIoT::CSC, DL, MVT::Other,
        {cast<AtomicSDNode>(Node)->getVal(), Base, Offset, Memory->getChain()});
  CurDAG->setNodeMemRefs(Result, {Memory->getMemOperand()});
  ReplaceNode(Node, Result);
}

// Will a number be computed by an instruction, which leaves nothing else in its
// register? The low half of a capability is not, and what comes from elsewhere
// may be one.
static bool isComputed(SDValue Number) {
  switch (Number.getOpcode()) {
  case ISD::Constant:
  case ISD::LOAD:
  case ISD::ADD:
  case ISD::SUB:
  case ISD::MUL:
  case ISD::AND:
  case ISD::OR:
  case ISD::XOR:
  case ISD::SHL:
  case ISD::SRL:
  case ISD::SRA:
  case ISD::SETCC:
    return true;
  default:
    return false;
  }
}

void CHERIoTDAGToDAGISel::Select(SDNode *Node) {
  if (Node->isMachineOpcode()) {
    Node->setNodeId(-1);
    return;
  }
  SDLoc DL(Node);
  MVT VT = Node->getSimpleValueType(0);
  switch (Node->getOpcode()) {
  case ISD::FrameIndex:
    return selectStackObject(Node);
  case ISD::ATOMIC_LOAD:
  case ISD::ATOMIC_STORE:
    if (cast<MemSDNode>(Node)->getMemoryVT() == MVT::c64)
      return selectCapabilityAccess(Node);
    break;
  case ISD::Constant:
    if (VT == MVT::c64)
      return selectConstantCapability(Node);
    if (cast<ConstantSDNode>(Node)->isZero()) {
      ReplaceUses(SDValue(Node, 0),
                  CurDAG->getCopyFromReg(CurDAG->getEntryNode(), DL,
                                         CHERIoT::X0, MVT::i32));
      CurDAG->RemoveDeadNode(Node);
      return;
    }
    break;
  case CHERIoTISD::NUMBER:
    if (isComputed(Node->getOperand(0))) {
      ReplaceUses(SDValue(Node, 0), Node->getOperand(0));
      CurDAG->RemoveDeadNode(Node);
      return;
    }
    break;
  case ISD::TRUNCATE:
    // An address is the low half of its capability.
    if (Node->getOperand(0).getValueType() == MVT::c64) {
      ReplaceNode(Node,
                  CurDAG
                      ->getTargetExtractSubreg(CHERIoT::sub_addr, DL, MVT::i32,
                                               Node->getOperand(0))
                      .getNode());
      return;
    }
    break;
  case ISD::ZERO_EXTEND:
  case ISD::ANY_EXTEND:
    // An integer as a pointer is untagged.
    if (VT == MVT::c64) {
      CurDAG->SelectNodeTo(Node, CHERIoT::CIncAddr, MVT::c64,
                           CurDAG->getRegister(CHERIoT::C0, MVT::c64),
                           Node->getOperand(0));
      return;
    }
    break;
  case ISD::PTRADD:
    // Made after the last combination.
    if (Node->getOperand(1).getValueType() == MVT::c64)
      if (std::optional<int64_t> Offset =
              getConstantOffset(Node->getOperand(1))) {
        SDNode *Narrow =
            CurDAG
                ->getNode(ISD::PTRADD, DL, MVT::c64, Node->getOperand(0),
                          CurDAG->getSignedConstant(*Offset, DL, MVT::i32))
                .getNode();
        ReplaceNode(Node, Narrow);
        Select(Narrow->getOperand(1).getNode());
        Select(Narrow);
        return;
      }
    break;
  default:
    break;
  }
  SelectCode(Node);
}
