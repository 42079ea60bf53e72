//===-- CHERIoTPrepareISel.cpp - IR as instruction selection needs it -----===//
//
// SelectionDAG thinks of pointers as integers in many places, and an address
// out of bounds in between means nothing to LLVM where it costs CHERIoT the
// tag. This pass, the last over IR, leaves nothing to misunderstand:
//
// * Pointer arithmetic with a variable becomes a call of
// cheriot.offset_increment,
//   with a constant a byte offset. Arithmetic that is not known to stay in
//   bounds is done in one step from the pointer that is.
// * Comparisons of pointers compare addresses.
// * Conversions between pointers and integers go by way of 32 bits.
// * Loads and stores of capabilities are marked unordered atomic, so that they
//   stay whole; those that may be misaligned are copies of memory.
// * An entry point believes no caller that its arguments are extended.
// * Stack objects get sizes and alignments that capabilities can have.
//
//===----------------------------------------------------------------------===//

#include "CHERIoT.h"
#include "CHERIoTBuiltins.h"
#include "CHERIoTDomain.h"
#include "machine/capability/bounds.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/IR/GetElementPtrTypeIterator.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InlineAsm.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"
#include "llvm/IR/Operator.h"
#include "llvm/Pass.h"
#include "llvm/Transforms/Utils/Local.h"

using namespace llvm;

#define DEBUG_TYPE "cheriot-prepare-isel"

namespace {

class CHERIoTPrepareISel : public FunctionPass {
public:
  static char ID;
  CHERIoTPrepareISel() : FunctionPass(ID) {}
  StringRef getPassName() const override {
    return "CHERIoT preparation for instruction selection";
  }
  bool runOnFunction(Function &F) override;

private:
  void simplify(Instruction &I);
  Value *loadParts(IRBuilder<> &Builder, LoadInst &Load, Type *T, Value *Whole,
                   ArrayRef<unsigned> Path, uint64_t Offset);
  void storeParts(IRBuilder<> &Builder, StoreInst &Store, Value *Part,
                  uint64_t Offset);
  Value *accessElement(Instruction &I, Value *Vector, Value *Index,
                       Value *Element);
  void returnOutputs(CallInst &Call);
  void callTwoResults(IntrinsicInst &Call, StringRef Name, Type *Second);
  void expandConstants(Instruction &I);
  Instruction *expandConstant(Constant &C, Instruction &Place);
  void rewrite(Instruction &I);
  void rewriteArithmetic(GetElementPtrInst &GEP);
  void rewriteComparison(ICmpInst &Compare);
  void rewriteAllocation(AllocaInst &Alloca);
  void rewriteLoad(LoadInst &Load);
  void rewriteStore(StoreInst &Store);
  void rewriteMask(IntrinsicInst &Call);
  void rewriteArgument(VAArgInst &Argument);

  void replace(Instruction &Old, Value *New) {
    New->takeName(&Old);
    Old.replaceAllUsesWith(New);
    Dead.push_back(&Old);
  }
  CallInst *callBuiltin(IRBuilder<> &Builder, StringRef Name, Type *Result,
                        ArrayRef<Value *> Arguments);
  Value *addressOf(IRBuilder<> &Builder, Value *Pointer) {
    return callBuiltin(Builder, "address_get", Word, Pointer);
  }
  Value *add(IRBuilder<> &Builder, Value *Base, Value *Offset,
             bool IsInBounds = false);

  Module *M = nullptr;
  const DataLayout *DL = nullptr;
  IntegerType *Word = nullptr, *Byte = nullptr;
  PointerType *Pointer = nullptr;
  SmallVector<Instruction *, 32> Dead;
};

} // namespace

char CHERIoTPrepareISel::ID = 0;

FunctionPass *llvm::createCHERIoTPrepareISelPass() {
  return new CHERIoTPrepareISel();
}

// Callers of an entry point may be hostile. What it returns is all of a
// register.
static void distrustCallers(Function &F) {
  for (Argument &A : F.args()) {
    A.removeAttr(Attribute::ZExt);
    A.removeAttr(Attribute::SExt);
  }
  const auto *Result = dyn_cast<IntegerType>(F.getReturnType());
  if (Result && Result->getBitWidth() < 32 &&
      !F.hasRetAttribute(Attribute::SExt))
    F.addRetAttr(Attribute::ZExt);
}

