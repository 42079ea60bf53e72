//===-- CHERIoTSelectionDAGInfo.h - memcpy and its kin ----------*- C++ -*-===//

#ifndef GRIOTTE_TOOLCHAIN_TARGET_CHERIOTSELECTIONDAGINFO_H
#define GRIOTTE_TOOLCHAIN_TARGET_CHERIOTSELECTIONDAGINFO_H

#include "llvm/CodeGen/SelectionDAGTargetInfo.h"

namespace llvm {

/// Copies memory by capabilities, so that tags survive: inline where both sides
/// are aligned and the length is small, else in the run-time library, which
/// looks at the addresses.
class CHERIoTSelectionDAGInfo : public SelectionDAGTargetInfo {
public:
  SDValue EmitTargetCodeForMemcpy(SelectionDAG &DAG, const SDLoc &DL,
                                  SDValue Chain, SDValue Dest, SDValue Src,
                                  SDValue Size, Align Alignment,
                                  bool IsVolatile, bool AlwaysInline,
                                  MachinePointerInfo DestInfo,
                                  MachinePointerInfo SrcInfo) const override;
  SDValue EmitTargetCodeForMemmove(SelectionDAG &DAG, const SDLoc &DL,
                                   SDValue Chain, SDValue Dest, SDValue Src,
                                   SDValue Size, Align Alignment,
                                   bool IsVolatile, MachinePointerInfo DestInfo,
                                   MachinePointerInfo SrcInfo) const override;
  SDValue EmitTargetCodeForMemset(SelectionDAG &DAG, const SDLoc &DL,
                                  SDValue Chain, SDValue Dest, SDValue Value,
                                  SDValue Size, Align Alignment,
                                  bool IsVolatile, bool AlwaysInline,
                                  MachinePointerInfo DestInfo) const override;
};

} // namespace llvm

#endif
