//===-- plugin.cpp - The target, for LLVM's own tools ---------------------===//
//
// llc-22 -load libCHERIoT.so -march=cheriot file.ll
//
//===----------------------------------------------------------------------===//

#include "CHERIoT.h"
#include "TargetInfo/CHERIoTTargetInfo.h"

namespace {

struct Registration {
  Registration() {
    initializeCHERIoTTargetInfo();
    initializeCHERIoTTargetMC();
    initializeCHERIoTAsmParser();
    initializeCHERIoTDisassembler();
    initializeCHERIoTCodeGenerator();
  }
} TheRegistration;

} // namespace
