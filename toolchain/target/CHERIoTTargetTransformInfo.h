//===-- CHERIoTTargetTransformInfo.h - Costs, for IR passes -----*- C++ -*-===//

#ifndef GRIOTTE_TOOLCHAIN_TARGET_CHERIOTTARGETTRANSFORMINFO_H
#define GRIOTTE_TOOLCHAIN_TARGET_CHERIOTTARGETTRANSFORMINFO_H

#include "CHERIoTTargetMachine.h"
#include "llvm/CodeGen/BasicTTIImpl.h"

namespace llvm {

class CHERIoTTTIImpl final : public BasicTTIImplBase<CHERIoTTTIImpl> {
  using Base = BasicTTIImplBase<CHERIoTTTIImpl>;
  friend Base;

public:
  CHERIoTTTIImpl(const CHERIoTTargetMachine *TM, const Function &F)
      : Base(TM, F.getDataLayout()), ST(TM->getSubtargetImpl(F)),
        TLI(ST->getTargetLowering()) {}

  // No vectors: nothing is vectorised.
  unsigned getNumberOfRegisters(unsigned ClassID) const override {
    bool IsVector = ClassID == 1;
    return IsVector ? 0 : 13;
  }
  TypeSize
  getRegisterBitWidth(TargetTransformInfo::RegisterKind K) const override {
    return K == TargetTransformInfo::RGK_Scalar ? TypeSize::getFixed(32)
           : K == TargetTransformInfo::RGK_FixedWidthVector
               ? TypeSize::getFixed(0)
               : TypeSize::getScalable(0);
  }
  unsigned getMinVectorRegisterBitWidth() const override { return 0; }
  bool enableInterleavedAccessVectorization() const override { return false; }
  TargetTransformInfo::PopcntSupportKind
  getPopcntSupport(unsigned) const override {
    return TargetTransformInfo::PSK_Software;
  }

private:
  const CHERIoTSubtarget *getST() const { return ST; }
  const CHERIoTTargetLowering *getTLI() const { return TLI; }

  const CHERIoTSubtarget *ST;
  const CHERIoTTargetLowering *TLI;
};

} // namespace llvm

#endif
