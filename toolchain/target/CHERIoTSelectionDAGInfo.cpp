//===-- CHERIoTSelectionDAGInfo.cpp - memcpy and its kin ------------------===//

#include "CHERIoTSelectionDAGInfo.h"
#include "llvm/CodeGen/MachineFunction.h"
#include "llvm/CodeGen/SelectionDAG.h"
#include "llvm/CodeGen/TargetLowering.h"
#include "llvm/IR/DerivedTypes.h"

using namespace llvm;

static SDValue callLibrary(SelectionDAG &DAG, const SDLoc &DL, SDValue Chain,
                           const char *Name, SDValue Dest, SDValue Second,
                           SDValue Size) {
  LLVMContext &Context = *DAG.getContext();
  Type *Pointer = PointerType::get(Context, 0);
  Type *Word = Type::getInt32Ty(Context);
  bool IsPointer = Second.getValueType() == MVT::c64;
  if (!IsPointer)
    Second = DAG.getZExtOrTrunc(Second, DL, MVT::i32);
  TargetLowering::ArgListTy Arguments;
  Arguments.emplace_back(Dest, Pointer);
  Arguments.emplace_back(Second, IsPointer ? Pointer : Word);
  Arguments.emplace_back(DAG.getZExtOrTrunc(Size, DL, MVT::i32), Word);
  TargetLowering::CallLoweringInfo CLI(DAG);
  CLI.setDebugLoc(DL)
      .setChain(Chain)
      .setLibCallee(CallingConv::C, Pointer,
                    DAG.getExternalSymbol(Name, MVT::c64), std::move(Arguments))
      .setDiscardResult();
  return DAG.getTargetLoweringInfo().LowerCallTo(CLI).second;
}

namespace {

/// A copy in pieces of constant size: all loads, then all stores, so that the
/// two sides may overlap.
class PieceCopy {
public:
  PieceCopy(SelectionDAG &DAG, const SDLoc &DL, Align Alignment,
            bool IsVolatile)
      : DAG(DAG), DL(DL), Alignment(Alignment), IsVolatile(IsVolatile) {}

  SDValue emit(SDValue Chain, SDValue Dest, SDValue Src, uint64_t Size,
               MachinePointerInfo DestInfo, MachinePointerInfo SrcInfo) {
    SmallVector<SDValue, 16> Values, Chains;
    SmallVector<std::pair<uint64_t, MVT>, 16> Pieces;
    for (uint64_t Offset = 0; Offset != Size;) {
      MVT Type = choosePiece(Offset, Size - Offset);
      Pieces.emplace_back(Offset, Type);
      Values.push_back(load(Chain, Src, Offset, Type, SrcInfo));
      Chains.push_back(Values.back().getValue(1));
      Offset += Type.getStoreSize();
    }
    Chain = DAG.getNode(ISD::TokenFactor, DL, MVT::Other, Chains);
    Chains.clear();
    for (auto [Value, Piece] : zip_equal(Values, Pieces))
      Chains.push_back(
          store(Chain, Value, Dest, Piece.first, Piece.second, DestInfo));
    return DAG.getNode(ISD::TokenFactor, DL, MVT::Other, Chains);
  }

private:
  MVT choosePiece(uint64_t Offset, uint64_t Rest) const {
    uint64_t Limit = std::min(commonAlignment(Alignment, Offset).value(), Rest);
    return Limit >= 8   ? MVT::c64
           : Limit >= 4 ? MVT::i32
           : Limit >= 2 ? MVT::i16
                        : MVT::i8;
  }

  // The combiner leaves atomic accesses whole.
  MachineMemOperand *describe(MachinePointerInfo Info, uint64_t Offset,
                              MVT Type, MachineMemOperand::Flags Flags) const {
    if (IsVolatile)
      Flags |= MachineMemOperand::MOVolatile;
    return DAG.getMachineFunction().getMachineMemOperand(
        Info.getWithOffset(Offset), Flags, Type.getStoreSize().getFixedValue(),
        commonAlignment(Alignment, Offset), AAMDNodes(), nullptr,
        SyncScope::System,
        Type == MVT::c64 ? AtomicOrdering::Unordered
                         : AtomicOrdering::NotAtomic);
  }

