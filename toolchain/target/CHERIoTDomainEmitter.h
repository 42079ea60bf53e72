//===-- CHERIoTDomainEmitter.h - Exports and imports ------------*- C++ -*-===//
//
// docs/reference/compartments.md, "What objects hold": the names of exports and
// of imports' slots, and what a file says about its functions and wants of
// others, which is known when all of its code is written.
//
//===----------------------------------------------------------------------===//

#ifndef GRIOTTE_TOOLCHAIN_TARGET_CHERIOTDOMAINEMITTER_H
#define GRIOTTE_TOOLCHAIN_TARGET_CHERIOTDOMAINEMITTER_H

#include "CHERIoTDomain.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/SmallPtrSet.h"
#include <string>

namespace llvm {

class AsmPrinter;
class MachineFunction;
class MCSymbol;

namespace CHERIoT {

/// Exports and imports of one file. For bare metal it writes nothing.
class DomainEmitter {
public:
  explicit DomainEmitter(AsmPrinter &Printer) : Printer(Printer) {}

  /// Before anything else.
  void begin(const Module &M);
  /// When the code of \p MF is written, and with it its frame known.
  void recordFunction(const MachineFunction &MF);

  /// The slots of imports: of a function that is not plain, of one that code
  /// generation calls by its name, of the switcher.
  MCSymbol *getImport(const GlobalValue &GV);
  MCSymbol *getRuntimeImport(StringRef Name);
  MCSymbol *getSwitcherImport();
  /// The export of a function that is not plain, for data to refer to.
  MCSymbol *getExport(const GlobalValue &GV);

  /// Writes exports and slots, behind everything else.
  void finish();

private:
  /// What an export says besides its function's attributes.
  struct Facts {
    /// Bytes it needs.
    uint64_t Stack;
    unsigned ArgumentRegisters;
  };
  struct Slot {
    MCSymbol *Target;
    /// Only asked for by those who can do without.
    bool IsWeak;
  };

  std::string nameExport(const GlobalValue &GV);
  std::string nameOfDomain(const GlobalValue &GV);
  MCSymbol *addSlot(const std::string &ExportName, bool IsWeak);
  bool isExported(const GlobalValue &GV) const;
  void emitExport(const GlobalValue &GV);
  void emitSlot(MCSymbol *Symbol, const Slot &Entry);
  void emitObject(MCSymbol *Symbol, Align Alignment);

  AsmPrinter &Printer;
  const Module *M = nullptr;
  /// What makes names of this file's static functions different from others'.
  std::string LocalSuffix;
  DenseMap<const GlobalValue *, Facts> Functions;
  /// Functions whose export something in this file refers to.
  SmallPtrSet<const GlobalValue *, 8> Reached;
  MapVector<MCSymbol *, Slot> Slots;
  /// Exports that data refers to and that may not be there.
  SetVector<MCSymbol *> WeakExports;
};

} // namespace CHERIoT
} // namespace llvm

#endif
