//===-- CHERIoTCallLowering.cpp - Calls -----------------------------------===//
//
// docs/reference/abi.md, "Calls"; compartments.md, "Calls between domains".
//
//===----------------------------------------------------------------------===//

#include "CHERIoTDomain.h"
#include "CHERIoTISelLowering.h"
#include "CHERIoTMachineFunctionInfo.h"
#include "CHERIoTRegisterInfo.h"
#include "CHERIoTSubtarget.h"
#include "MCTargetDesc/CHERIoTMCTargetDesc.h"
#include "machine/capability/bounds.h"
#include "llvm/CodeGen/CallingConvLower.h"
#include "llvm/CodeGen/MachineFrameInfo.h"
#include "llvm/CodeGen/MachineRegisterInfo.h"
#include "llvm/IR/DiagnosticInfo.h"

using namespace llvm;

#include "CHERIoTGenCallingConv.inc"

//===-- Formal arguments and results --------------------------------------===//

static SDValue convertFromLocation(SelectionDAG &DAG, const SDLoc &DL,
                                   const CCValAssign &VA, SDValue Value) {
  switch (VA.getLocInfo()) {
  case CCValAssign::Full:
    return Value;
  case CCValAssign::SExt:
    Value = DAG.getNode(ISD::AssertSext, DL, VA.getLocVT(), Value,
                        DAG.getValueType(VA.getValVT()));
    break;
  case CCValAssign::ZExt:
    Value = DAG.getNode(ISD::AssertZext, DL, VA.getLocVT(), Value,
                        DAG.getValueType(VA.getValVT()));
    break;
  default:
    break;
  }
  return DAG.getNode(ISD::TRUNCATE, DL, VA.getValVT(), Value);
}

static SDValue convertToLocation(SelectionDAG &DAG, const SDLoc &DL,
                                 const CCValAssign &VA, SDValue Value) {
  switch (VA.getLocInfo()) {
  case CCValAssign::SExt:
    return DAG.getNode(ISD::SIGN_EXTEND, DL, VA.getLocVT(), Value);
  case CCValAssign::ZExt:
    return DAG.getNode(ISD::ZERO_EXTEND, DL, VA.getLocVT(), Value);
  case CCValAssign::AExt:
    return DAG.getNode(ISD::ANY_EXTEND, DL, VA.getLocVT(), Value);
  default:
    return Value;
  }
}

// The value of a register that another compartment will see: a number is no
// more than that, and nothing is left of what was in the register before.
static SDValue sanitize(SelectionDAG &DAG, const SDLoc &DL,
                        const CCValAssign &VA, SDValue Value) {
  if (Value.isUndef())
    return DAG.getConstant(0, DL, VA.getLocVT());
  Value = convertToLocation(DAG, DL, VA, Value);
  if (VA.getLocVT() != MVT::i32 || isa<ConstantSDNode>(Value))
    return Value;
  return DAG.getNode(CHERIoTISD::NUMBER, DL, MVT::i32, Value);
}

// Asking LLVM for the natural alignment of a c64 would crash it.
static Align getSlotAlign(MVT Type) {
  return Type == MVT::c64 ? Align(8) : Align(4);
}

namespace {

/// Reads the arguments of one function.
class Receiver {
public:
  Receiver(SelectionDAG &DAG, const SDLoc &DL, SDValue Chain)
      : DAG(DAG), DL(DL), MF(DAG.getMachineFunction()), Chain(Chain),
        IsEntry(
            CHERIoT::hasEntryConvention(CHERIoT::getKind(MF.getFunction()))) {}

  SDValue receive(const CCValAssign &VA) {
    SDValue Value = VA.isRegLoc() ? readRegister(VA)
                    : IsEntry     ? readCallersStack(VA)
                                  : readStack(VA);
    return convertFromLocation(DAG, DL, VA, Value);
  }