  SDValue at(SDValue Base, uint64_t Offset) const {
    return Offset == 0 ? Base
                       : DAG.getNode(ISD::PTRADD, DL, MVT::c64, Base,
                                     DAG.getConstant(Offset, DL, MVT::i32));
  }

  SDValue load(SDValue Chain, SDValue Src, uint64_t Offset, MVT Type,
               MachinePointerInfo Info) const {
    MachineMemOperand *Memory =
        describe(Info, Offset, Type, MachineMemOperand::MOLoad);
    if (Type == MVT::c64)
      return DAG.getAtomicLoad(ISD::NON_EXTLOAD, DL, Type, Type, Chain,
                               at(Src, Offset), Memory);
    if (Type == MVT::i32)
      return DAG.getLoad(Type, DL, Chain, at(Src, Offset), Memory);
    return DAG.getExtLoad(ISD::EXTLOAD, DL, MVT::i32, Chain, at(Src, Offset),
                          Type, Memory);
  }

  SDValue store(SDValue Chain, SDValue Value, SDValue Dest, uint64_t Offset,
                MVT Type, MachinePointerInfo Info) const {
    MachineMemOperand *Memory =
        describe(Info, Offset, Type, MachineMemOperand::MOStore);
    if (Type == MVT::c64)
      return DAG.getAtomic(ISD::ATOMIC_STORE, DL, Type, Chain, Value,
                           at(Dest, Offset), Memory);
    if (Type == MVT::i32)
      return DAG.getStore(Chain, DL, Value, at(Dest, Offset), Memory);
    return DAG.getTruncStore(Chain, DL, Value, at(Dest, Offset), Type, Memory);
  }

  SelectionDAG &DAG;
  const SDLoc &DL;
  Align Alignment;
  bool IsVolatile;
};

} // namespace

// Eight or more bytes that need not be aligned may hold a capability that is:
// only the run-time library can tell.
static bool isInlineCopy(uint64_t Size, Align Alignment, uint64_t Limit) {
  if (Alignment < 8 && Size >= 8)
    return false;
  uint64_t Piece = std::min<uint64_t>(Alignment.value(), 8);
  return divideCeil(Size, Piece) <= Limit;
}

SDValue CHERIoTSelectionDAGInfo::EmitTargetCodeForMemcpy(
    SelectionDAG &DAG, const SDLoc &DL, SDValue Chain, SDValue Dest,
    SDValue Src, SDValue Size, Align Alignment, bool IsVolatile,
    bool AlwaysInline, MachinePointerInfo DestInfo,
    MachinePointerInfo SrcInfo) const {
  const auto *Constant = dyn_cast<ConstantSDNode>(Size);
  if (Constant &&
      (AlwaysInline || isInlineCopy(Constant->getZExtValue(), Alignment, 8)))
    return PieceCopy(DAG, DL, Alignment, IsVolatile)
        .emit(Chain, Dest, Src, Constant->getZExtValue(), DestInfo, SrcInfo);
  return callLibrary(DAG, DL, Chain, "memcpy", Dest, Src, Size);
}

SDValue CHERIoTSelectionDAGInfo::EmitTargetCodeForMemmove(
    SelectionDAG &DAG, const SDLoc &DL, SDValue Chain, SDValue Dest,
    SDValue Src, SDValue Size, Align Alignment, bool IsVolatile,
    MachinePointerInfo DestInfo, MachinePointerInfo SrcInfo) const {
  const auto *Constant = dyn_cast<ConstantSDNode>(Size);
  if (Constant && isInlineCopy(Constant->getZExtValue(), Alignment, 4))
    return PieceCopy(DAG, DL, Alignment, IsVolatile)
        .emit(Chain, Dest, Src, Constant->getZExtValue(), DestInfo, SrcInfo);
  return callLibrary(DAG, DL, Chain, "memmove", Dest, Src, Size);
}

SDValue CHERIoTSelectionDAGInfo::EmitTargetCodeForMemset(
    SelectionDAG &DAG, const SDLoc &DL, SDValue Chain, SDValue Dest,
    SDValue Value, SDValue Size, Align, bool, bool AlwaysInline,
    MachinePointerInfo) const {
  if (AlwaysInline)
    return SDValue();
  return callLibrary(DAG, DL, Chain, "memset", Dest, Value, Size);
}
