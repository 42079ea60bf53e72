//===-- CHERIoTTargetMachine.cpp - The code generator ---------------------===//

#include "CHERIoTTargetMachine.h"
#include "CHERIoT.h"
#include "CHERIoTMachineFunctionInfo.h"
#include "CHERIoTTargetTransformInfo.h"
#include "TargetInfo/CHERIoTTargetInfo.h"
#include "llvm/CodeGen/Passes.h"
#include "llvm/CodeGen/TargetLoweringObjectFileImpl.h"
#include "llvm/CodeGen/TargetPassConfig.h"
#include "llvm/IR/LegacyPassManager.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Support/CommandLine.h"

using namespace llvm;

// docs/reference/abi.md.
static constexpr const char *DataLayoutString =
    "e-m:e-p:64:64:64:32-i64:64-n32-S64";

// Strength reduction starts loops at addresses before their objects, where a
// capability loses its tag. LLVM has no other switch for it.
static void disableLoopStrengthReduction() {
  auto &Options = cl::getRegisteredOptions();
  auto Found = Options.find("disable-lsr");
  if (Found != Options.end())
    static_cast<cl::opt<bool> *>(Found->second)->setValue(true);
}

namespace {

/// Constants that hold capabilities are written once more, at start-up: they
/// are apart from those that are not.
class CHERIoTObjectFile : public TargetLoweringObjectFileELF {
  void Initialize(MCContext &Ctx, const TargetMachine &TM) override {
    TargetLoweringObjectFileELF::Initialize(Ctx, TM);
    InitializeELF(/*UseInitArray=*/true);
  }
  MCSection *SelectSectionForGlobal(const GlobalObject *GO, SectionKind Kind,
                                    const TargetMachine &TM) const override {
    const auto *Variable = dyn_cast<GlobalVariable>(GO);
    if (Variable && Kind.isReadOnly() && Variable->hasInitializer() &&
        Variable->getInitializer()->needsRelocation())
      Kind = SectionKind::getReadOnlyWithRel();
    return TargetLoweringObjectFileELF::SelectSectionForGlobal(GO, Kind, TM);
  }
};

} // namespace

CHERIoTTargetMachine::CHERIoTTargetMachine(const Target &T, const Triple &TT,
                                           StringRef CPU, StringRef FS,
                                           const TargetOptions &Options,
                                           std::optional<Reloc::Model>,
                                           std::optional<CodeModel::Model>,
                                           CodeGenOptLevel OptLevel, bool)
    : CodeGenTargetMachineImpl(T, DataLayoutString, TT, CPU, FS, Options,
                               Reloc::Static, CodeModel::Small, OptLevel),
      ObjectFileLowering(std::make_unique<CHERIoTObjectFile>()),
      Subtarget(TT, CPU, FS, *this) {
  disableLoopStrengthReduction();
  initAsmInfo();
}

TargetTransformInfo
CHERIoTTargetMachine::getTargetTransformInfo(const Function &F) const {
  return TargetTransformInfo(std::make_unique<CHERIoTTTIImpl>(this, F));
}

MachineFunctionInfo *CHERIoTTargetMachine::createMachineFunctionInfo(
    BumpPtrAllocator &Allocator, const Function &F,
    const TargetSubtargetInfo *STI) const {
  return CHERIoTMachineFunctionInfo::create<CHERIoTMachineFunctionInfo>(
      Allocator, F, STI);
}

namespace {

class CHERIoTPassConfig : public TargetPassConfig {
public:
  CHERIoTPassConfig(CHERIoTTargetMachine &TM, PassManagerBase &PM)
      : TargetPassConfig(TM, PM) {
    PM.add(createCHERIoTCallCopiesPass());
  }

  void addIRPasses() override {
    addPass(createCHERIoTPadGlobalsPass());
    // One hart and no atomic instructions: what is left becomes calls.
    addPass(createAtomicExpandLegacyPass());
    TargetPassConfig::addIRPasses();
  }
  bool addPreISel() override {
    addPass(createCHERIoTSwitchesPass());
    addPass(createCHERIoTPrepareISelPass());
    return false;
  }
  bool addInstSelector() override {
    addPass(createCHERIoTISelDag(getTM<CHERIoTTargetMachine>(), getOptLevel()));
    return false;
  }
};

} // namespace

TargetPassConfig *CHERIoTTargetMachine::createPassConfig(PassManagerBase &PM) {
  return new CHERIoTPassConfig(*this, PM);
}

// In CHERIoTAsmPrinter.cpp.
void initializeCHERIoTAsmPrinter();

void initializeCHERIoTCodeGenerator() {
  RegisterTargetMachine<CHERIoTTargetMachine> Registered(getTheCHERIoTTarget());
  initializeCHERIoTAsmPrinter();
}
