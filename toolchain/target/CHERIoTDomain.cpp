//===-- CHERIoTDomain.cpp - Functions of other domains --------------------===//

#include "CHERIoTDomain.h"
#include "llvm/IR/Function.h"
#include "llvm/IR/GlobalAlias.h"
#include "llvm/IR/InstrTypes.h"
#include "llvm/IR/Metadata.h"
#include "llvm/IR/Module.h"
#include "llvm/IR/RuntimeLibcalls.h"

using namespace llvm;
using namespace llvm::CHERIoT;

std::optional<StringRef> CHERIoT::getDomain(const Module &M) {
  const auto *Name = dyn_cast_or_null<MDString>(M.getModuleFlag(DomainFlag));
  if (!Name)
    return std::nullopt;
  return Name->getString();
}

static constexpr StringLiteral AtomicPrefix = "__atomic_";

// Names that nobody but the compiler has a use for. Others that code generation
// may call, say of mathematical functions, may also be the program's own.
static bool isRuntimeName(StringRef Name) {
  if (Name.starts_with(AtomicPrefix))
    return true;
  bool IsReserved = Name.starts_with("__") || Name == "memcpy" ||
                    Name == "memmove" || Name == "memset";
  return IsReserved &&
         !RTLIB::RuntimeLibcallsInfo::lookupLibcallImplName(Name).empty();
}

static bool isLibraryCall(const Function &F, const GlobalValue &GV) {
  if (F.isDeclarationForLinker())
    return F.hasFnAttribute(LibraryCallAttribute) || isRuntimeName(F.getName());
  return F.hasFnAttribute(LibraryCallAttribute) && !GV.isDiscardableIfUnused();
}

FunctionKind CHERIoT::getKind(const GlobalValue &GV) {
  const auto *F = dyn_cast_or_null<Function>(GV.getAliaseeObject());
  if (!F || !getDomain(*F->getParent()))
    return FunctionKind::Plain;
  if (F->hasFnAttribute(EntryAttribute))
    return FunctionKind::Entry;
  if (F->hasFnAttribute(CallbackAttribute) ||
      F->getCallingConv() == CallingConv::PreserveMost)
    return FunctionKind::Callback;
  if (isLibraryCall(*F, GV))
    return FunctionKind::LibraryCall;
  return getPosture(*F) == Posture::Inherit ? FunctionKind::Plain
                                            : FunctionKind::Postured;
}

Posture CHERIoT::getPosture(const Function &F) {
  StringRef Name = F.getFnAttribute(PostureAttribute).getValueAsString();
  return Name == "enabled"    ? Posture::Enabled
         : Name == "disabled" ? Posture::Disabled
                              : Posture::Inherit;
}

// Who already runs with a function's posture jumps to it as to any other.
static bool isDirect(const Function &Caller, const Function &Callee,
                     FunctionKind Kind) {
  Posture Wanted = getPosture(Callee);
  if (Wanted != Posture::Inherit && Wanted != getPosture(Caller))
    return false;
  switch (Kind) {
  case FunctionKind::Entry:
    return Callee.getFnAttribute(EntryAttribute).getValueAsString() ==
           getDomain(*Caller.getParent());
  case FunctionKind::LibraryCall:
    return !Callee.isDeclarationForLinker();
  default:
    return true;
  }
}

Route CHERIoT::getRoute(const Function &Caller, const GlobalValue &Callee) {
  FunctionKind Kind = getKind(Callee);
  if (Kind == FunctionKind::Plain)
    return Route::Direct;
  // What may not be there is only ever in an import.
  if (!Callee.hasExternalWeakLinkage() &&
      isDirect(Caller, *cast<Function>(Callee.getAliaseeObject()), Kind))
    return Route::Direct;
  return hasEntryConvention(Kind) ? Route::Switcher : Route::Sentry;
}

Route CHERIoT::getRuntimeRoute(const Function &Caller, StringRef Name) {
  const Module &M = *Caller.getParent();
  if (!getDomain(M))
    return Route::Direct;
  const Function *F = M.getFunction(Name);
  // A file's own function that happens to have the name is another one.
  if (F && !F->isDeclarationForLinker() && !F->hasLocalLinkage())
    return getRoute(Caller, *F);
  return Route::Sentry;
}

bool CHERIoT::isJumpable(StringRef Name, Posture Declared) {
  return Declared == Posture::Inherit && !Name.starts_with(AtomicPrefix);
}

bool CHERIoT::isCallbackCall(const CallBase &Call) {
  return Call.hasFnAttr(CallbackAttribute) ||
         Call.getCallingConv() == CallingConv::PreserveMost;
}

void CHERIoT::markRuntimeFunction(Function &F) {
  if (F.isDeclaration() && getDomain(*F.getParent()))
    F.addFnAttr(LibraryCallAttribute);
}