bool CHERIoTPrepareISel::runOnFunction(Function &F) {
  if (CHERIoT::hasEntryConvention(CHERIoT::getKind(F)))
    distrustCallers(F);
  M = F.getParent();
  DL = &F.getDataLayout();
  Word = Type::getInt32Ty(F.getContext());
  Byte = Type::getInt8Ty(F.getContext());
  Pointer = PointerType::get(F.getContext(), 0);
  Dead.clear();

  SmallVector<Instruction *, 64> Work;
  for (Instruction &I : instructions(F))
    Work.push_back(&I);
  for (Instruction *I : Work)
    simplify(*I);
  Work.clear();
  for (Instruction &I : instructions(F))
    Work.push_back(&I);
  for (Instruction *I : Work)
    expandConstants(*I);
  Work.clear();
  for (Instruction &I : instructions(F))
    Work.push_back(&I);
  for (Instruction *I : Work)
    rewrite(*I);
  // Arithmetic that others were computed from is needed until all are.
  bool IsChanged = !Dead.empty();
  while (!Dead.empty()) {
    SmallVector<Instruction *, 32> Used;
    for (Instruction *I : Dead) {
      if (I->use_empty())
        I->eraseFromParent();
      else
        Used.push_back(I);
    }
    assert(Used.size() < Dead.size() && "rewritten instructions still used");
    Dead = std::move(Used);
  }
  return IsChanged;
}

//===-- What instruction selection would do with addresses ----------------===//

static AllocaInst *makeSlot(Function &F, Type *T, Align Alignment) {
  IRBuilder<> Entry(&*F.getEntryBlock().begin());
  AllocaInst *Slot = Entry.CreateAlloca(T);
  Slot->setAlignment(Alignment);
  return Slot;
}

static bool holdsPointer(Type *T) {
  return T->isPointerTy() || any_of(T->subtypes(), holdsPointer);
}

// An aggregate is accessed part by part: each has its own alignment, which LLVM
// asks of a c64's IR type otherwise.
Value *CHERIoTPrepareISel::loadParts(IRBuilder<> &Builder, LoadInst &Load,
                                     Type *T, Value *Whole,
                                     ArrayRef<unsigned> Path, uint64_t Offset) {
  SmallVector<unsigned, 4> Inner(Path);
  Inner.push_back(0);
  if (auto *Struct = dyn_cast<StructType>(T)) {
    for (auto [N, Part] : enumerate(Struct->elements())) {
      Inner.back() = N;
      Whole =
          loadParts(Builder, Load, Part, Whole, Inner,
                    Offset + DL->getStructLayout(Struct)->getElementOffset(N));
    }
    return Whole;
  }
  if (auto *Array = dyn_cast<ArrayType>(T)) {
    Type *Part = Array->getElementType();
    for (uint64_t N = 0; N != Array->getNumElements(); ++N) {
      Inner.back() = N;
      Whole = loadParts(Builder, Load, Part, Whole, Inner,
                        Offset + N * DL->getTypeAllocSize(Part));
    }
    return Whole;
  }
  Value *Part = Builder.CreateAlignedLoad(
      T,
      Builder.CreateInBoundsPtrAdd(Load.getPointerOperand(),
                                   Builder.getInt32(Offset)),
      commonAlignment(Load.getAlign(), Offset), Load.isVolatile());
  return Builder.CreateInsertValue(Whole, Part, Path);
}

void CHERIoTPrepareISel::storeParts(IRBuilder<> &Builder, StoreInst &Store,
                                    Value *Part, uint64_t Offset) {
  Type *T = Part->getType();
  if (auto *Struct = dyn_cast<StructType>(T)) {
    for (unsigned N = 0; N != Struct->getNumElements(); ++N)
      storeParts(Builder, Store, Builder.CreateExtractValue(Part, N),
                 Offset + DL->getStructLayout(Struct)->getElementOffset(N));
    return;
  }
  if (auto *Array = dyn_cast<ArrayType>(T)) {
    for (uint64_t N = 0; N != Array->getNumElements(); ++N)
      storeParts(Builder, Store, Builder.CreateExtractValue(Part, N),
                 Offset + N * DL->getTypeAllocSize(Array->getElementType()));
    return;
  }
  Builder.CreateAlignedStore(
      Part,
      Builder.CreateInBoundsPtrAdd(Store.getPointerOperand(),
                                   Builder.getInt32(Offset)),
      commonAlignment(Store.getAlign(), Offset), Store.isVolatile());
}

