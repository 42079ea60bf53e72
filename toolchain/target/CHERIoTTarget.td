//===-- CHERIoTTarget.td - The cheriot target --------------*- tablegen -*-===//
//
// The target on top of the instruction records of isa/: features, processors,
// and what LLVM's TableGen back ends need to know about the assembly language.
//
//===----------------------------------------------------------------------===//

include "CHERIoT.td"
include "CHERIoTPseudos.td"
include "CHERIoTCallingConv.td"
include "CHERIoTPatterns.td"

// Everything whose size or distance the linker may change keeps a relocation.
def FeatureRelax : SubtargetFeature<"relax", "EnableLinkerRelax", "true",
                                    "Mark instructions the linker may relax">;

def : ProcessorModel<"generic-cheriot", NoSchedModel, [FeatureStdExtC]>;
def : ProcessorModel<"cheriot", NoSchedModel, [FeatureStdExtC]>;
def : ProcessorModel<"cheriot-ibex", NoSchedModel, [FeatureStdExtC]>;

// Pointers are capabilities, in LLVM's own pseudo-instructions too.
defm : RemapAllTargetPseudoPointerOperands<GPCR>;

def CHERIoTInstrInfo : InstrInfo;

def CHERIoTAsmParser : AsmParser {
  let AllowDuplicateRegisterNames = 0;
  let ShouldEmitMatchRegisterName = 1;
  let ShouldEmitMatchRegisterAltName = 1;
}

def CHERIoTAsmWriter : AsmWriter {
  string AsmWriterClassName = "InstPrinter";
  int PassSubtarget = 1;
  bit isMCAsmWriter = 1;
}

def CHERIoT : Target {
  let InstructionSet = CHERIoTInstrInfo;
  let AssemblyParsers = [CHERIoTAsmParser];
  let AssemblyWriters = [CHERIoTAsmWriter];
  let AllowRegisterRenaming = 1;
}