  // Kept in a register of its own, for va_start anywhere.
  void keepVariable(unsigned StackSize) {
    Register Kept =
        MF.getRegInfo().createVirtualRegister(&CHERIoT::GPCRRegClass);
    MF.getInfo<CHERIoTMachineFunctionInfo>()->VariableArguments = Kept;
    SDValue Value = getStackArguments();
    // An entry point's fixed arguments are there too, in front of them.
    if (IsEntry && StackSize != 0)
      Value = skip(Value, alignTo(StackSize, 8));
    Chain = DAG.getCopyToReg(Chain, DL, Kept, Value);
  }

  /// Everything is read before the function does anything.
  SDValue finish() {
    if (!Loads.empty()) {
      Loads.push_back(Chain);
      Chain = DAG.getNode(ISD::TokenFactor, DL, MVT::Other, Loads);
    }
    return Chain;
  }

private:
  SDValue readRegister(const CCValAssign &VA) {
    const TargetRegisterClass *RC = VA.getLocVT() == MVT::c64
                                        ? &CHERIoT::GPCRRegClass
                                        : &CHERIoT::GPRRegClass;
    Register Reg = MF.addLiveIn(VA.getLocReg(), RC);
    return DAG.getCopyFromReg(Chain, DL, Reg, VA.getLocVT());
  }

  SDValue readStack(const CCValAssign &VA) {
    int Index = MF.getFrameInfo().CreateFixedObject(
        VA.getLocVT().getStoreSize(), VA.getLocMemOffset(),
        /*IsImmutable=*/true);
    return DAG.getLoad(
        VA.getLocVT(), DL, Chain, DAG.getFrameIndex(Index, MVT::c64),
        describe(VA, MachinePointerInfo::getFixedStack(MF, Index)));
  }

  // Its own csp is bounded to what is below.
  SDValue readCallersStack(const CCValAssign &VA) {
    SDValue Place =
        DAG.getNode(ISD::PTRADD, DL, MVT::c64, getStackArguments(),
                    DAG.getConstant(VA.getLocMemOffset(), DL, MVT::i32));
    SDValue Value = DAG.getLoad(VA.getLocVT(), DL, Chain, Place,
                                describe(VA, MachinePointerInfo()));
    Loads.push_back(Value.getValue(1));
    return Value;
  }

  MachineMemOperand *describe(const CCValAssign &VA,
                              MachinePointerInfo Place) const {
    return MF.getMachineMemOperand(Place, MachineMemOperand::MOLoad,
                                   VA.getLocVT().getStoreSize(),
                                   getSlotAlign(VA.getLocVT()));
  }

  SDValue getStackArguments() {
    if (!StackArguments) {
      Register Incoming = MF.addLiveIn(CHERIoT::C5, &CHERIoT::GPCRRegClass);
      StackArguments = DAG.getCopyFromReg(Chain, DL, Incoming, MVT::c64);
    }
    return StackArguments;
  }

  // What is behind the first Amount bytes, and nothing else. When there is less
  // than that the tag goes.
  SDValue skip(SDValue Whole, unsigned Amount) {
    SDValue Offset = DAG.getConstant(Amount, DL, MVT::i32);
    SDValue Length(DAG.getMachineNode(CHERIoT::CGetLen, DL, MVT::i32, Whole),
                   0);
    return DAG.getNode(CHERIoTISD::BOUNDS, DL, MVT::c64,
                       DAG.getNode(ISD::PTRADD, DL, MVT::c64, Whole, Offset),
                       DAG.getNode(ISD::SUB, DL, MVT::i32, Length, Offset));
  }

  SelectionDAG &DAG;
  const SDLoc &DL;
  MachineFunction &MF;
  SDValue Chain;
  bool IsEntry;
  /// What the caller passed in ct0.
  SDValue StackArguments;
  SmallVector<SDValue, 8> Loads;
};

} // namespace