// The element of a vector at a variable index: by way of memory. With an
// element to insert the result is the vector. An index that is out of range
// gives poison, not an access to something else.
Value *CHERIoTPrepareISel::accessElement(Instruction &I, Value *Vector,
                                         Value *Index, Value *Element) {
  IRBuilder<> Builder(&I);
  auto *T = cast<FixedVectorType>(Vector->getType());
  Type *Narrow = T->getElementType();
  // In memory, elements of odd widths are packed.
  bool IsOdd =
      DL->getTypeSizeInBits(Narrow) != DL->getTypeAllocSizeInBits(Narrow);
  if (IsOdd) {
    T = FixedVectorType::get(
        Builder.getIntNTy(DL->getTypeAllocSizeInBits(Narrow)),
        T->getNumElements());
    Vector = Builder.CreateZExt(Vector, T);
  }
  AllocaInst *Slot = makeSlot(*I.getFunction(), T, Align(8));
  Builder.CreateAlignedStore(Vector, Slot, Align(8));
  Value *Last = Builder.getInt32(T->getNumElements() - 1);
  Value *Inside = Builder.CreateBinaryIntrinsic(
      Intrinsic::umin, Builder.CreateZExtOrTrunc(Index, Word), Last);
  Value *Place = Builder.CreateInBoundsGEP(T->getElementType(), Slot, Inside);
  Value *Result;
  if (Element) {
    Builder.CreateStore(IsOdd ? Builder.CreateZExt(Element, T->getElementType())
                              : Element,
                        Place);
    Result = Builder.CreateAlignedLoad(T, Slot, Align(8));
  } else {
    Result = Builder.CreateLoad(T->getElementType(), Place);
  }
  return IsOdd ? Builder.CreateTrunc(Result, I.getType()) : Result;
}

// An intrinsic that is a function of the library whose second result goes to
// memory: frexp and modf.
void CHERIoTPrepareISel::callTwoResults(IntrinsicInst &Call, StringRef Name,
                                        Type *Second) {
  IRBuilder<> Builder(&Call);
  Value *Operand = Call.getArgOperand(0);
  Type *T = Operand->getType();
  Type *Wide = T->isDoubleTy() ? T : Builder.getFloatTy();
  bool IsFloating = Second->isFloatingPointTy();
  Type *InMemory = IsFloating ? Wide : Second;
  AllocaInst *Slot = makeSlot(*Call.getFunction(), InMemory, Align(8));
  FunctionCallee Callee = M->getOrInsertFunction(
      (Name + (Wide->isFloatTy() ? "f" : "")).str(), Wide, Wide, Pointer);
  if (auto *Function = dyn_cast<llvm::Function>(Callee.getCallee()))
    CHERIoT::markRuntimeFunction(*Function);
  Value *First =
      Builder.CreateCall(Callee, {Builder.CreateFPExt(Operand, Wide), Slot});
  Value *Stored = Builder.CreateLoad(InMemory, Slot);
  Value *Result = PoisonValue::get(Call.getType());
  Result =
      Builder.CreateInsertValue(Result, Builder.CreateFPTrunc(First, T), 0);
  Result = Builder.CreateInsertValue(
      Result, IsFloating ? Builder.CreateFPTrunc(Stored, Second) : Stored, 1);
  Call.replaceAllUsesWith(Result);
  Call.eraseFromParent();
}

