//===-- CHERIoTCallCopies.cpp - Long copies are calls ---------------------===//
//
// For an architecture it does not know LLVM assumes a run-time library without
// memcpy, and writes out loops of bytes before any other pass of code
// generation can object. They would lose tags: so this pass runs before it.
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

// What instruction selection writes out by itself. LLVM's own loop begins where
// the target's threshold ends, and is of bytes whatever the length.
static constexpr uint64_t MaxInlineLength = 64;

// Somebody who must not call memcpy gets the copy in pieces.
static bool isInlineOnly(const MemIntrinsic &Copy) {
  return Copy.getIntrinsicID() == Intrinsic::memcpy_inline ||
         Copy.getIntrinsicID() == Intrinsic::memset_inline;
}

static void splitInlineCopy(MemIntrinsic &Copy) {
  IRBuilder<> Builder(&Copy);
  uint64_t Length = cast<ConstantInt>(Copy.getLength())->getZExtValue();
  auto At = [&](Value *Base, uint64_t Offset) {
    return Builder.CreateInBoundsPtrAdd(Base, Builder.getInt32(Offset));
  };
  for (uint64_t Offset = 0; Offset < Length; Offset += MaxInlineLength) {
    Value *Piece = Builder.getInt32(std::min(MaxInlineLength, Length - Offset));
    Align DestAlign = commonAlignment(Copy.getDestAlign().valueOrOne(), Offset);
    if (auto *Fill = dyn_cast<MemSetInst>(&Copy)) {
      Builder.CreateMemSetInline(At(Fill->getRawDest(), Offset), DestAlign,
                                 Fill->getValue(), Piece, Fill->isVolatile());
      continue;
    }
    auto &Transfer = cast<MemTransferInst>(Copy);
    Builder.CreateMemCpyInline(
        At(Transfer.getRawDest(), Offset), DestAlign,
        At(Transfer.getRawSource(), Offset),
        commonAlignment(Transfer.getSourceAlign().valueOrOne(), Offset), Piece,
        Transfer.isVolatile());
  }
  Copy.eraseFromParent();
}

static void replaceByCall(MemIntrinsic &Copy) {
  IRBuilder<> Builder(&Copy);
  Module &M = *Copy.getModule();
  Type *Word = Builder.getInt32Ty(), *Pointer = Builder.getPtrTy();
  bool IsFill = isa<MemSetInst>(Copy);
  Value *Second = Copy.getArgOperand(1);
  if (IsFill)
    Second = Builder.CreateZExt(Second, Word);
  StringRef Name = IsFill                   ? "memset"
                   : isa<MemMoveInst>(Copy) ? "memmove"
                                            : "memcpy";
  FunctionCallee Callee = M.getOrInsertFunction(
      Name,
      FunctionType::get(Pointer, {Pointer, Second->getType(), Word}, false));
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
        if (const auto *Length = dyn_cast<ConstantInt>(Copy->getLength());
            !Length || Length->getValue().ugt(MaxInlineLength))
          Copies.push_back(Copy);
  for (MemIntrinsic *Copy : Copies) {
    if (isInlineOnly(*Copy) && isa<ConstantInt>(Copy->getLength()))
      splitInlineCopy(*Copy);
    else
      replaceByCall(*Copy);
  }
  return !Copies.empty();
}
