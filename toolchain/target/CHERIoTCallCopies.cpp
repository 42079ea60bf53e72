//===-- CHERIoTCallCopies.cpp - Copies of unknown length are calls --------===//
//
// For an architecture it does not know LLVM assumes a run-time library without
// memcpy, and writes out loops of bytes before any other pass of code generation
// can object. They would lose tags: so this pass runs before it.
//
//===----------------------------------------------------------------------===//

#include "CHERIoT.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"
#include "llvm/Pass.h"

using namespace llvm;

namespace {

class CHERIoTCallCopies : public ModulePass {
public:
  static char ID;
  CHERIoTCallCopies() : ModulePass(ID) {}
  StringRef getPassName() const override {
    return "CHERIoT calls for copies of memory";
  }
  bool runOnModule(Module &M) override;
};

} // namespace

char CHERIoTCallCopies::ID = 0;

ModulePass *llvm::createCHERIoTCallCopiesPass() {
  return new CHERIoTCallCopies();
}

static void replaceByCall(MemIntrinsic &Copy) {
  IRBuilder<> Builder(&Copy);
  Module &M = *Copy.getModule();
  Type *Word = Builder.getInt32Ty(), *Pointer = Builder.getPtrTy();
  bool IsFill = isa<MemSetInst>(Copy);
  Value *Second = Copy.getArgOperand(1);
  if (IsFill)
    Second = Builder.CreateZExt(Second, Word);
  StringRef Name = IsFill                  ? "memset"
                   : isa<MemMoveInst>(Copy) ? "memmove"
                                            : "memcpy";
  FunctionCallee Callee = M.getOrInsertFunction(
      Name, FunctionType::get(Pointer, {Pointer, Second->getType(), Word},
                              false));
  Builder
      .CreateCall(Callee, {Copy.getRawDest(), Second,
                           Builder.CreateZExtOrTrunc(Copy.getLength(), Word)})
      ->setDoesNotThrow();
  Copy.eraseFromParent();
}

bool CHERIoTCallCopies::runOnModule(Module &M) {
  SmallVector<MemIntrinsic *, 16> Copies;
  for (Function &F : M)
    for (Instruction &I : instructions(F))
      if (auto *Copy = dyn_cast<MemIntrinsic>(&I))
        if (!isa<ConstantInt>(Copy->getLength()))
          Copies.push_back(Copy);
  for (MemIntrinsic *Copy : Copies)
    replaceByCall(*Copy);
  return !Copies.empty();
}