// "+rm" of a pointer arrives as an output in memory that an input in a register
// is tied to. LLVM makes a slot for that, or a store of no IR type: the output
// is returned instead, and stored here.
void CHERIoTPrepareISel::returnOutputs(CallInst &Call) {
  const auto &Asm = *cast<InlineAsm>(Call.getCalledOperand());
  SmallVector<StringRef, 8> Texts;
  Asm.getConstraintString().split(Texts, ',');
  InlineAsm::ConstraintInfoVector Constraints = Asm.ParseConstraints();
  if (Texts.size() != Constraints.size())
    return;

  /// Where each direct output comes from: an old result, or stored to a
  /// pointer.
  struct Output {
    Type *T;
    Value *Place;
  };
  SmallVector<Output, 4> Outputs;
  SmallVector<std::string, 8> NewTexts;
  SmallVector<Value *, 8> Arguments;
  SmallVector<AttributeSet, 8> Attributes;
  bool IsStruct = Call.getType()->isStructTy();
  unsigned Argument = 0, OldResults = 0;
  for (auto [Text, Constraint] : zip_equal(Texts, Constraints)) {
    bool IsOutput = Constraint.Type == InlineAsm::isOutput;
    bool TakesArgument =
        Constraint.isIndirect || Constraint.Type == InlineAsm::isInput;
    if (IsOutput && Constraint.isIndirect && Text.contains('r') &&
        Call.getParamElementType(Argument)->isPointerTy()) {
      NewTexts.push_back(Constraint.isEarlyClobber ? "=&r" : "=r");
      Outputs.push_back({Pointer, Call.getArgOperand(Argument++)});
      continue;
    }
    NewTexts.push_back(Text.str());
    if (TakesArgument) {
      Arguments.push_back(Call.getArgOperand(Argument));
      Attributes.push_back(Call.getAttributes().getParamAttrs(Argument++));
    } else if (IsOutput) {
      Outputs.push_back({IsStruct
                             ? Call.getType()->getStructElementType(OldResults)
                             : Call.getType(),
                         nullptr});
      ++OldResults;
    }
  }
  if (Arguments.size() == Call.arg_size())
    return;

  LLVMContext &Context = Call.getContext();
  SmallVector<Type *, 8> ArgumentTypes, ResultTypes;
  for (Value *V : Arguments)
    ArgumentTypes.push_back(V->getType());
  for (const Output &Out : Outputs)
    ResultTypes.push_back(Out.T);
  auto *FT = FunctionType::get(ResultTypes.size() == 1
                                   ? ResultTypes[0]
                                   : StructType::get(Context, ResultTypes),
                               ArgumentTypes, /*isVarArg=*/false);
  IRBuilder<> Builder(&Call);
  CallInst *New = Builder.CreateCall(
      FT,
      InlineAsm::get(FT, Asm.getAsmString(), join(NewTexts, ","),
                     Asm.hasSideEffects(), Asm.isAlignStack(), Asm.getDialect(),
                     Asm.canThrow()),
      Arguments);
  New->setAttributes(AttributeList::get(
      Context, Call.getAttributes().getFnAttrs(), AttributeSet(), Attributes));
  New->copyMetadata(Call);
  Value *Old = IsStruct ? PoisonValue::get(Call.getType()) : nullptr;
  unsigned Result = 0;
  for (auto [N, Out] : enumerate(Outputs)) {
    Value *Part =
        Outputs.size() == 1 ? New : Builder.CreateExtractValue(New, N);
    if (Out.Place)
      Builder.CreateAlignedStore(Part, Out.Place, Align(8));
    else
      Old = IsStruct ? Builder.CreateInsertValue(Old, Part, Result++) : Part;
  }
  if (Old)
    Call.replaceAllUsesWith(Old);
  Call.eraseFromParent();
}

