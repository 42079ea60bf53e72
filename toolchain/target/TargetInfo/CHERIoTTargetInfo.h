//===-- CHERIoTTargetInfo.h - The registered target -------------*- C++ -*-===//

#ifndef GRIOTTE_TOOLCHAIN_TARGET_TARGETINFO_CHERIOTTARGETINFO_H
#define GRIOTTE_TOOLCHAIN_TARGET_TARGETINFO_CHERIOTTARGETINFO_H

namespace llvm {

class Target;

Target &getTheCHERIoTTarget();

} // namespace llvm

// Registers the target under the name "cheriot". It claims no triple: LLVM
// does not know this architecture, so it is looked up by name.
void initializeCHERIoTTargetInfo();
void initializeCHERIoTTargetMC();
void initializeCHERIoTAsmParser();
void initializeCHERIoTDisassembler();
// From griotte_codegen: without it the target assembles only.
void initializeCHERIoTCodeGenerator();

#endif
