//===-- CHERIoTDomainEmitter.cpp - Exports and imports --------------------===//

#include "CHERIoTDomainEmitter.h"
#include "CHERIoTMachineFunctionInfo.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/BinaryFormat/ELF.h"
#include "llvm/CodeGen/AsmPrinter.h"
#include "llvm/CodeGen/MachineFrameInfo.h"
#include "llvm/CodeGen/MachineFunction.h"
#include "llvm/CodeGen/TargetRegisterInfo.h"
#include "llvm/CodeGen/TargetSubtargetInfo.h"
#include "llvm/IR/Module.h"
#include "llvm/MC/MCContext.h"
#include "llvm/MC/MCExpr.h"
#include "llvm/MC/MCSectionELF.h"
#include "llvm/MC/MCStreamer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/xxhash.h"

using namespace llvm;
using namespace llvm::CHERIoT;

static constexpr uint64_t ExportSize = 8, SlotSize = 8;
/// The last byte of an export, besides the posture.
static constexpr unsigned LibraryBit = 1 << 3, OwnDomainBit = 1 << 4;
static constexpr uint64_t MaxStack = UINT16_MAX;

// The file's name without its directories, which differ from machine to
// machine, and what else of it other files see.
static std::string makeLocalSuffix(const Module &M) {
  std::string Identity = sys::path::filename(M.getSourceFileName()).str();
  for (const GlobalValue &GV : M.global_values())
    if (!GV.isDeclarationForLinker() && !GV.hasLocalLinkage())
      (Identity += '\0') += GV.getName();
  uint64_t Hash = xxh3_64bits(Identity);
  return "." + utohexstr(Hash, /*LowerCase=*/true, /*Width=*/16);
}

void DomainEmitter::begin(const Module &TheModule) {
  M = &TheModule;
  Functions.clear();
  Reached.clear();
  Slots.clear();
  WeakExports.clear();
  LocalSuffix = getDomain(*M) ? makeLocalSuffix(*M) : std::string();
}

// From csp at its beginning down to the lowest byte, variable arrays aside.
static uint64_t getFrameSize(const MachineFunction &MF) {
  const MachineFrameInfo &MFI = MF.getFrameInfo();
  uint64_t Size = MFI.getStackSize();
  if (MFI.hasVarSizedObjects())
    Size += MFI.getMaxCallFrameSize();
  if (MF.getSubtarget().getRegisterInfo()->hasStackRealignment(MF))
    Size += MFI.getMaxAlign().value();
  return Size;
}

void DomainEmitter::recordFunction(const MachineFunction &MF) {
  const Function &F = MF.getFunction();
  uint64_t Wanted = 0;
  F.getFnAttribute(MinimumStackAttribute)
      .getValueAsString()
      .getAsInteger(10, Wanted);
  Functions[&F] = {std::max(getFrameSize(MF), Wanted),
                   MF.getInfo<CHERIoTMachineFunctionInfo>()->ArgumentRegisters};
}

//===-- Names -------------------------------------------------------------===//

std::string DomainEmitter::nameOfDomain(const GlobalValue &GV) {
  StringRef Name = *getDomain(*M);
  if (Name.empty())
    M->getContext().emitError(
        "'" + Twine(GV.getName()) +
        "' is exported for its own compartment or library, and that has no "
        "name: say -cheri-compartment=NAME");
  return Name.str();
}

std::string DomainEmitter::nameExport(const GlobalValue &GV) {
  const auto &F = *cast<Function>(GV.getAliaseeObject());
  std::string Name = Printer.getSymbol(&GV)->getName().str();
  if (GV.hasLocalLinkage())
    Name += LocalSuffix;
  switch (getKind(GV)) {
  case FunctionKind::Entry:
    return ("__export_" + F.getFnAttribute(EntryAttribute).getValueAsString() +
            "_" + Name)
        .str();
  case FunctionKind::Callback:
    return "__export_" + nameOfDomain(GV) + "_" + Name;
  case FunctionKind::LibraryCall:
    return "__library_export_libcalls_" + Name;
  case FunctionKind::Postured:
    return "__library_export_" + nameOfDomain(GV) + "_" + Name;
  case FunctionKind::Plain:
    break;
  }
  llvm_unreachable("plain functions are not exported");
}

MCSymbol *DomainEmitter::addSlot(const std::string &ExportName, bool IsWeak) {
  StringRef Name = ExportName;
  if (!Name.consume_front("__library_export_"))
    Name.consume_front("__export_");
  MCContext &Context = Printer.OutContext;
  MCSymbol *Symbol = Context.getOrCreateSymbol("__import_" + Name);
  Slot &Entry =
      Slots.insert({Symbol, {Context.getOrCreateSymbol(ExportName), IsWeak}})
          .first->second;
  Entry.IsWeak &= IsWeak;
  return Symbol;
}