// Before anything else, since what comes of it is rewritten like the rest.
void CHERIoTPrepareISel::simplify(Instruction &I) {
  IRBuilder<> Builder(&I);
  Value *Result = nullptr;
  if (auto *Load = dyn_cast<LoadInst>(&I)) {
    if (!Load->getType()->isAggregateType() || !holdsPointer(Load->getType()))
      return;
    Result = loadParts(Builder, *Load, Load->getType(),
                       PoisonValue::get(Load->getType()), {}, 0);
  } else if (auto *Store = dyn_cast<StoreInst>(&I)) {
    Type *T = Store->getValueOperand()->getType();
    if (!T->isAggregateType() || !holdsPointer(T))
      return;
    storeParts(Builder, *Store, Store->getValueOperand(), 0);
  } else if (auto *Extract = dyn_cast<ExtractElementInst>(&I)) {
    if (isa<ConstantInt>(Extract->getIndexOperand()))
      return;
    Result = accessElement(I, Extract->getVectorOperand(),
                           Extract->getIndexOperand(), nullptr);
  } else if (auto *Insert = dyn_cast<InsertElementInst>(&I)) {
    if (isa<ConstantInt>(Insert->getOperand(2)))
      return;
    Result = accessElement(I, Insert->getOperand(0), Insert->getOperand(2),
                           Insert->getOperand(1));
  } else if (auto *Call = dyn_cast<IntrinsicInst>(&I)) {
    if (Call->getType()->isStructTy()) {
      Type *Second = Call->getType()->getStructElementType(1);
      if (Call->getIntrinsicID() == Intrinsic::frexp)
        callTwoResults(*Call, "frexp", Second);
      else if (Call->getIntrinsicID() == Intrinsic::modf)
        callTwoResults(*Call, "modf", Second);
    }
    return;
  } else if (auto *Call = dyn_cast<CallInst>(&I)) {
    if (Call->isInlineAsm())
      returnOutputs(*Call);
    return;
  } else {
    return;
  }
  if (Result)
    I.replaceAllUsesWith(Result);
  I.eraseFromParent();
}

//===-- Constants ---------------------------------------------------------===//

// Is there an expression in it, alone or among its fields?
static bool hasExpression(const Constant &C) {
  if (isa<ConstantExpr>(C))
    return true;
  return isa<ConstantStruct, ConstantArray>(C) &&
         any_of(C.operands(), [](const Use &Field) {
           return hasExpression(*cast<Constant>(Field.get()));
         });
}

Instruction *CHERIoTPrepareISel::expandConstant(Constant &C,
                                                Instruction &Place) {
  if (auto *Expression = dyn_cast<ConstantExpr>(&C)) {
    Instruction *Expanded = Expression->getAsInstruction();
    Expanded->insertBefore(Place.getIterator());
    Expanded->setDebugLoc(Place.getDebugLoc());
    expandConstants(*Expanded);
    return Expanded;
  }
  // An aggregate is put together field by field.
  IRBuilder<> Builder(&Place);
  Value *Whole = PoisonValue::get(C.getType());
  for (auto [Index, Field] : enumerate(C.operands())) {
    Value *Part = Field.get();
    if (hasExpression(*cast<Constant>(Part)))
      Part = expandConstant(*cast<Constant>(Part), Place);
    // Not the builder: it would fold them into the constant again.
    Whole =
        Builder.Insert(InsertValueInst::Create(Whole, Part, unsigned(Index)));
  }
  return cast<Instruction>(Whole);
}

// A constant expression computes like an instruction: make it one.
void CHERIoTPrepareISel::expandConstants(Instruction &I) {
  if (isa<SwitchInst>(I))
    return;
  for (Use &Operand : I.operands()) {
    auto *C = dyn_cast<Constant>(Operand.get());
    if (!C || !hasExpression(*C))
      continue;
    Instruction *Place = &I;
    auto *Phi = dyn_cast<PHINode>(&I);
    if (Phi)
      Place = Phi->getIncomingBlock(Operand)->getTerminator();
    Instruction *Expanded = expandConstant(*C, *Place);
    if (Phi) {
      // All edges from one block carry the same value.
      BasicBlock *From = Phi->getIncomingBlock(Operand);
      for (unsigned N = 0; N != Phi->getNumIncomingValues(); ++N)
        if (Phi->getIncomingBlock(N) == From)
          Phi->setIncomingValue(N, Expanded);
    } else {
      Operand.set(Expanded);
    }
  }
}

CallInst *CHERIoTPrepareISel::callBuiltin(IRBuilder<> &Builder, StringRef Name,
                                          Type *Result,
                                          ArrayRef<Value *> Arguments) {
  SmallVector<Type *, 2> Types;
  for (Value *Argument : Arguments)
    Types.push_back(Argument->getType());
  FunctionCallee Callee = M->getOrInsertFunction(
      (CHERIoT::Prefix + Name).str(), FunctionType::get(Result, Types, false));
  CallInst *Call = Builder.CreateCall(Callee, Arguments);
  Call->setDoesNotThrow();
  if (Name != "alloca")
    Call->setDoesNotAccessMemory();
  return Call;
}