// As an export says it.
static unsigned countArgumentRegisters(ArrayRef<CCValAssign> Locations,
                                       bool IsVarArg) {
  if (IsVarArg ||
      any_of(Locations, [](const CCValAssign &VA) { return VA.isMemLoc(); }))
    return CHERIoTMachineFunctionInfo::AllArgumentRegisters;
  return Locations.size();
}

SDValue CHERIoTTargetLowering::LowerFormalArguments(
    SDValue Chain, CallingConv::ID CC, bool IsVarArg,
    const SmallVectorImpl<ISD::InputArg> &Ins, const SDLoc &DL,
    SelectionDAG &DAG, SmallVectorImpl<SDValue> &InVals) const {
  MachineFunction &MF = DAG.getMachineFunction();
  SmallVector<CCValAssign, 16> Locations;
  CCState State(CC, IsVarArg, MF, Locations, *DAG.getContext());
  State.AnalyzeFormalArguments(Ins, CC_CHERIoT);
  MF.getInfo<CHERIoTMachineFunctionInfo>()->ArgumentRegisters =
      countArgumentRegisters(Locations, IsVarArg);
  Receiver Arguments(DAG, DL, Chain);
  for (const CCValAssign &VA : Locations)
    InVals.push_back(Arguments.receive(VA));
  if (IsVarArg)
    Arguments.keepVariable(State.getStackSize());
  return Arguments.finish();
}

// LLVM cannot return capabilities in memory, for they have no IR type: a
// structure with some, which no front end returns as a value, takes as many
// registers as arguments do.
template <typename T>
static CCAssignFn *getResultConvention(const SmallVectorImpl<T> &Results) {
  return any_of(Results, [](const T &Part) { return Part.VT == MVT::c64; })
             ? CC_CHERIoT
             : RetCC_CHERIoT;
}

bool CHERIoTTargetLowering::CanLowerReturn(
    CallingConv::ID CC, MachineFunction &MF, bool IsVarArg,
    const SmallVectorImpl<ISD::OutputArg> &Outs, LLVMContext &Context,
    const Type *) const {
  SmallVector<CCValAssign, 4> Locations;
  CCState State(CC, IsVarArg, MF, Locations, Context);
  return State.CheckReturn(Outs, getResultConvention(Outs)) &&
         all_of(Locations, [](const CCValAssign &VA) { return VA.isRegLoc(); });
}

// Of what an entry point leaves behind the switcher takes these two registers
// to the caller, whatever they hold.
static void
zeroUnusedResults(SelectionDAG &DAG, const SDLoc &DL,
                  const CHERIoTRegisterInfo &RI,
                  SmallVectorImpl<std::pair<Register, SDValue>> &Results) {
  constexpr MCPhysReg Passed[] = {CHERIoT::C10, CHERIoT::C11};
  if (Results.size() > std::size(Passed))
    DAG.getContext()->emitError("'" + DAG.getMachineFunction().getName() +
                                "' is called from other compartments, and "
                                "returns more than ca0 and ca1 "
                                "hold: return it through a pointer");
  for (MCPhysReg Reg : Passed)
    if (none_of(Results, [&](const auto &Result) {
          return RI.regsOverlap(Result.first, Reg);
        }))
      Results.emplace_back(Reg, DAG.getConstant(0, DL, MVT::c64));
}