MCSymbol *DomainEmitter::getImport(const GlobalValue &GV) {
  Reached.insert(&GV);
  return addSlot(nameExport(GV), GV.hasExternalWeakLinkage());
}

MCSymbol *DomainEmitter::getRuntimeImport(StringRef Name) {
  return addSlot(("__library_export_libcalls_" + Name).str(), false);
}

MCSymbol *DomainEmitter::getSwitcherImport() {
  return addSlot("__export_switcher", false);
}

MCSymbol *DomainEmitter::getExport(const GlobalValue &GV) {
  Reached.insert(&GV);
  MCSymbol *Symbol = Printer.OutContext.getOrCreateSymbol(nameExport(GV));
  if (GV.hasExternalWeakLinkage())
    WeakExports.insert(Symbol);
  return Symbol;
}

//===-- What is written ---------------------------------------------------===//

// Nobody else can name a function of this file alone.
bool DomainEmitter::isExported(const GlobalValue &GV) const {
  const auto *F = dyn_cast_or_null<Function>(GV.getAliaseeObject());
  return F && !F->isDeclarationForLinker() &&
         getKind(GV) != FunctionKind::Plain &&
         (!GV.hasLocalLinkage() || Reached.contains(&GV));
}

void DomainEmitter::emitObject(MCSymbol *Symbol, Align Alignment) {
  MCStreamer &Out = *Printer.OutStreamer;
  Out.emitSymbolAttribute(Symbol, MCSA_ELF_TypeObject);
  Out.emitValueToAlignment(Alignment);
  Out.emitLabel(Symbol);
}

static Posture getExportedPosture(const Function &F, FunctionKind Kind) {
  Posture Given = getPosture(F);
  return hasEntryConvention(Kind) && Given == Posture::Inherit
             ? Posture::Enabled
             : Given;
}

void DomainEmitter::emitExport(const GlobalValue &GV) {
  const auto &F = *cast<Function>(GV.getAliaseeObject());
  const Facts &Known = Functions.at(&F);
  FunctionKind Kind = getKind(GV);
  unsigned Flags = unsigned(getExportedPosture(F, Kind));
  if (!hasEntryConvention(Kind))
    Flags |= LibraryBit;
  if (Kind == FunctionKind::Callback || Kind == FunctionKind::Postured)
    Flags |= OwnDomainBit;

  MCStreamer &Out = *Printer.OutStreamer;
  MCContext &Context = Printer.OutContext;
  const Comdat *Group = F.getComdat();
  Out.switchSection(Context.getELFSection(
      ".cheriot.exports", ELF::SHT_PROGBITS, Group ? ELF::SHF_GROUP : 0, 0,
      Group ? Group->getName() : StringRef(),
      Group && Group->getSelectionKind() != Comdat::NoDeduplicate));
  MCSymbol *Symbol = Context.getOrCreateSymbol(nameExport(GV));
  Out.emitSymbolAttribute(Symbol,
                          GV.isWeakForLinker() ? MCSA_Weak : MCSA_Global);
  emitObject(Symbol, Align(4));
  Out.emitSymbolValue(Printer.getSymbol(&GV), 4);
  Out.emitInt16(std::min(Known.Stack, MaxStack));
  Out.emitInt8(Known.ArgumentRegisters);
  Out.emitInt8(Flags);
  Out.emitELFSize(Symbol, MCConstantExpr::create(ExportSize, Context));
}

void DomainEmitter::emitSlot(MCSymbol *Symbol, const Slot &Entry) {
  MCStreamer &Out = *Printer.OutStreamer;
  MCContext &Context = Printer.OutContext;
  Out.switchSection(Context.getELFSection(
      ".compartment_imports." + Symbol->getName(), ELF::SHT_PROGBITS,
      ELF::SHF_ALLOC | ELF::SHF_GROUP, 0, Symbol->getName(),
      /*IsComdat=*/true));
  if (Entry.IsWeak)
    Out.emitSymbolAttribute(Entry.Target, MCSA_Weak);
  Out.emitSymbolAttribute(Symbol, MCSA_Weak);
  Out.emitSymbolAttribute(Symbol, MCSA_Hidden);
  emitObject(Symbol, Align(SlotSize));
  Out.emitSymbolValue(Entry.Target, 4);
  Out.emitInt32(0);
  Out.emitELFSize(Symbol, MCConstantExpr::create(SlotSize, Context));
}

void DomainEmitter::finish() {
  if (!getDomain(*M))
    return;
  for (const Function &F : *M)
    if (isExported(F))
      emitExport(F);
  for (const GlobalAlias &Alias : M->aliases())
    if (isExported(Alias))
      emitExport(Alias);
  for (MCSymbol *Symbol : WeakExports)
    Printer.OutStreamer->emitSymbolAttribute(Symbol, MCSA_Weak);
  for (auto &[Symbol, Entry] : Slots)
    emitSlot(Symbol, Entry);
}