// Adding a constant stays visible: loads and stores take it as their offset.
Value *CHERIoTPrepareISel::add(IRBuilder<> &Builder, Value *Base, Value *Offset,
                               bool IsInBounds) {
  if (const auto *Constant = dyn_cast<ConstantInt>(Offset)) {
    if (Constant->isZero())
      return Base;
    return Builder.CreateGEP(Byte, Base, Offset, "",
                             IsInBounds ? GEPNoWrapFlags::inBounds()
                                        : GEPNoWrapFlags::none());
  }
  return callBuiltin(Builder, "offset_increment", Pointer, {Base, Offset});
}

//===-- Arithmetic --------------------------------------------------------===//

namespace {

/// The offset of a chain of pointer arithmetic, in the order it is written.
struct Steps {
  struct Step {
    Value *Index;
    uint32_t Scale;
  };
  SmallVector<Step, 4> Variable;
  /// Before the variable steps, between them, and behind the last of them.
  uint32_t Leading = 0, Between = 0, Trailing = 0;

  void addConstant(uint32_t Amount) {
    (Variable.empty() ? Leading : Trailing) += Amount;
  }
  void addVariable(Value *Index, uint32_t Scale) {
    Between += Trailing;
    Trailing = 0;
    Variable.push_back({Index, Scale});
  }
  void collect(GEPOperator &GEP, const DataLayout &DL);
};

} // namespace

void Steps::collect(GEPOperator &GEP, const DataLayout &DL) {
  for (auto GTI = gep_type_begin(&GEP), E = gep_type_end(&GEP); GTI != E;
       ++GTI) {
    Value *Index = GTI.getOperand();
    if (StructType *Struct = GTI.getStructTypeOrNull()) {
      unsigned Field = cast<ConstantInt>(Index)->getZExtValue();
      addConstant(DL.getStructLayout(Struct)->getElementOffset(Field));
      continue;
    }
    uint32_t Scale = GTI.getSequentialElementStride(DL).getFixedValue();
    if (const auto *Constant = dyn_cast<ConstantInt>(Index))
      addConstant(
          Scale *
          uint32_t(Constant->getValue().sextOrTrunc(32).getSExtValue()));
    else if (Scale != 0)
      addVariable(Index, Scale);
  }
}

// From a pointer that is in bounds, as far as is known: an inbounds step may be
// taken by itself, others are taken together with what follows them.
void CHERIoTPrepareISel::rewriteArithmetic(GetElementPtrInst &GEP) {
  SmallVector<GEPOperator *, 4> Chain = {cast<GEPOperator>(&GEP)};
  while (auto *Inner =
             dyn_cast<GEPOperator>(Chain.back()->getPointerOperand())) {
    if (Inner->isInBounds())
      break;
    Chain.push_back(Inner);
  }
  // The first of the chain may have been rewritten; its replacement is what its
  // uses, including this one, refer to now.
  Steps Offset;
  for (GEPOperator *Part : reverse(Chain))
    Offset.collect(*Part, *DL);
  bool IsOneStep = Chain.size() > 1 || !GEP.isInBounds();
  if (IsOneStep && !Offset.Variable.empty()) {
    Offset.Between += Offset.Leading + Offset.Trailing;
    Offset.Leading = Offset.Trailing = 0;
  }

  IRBuilder<> Builder(&GEP);
  Value *Result = Chain.back()->getPointerOperand();
  Value *Sum = nullptr;
  for (auto [Index, Scale] : Offset.Variable) {
    Value *Term = Builder.CreateSExtOrTrunc(Index, Word);
    if (isPowerOf2_32(Scale))
      Term = Builder.CreateShl(Term, Log2_32(Scale));
    else
      Term = Builder.CreateMul(Term, Builder.getInt32(Scale));
    Sum = Sum ? Builder.CreateAdd(Sum, Term) : Term;
  }
  if (!Sum) {
    Result = add(Builder, Result, Builder.getInt32(Offset.Leading),
                 GEP.isInBounds());
  } else {
    // Not a step of its own: before the variable one in front of it, it may be
    // out of bounds.
    if (Offset.Between != 0)
      Sum = Builder.CreateAdd(Sum, Builder.getInt32(Offset.Between));
    Result = add(Builder, Result, Builder.getInt32(Offset.Leading), true);
    Result = add(Builder, Result, Sum);
    Result = add(Builder, Result, Builder.getInt32(Offset.Trailing), true);
  }
  // What later chains fold through must stay a GEP: they find the rewritten
  // steps by this instruction's operands, which remain.
  if (!isa<Instruction>(Result) || Result == GEP.getPointerOperand()) {
    GEP.replaceAllUsesWith(Result);
  } else {
    Result->takeName(&GEP);
    GEP.replaceUsesWithIf(Result, [&](Use &U) {
      auto *User = dyn_cast<GetElementPtrInst>(U.getUser());
      return !User || GEP.isInBounds() || is_contained(Dead, User);
    });
  }
  Dead.push_back(&GEP);
}