SDValue
CHERIoTTargetLowering::LowerReturn(SDValue Chain, CallingConv::ID CC,
                                   bool IsVarArg,
                                   const SmallVectorImpl<ISD::OutputArg> &Outs,
                                   const SmallVectorImpl<SDValue> &OutVals,
                                   const SDLoc &DL, SelectionDAG &DAG) const {
  SmallVector<CCValAssign, 4> Locations;
  CCState State(CC, IsVarArg, DAG.getMachineFunction(), Locations,
                *DAG.getContext());
  State.AnalyzeReturn(Outs, getResultConvention(Outs));
  bool IsEntry = CHERIoT::hasEntryConvention(
      CHERIoT::getKind(DAG.getMachineFunction().getFunction()));
  SmallVector<std::pair<Register, SDValue>, 4> Results;
  for (auto [VA, Out] : zip_equal(Locations, OutVals))
    Results.emplace_back(VA.getLocReg(),
                         IsEntry ? sanitize(DAG, DL, VA, Out)
                                 : convertToLocation(DAG, DL, VA, Out));
  if (IsEntry)
    zeroUnusedResults(DAG, DL, *Subtarget.getRegisterInfo(), Results);
  SDValue Glue;
  SmallVector<SDValue, 4> Operands = {Chain};
  for (auto &[Reg, Value] : Results) {
    Chain = DAG.getCopyToReg(Chain, DL, Reg, Value, Glue);
    Glue = Chain.getValue(1);
    Operands.push_back(DAG.getRegister(Reg, Value.getValueType()));
  }
  Operands[0] = Chain;
  if (Glue)
    Operands.push_back(Glue);
  return DAG.getNode(CHERIoTISD::RET, DL, MVT::Other, Operands);
}

//===-- Calls -------------------------------------------------------------===//

namespace {

/// Where the arguments of one call go.
struct CallLayout {
  SmallVector<CCValAssign, 16> Locations;
  /// Of all stack arguments.
  unsigned StackSize = 0;
  /// The variable ones among them are the last.
  unsigned VariableOffset = 0;
  bool HasVariable = false;
};

} // namespace

static void assignArguments(CallLayout &Layout,
                            const TargetLowering::CallLoweringInfo &CLI,
                            MachineFunction &MF, LLVMContext &Context) {
  CCState State(CLI.CallConv, CLI.IsVarArg, MF, Layout.Locations, Context);
  for (auto [I, Out] : enumerate(CLI.Outs)) {
    bool IsVariable = CLI.IsVarArg && Out.Flags.isVarArg();
    if (IsVariable && !Layout.HasVariable) {
      Layout.HasVariable = true;
      // A capability to them is exact at any alignment of theirs.
      Layout.VariableOffset = alignTo(State.getStackSize(), 8);
      State.AllocateStack(Layout.VariableOffset - State.getStackSize(),
                          Align(1));
    }
    CCAssignFn *Assign = IsVariable ? CC_CHERIoT_Variable : CC_CHERIoT;
    if (Assign(I, Out.VT, Out.VT, CCValAssign::Full, Out.Flags, Out.OrigTy,
               State))
      llvm_unreachable("every type has a place");
  }
  Layout.StackSize = State.getStackSize();
}

// A structure passed by value is a copy in the caller's frame.
static SDValue copyByValue(SelectionDAG &DAG, const SDLoc &DL, SDValue &Chain,
                           SDValue Source, ISD::ArgFlagsTy Flags) {
  uint32_t Size = Flags.getByValSize();
  Align Alignment = Flags.getNonZeroByValAlign();
  uint32_t Padded = griotte::machine::representable_length(Size);
  int Index = DAG.getMachineFunction().getFrameInfo().CreateStackObject(
      std::max<uint32_t>(Padded, 1),
      std::max(Alignment,
               Align(griotte::machine::representable_alignment(Size))),
      /*isSpillSlot=*/false);
  SDValue Copy = DAG.getFrameIndex(Index, MVT::c64);
  if (Size != 0)
    Chain = DAG.getMemcpy(
        Chain, DL, Copy, Source, DAG.getConstant(Size, DL, MVT::i32), Alignment,
        /*isVol=*/false, /*AlwaysInline=*/false, /*CI=*/nullptr, std::nullopt,
        MachinePointerInfo::getFixedStack(DAG.getMachineFunction(), Index),
        MachinePointerInfo());
  return Copy;
}

namespace {

/// What is called, and how.
struct CallTarget {
  CHERIoT::Route Route = CHERIoT::Route::Direct;
  /// A symbol to jump to, or a capability.
  SDValue Callee;
  bool HasEntryConvention = false;
  /// For a jump without a return: not a sentry that sets the posture.
  bool IsJumpable = true;
};

} // namespace

