//===-- CHERIoTBuiltins.h - Functions that are instructions -----*- C++ -*-===//
//
// __builtin_cheri_NAME reaches the back end as a call of "cheriot.NAME".
//
//===----------------------------------------------------------------------===//

#ifndef GRIOTTE_TOOLCHAIN_TARGET_CHERIOTBUILTINS_H
#define GRIOTTE_TOOLCHAIN_TARGET_CHERIOTBUILTINS_H

#include "llvm/ADT/StringRef.h"
#include "llvm/CodeGenTypes/MachineValueType.h"

namespace llvm::CHERIoT {

inline constexpr StringLiteral Prefix = "cheriot.";

struct Builtin {
  enum Kind {
    /// Opcode, applied to the operands as they are.
    Instruction,
    Address,
    Increment,
    Bounds,
    Offset,
    SetOffset,
    Sealed,
    ProgramCounter,
    /// Opcode is the register.
    Register,
    /// Memory from the stack: length, alignment.
    Allocate,
  };
  StringLiteral Name;
  Kind Shape;
  unsigned Operands;
  MVT Result;
  unsigned Opcode;
};

/// The builtin of that name, without the prefix; null if there is none.
const Builtin *findBuiltin(StringRef Name);

} // namespace llvm::CHERIoT

#endif