//===-- Everything else ---------------------------------------------------===//

void CHERIoTPrepareISel::rewriteComparison(ICmpInst &Compare) {
  IRBuilder<> Builder(&Compare);
  replace(Compare,
          Builder.CreateICmp(Compare.getPredicate(),
                             addressOf(Builder, Compare.getOperand(0)),
                             addressOf(Builder, Compare.getOperand(1))));
}

void CHERIoTPrepareISel::rewriteAllocation(AllocaInst &Alloca) {
  IRBuilder<> Builder(&Alloca);
  uint64_t Size = DL->getTypeAllocSize(Alloca.getAllocatedType());
  if (!Alloca.isStaticAlloca()) {
    Value *Count = Builder.CreateZExtOrTrunc(Alloca.getArraySize(), Word);
    replace(Alloca,
            callBuiltin(Builder, "alloca", Pointer,
                        {Builder.CreateMul(Count, Builder.getInt32(Size)),
                         Builder.getInt32(Alloca.getAlign().value())}));
    return;
  }
  Size *= cast<ConstantInt>(Alloca.getArraySize())->getZExtValue();
  if (Size > UINT32_MAX / 2) {
    M->getContext().emitError(&Alloca, "an object of " + Twine(Size) +
                                           " bytes does not fit a stack");
    return;
  }
  uint32_t Length = griotte::machine::representable_length(Size);
  Align Needed(griotte::machine::representable_alignment(Size));
  if (Length == Size && Needed <= Alloca.getAlign())
    return;
  AllocaInst *Padded =
      Builder.CreateAlloca(ArrayType::get(Byte, Length), nullptr);
  Padded->setAlignment(std::max(Needed, Alloca.getAlign()));
  replace(Alloca, Padded);
}

static bool isMisaligned(Align Alignment) { return Alignment < Align(8); }

void CHERIoTPrepareISel::rewriteLoad(LoadInst &Load) {
  if (!Load.getType()->isPointerTy() || Load.isAtomic())
    return;
  if (!isMisaligned(Load.getAlign())) {
    Load.setAtomic(AtomicOrdering::Unordered);
    return;
  }
  // Through a slot that is aligned.
  IRBuilder<> Entry(&*Load.getFunction()->getEntryBlock().begin());
  AllocaInst *Slot = Entry.CreateAlloca(Pointer);
  Slot->setAlignment(Align(8));
  IRBuilder<> Builder(&Load);
  Builder.CreateMemCpy(Slot, Align(8), Load.getPointerOperand(),
                       Load.getAlign(), 8, Load.isVolatile());
  LoadInst *Aligned = Builder.CreateAlignedLoad(Pointer, Slot, Align(8));
  Aligned->setAtomic(AtomicOrdering::Unordered);
  replace(Load, Aligned);
}

void CHERIoTPrepareISel::rewriteStore(StoreInst &Store) {
  if (!Store.getValueOperand()->getType()->isPointerTy() || Store.isAtomic())
    return;
  if (!isMisaligned(Store.getAlign())) {
    Store.setAtomic(AtomicOrdering::Unordered);
    return;
  }
  IRBuilder<> Entry(&*Store.getFunction()->getEntryBlock().begin());
  AllocaInst *Slot = Entry.CreateAlloca(Pointer);
  Slot->setAlignment(Align(8));
  IRBuilder<> Builder(&Store);
  StoreInst *Aligned =
      Builder.CreateAlignedStore(Store.getValueOperand(), Slot, Align(8));
  Aligned->setAtomic(AtomicOrdering::Unordered);
  Builder.CreateMemCpy(Store.getPointerOperand(), Store.getAlign(), Slot,
                       Align(8), 8, Store.isVolatile());
  Dead.push_back(&Store);
}

