//===-- CHERIoTMCTargetDesc.h - Target descriptions -------------*- C++ -*-===//

#ifndef GRIOTTE_TOOLCHAIN_TARGET_MCTARGETDESC_CHERIOTMCTARGETDESC_H
#define GRIOTTE_TOOLCHAIN_TARGET_MCTARGETDESC_CHERIOTMCTARGETDESC_H

#include <memory>

namespace llvm {

class MCAsmBackend;
class MCCodeEmitter;
class MCContext;
class MCInst;
class MCInstrInfo;
class MCObjectTargetWriter;
class MCRegisterInfo;
class MCSubtargetInfo;
class MCTargetOptions;
class Target;

MCCodeEmitter *createCHERIoTMCCodeEmitter(const MCInstrInfo &MII,
                                          MCContext &Ctx);
MCAsmBackend *createCHERIoTAsmBackend(const Target &T,
                                      const MCSubtargetInfo &STI,
                                      const MCRegisterInfo &MRI,
                                      const MCTargetOptions &Options);
std::unique_ptr<MCObjectTargetWriter> createCHERIoTELFObjectWriter();

namespace CHERIoTRVC {
/// The 16-bit form of \p MI, when there is one and the subtarget has them.
/// A jump or call to a named symbol that the linker may compress is left whole.
bool compress(MCInst &OutInst, const MCInst &MI, const MCSubtargetInfo &STI);
bool isLinkerRelaxableJump(const MCInst &MI, const MCSubtargetInfo &STI);
/// The 32-bit instruction that \p MI stands for.
bool uncompress(MCInst &OutInst, const MCInst &MI, const MCSubtargetInfo &STI);
} // namespace CHERIoTRVC

} // namespace llvm

#define GET_REGINFO_ENUM
#include "CHERIoTGenRegisterInfo.inc"

#define GET_INSTRINFO_ENUM
#define GET_INSTRINFO_MC_HELPER_DECLS
#include "CHERIoTGenInstrInfo.inc"

#define GET_SUBTARGETINFO_ENUM
#include "CHERIoTGenSubtargetInfo.inc"

#endif
