//===-- CHERIoTPadGlobals.cpp - Globals that capabilities can bound -------===//
//
// The encoding has nine bits of mantissa: a capability to a 4097-byte array
// would reach the variable behind it. Sizes and alignments are rounded up until
// the bounds are exact.
//
//===----------------------------------------------------------------------===//

#include "CHERIoT.h"
#include "machine/capability/bounds.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/DataLayout.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/Pass.h"

using namespace llvm;

namespace {

class CHERIoTPadGlobals : public ModulePass {
public:
  static char ID;
  CHERIoTPadGlobals() : ModulePass(ID) {}
  StringRef getPassName() const override {
    return "CHERIoT padding of globals";
  }
  bool runOnModule(Module &M) override;

private:
  bool pad(GlobalVariable &Variable);
};

} // namespace

char CHERIoTPadGlobals::ID = 0;

ModulePass *llvm::createCHERIoTPadGlobalsPass() {
  return new CHERIoTPadGlobals();
}

bool CHERIoTPadGlobals::runOnModule(Module &M) {
  bool IsChanged = false;
  for (GlobalVariable &Variable : make_early_inc_range(M.globals()))
    IsChanged |= pad(Variable);
  return IsChanged;
}

static bool isOurs(const GlobalVariable &Variable) {
  return Variable.hasInitializer() &&
         !Variable.hasAvailableExternallyLinkage() &&
         !Variable.hasAppendingLinkage() &&
         Variable.getSection() != "llvm.metadata" &&
         !Variable.getName().starts_with("llvm.");
}

bool CHERIoTPadGlobals::pad(GlobalVariable &Variable) {
  if (!isOurs(Variable))
    return false;
  Module &M = *Variable.getParent();
  const DataLayout &DL = M.getDataLayout();
  uint64_t Size = DL.getTypeAllocSize(Variable.getValueType());
  if (Size > UINT32_MAX / 2) {
    M.getContext().emitError("'" + Twine(Variable.getName()) + "' has " +
                             Twine(Size) +
                             " bytes: more than the address space");
    return false;
  }
  uint32_t Length = griotte::machine::representable_length(Size);
  Align Needed(griotte::machine::representable_alignment(Size));
  Align Alignment = std::max(DL.getPreferredAlign(&Variable), Needed);
  if (Length == Size) {
    if (Needed > Align(1))
      Variable.setAlignment(Alignment);
    return Needed > Align(1);
  }

  LLVMContext &Context = M.getContext();
  auto *Padding = ArrayType::get(Type::getInt8Ty(Context), Length - Size);
  auto *PaddedType = StructType::get(
      Context, {Variable.getValueType(), Padding}, /*isPacked=*/true);
  Constant *Initializer =
      Variable.getInitializer()->isNullValue()
          ? Constant::getNullValue(PaddedType)
          : ConstantStruct::get(PaddedType, {Variable.getInitializer(),
                                             UndefValue::get(Padding)});
  auto *Padded =
      new GlobalVariable(M, PaddedType, Variable.isConstant(),
                         Variable.getLinkage(), Initializer, "", &Variable);
  Padded->copyAttributesFrom(&Variable);
  Padded->copyMetadata(&Variable, 0);
  Padded->setComdat(Variable.getComdat());
  Padded->setAlignment(Alignment);
  Padded->takeName(&Variable);
  Variable.replaceAllUsesWith(Padded);
  Variable.eraseFromParent();
  return true;
}
