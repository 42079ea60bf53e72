//===-- CHERIoT.h - Passes of the code generator ----------------*- C++ -*-===//

#ifndef GRIOTTE_TOOLCHAIN_TARGET_CHERIOT_H
#define GRIOTTE_TOOLCHAIN_TARGET_CHERIOT_H

#include "llvm/Support/CodeGen.h"

namespace llvm {

class CHERIoTTargetMachine;
class FunctionPass;
class ModulePass;

/// Turns the IR of a function into what instruction selection can keep
/// capabilities in: see CHERIoTPrepareISel.cpp.
FunctionPass *createCHERIoTPrepareISelPass();

/// Copies of unknown length become calls of memcpy and its kin. Before all of
/// LLVM's own passes.
ModulePass *createCHERIoTCallCopiesPass();

/// Pads and aligns global variables until capabilities to exactly them exist.
ModulePass *createCHERIoTPadGlobalsPass();

/// Rewrites switches that would be lowered to masks as wide as pointers.
FunctionPass *createCHERIoTSwitchesPass();

FunctionPass *createCHERIoTISelDag(CHERIoTTargetMachine &TM,
                                   CodeGenOptLevel OptLevel);

} // namespace llvm

#endif
