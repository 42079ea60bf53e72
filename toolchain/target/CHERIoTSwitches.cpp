//===-- CHERIoTSwitches.cpp - Switches without words as wide as pointers --===//
//
// SelectionDAG lowers a few cases that share a destination to a test of one bit
// of a mask. It takes pointers for the widest words there are: where a mask
// does not fit the switched value's type, or the type is no legal one, it
// computes in the pointer's type, which here is no integer. So
//
// * a switch of more than 32 bits becomes one of its upper bits, and for each
//   of their values one of the lower 32;
// * cases between 32 and 63 that such a mask could hold are moved elsewhere, by
//   adding a constant to value and cases. A mask of other cases begins at its
//   lowest case, and has at most 32 bits.
//
//===----------------------------------------------------------------------===//

#include "CHERIoT.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/IR/Function.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Instructions.h"
#include "llvm/Pass.h"

using namespace llvm;

namespace {

constexpr unsigned WordBits = 32;
/// What SelectionDAG believes: a mask for cases from zero may have as many
/// bits.
constexpr int64_t PointerBits = 64;
/// Its limits for testing bits: fewer cases or more destinations are compared.
constexpr unsigned FewestCases = 3, MostDestinations = 3;

class CHERIoTSwitches : public FunctionPass {
public:
  static char ID;
  CHERIoTSwitches() : FunctionPass(ID) {}
  StringRef getPassName() const override { return "CHERIoT switches"; }
  bool runOnFunction(Function &F) override;

private:
  void split(SwitchInst &Switch);
  SwitchInst *switchLower(SwitchInst &Switch, ArrayRef<unsigned> Cases,
                          Value *Lower);
};

} // namespace

char CHERIoTSwitches::ID = 0;

FunctionPass *llvm::createCHERIoTSwitchesPass() {
  return new CHERIoTSwitches();
}

/// Whether cases up to \p Highest, which is between 32 and 63, could be bits of
/// one mask that begins at zero.
static bool mayBeMasked(const SwitchInst &Switch, int64_t Highest) {
  SmallDenseMap<int64_t, const BasicBlock *, 16> Near;
  for (auto Case : Switch.cases()) {
    int64_t Value = Case.getCaseValue()->getSExtValue();
    if (Value > 0 && Value <= Highest && Value > Highest - WordBits)
      Near[Value] = Case.getCaseSuccessor();
  }
  SmallPtrSet<const BasicBlock *, 4> Destinations;
  unsigned Count = 0;
  for (int64_t Value = Highest; Value > Highest - WordBits; --Value) {
    auto Found = Near.find(Value);
    if (Found == Near.end())
      continue;
    Destinations.insert(Found->second);
    if (Destinations.size() > MostDestinations)
      return false;
    if (++Count == FewestCases)
      return true;
  }
  return false;
}

static bool isAmbiguous(int64_t Value) {
  return Value >= WordBits && Value < PointerBits;
}

/// Moves all cases by as little as leaves none between 32 and 63.
static bool moveCases(SwitchInst &Switch) {
  if (none_of(Switch.cases(), [&](auto Case) {
        int64_t Value = Case.getCaseValue()->getSExtValue();
        return isAmbiguous(Value) && mayBeMasked(Switch, Value);
      }))
    return false;
  // Each case spoils one distance at most, so that one is soon found.
  uint32_t Distance = 0;
  bool IsFound;
  do {
    Distance += WordBits;
    IsFound = none_of(Switch.cases(), [&](auto Case) {
      uint32_t Value = Case.getCaseValue()->getZExtValue();
      return isAmbiguous(int32_t(Value + Distance));
    });
  } while (!IsFound);
  IRBuilder<> Builder(&Switch);
  Switch.setCondition(
      Builder.CreateAdd(Switch.getCondition(), Builder.getInt32(Distance)));
  for (auto Case : Switch.cases())
    Case.setValue(Builder.getInt32(
        uint32_t(Case.getCaseValue()->getZExtValue()) + Distance));
  return true;
}

/// Adds an edge from \p From, with the values that come from \p Like.
static void addEdge(BasicBlock &To, BasicBlock *From, BasicBlock *Like) {
  for (PHINode &Phi : To.phis())
    Phi.addIncoming(Phi.getIncomingValueForBlock(Like), From);
}

