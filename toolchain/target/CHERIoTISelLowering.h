//===-- CHERIoTISelLowering.h - What the selection DAG may use --*- C++ -*-===//

#ifndef GRIOTTE_TOOLCHAIN_TARGET_CHERIOTISELLOWERING_H
#define GRIOTTE_TOOLCHAIN_TARGET_CHERIOTISELLOWERING_H

#include "llvm/CodeGen/SelectionDAG.h"
#include "llvm/CodeGen/TargetLowering.h"

namespace llvm {

class CHERIoTSubtarget;

namespace CHERIoTISD {
enum NodeType : unsigned {
  FIRST_NUMBER = ISD::BUILTIN_OP_END,
  CALL,
  TAIL,
  /// Of the export entry in ct1, through the switcher's sentry in ct2.
  SWITCHER_CALL,
  RET,
  /// left, right, condition, value if true, value if false.
  SELECT_CC,
  /// A capability bounded to a length.
  BOUNDS,
  /// A capability to a symbol: PCC or CGP moved.
  ADDRESS,
  /// The same, bounded to the symbol.
  BOUNDED_ADDRESS,
  /// The capability in a constant pool entry or an import.
  POOLED_ADDRESS,
  /// A number in a register that holds nothing else.
  NUMBER,
};
} // namespace CHERIoTISD

class CHERIoTTargetLowering : public TargetLowering {
public:
  CHERIoTTargetLowering(const TargetMachine &TM, const CHERIoTSubtarget &STI);

  //===-- Types -----------------------------------------------------------===//
  // A pointer is a c64 in registers, in memory, everywhere.
  MVT getPointerTy(const DataLayout &, uint32_t) const override {
    return MVT::c64;
  }
  MVT getPointerMemTy(const DataLayout &, uint32_t) const override {
    return MVT::c64;
  }
  MVT getScalarShiftAmountTy(const DataLayout &, EVT) const override {
    return MVT::i32;
  }
  unsigned getVectorIdxWidth(const DataLayout &) const override { return 32; }
  MVT getJumpTableRegTy(const DataLayout &) const override { return MVT::i32; }
  EVT getSetCCResultType(const DataLayout &, LLVMContext &,
                         EVT) const override {
    return MVT::i32;
  }
  MVT getFenceOperandTy(const DataLayout &) const override { return MVT::i32; }
  bool isTruncateFree(Type *From, Type *To) const override;
  bool isTruncateFree(EVT From, EVT To) const override;
  bool isZExtFree(SDValue Value, EVT To) const override;

  //===-- Addresses -------------------------------------------------------===//
  bool shouldPreservePtrArith(const Function &, EVT) const override {
    return true;
  }
  // An address outside the bounds in between may lose the tag.
  bool canTransformPtrArithOutOfBounds(const Function &, EVT) const override {
    return false;
  }
  bool isOffsetFoldingLegal(const GlobalAddressSDNode *) const override {
    return false;
  }
  bool isLegalAddressingMode(const DataLayout &DL, const AddrMode &AM, Type *Ty,
                             unsigned AS, Instruction *I) const override;
  bool isLegalAddImmediate(int64_t Imm) const override {
    return isInt<12>(Imm);
  }
  bool isLegalICmpImmediate(int64_t Imm) const override {
    return isInt<12>(Imm);
  }
  bool shouldConvertConstantLoadToIntImm(const APInt &, Type *) const override {
    return true;
  }
  EVT getOptimalMemOpType(LLVMContext &, const MemOp &Op,
                          const AttributeList &) const override;
  bool allowsMisalignedMemoryAccesses(EVT, unsigned, Align,
                                      MachineMemOperand::Flags,
                                      unsigned *) const override {
    return false;
  }

  //===-- Lowering --------------------------------------------------------===//
  SDValue LowerOperation(SDValue Op, SelectionDAG &DAG) const override;
  SDValue PerformDAGCombine(SDNode *N, DAGCombinerInfo &DCI) const override;
  MachineBasicBlock *
  EmitInstrWithCustomInserter(MachineInstr &MI,
                              MachineBasicBlock *MBB) const override;
  unsigned getJumpTableEncoding() const override;
  // What LLVM would rather do, shift in memory, computes with addresses.
  ShiftLegalizationStrategy
  preferredShiftLegalizationStrategy(SelectionDAG &, SDNode *,
                                     unsigned ExpansionFactor) const override {
    return ExpansionFactor == 1 ? ShiftLegalizationStrategy::ExpandToParts
                                : ShiftLegalizationStrategy::LowerToLibcall;
  }

  //===-- Inline assembly -------------------------------------------------===//
  ConstraintType getConstraintType(StringRef Constraint) const override;
  std::pair<unsigned, const TargetRegisterClass *>
  getRegForInlineAsmConstraint(const TargetRegisterInfo *TRI,
                               StringRef Constraint, MVT VT) const override;
  AsmOperandInfoVector ParseConstraints(const DataLayout &DL,
                                        const TargetRegisterInfo *TRI,
                                        const CallBase &Call) const override;
  const char *LowerXConstraint(EVT VT) const override {
    return VT == MVT::c64 ? "r" : TargetLowering::LowerXConstraint(VT);
  }
  void LowerAsmOperandForConstraint(SDValue Op, StringRef Constraint,
                                    std::vector<SDValue> &Ops,
                                    SelectionDAG &DAG) const override;
  Register getRegisterByName(const char *Name, LLT VT,
                             const MachineFunction &MF) const override;

private:
  SDValue LowerFormalArguments(SDValue Chain, CallingConv::ID CC, bool IsVarArg,
                               const SmallVectorImpl<ISD::InputArg> &Ins,
                               const SDLoc &DL, SelectionDAG &DAG,
                               SmallVectorImpl<SDValue> &InVals) const override;
  SDValue LowerCall(CallLoweringInfo &CLI,
                    SmallVectorImpl<SDValue> &InVals) const override;
  bool CanLowerReturn(CallingConv::ID CC, MachineFunction &MF, bool IsVarArg,
                      const SmallVectorImpl<ISD::OutputArg> &Outs,
                      LLVMContext &Context, const Type *RetTy) const override;
  SDValue LowerReturn(SDValue Chain, CallingConv::ID CC, bool IsVarArg,
                      const SmallVectorImpl<ISD::OutputArg> &Outs,
                      const SmallVectorImpl<SDValue> &OutVals, const SDLoc &DL,
                      SelectionDAG &DAG) const override;

  SDValue lowerGlobalAddress(SDValue Op, SelectionDAG &DAG) const;
  SDValue lowerCapabilityAccess(SDValue Op, SelectionDAG &DAG) const;
  SDValue lowerSelect(SDValue Op, SelectionDAG &DAG) const;
  SDValue lowerTrailingZeros(SDValue Op, SelectionDAG &DAG) const;
  SDValue lowerJumpTableBranch(SDValue Op, SelectionDAG &DAG) const;
  SDValue lowerVAStart(SDValue Op, SelectionDAG &DAG) const;
  SDValue lowerFrameAddress(SDValue Op, SelectionDAG &DAG) const;
  SDValue lowerReturnAddress(SDValue Op, SelectionDAG &DAG) const;
  SDValue lowerDynamicAllocation(CallLoweringInfo &CLI, SelectionDAG &DAG,
                                 SDValue &Chain) const;
  bool lowerBuiltin(CallLoweringInfo &CLI, SmallVectorImpl<SDValue> &InVals,
                    SDValue &Chain) const;

  const CHERIoTSubtarget &Subtarget;
};

} // namespace llvm

#endif