static CallTarget targetOfFunction(const GlobalAddressSDNode &Node,
                                   const Function &Caller, SelectionDAG &DAG,
                                   const SDLoc &DL) {
  const GlobalValue &GV = *Node.getGlobal();
  const auto &F = *cast<Function>(GV.getAliaseeObject());
  CallTarget Target;
  Target.Route = CHERIoT::getRoute(Caller, GV);
  Target.HasEntryConvention = CHERIoT::hasEntryConvention(CHERIoT::getKind(GV));
  if (Target.Route != CHERIoT::Route::Direct) {
    Target.Callee = DAG.getNode(
        CHERIoTISD::POOLED_ADDRESS, DL, MVT::c64,
        DAG.getTargetGlobalAddress(&GV, DL, MVT::c64, 0, CHERIoT::MO_Import));
    Target.IsJumpable =
        CHERIoT::isJumpable(GV.getName(), CHERIoT::getPosture(F));
  } else if (GV.hasExternalWeakLinkage()) {
    // One that is not there is a null capability.
    Target.Callee = SDValue(const_cast<GlobalAddressSDNode *>(&Node), 0);
  } else {
    Target.Callee = DAG.getTargetGlobalAddress(&GV, DL, MVT::c64, 0);
  }
  return Target;
}

static CallTarget targetOfRuntimeFunction(const char *Name,
                                          const Function &Caller,
                                          SelectionDAG &DAG, const SDLoc &DL) {
  CallTarget Target;
  Target.Route = CHERIoT::getRuntimeRoute(Caller, Name);
  if (Target.Route == CHERIoT::Route::Direct) {
    Target.Callee = DAG.getTargetExternalSymbol(Name, MVT::c64);
    return Target;
  }
  Target.Callee = DAG.getNode(
      CHERIoTISD::POOLED_ADDRESS, DL, MVT::c64,
      DAG.getTargetExternalSymbol(Name, MVT::c64, CHERIoT::MO_Import));
  Target.IsJumpable = CHERIoT::isJumpable(Name, CHERIoT::Posture::Inherit);
  return Target;
}

static CallTarget getTarget(const TargetLowering::CallLoweringInfo &CLI,
                            const Function &Caller) {
  if (const auto *Node = dyn_cast<GlobalAddressSDNode>(CLI.Callee))
    if (isa_and_nonnull<Function>(Node->getGlobal()->getAliaseeObject()))
      return targetOfFunction(*Node, Caller, CLI.DAG, CLI.DL);
  if (const auto *Node = dyn_cast<ExternalSymbolSDNode>(CLI.Callee))
    return targetOfRuntimeFunction(Node->getSymbol(), Caller, CLI.DAG, CLI.DL);
  CallTarget Target;
  Target.Callee = CLI.Callee;
  if (!CHERIoT::getDomain(*Caller.getParent()))
    return Target;
  if (CLI.CB && CHERIoT::isCallbackCall(*CLI.CB)) {
    Target.Route = CHERIoT::Route::Switcher;
    Target.HasEntryConvention = true;
  }
  // Who insists knows what the pointer is.
  Target.IsJumpable = CLI.CB && CLI.CB->isMustTailCall();
  return Target;
}

// Why a call cannot be a jump; null when it can.
static const char *
findTailCallObstacle(const TargetLowering::CallLoweringInfo &CLI,
                     const CallLayout &Layout, const CallTarget &Target,
                     const Function &Caller) {
  if (Layout.StackSize != 0 || Layout.HasVariable ||
      any_of(CLI.Outs,
             [](const ISD::OutputArg &Out) { return Out.Flags.isByVal(); }))
    return "its arguments need stack space: pass fewer, or none by value";
  // Interrupts are restored by this function's return, not by a jump.
  if (Caller.hasFnAttribute(CHERIoT::PostureAttribute))
    return "its caller has an interrupt state to return from: take that "
           "attribute away";
  if (CHERIoT::hasEntryConvention(CHERIoT::getKind(Caller)))
    return "its caller is an entry point or a callback, which has registers to "
           "clear before it returns: take that attribute away";
  if (Target.HasEntryConvention || !Target.IsJumpable)
    return "entry points, callbacks and functions with an interrupt state are "
           "called, never jumped to: call it from a plain function instead";
  return nullptr;
}