void CHERIoTPrepareISel::rewriteMask(IntrinsicInst &Call) {
  IRBuilder<> Builder(&Call);
  Value *Kept =
      Builder.CreateAnd(addressOf(Builder, Call.getArgOperand(0)),
                        Builder.CreateZExtOrTrunc(Call.getArgOperand(1), Word));
  replace(Call, callBuiltin(Builder, "address_set", Pointer,
                            {Call.getArgOperand(0), Kept}));
}

// A va_list points to the next slot: four bytes or eight, aligned to its size.
void CHERIoTPrepareISel::rewriteArgument(VAArgInst &Argument) {
  IRBuilder<> Builder(&Argument);
  Type *Wanted = Argument.getType();
  uint32_t Size = DL->getTypeStoreSize(Wanted) <= 4 ? 4 : 8;
  Value *List = Argument.getPointerOperand();
  LoadInst *Next = Builder.CreateAlignedLoad(Pointer, List, Align(8));
  rewriteLoad(*Next);
  Value *Slot = Next;
  if (Size == 8) {
    // Up to the next multiple of eight: by nothing or by four.
    Value *Padding = Builder.CreateAnd(
        Builder.CreateNeg(addressOf(Builder, Slot)), Builder.getInt32(7));
    Slot = add(Builder, Slot, Padding);
  }
  StoreInst *Update = Builder.CreateAlignedStore(
      add(Builder, Slot, Builder.getInt32(Size)), List, Align(8));
  rewriteStore(*Update);
  // A narrow integer was promoted when it was passed.
  bool IsNarrow = Wanted->isIntegerTy() && Wanted->getIntegerBitWidth() < 32;
  LoadInst *Value =
      Builder.CreateAlignedLoad(IsNarrow ? Word : Wanted, Slot, Align(Size));
  rewriteLoad(*Value);
  replace(Argument, IsNarrow ? Builder.CreateTrunc(Value, Wanted) : Value);
}

void CHERIoTPrepareISel::rewrite(Instruction &I) {
  IRBuilder<> Builder(&I);
  if (auto *GEP = dyn_cast<GetElementPtrInst>(&I))
    return rewriteArithmetic(*GEP);
  if (auto *Compare = dyn_cast<ICmpInst>(&I)) {
    if (Compare->getOperand(0)->getType()->isPointerTy())
      rewriteComparison(*Compare);
    return;
  }
  if (auto *Alloca = dyn_cast<AllocaInst>(&I))
    return rewriteAllocation(*Alloca);
  if (auto *Load = dyn_cast<LoadInst>(&I))
    return rewriteLoad(*Load);
  if (auto *Store = dyn_cast<StoreInst>(&I))
    return rewriteStore(*Store);
  if (auto *Argument = dyn_cast<VAArgInst>(&I))
    return rewriteArgument(*Argument);
  if (isa<PtrToIntInst, PtrToAddrInst>(I)) {
    replace(I, Builder.CreateZExtOrTrunc(addressOf(Builder, I.getOperand(0)),
                                         I.getType()));
    return;
  }
  if (isa<IntToPtrInst>(I)) {
    Value *Address = Builder.CreateZExtOrTrunc(I.getOperand(0), Word);
    replace(I, callBuiltin(Builder, "address_set", Pointer,
                           {ConstantPointerNull::get(Pointer), Address}));
    return;
  }
  if (auto *Call = dyn_cast<IntrinsicInst>(&I)) {
    if (Call->getIntrinsicID() == Intrinsic::ptrmask)
      return rewriteMask(*Call);
    if (Call->getIntrinsicID() == Intrinsic::vacopy) {
      LoadInst *List =
          Builder.CreateAlignedLoad(Pointer, Call->getArgOperand(1), Align(8));
      rewriteLoad(*List);
      rewriteStore(
          *Builder.CreateAlignedStore(List, Call->getArgOperand(0), Align(8)));
      Dead.push_back(&I);
    }
  }
}