static void removeEdges(BasicBlock &To, BasicBlock *From) {
  for (PHINode &Phi : To.phis())
    Phi.removeIncomingValueIf(
        [&](unsigned N) { return Phi.getIncomingBlock(N) == From; }, false);
}

/// A block that switches \p Lower between \p Cases of \p Switch.
SwitchInst *CHERIoTSwitches::switchLower(SwitchInst &Switch,
                                         ArrayRef<unsigned> Cases,
                                         Value *Lower) {
  BasicBlock *From = Switch.getParent();
  BasicBlock *Block =
      BasicBlock::Create(Switch.getContext(), "switch.lower", From->getParent(),
                         From->getNextNode());
  IRBuilder<> Builder(Block);
  Builder.SetCurrentDebugLocation(Switch.getDebugLoc());
  SwitchInst *Result =
      Builder.CreateSwitch(Lower, Switch.getDefaultDest(), Cases.size());
  addEdge(*Switch.getDefaultDest(), Block, From);
  for (unsigned Index : Cases) {
    auto Case = *(Switch.case_begin() + Index);
    const APInt &Value = Case.getCaseValue()->getValue();
    Result->addCase(Builder.getInt(Value.trunc(WordBits)),
                    Case.getCaseSuccessor());
    addEdge(*Case.getCaseSuccessor(), Block, From);
  }
  return Result;
}

void CHERIoTSwitches::split(SwitchInst &Switch) {
  BasicBlock *From = Switch.getParent();
  Value *Condition = Switch.getCondition();
  unsigned Width = Condition->getType()->getIntegerBitWidth();
  unsigned UpperWidth = std::max(Width - WordBits, WordBits);
  MapVector<APInt, SmallVector<unsigned, 8>> Groups;
  for (auto Case : Switch.cases())
    Groups[Case.getCaseValue()->getValue().lshr(WordBits).zextOrTrunc(
               UpperWidth)]
        .push_back(Case.getCaseIndex());

  IRBuilder<> Builder(&Switch);
  Value *Lower = Builder.CreateTrunc(Condition, Builder.getInt32Ty());
  Value *Upper = Builder.CreateZExtOrTrunc(
      Builder.CreateLShr(Condition, WordBits), Builder.getIntNTy(UpperWidth));
  SwitchInst *Split =
      Builder.CreateSwitch(Upper, Switch.getDefaultDest(), Groups.size());
  for (auto &[Value, Cases] : Groups) {
    SwitchInst *Part = switchLower(Switch, Cases, Lower);
    Split->addCase(Builder.getInt(Value), Part->getParent());
    moveCases(*Part);
  }
  SmallPtrSet<BasicBlock *, 8> Destinations;
  for (auto Case : Switch.cases())
    Destinations.insert(Case.getCaseSuccessor());
  // The edge to the default destination that the new switch has stays one.
  BasicBlock *Default = Switch.getDefaultDest();
  Destinations.insert(Default);
  for (BasicBlock *Destination : Destinations) {
    SmallVector<Value *, 4> Kept;
    if (Destination == Default)
      for (PHINode &Phi : Default->phis())
        Kept.push_back(Phi.getIncomingValueForBlock(From));
    removeEdges(*Destination, From);
    if (Destination == Default)
      for (auto [Phi, Value] : zip(Default->phis(), Kept))
        Phi.addIncoming(Value, From);
  }
  Switch.eraseFromParent();
  if (UpperWidth > WordBits)
    split(*Split);
  else
    moveCases(*Split);
}

bool CHERIoTSwitches::runOnFunction(Function &F) {
  SmallVector<SwitchInst *, 8> Switches;
  for (BasicBlock &Block : F)
    if (auto *Switch = dyn_cast<SwitchInst>(Block.getTerminator()))
      Switches.push_back(Switch);
  bool IsChanged = false;
  for (SwitchInst *Switch : Switches) {
    unsigned Width = Switch->getCondition()->getType()->getIntegerBitWidth();
    if (Width > WordBits) {
      split(*Switch);
      IsChanged = true;
    } else if (Width == WordBits) {
      IsChanged |= moveCases(*Switch);
    }
  }
  return IsChanged;
}