static void decideTailCall(TargetLowering::CallLoweringInfo &CLI,
                           const CallLayout &Layout, const CallTarget &Target,
                           const Function &Caller) {
  const char *Obstacle = findTailCallObstacle(CLI, Layout, Target, Caller);
  bool IsRequired = CLI.CB && CLI.CB->isMustTailCall();
  if (Obstacle || (!IsRequired && Caller.hasFnAttribute("disable-tail-calls")))
    CLI.IsTailCall = false;
  if (Obstacle && IsRequired)
    CLI.DAG.getContext()->emitError(
        CLI.CB, Twine("this call must be a tail call, but ") + Obstacle);
}

SDValue
CHERIoTTargetLowering::LowerCall(CallLoweringInfo &CLI,
                                 SmallVectorImpl<SDValue> &InVals) const {
  SelectionDAG &DAG = CLI.DAG;
  const SDLoc &DL = CLI.DL;
  MachineFunction &MF = DAG.getMachineFunction();
  SDValue Chain = CLI.Chain;
  if (lowerBuiltin(CLI, InVals, Chain)) {
    CLI.IsTailCall = false;
    return Chain;
  }

  CallLayout Layout;
  assignArguments(Layout, CLI, MF, *DAG.getContext());
  CallTarget Target = getTarget(CLI, MF.getFunction());
  bool IsThroughSwitcher = Target.Route == CHERIoT::Route::Switcher;
  decideTailCall(CLI, Layout, Target, MF.getFunction());

  SmallVector<SDValue, 8> Values(CLI.OutVals.begin(), CLI.OutVals.end());
  for (auto [Value, Out] : zip_equal(Values, CLI.Outs))
    if (Out.Flags.isByVal())
      Value = copyByValue(DAG, DL, Chain, Value, Out.Flags);

  unsigned StackSize = alignTo(Layout.StackSize, 8);
  if (!CLI.IsTailCall)
    Chain = DAG.getCALLSEQ_START(Chain, StackSize, 0, DL);
  SmallVector<std::pair<Register, SDValue>, 8> Registers;
  SmallVector<SDValue, 8> Stores;
  SDValue StackPointer;
  if (Layout.StackSize != 0)
    StackPointer = DAG.getCopyFromReg(Chain, DL, CHERIoT::C2, MVT::c64);
  auto AtStack = [&](unsigned Offset) {
    return DAG.getNode(ISD::PTRADD, DL, MVT::c64, StackPointer,
                       DAG.getConstant(Offset, DL, MVT::i32));
  };
  for (auto [VA, Value] : zip_equal(Layout.Locations, Values)) {
    SDValue Argument = IsThroughSwitcher
                           ? sanitize(DAG, DL, VA, Value)
                           : convertToLocation(DAG, DL, VA, Value);
    if (VA.isRegLoc()) {
      Registers.emplace_back(VA.getLocReg(), Argument);
      continue;
    }
    unsigned Offset = VA.getLocMemOffset();
    MachineMemOperand *Slot = MF.getMachineMemOperand(
        MachinePointerInfo::getStack(MF, Offset), MachineMemOperand::MOStore,
        VA.getLocVT().getStoreSize(), getSlotAlign(VA.getLocVT()));
    Stores.push_back(DAG.getStore(Chain, DL, Argument, AtStack(Offset), Slot));
  }
  if (!Stores.empty())
    Chain = DAG.getNode(ISD::TokenFactor, DL, MVT::Other, Stores);
  if (Target.HasEntryConvention) {
    SDValue OnStack = DAG.getRegister(CHERIoT::C0, MVT::c64);
    if (Layout.StackSize != 0)
      OnStack = DAG.getNode(CHERIoTISD::BOUNDS, DL, MVT::c64, AtStack(0),
                            DAG.getConstant(Layout.StackSize, DL, MVT::i32));
    Registers.emplace_back(CHERIoT::C5, OnStack);
  } else if (CLI.IsVarArg) {
    SDValue Variable = DAG.getRegister(CHERIoT::C0, MVT::c64);
    // What stands for variable arguments in a tail call of one variadic
    // function by another are the caller's own.
    if (CLI.CB && CLI.CB->isMustTailCall())
      Variable = DAG.getCopyFromReg(
          Chain, DL,
          MF.getInfo<CHERIoTMachineFunctionInfo>()->VariableArguments,
          MVT::c64);
    else if (Layout.HasVariable)
      Variable = DAG.getNode(
          CHERIoTISD::BOUNDS, DL, MVT::c64, AtStack(Layout.VariableOffset),
          DAG.getConstant(Layout.StackSize - Layout.VariableOffset, DL,
                          MVT::i32));
    Registers.emplace_back(CHERIoT::C5, Variable);
  }

  if (IsThroughSwitcher) {
    Registers.emplace_back(CHERIoT::C6, Target.Callee);
    Registers.emplace_back(
        CHERIoT::C7,
        DAG.getNode(CHERIoTISD::POOLED_ADDRESS, DL, MVT::c64,
                    DAG.getTargetExternalSymbol("switcher", MVT::c64,
                                                CHERIoT::MO_SwitcherImport)));
  }
  SDValue Glue;
  for (auto &[Reg, Value] : Registers) {
    Chain = DAG.getCopyToReg(Chain, DL, Reg, Value, Glue);
    Glue = Chain.getValue(1);
  }
  SmallVector<SDValue, 16> Operands = {Chain};
  if (!IsThroughSwitcher)
    Operands.push_back(Target.Callee);
  for (auto &[Reg, Value] : Registers)
    Operands.push_back(DAG.getRegister(Reg, Value.getValueType()));
  if (!CLI.IsTailCall)
    Operands.push_back(DAG.getRegisterMask(
        Subtarget.getRegisterInfo()->getCallPreservedMask(MF, CLI.CallConv)));
  if (Glue)
    Operands.push_back(Glue);
  if (CLI.IsTailCall) {
    MF.getFrameInfo().setHasTailCall();
    return DAG.getNode(CHERIoTISD::TAIL, DL, MVT::Other, Operands);
  }

  Chain = DAG.getNode(IsThroughSwitcher ? CHERIoTISD::SWITCHER_CALL
                                        : CHERIoTISD::CALL,
                      DL, DAG.getVTList(MVT::Other, MVT::Glue), Operands);
  Glue = Chain.getValue(1);
  Chain = DAG.getCALLSEQ_END(Chain, StackSize, 0, Glue, DL);
  Glue = Chain.getValue(1);

  SmallVector<CCValAssign, 4> Results;
  CCState State(CLI.CallConv, CLI.IsVarArg, MF, Results, *DAG.getContext());
  State.AnalyzeCallResult(CLI.Ins, getResultConvention(CLI.Ins));
  for (const CCValAssign &VA : Results) {
    SDValue Value =
        DAG.getCopyFromReg(Chain, DL, VA.getLocReg(), VA.getLocVT(), Glue);
    Chain = Value.getValue(1);
    Glue = Value.getValue(2);
    InVals.push_back(convertFromLocation(DAG, DL, VA, Value));
  }
  // What another compartment returns may not be what its prototype promises.
  if (IsThroughSwitcher)
    CLI.RetSExt = CLI.RetZExt = false;
  // Whatever was promised, the switcher returns from a call that failed.
  if (IsThroughSwitcher && CLI.DoesNotReturn)
    Chain = DAG.getNode(ISD::TRAP, DL, MVT::Other, Chain);
  return Chain;
}
